"""Topics and classes, as people read them."""

from zoneinfo import ZoneInfo

from django import template

from sinergi.core import formatting
from sinergi.meetings.models import Session, Topic
from sinergi.meetings.rules import in_language

register = template.Library()


@register.filter
def topic_title(topic: Topic) -> str:
    """A topic's title in the active language."""
    return in_language(topic.title_id, topic.title_en)


@register.filter
def topic_summary(topic: Topic) -> str:
    """A topic's summary in the active language."""
    return in_language(topic.summary_id, topic.summary_en)


@register.filter
def class_title(session: Session) -> str:
    """A class's title in the active language."""
    return in_language(session.title_id, session.title_en)


@register.filter
def class_hours(session: Session) -> str:
    """Day and hours of a class in the time zone of its meeting."""
    zone = ZoneInfo(session.meeting.time_zone)
    begins, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    day = formatting.short_day(begins.date())
    hours = formatting.hours_range(begins, ends)
    return f"{day}, {hours} {session.meeting.get_time_zone_display()}"
