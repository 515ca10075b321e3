"""The agenda as it is being written: days, and what runs side by side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from sinergi.meetings.models import Meeting, Session, Topic


@dataclass(frozen=True)
class Item:
    """A session with its local times."""

    session: Session
    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True)
class Band:
    """Sessions whose times touch one another; more than one run side by side."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    items: Sequence[Item]


@dataclass(frozen=True)
class EditedDay:
    """A day of the meeting, with or without sessions."""

    date: dt.date
    bands: Sequence[Band]


def edited_days(meeting: Meeting, sessions: Sequence[Session]) -> list[EditedDay]:
    """The sessions by local days; a day without any stands there too."""
    zone = ZoneInfo(meeting.time_zone)
    items = sorted(
        (
            Item(row, row.starts_at.astimezone(zone), row.ends_at.astimezone(zone))
            for row in sessions
        ),
        key=lambda item: (item.starts_at, item.session.pk),
    )
    by_day = {
        date: list(found)
        for date, found in groupby(items, key=lambda item: item.starts_at.date())
    }
    count = (meeting.ends_on - meeting.starts_on).days + 1
    days = {meeting.starts_on + dt.timedelta(days=turn) for turn in range(count)}
    return [
        EditedDay(date, _bands(by_day.get(date, [])))
        for date in sorted(days | {*by_day})
    ]


def _bands(items: Sequence[Item]) -> list[Band]:
    """Items in their order, joined where one begins before the others end."""
    bands: list[list[Item]] = []
    end = None
    for item in items:
        if end is not None and item.starts_at < end:
            bands[-1].append(item)
            end = max(end, item.ends_at)
        else:
            bands.append([item])
            end = item.ends_at
    return [
        Band(found[0].starts_at, max(item.ends_at for item in found), _by_room(found))
        for found in bands
    ]


def _by_room(items: Sequence[Item]) -> list[Item]:
    """Side by side in the order of rooms, as on the plan of the house."""
    return sorted(
        items,
        key=lambda item: (
            item.session.room.order if item.session.room else -1,
            item.starts_at,
            item.session.pk,
        ),
    )


def topics_of(meeting: Meeting) -> list[Topic]:
    """The topics with their classes."""
    return list(meeting.topics.prefetch_related("sessions__round"))


def topic_for(meeting: Meeting, pk: int) -> Topic | None:
    """One topic of a meeting."""
    return Topic.objects.filter(meeting=meeting, pk=pk).first()
