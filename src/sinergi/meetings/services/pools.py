"""Pools of seats as people use them: opening one, its size, asking for a seat."""

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.meetings.enums import Channel, MeetingState
from sinergi.meetings.errors import (
    InvalidRegistration,
    UnfitMeeting,
    WrongState,
)
from sinergi.meetings.models import (
    FURTHER,
    LIVE,
    Meeting,
    Participant,
    Place,
    SeatPool,
)
from sinergi.meetings.services import ledger
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.persons import lock_participant


@transaction.atomic
def open_pool(
    *,
    by: User | None,
    meeting: Meeting,
    kind: str,
    name_id: str,
    name_en: str,
    capacity: int,
) -> SeatPool:
    """Offer further seats to those who come: a dinner, stalls of the exhibition.

    Raises:
        OutOfScope: The person does not serve the meeting.
        UnfitMeeting: It has no name, or seats of that kind come from elsewhere.
    """
    require_host(by, meeting)
    if kind not in FURTHER:
        raise UnfitMeeting(_("Choose dinner or stalls."), field="kind")
    if not name_id.strip():
        raise UnfitMeeting(_("Say what the seats are for."), field="name_id")
    pool = SeatPool.objects.create(
        meeting=meeting,
        kind=kind,
        name_id=name_id.strip(),
        name_en=name_en.strip() or name_id.strip(),
        capacity=capacity,
    )
    new = {"kind": kind, "name": pool.name_id, "capacity": capacity}
    record(by=by, action="pool.opened", target=pool, new=new)
    return pool


@transaction.atomic
def set_pool_capacity(*, by: User | None, pool: SeatPool, capacity: int) -> SeatPool:
    """Make a pool larger or smaller; freed seats go to those who wait.

    Raises:
        OutOfScope: The person does not serve the meeting.
        CapacityBelowTaken: More seats are promised.
    """
    require_host(by, pool.meeting)
    old = pool.capacity
    row = ledger.set_capacity(pool=pool, capacity=capacity)
    record(
        by=by,
        action="pool.capacity_changed",
        target=row,
        old={"capacity": old},
        new={"capacity": capacity},
    )
    return row


@transaction.atomic
def ask_for_seat(*, by: User | None, participant: Participant, pool: SeatPool) -> Place:
    """Take a further seat for somebody who is registered, or let them wait for it.

    Without a person it is the holder of the ticket's code, checked by the caller.

    Raises:
        OutOfScope: The participant is not the person's to change.
        WrongState: The meeting is over, or the person has withdrawn.
        InvalidRegistration: The seat is for people on site, or is taken otherwise.
        AlreadyThere: The person has one of these seats, or waits for one.
        PoolClosed: The pool takes no requests.
    """
    row = _changeable(by, participant)
    if pool.meeting_id != row.meeting_id or pool.kind not in FURTHER:
        raise InvalidRegistration(_("These seats are not asked for here."))
    if row.channel != Channel.ON_SITE:
        raise InvalidRegistration(_("These seats are for people on site."))
    (place,) = ledger.take_places(participants=[row], pools=[pool], wait=True)
    record(
        by=by,
        action="place.requested",
        target=place,
        new={"pool": pool.pk, "participant": row.pk, "state": place.state},
    )
    return place


@transaction.atomic
def give_seat_back(*, by: User | None, participant: Participant, place: Place) -> None:
    """Give a further seat back; the next in line gets it. Safe to repeat.

    Raises:
        OutOfScope: The participant is not the person's to change.
        WrongState: The meeting is over, or the person has withdrawn.
        InvalidRegistration: The place is another person's, or no further seat.
    """
    row = _changeable(by, participant)
    if place.participant_id != row.pk or place.pool.kind not in FURTHER:
        raise InvalidRegistration(_("These seats are not asked for here."))
    if place.state not in LIVE or not ledger.free_places(places=[place]):
        return
    record(
        by=by,
        action="place.given_back",
        target=place,
        old={"state": place.state},
        new={"pool": place.pool_id, "participant": row.pk},
    )


def _changeable(by: User | None, participant: Participant) -> Participant:
    row = lock_participant(by, participant)
    if row.withdrawn_at is not None or row.meeting.state != MeetingState.PUBLISHED:
        raise WrongState(_("Seats of this meeting can no longer be changed."))
    return row
