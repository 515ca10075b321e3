"""Days and hours of meetings, as people read them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import template

from sinergi.core import formatting
from sinergi.meetings import letters, rules
from sinergi.meetings.models import (
    AchievementUpdate,
    Announcement,
    Gate,
    Meeting,
    Question,
    Scan,
    SeatPool,
    Session,
    Topic,
    Track,
)
from sinergi.meetings.queries.editor import Band, Item
from sinergi.meetings.queries.public import Slot
from sinergi.meetings.slides import Deck, first_sentence

register = template.Library()


@register.filter
def meeting_days(meeting: Meeting) -> str:
    """The days of a meeting."""
    return formatting.day_range(meeting.starts_on, meeting.ends_on)


@register.filter
def hours(slot: Slot | Band | Item) -> str:
    """From when to when, in the time zone that stands above the agenda."""
    return formatting.hours_range(slot.starts_at, slot.ends_at)


@register.filter
def weekday(date: dt.date) -> str:
    """A day with the name of its weekday."""
    return formatting.weekday_day(date)


@register.filter
def pool_name(pool: SeatPool) -> str:
    """A pool's name in the active language."""
    return rules.pool_name(pool)


@register.filter
def grouped_code(code: str) -> str:
    """`7KQ4-M2XR`: a code as people read it aloud."""
    return f"{code[:4]}-{code[4:]}"


@register.filter
def hundredth(percent: str) -> float:
    """A percentage as a ratio."""
    return float(percent or 0) / 100


@register.filter
def skew(gate: Gate) -> str:
    """How far the clock of a gate's phone is off, without the direction."""
    return formatting.duration(dt.timedelta(seconds=abs(gate.skew_seconds or 0)))


@register.filter
def scan_time(scan: Scan, meeting: Meeting) -> str:
    """When a ticket was scanned, in the meeting's own time zone."""
    return formatting.moment(scan.scanned_at, ZoneInfo(meeting.time_zone))


@register.filter
def session_time(session: Session, meeting: Meeting) -> str:
    """When a session begins, in the meeting's own time zone."""
    return formatting.moment(session.starts_at, ZoneInfo(meeting.time_zone))


@register.filter
def session_title(session: Session) -> str:
    """A session's title in the active language."""
    return rules.in_language(session.title_id, session.title_en)


@register.filter
def announced(announcement: Announcement) -> str:
    """An announcement in the active language."""
    return rules.in_language(announcement.text_id, announcement.text_en)


@register.filter
def question_text(question: Question) -> str:
    """A question of the registration form in the active language."""
    return rules.in_language(question.text_id, question.text_en)


@register.filter
def topic_title(topic: Topic) -> str:
    """A topic's title in the active language."""
    return rules.in_language(topic.title_id, topic.title_en)


@register.filter
def track_name(track: Track) -> str:
    """A track's name in the active language."""
    return rules.in_language(track.name_id, track.name_en)


@register.filter
def change_text(meeting: Meeting, change: dict[str, Any]) -> str:
    """One entry of the change log as a sentence."""
    return letters.change_text(meeting, change)


@register.inclusion_tag("meetings/parts/slide_turn.html")
def slide_turn(deck: Deck, at: int) -> dict[str, object]:
    """The place of a slide, and the ways to its neighbours."""
    parts = deck.parts
    return {
        "number": at + 1,
        "total": len(parts),
        "before": parts[at - 1] if at > 0 else None,
        "after": parts[at + 1] if at + 1 < len(parts) else None,
    }


@register.inclusion_tag("meetings/parts/update_summary.html")
def update_summary(update: AchievementUpdate) -> dict[str, object]:
    """The words and the numbers of an update as everybody may read them."""
    told = update.freezes.all()[0].numbers
    return {
        "headline": update.headline,
        "sentence": first_sentence(told),
        "is_area": told["scope"]["is_area"],
        "colour": told["score"]["colour"],
    }
