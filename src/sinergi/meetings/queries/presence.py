"""How long people were there: the union of all that saw them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from sinergi.meetings.enums import PresenceSource, RoomProvider
from sinergi.meetings.intervals import Interval, length, union, within
from sinergi.meetings.models import Meeting, PresenceInterval


def presence_by_participant(
    meeting: Meeting,
    *,
    participants: Collection[int] | None = None,
    window: Interval | None = None,
    moment: dt.datetime | None = None,
) -> dict[int, list[Interval]]:
    """When each participant was there, without overlaps, all sources together.

    That our page let somebody in proves a seat, not presence, where the room itself
    tells who is inside; it counts only for plain links. Stays that go on end now, or
    at their last sign.
    """
    moment = moment or timezone.now()
    rows = PresenceInterval.objects.filter(participant__meeting=meeting).exclude(
        Q(source=PresenceSource.ADMISSION) & ~Q(room__provider=RoomProvider.LINK)
    )
    if participants is not None:
        rows = rows.filter(participant__in=participants)
    found: dict[int, list[Interval]] = defaultdict(list)
    columns = ("participant_id", "source", "starts_at", "ends_at", "seen_at")
    for person, source, starts_at, ends_at, seen_at in rows.values_list(*columns):
        last_sign = seen_at if source == PresenceSource.ADMISSION else moment
        end = ends_at or last_sign or moment
        found[person].append(Interval(starts_at, max(starts_at, end)))
    return {
        person: union(within(stays, window) if window else stays)
        for person, stays in found.items()
    }


def presence_lengths(
    meeting: Meeting, *, window: Interval | None = None
) -> dict[int, dt.timedelta]:
    """How long each participant was there."""
    found = presence_by_participant(meeting, window=window)
    return {person: length(stays) for person, stays in found.items()}
