"""Days and hours of meetings, as people read them."""

import datetime as dt

from django import template

from sinergi.core import formatting
from sinergi.meetings import rules
from sinergi.meetings.models import Meeting, SeatPool
from sinergi.meetings.queries.public import Slot

register = template.Library()


@register.filter
def meeting_days(meeting: Meeting) -> str:
    """The days of a meeting."""
    return formatting.day_range(meeting.starts_on, meeting.ends_on)


@register.filter
def hours(slot: Slot) -> str:
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
