"""How long people were there: the union of all that saw them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone

from sinergi.meetings.enums import PresenceSource, RoomProvider
from sinergi.meetings.intervals import Interval, length, union, within
from sinergi.meetings.models import Meeting, Participant, PresenceInterval
from sinergi.meetings.queries.door import stays_of


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
    found: dict[int, list[Interval]] = defaultdict(list)
    for person, seen in stays_of(meeting).items():
        if participants is None or person in participants:
            found[person] += [
                Interval(one.begins, max(one.begins, one.ends)) for one in seen
            ]
    rows = PresenceInterval.objects.filter(participant__meeting=meeting).exclude(
        Q(source=PresenceSource.ADMISSION) & ~Q(room__provider=RoomProvider.LINK)
    )
    if participants is not None:
        rows = rows.filter(participant__in=participants)
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


def presences_at(meeting: Meeting) -> dict[int, dt.timedelta]:
    """How long each participant who has not withdrawn was there."""
    here = set(
        Participant.objects.present()
        .filter(meeting=meeting)
        .values_list("pk", flat=True)
    )
    return {
        person: span
        for person, span in presence_lengths(meeting).items()
        if person in here
    }


def presence_of(participant: Participant) -> dt.timedelta:
    """How long somebody was there; nothing for who was never seen."""
    found = presence_by_participant(participant.meeting, participants=[participant.pk])
    return length(found.get(participant.pk, []))
