"""Days and hours of meetings, as people read them."""

import datetime as dt

from django import template

from sinergi.core import formatting
from sinergi.meetings.models import Meeting
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
