"""Who was in the online room: from webhooks, from looks into it, from its report.

Messages arrive late, twice and out of order; every fold below gives the same stays
whatever the order, and none for a repeat.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.meetings.enums import EventState, PresenceSource, RoomProvider
from sinergi.meetings.models import (
    OnlineRoom,
    Participant,
    PresenceInterval,
    RoomRegistration,
    WebhookEvent,
)
from sinergi.meetings.queries.rooms import open_stays, plan_of
from sinergi.meetings.rooms import provider_of, zoom_webhook
from sinergi.meetings.rooms.base import Busy, RoomFault, Stay
from sinergi.meetings.rooms.zoom_webhook import Happening
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.admission import free_seat
from sinergi.meetings.services.rooms import clear_problem, note_problem, trouble_of

#: Zoom's report is complete about half an hour after the end.
REPORT_AFTER = dt.timedelta(minutes=40)


@dataclass(frozen=True)
class Reconciled:
    """What a report held: stays of participants, and those of nobody we know."""

    known: int
    unknown: int


# --- webhooks -------------------------------------------------------------------
def keep_event(*, provider: str, raw: bytes) -> bool:
    """Keep a message as it came, once; False for a repeat."""
    digest = hashlib.sha256(raw).hexdigest()
    known = WebhookEvent.objects.filter(digest=digest)
    if known.update(repeats=F("repeats") + 1):
        return False
    try:
        with transaction.atomic():
            WebhookEvent.objects.create(
                provider=provider,
                digest=digest,
                raw=raw,
                name=zoom_webhook.event_name(raw),
                external_id=zoom_webhook.room_id(raw),
            )
    except IntegrityError:  # its twin was faster
        known.update(repeats=F("repeats") + 1)
        return False
    return True


def take_in_events() -> list[int]:
    """Read all messages that wait; ids of the rooms whose meeting ended by them."""
    ended: list[int] = []
    while True:
        with transaction.atomic():
            event = (
                WebhookEvent.objects.filter(state=EventState.WAITING)
                .select_for_update(skip_locked=True)
                .first()
            )
            if event is None:
                return ended
            event.state = _take_in(event, ended)
            event.save(update_fields=["state", "room"])


def _take_in(event: WebhookEvent, ended: list[int]) -> EventState:
    try:
        happening = zoom_webhook.happening(bytes(event.raw))
    except ValueError:
        return EventState.UNREADABLE
    if happening is None:
        return EventState.IGNORED
    room = (
        OnlineRoom.objects.select_for_update()
        .filter(provider=event.provider, external_id=happening.external_id)
        .exclude(external_id="")
        .first()
    )
    if room is None:
        return EventState.UNKNOWN
    event.room = room
    if happening.what == zoom_webhook.JOINED:
        _joined(room, happening)
    elif happening.what == zoom_webhook.LEFT:
        _left(room, happening)
    elif happening.what == zoom_webhook.ENDED:
        _ended(room, happening.at)
        ended.append(room.pk)
    return EventState.DONE


def _stays(room: OnlineRoom, key: str) -> list[PresenceInterval]:
    rows = PresenceInterval.objects.filter(
        room=room, source=PresenceSource.WEBHOOK, key=key
    )
    return list(rows.order_by("starts_at"))


def _joined(room: OnlineRoom, it: Happening) -> None:
    rows = _stays(room, it.key)
    for row in rows:
        is_open = row.ends_at is None and row.starts_at <= it.at
        is_inside = row.ends_at is not None and row.starts_at <= it.at < row.ends_at
        if row.starts_at == it.at or is_open or is_inside:
            return
    waiting = [row for row in rows if row.ends_at == row.starts_at >= it.at]
    if waiting:  # the leaving came first
        waiting[0].starts_at = it.at
        waiting[0].save(update_fields=["starts_at"])
        return
    has_ended = room.ended_at is not None and it.at <= room.ended_at
    PresenceInterval.objects.create(
        participant=_person(room, it),
        room=room,
        source=PresenceSource.WEBHOOK,
        key=it.key,
        starts_at=it.at,
        ends_at=room.ended_at if has_ended else None,
    )


def _left(room: OnlineRoom, it: Happening) -> None:
    person = _person(room, it)
    for row in reversed(_stays(room, it.key)):
        if row.starts_at <= it.at and (row.ends_at is None or it.at <= row.ends_at):
            row.ends_at = it.at
            row.save(update_fields=["ends_at"])
            break
    else:
        PresenceInterval.objects.create(
            participant=person,
            room=room,
            source=PresenceSource.WEBHOOK,
            key=it.key,
            starts_at=it.at,
            ends_at=it.at,
        )
    if person is not None:
        _free_if_gone(room, person.pk, it.at)


def _free_if_gone(room: OnlineRoom, participant_id: int, at: dt.datetime) -> None:
    """Free the seat, unless the person is inside by another device."""
    elsewhere = PresenceInterval.objects.filter(
        room=room, participant_id=participant_id, ends_at__isnull=True
    ).exclude(source=PresenceSource.ADMISSION)
    if not elsewhere.exists():
        free_seat(room=room, participant_id=participant_id, at=at)


def _ended(room: OnlineRoom, at: dt.datetime) -> None:
    PresenceInterval.objects.filter(
        room=room, ends_at__isnull=True, starts_at__lte=at
    ).update(ends_at=at)
    room.ended_at = max(room.ended_at or at, at)
    room.save(update_fields=["ended_at"])


def _person(room: OnlineRoom, it: Happening) -> Participant | None:
    """Whoever has the registrant's id; else whoever has the address."""
    key, _at, _domain = it.email.partition("@")
    return _find(room, registrant_id=it.registrant_id, key=key, email=it.email)


def _find(
    room: OnlineRoom, *, registrant_id: str, key: str, email: str = ""
) -> Participant | None:
    rows = RoomRegistration.objects.filter(room=room).select_related("participant")
    if registrant_id:
        row = rows.filter(registrant_id=registrant_id).first()
        if row is not None:
            return row.participant
    if key:
        row = rows.filter(participant__code=key.upper()).first()
        if row is not None:
            return row.participant
    if email:
        found = list(rows.filter(participant__email__iexact=email)[:2])
        return found[0].participant if len(found) == 1 else None
    return None


# --- looks into a room ------------------------------------------------------------
def look_into_room(*, room_id: int) -> bool:
    """Ask who is inside and note it; whether another look is worth while."""
    room = OnlineRoom.objects.select_related("meeting").get(pk=room_id)
    try:
        keys = provider_of(room.provider).present(plan_of(room))
    except RoomFault as fault:
        note_problem(room_id=room_id, fault=fault)
        return isinstance(fault, Busy) and open_stays(room).exists()
    if keys is None:
        return False
    clear_problem(room_id=room_id)
    return _note_look(room_id, keys, timezone.now())


@transaction.atomic
def _note_look(room_id: int, keys: frozenset[str], at: dt.datetime) -> bool:
    """Stays begin at the first look that sees them, end at the first that does not."""
    room = OnlineRoom.objects.select_for_update().get(pk=room_id)
    rows = PresenceInterval.objects.filter(
        room=room, source=PresenceSource.REPORT, ends_at__isnull=True
    )
    open_rows = {row.key: row for row in rows}
    for key in sorted(keys - open_rows.keys()):
        person = _find(room, registrant_id=key, key=key)
        PresenceInterval.objects.create(
            participant=person,
            room=room,
            source=PresenceSource.REPORT,
            key=key[:100],
            starts_at=at,
        )
    for key in sorted(open_rows.keys() - keys):
        row = open_rows[key]
        row.ends_at = at
        row.save(update_fields=["ends_at"])
        if row.participant_id is not None:
            _free_if_gone(room, row.participant_id, at)
    room.polled_at = at
    room.save(update_fields=["polled_at"])
    return open_stays(room, at).exists()


# --- the report afterwards ----------------------------------------------------------
def ask_for_report(*, by: User, room: OnlineRoom) -> Reconciled:
    """Compare with the provider's report at once, as the committee asks for it.

    Raises:
        OutOfScope: The person does not serve the meeting.
        RoomTrouble: The provider gives no report now.
    """
    require_host(by, room.meeting)
    try:
        found = reconcile(room_id=room.pk)
    except RoomFault as fault:
        raise trouble_of(fault) from fault
    record(
        by=by,
        action="room.reconciled",
        target=room,
        new={"known": found.known, "unknown": found.unknown},
    )
    return found


def reconcile(*, room_id: int) -> Reconciled:
    """Add the stays of the provider's report; end what no webhook ended.

    Raises:
        RoomFault: The provider gives no report.
    """
    room = OnlineRoom.objects.select_related("meeting").get(pk=room_id)
    try:
        stays = provider_of(room.provider).stays(plan_of(room))
    except RoomFault as fault:
        note_problem(room_id=room_id, fault=fault)
        raise
    clear_problem(room_id=room_id)
    return _add_report(room_id, stays)


@transaction.atomic
def _add_report(room_id: int, stays: Sequence[Stay]) -> Reconciled:
    room = OnlineRoom.objects.select_for_update().get(pk=room_id)
    rows = [
        PresenceInterval(
            participant=_find(room, registrant_id=stay.registrant_id, key=stay.key),
            room=room,
            source=PresenceSource.REPORT,
            key=stay.reference[:100],
            starts_at=stay.starts_at,
            ends_at=max(stay.starts_at, stay.ends_at),
        )
        for stay in stays
    ]
    PresenceInterval.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    _end_left_open(room, rows)
    room.reconciled_at = timezone.now()
    room.save(update_fields=["reconciled_at"])
    known = sum(row.participant_id is not None for row in rows)
    return Reconciled(known=known, unknown=len(rows) - known)


def _end_left_open(room: OnlineRoom, report: Sequence[PresenceInterval]) -> None:
    """A leaving that never came: the report knows when, or when all had left."""
    ends: dict[int | None, list[dt.datetime]] = defaultdict(list)
    for row in report:
        if row.ends_at is not None:
            ends[row.participant_id].append(row.ends_at)
    if not ends:
        return
    last = max(end for found in ends.values() for end in found)
    for row in PresenceInterval.objects.filter(
        room=room, ends_at__isnull=True, starts_at__lte=last
    ):
        own = [end for end in ends[row.participant_id] if end >= row.starts_at]
        row.ends_at = min(own) if own and row.participant_id is not None else last
        row.save(update_fields=["ends_at"])


def reports_due(room_ids: Sequence[int]) -> list[int]:
    """Rooms of these whose provider gives a report."""
    rows = OnlineRoom.objects.filter(pk__in=room_ids, provider=RoomProvider.ZOOM)
    return list(rows.values_list("pk", flat=True))
