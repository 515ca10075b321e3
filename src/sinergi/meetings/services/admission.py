"""Letting people into the online room while fewer than its capacity are present."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from sinergi.meetings.enums import LinkState, PresenceSource, RoomProvider
from sinergi.meetings.models import (
    OnlineRoom,
    Participant,
    PresenceInterval,
    RoomRegistration,
)
from sinergi.meetings.queries.rooms import (
    entry_refusal,
    hold_of,
    link_of,
    may_enter,
    open_stays,
    plan_of,
    present_count,
)
from sinergi.meetings.rooms import provider_of
from sinergi.meetings.rooms.base import RoomFault
from sinergi.meetings.services.links import want_link
from sinergi.meetings.services.rooms import note_problem, trouble_of

#: A room of BigBlueButton is made again when nobody has looked into it for so long.
LOOK_AGAIN = dt.timedelta(seconds=90)


class Way(StrEnum):
    """What somebody at the room's entrance is shown."""

    ROOM = "room"
    OVERFLOW = "overflow"
    PREPARING = "preparing"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True)
class Admission:
    """Where somebody goes: the personal link, the overflow stream, or nowhere yet."""

    way: Way
    address: str = ""
    reason: str = ""


def enter(*, participant: Participant, room: OnlineRoom | None) -> Admission:
    """Let somebody in, while fewer people than the capacity are present.

    Whoever is inside keeps the seat and gets the link again; without a confirmed seat,
    or when the room is full, it is the overflow stream.

    Raises:
        RoomTrouble: The room cannot be opened at its provider now.
    """
    refusal = entry_refusal(room, participant)
    if room is None or refusal:
        return Admission(Way.REFUSED, reason=refusal)
    if not may_enter(room, participant):
        return Admission(Way.OVERFLOW, room.overflow_url)
    link = link_of(room, participant) or want_link(participant=participant, room=room)
    if link.state == LinkState.FAILED:
        return Admission(Way.FAILED)
    if link.state != LinkState.REGISTERED:
        return Admission(Way.PREPARING)
    _open(room)
    return _admit(room, participant, link)


def _open(room: OnlineRoom) -> None:
    """Have the provider open the room, unless somebody looked into it just now."""
    looked = room.polled_at
    if looked is not None and timezone.now() - looked < LOOK_AGAIN:
        return
    try:
        provider_of(room.provider).open(plan_of(room))
    except RoomFault as fault:
        note_problem(room_id=room.pk, fault=fault)
        raise trouble_of(fault) from fault


@transaction.atomic
def _admit(
    room: OnlineRoom, participant: Participant, link: RoomRegistration
) -> Admission:
    """Count and take the seat in one transaction that holds the room's row."""
    row = OnlineRoom.objects.select_for_update().get(pk=room.pk)
    moment = timezone.now()
    if touch(participant=participant, room=row):
        return Admission(Way.ROOM, link.address)
    _end_unseen(row, moment)
    if present_count(row, moment) >= row.capacity:
        return Admission(Way.OVERFLOW, row.overflow_url)
    PresenceInterval.objects.create(
        participant=participant,
        room=row,
        source=PresenceSource.ADMISSION,
        key=participant.code,
        starts_at=moment,
        seen_at=moment,
    )
    return Admission(Way.ROOM, link.address)


def touch(*, participant: Participant, room: OnlineRoom) -> bool:
    """A sign that somebody is still there; False where no seat is theirs."""
    stays = open_stays(room).filter(participant=participant)
    stays.filter(source=PresenceSource.ADMISSION).update(seen_at=timezone.now())
    return stays.exists()


def _end_unseen(room: OnlineRoom, moment: dt.datetime) -> None:
    """End seats without a sign for too long at the last one."""
    PresenceInterval.objects.filter(
        room=room,
        source=PresenceSource.ADMISSION,
        ends_at__isnull=True,
        seen_at__lt=moment - hold_of(room),
    ).update(ends_at=F("seen_at"))


@transaction.atomic
def leave(*, participant: Participant, room: OnlineRoom) -> None:
    """Free the seat; where the room itself has the person inside, it has the word."""
    OnlineRoom.objects.select_for_update().get(pk=room.pk)
    free_seat(room=room, participant_id=participant.pk, at=timezone.now())


def free_seat(*, room: OnlineRoom, participant_id: int, at: dt.datetime) -> None:
    """End the seats that somebody took up to a moment."""
    rows = PresenceInterval.objects.filter(
        room=room,
        participant_id=participant_id,
        source=PresenceSource.ADMISSION,
        ends_at__isnull=True,
        starts_at__lte=at,
    )
    rows.update(ends_at=at)


def begin_looks(room: OnlineRoom) -> bool:
    """Whether the caller is the one who begins to look into the room regularly."""
    moment = timezone.now()
    unseen = Q(polled_at__isnull=True) | Q(polled_at__lt=moment - LOOK_AGAIN)
    rows = OnlineRoom.objects.filter(
        unseen, pk=room.pk, provider=RoomProvider.BIGBLUEBUTTON
    )
    return rows.update(polled_at=moment) == 1
