"""Setting up the online room, and being the only one who talks about it."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.meetings.enums import EventState, LinkState, RoomProvider
from sinergi.meetings.errors import RoomTrouble, UnfitRoom
from sinergi.meetings.models import Meeting, OnlineRoom, WebhookEvent
from sinergi.meetings.queries.rooms import plan_of
from sinergi.meetings.rooms import provider_of
from sinergi.meetings.rooms.base import RoomFault
from sinergi.meetings.services.access import require_prepare

#: Longer than one exchange with a provider can take, time limits counted.
LEASE = dt.timedelta(seconds=120)
#: The identity of a room at its provider; another one means other links.
IDENTITY = ("provider", "external_id", "address")


@dataclass(frozen=True)
class RoomContent:
    """What the committee says of its room."""

    provider: str
    capacity: int
    external_id: str = ""
    address: str = ""
    overflow_url: str = ""
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@transaction.atomic
def set_room(*, by: User | None, meeting: Meeting, content: RoomContent) -> OnlineRoom:
    """Say which room the meeting uses; its provider is asked by `connect_room`.

    Another room takes everybody's links away; those of the same room stay.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        UnfitRoom: Something of it cannot be.
    """
    require_prepare(by, meeting)
    content = _checked(meeting, content)
    room = OnlineRoom.objects.select_for_update().filter(meeting=meeting).first()
    before: dict[str, object] = {}
    if room is None:
        room = OnlineRoom(meeting=meeting)
    else:
        before = {name: getattr(room, name) for name in asdict(content)}
    after: dict[str, object] = asdict(content)
    for name, value in after.items():
        setattr(room, name, value)
    if any(before.get(name) != after[name] for name in IDENTITY):
        room.connected_at, room.problem, room.problem_detail = None, "", ""
        room.problem_at = None
    room.save()
    if before and any(before[name] != after[name] for name in IDENTITY):
        _forget_links(room)
    old, new = changes(before, after)
    record(by=by, action="room.set", target=room, old=old if before else None, new=new)
    return room


def _forget_links(room: OnlineRoom) -> None:
    room.registrations.update(
        state=LinkState.WAITING,
        address="",
        registrant_id="",
        tries=0,
        problem="",
        asked_at=None,
        registered_at=None,
    )


def _checked(meeting: Meeting, content: RoomContent) -> RoomContent:
    values = asdict(content)
    if content.provider not in RoomProvider.values:
        raise UnfitRoom(_("Choose a provider."), field="provider")
    if content.capacity < 1:
        raise UnfitRoom(_("A room holds at least one person."), field="capacity")
    if content.opens_at and content.closes_at and content.closes_at <= content.opens_at:
        raise UnfitRoom(_("The room cannot close before it opens."), field="closes_at")
    for name in ("address", "overflow_url"):
        values[name] = _web_address(values[name], name)
    if content.provider == RoomProvider.LINK:
        values["external_id"] = ""
        if not values["address"]:
            raise UnfitRoom(_("Give the address of the room."), field="address")
    else:
        values["address"] = ""
    if content.provider == RoomProvider.BIGBLUEBUTTON:
        values["external_id"] = f"sinergi-{meeting.slug}"[:64]
    if content.provider == RoomProvider.ZOOM:
        values["external_id"] = _zoom_number(meeting, content.external_id)
    return RoomContent(**values)


def _web_address(text: str, field: str) -> str:
    text = text.strip()
    if text:
        parts = urlsplit(text)
        if parts.scheme != "https" or not parts.hostname:
            raise UnfitRoom(_("A web address begins with https://."), field=field)
    return text


def _zoom_number(meeting: Meeting, text: str) -> str:
    """The meeting's number without the spaces and dashes that Zoom shows it with."""
    number = text.replace(" ", "").replace("-", "")
    if number and not (number.isascii() and number.isdecimal()):
        raise UnfitRoom(
            _("The number of a Zoom meeting has 9 to 11 digits."), field="external_id"
        )
    others = OnlineRoom.objects.filter(
        provider=RoomProvider.ZOOM, external_id=number
    ).exclude(meeting=meeting)
    if number and others.exists():
        raise UnfitRoom(
            _("Another meeting uses this Zoom meeting."), field="external_id"
        )
    return number


def connect_room(*, by: User | None, room: OnlineRoom) -> OnlineRoom:
    """Have the provider make the room, or take over the one that was named.

    Raises:
        OutOfScope: The person does not prepare the meeting.
        RoomTrouble: The provider did not do it, or another request is at it.
    """
    require_prepare(by, room.meeting)
    with leased(room.pk) as is_ours:
        if not is_ours:
            raise RoomTrouble(_("This room is being set up. Reload in a minute."))
        try:
            external_id = provider_of(room.provider).prepare(plan_of(room))
        except RoomFault as fault:
            note_problem(room_id=room.pk, fault=fault)
            raise trouble_of(fault) from fault
        return _connected(by, room, external_id)


@transaction.atomic
def _connected(by: User | None, room: OnlineRoom, external_id: str) -> OnlineRoom:
    row = OnlineRoom.objects.select_for_update().get(pk=room.pk)
    row.external_id, row.connected_at = external_id, timezone.now()
    row.problem, row.problem_detail, row.problem_at = "", "", None
    row.save(
        update_fields=[
            *("external_id", "connected_at", "problem", "problem_detail"),
            "problem_at",
        ]
    )
    WebhookEvent.objects.filter(
        provider=row.provider, external_id=external_id, state=EventState.UNKNOWN
    ).exclude(external_id="").update(state=EventState.WAITING)
    record(by=by, action="room.connected", target=row, new={"external_id": external_id})
    return row


def trouble_of(fault: RoomFault) -> RoomTrouble:
    """A provider's failure in words that say what to do."""
    return RoomTrouble(str(fault.problem.label), data={"problem": fault.problem.value})


def note_problem(*, room_id: int, fault: RoomFault) -> None:
    """Keep what went wrong for the committee to see."""
    OnlineRoom.objects.filter(pk=room_id).update(
        problem=fault.problem.value,
        problem_detail=fault.detail[:120],
        problem_at=timezone.now(),
    )


def clear_problem(*, room_id: int) -> None:
    """It works again."""
    OnlineRoom.objects.filter(pk=room_id).exclude(problem="").update(
        problem="", problem_detail="", problem_at=None
    )


class Lease:
    """The right to be the only one who talks to the provider about a room.

    It ends by itself, so that a process killed in between blocks nobody for long.
    """

    def __init__(self, room_id: int) -> None:
        self.room_id = room_id
        self.token = secrets.token_hex(16)

    def take(self) -> bool:
        """Get the lease, if nobody has it."""
        free = Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())
        return self._write(OnlineRoom.objects.filter(free, pk=self.room_id))

    def renew(self) -> bool:
        """Keep it for another while; False if somebody else has it meanwhile."""
        return self._write(OnlineRoom.objects.filter(pk=self.room_id, lease=self.token))

    def drop(self) -> None:
        """Let others in."""
        OnlineRoom.objects.filter(pk=self.room_id, lease=self.token).update(
            lease="", leased_until=None
        )

    def _write(self, rows: models.QuerySet[OnlineRoom]) -> bool:
        until = timezone.now() + LEASE
        return rows.update(lease=self.token, leased_until=until) == 1


@contextmanager
def leased(room_id: int) -> Iterator[Lease | None]:
    """The lease of a room while the block runs, or None where another has it."""
    lease = Lease(room_id)
    if not lease.take():
        yield None
        return
    try:
        yield lease
    finally:
        lease.drop()
