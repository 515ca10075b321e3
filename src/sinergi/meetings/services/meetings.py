"""Making, copying, announcing and closing meetings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.meetings.enums import Duty, Level, MeetingState, PoolKind, TimeZone
from sinergi.meetings.errors import OutOfScope, UnfitMeeting, WrongState
from sinergi.meetings.models import (
    BudgetLine,
    CommitteeMember,
    Hub,
    Meeting,
    Question,
    Room,
    SeatPool,
    Topic,
    Track,
)
from sinergi.meetings.services.access import require_prepare
from sinergi.network.models import Programme, ProgrammeStage
from sinergi.network.queries.scope import can
from sinergi.network.rules import MEET
from sinergi.regions.enums import RegionKind
from sinergi.regions.models import Region

#: The names of the pools that a meeting has from its beginning.
CHANNEL_POOLS = (
    (PoolKind.ON_SITE, "Luring", "On site"),
    (PoolKind.ONLINE, "Daring", "Online"),
)
#: What kinds of areas meet at a level; several provinces meet at any of them.
KINDS = {
    Level.PROVINCIAL: (RegionKind.PROVINCE,),
    Level.REGENCY: (RegionKind.REGENCY, RegionKind.CITY),
}
#: Addresses that pages of ours have.
RESERVED = frozenset({"baru"})


@dataclass(frozen=True)
class MeetingContent:
    """All that is said of a meeting itself."""

    slug: str
    title: str
    level: str
    year: int
    starts_on: dt.date
    ends_on: dt.date
    theme: str = ""
    purpose_id: str = ""
    purpose_en: str = ""
    wave: int | None = None
    region: Region | None = None
    stage: ProgrammeStage | None = None
    venue: str = ""
    venue_region: Region | None = None
    time_zone: str = TimeZone.WIB
    registration_opens_at: dt.datetime | None = None
    registration_closes_at: dt.datetime | None = None
    delegation_deadline_at: dt.datetime | None = None
    source: str = ""


@transaction.atomic
def create_meeting(
    *,
    by: User | None,
    content: MeetingContent,
    programmes: Sequence[Programme] = (),
    on_site: int = 0,
    online: int = 0,
    based_on: Meeting | None = None,
) -> Meeting:
    """Begin to prepare a meeting, with its two pools of seats.

    Raises:
        OutOfScope: The person prepares no meetings in the area.
        UnfitMeeting: Dates, area or address cannot be.
    """
    if by is not None:
        require_area(by, content.region)
    _check(content)
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                **_values(content), created_by=by, based_on=based_on
            )
    except IntegrityError as error:
        raise UnfitMeeting(
            _("Another meeting has this address. Choose another one."), field="slug"
        ) from error
    meeting.programmes.set(programmes)
    SeatPool.objects.bulk_create(
        SeatPool(
            meeting=meeting, kind=kind, name_id=name_id, name_en=name_en, capacity=size
        )
        for (kind, name_id, name_en), size in zip(
            CHANNEL_POOLS, (on_site, online), strict=True
        )
    )
    record(by=by, action="meeting.created", target=meeting, new=_plain(content))
    return meeting


def require_area(by: User, region: Region | None) -> None:
    """Refuse whoever prepares no meetings of an area; None is the nation.

    Raises:
        OutOfScope: The area is not theirs.
    """
    if not can(by, MEET, region=region.code if region else ""):
        raise OutOfScope


@transaction.atomic
def change_meeting(
    *,
    by: User | None,
    meeting: Meeting,
    content: MeetingContent,
    programmes: Sequence[Programme],
) -> Meeting:
    """Change what is said of a meeting.

    Raises:
        OutOfScope: The person does not prepare it, or no meetings in the new area.
        UnfitMeeting: Dates, area or address cannot be.
    """
    require_prepare(by, meeting)
    _check(content)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if content.region != row.region and by is not None:
        require_area(by, content.region)
    before = _plain(content_of(row))
    for name, value in _values(content).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=list(_values(content)))
    except IntegrityError as error:
        raise UnfitMeeting(
            _("Another meeting has this address. Choose another one."), field="slug"
        ) from error
    row.programmes.set(programmes)
    old, new = changes(before, _plain(content))
    record(by=by, action="meeting.changed", target=row, old=old, new=new)
    return row


def content_of(meeting: Meeting) -> MeetingContent:
    """What is said of a meeting, as its services take it."""
    return MeetingContent(
        **{field.name: getattr(meeting, field.name) for field in fields(MeetingContent)}
    )


def _values(content: MeetingContent) -> dict[str, Any]:
    return {field.name: getattr(content, field.name) for field in fields(content)}


def _plain(content: MeetingContent) -> dict[str, object]:
    values: dict[str, object] = _values(content)
    for name in ("region", "stage", "venue_region"):
        row = getattr(content, name)
        values[name] = row.pk if row else None
    return values


def _check(content: MeetingContent) -> None:
    if content.ends_on < content.starts_on:
        raise UnfitMeeting(_("A meeting cannot end before it begins."), field="ends_on")
    if (content.level == Level.NATIONAL) != (content.region is None):
        raise UnfitMeeting(
            _("A national meeting has no region; any other one needs its region."),
            field="region",
        )
    kinds = KINDS.get(Level(content.level))
    if content.region is not None and kinds and content.region.kind not in kinds:
        raise UnfitMeeting(
            _("%(region)s is no area of this level.") % {"region": content.region.name},
            field="region",
        )
    if content.slug in RESERVED:
        raise UnfitMeeting(
            _("Another meeting has this address. Choose another one."), field="slug"
        )
    opens, closes = content.registration_opens_at, content.registration_closes_at
    if opens and closes and closes <= opens:
        raise UnfitMeeting(
            _("Registration cannot close before it opens."),
            field="registration_closes_at",
        )
    deadline = content.delegation_deadline_at
    zone = ZoneInfo(content.time_zone)
    if deadline and deadline.astimezone(zone).date() > content.ends_on:
        raise UnfitMeeting(
            _("Delegations cannot change names after the meeting's end."),
            field="delegation_deadline_at",
        )


@transaction.atomic
def copy_meeting(
    *, by: User | None, meeting: Meeting, content: MeetingContent
) -> Meeting:
    """Make the next edition: rooms, tracks, topics, questions, budget and committee.

    People, seats and sessions stay with the old one; the pools keep their sizes.

    Raises:
        OutOfScope: The person does not prepare the old one.
        UnfitMeeting: Dates, area or address cannot be.
    """
    require_prepare(by, meeting)
    sizes = dict(
        meeting.pools.filter(kind__in=[PoolKind.ON_SITE, PoolKind.ONLINE]).values_list(
            "kind", "capacity"
        )
    )
    copy = create_meeting(
        by=by,
        content=content,
        programmes=list(meeting.programmes.all()),
        on_site=sizes.get(PoolKind.ON_SITE, 0),
        online=sizes.get(PoolKind.ONLINE, 0),
        based_on=meeting,
    )
    _copy_rows(Hub, meeting, copy)
    _copy_rows(Track, meeting, copy)
    _copy_rows(Topic, meeting, copy)
    _copy_rows(Question, meeting, copy)
    _copy_rows(BudgetLine, meeting, copy)
    _copy_rows(CommitteeMember, meeting, copy)
    copy.budget.update(spent_idr=None)
    _copy_rooms(meeting, copy)
    return copy


M = TypeVar("M", Hub, Track, Topic, Question, BudgetLine, CommitteeMember)


def _copy_rows(model: type[M], meeting: Meeting, copy: Meeting) -> None:
    rows = list(model._default_manager.filter(meeting=meeting).order_by("pk"))
    for row in rows:
        row.pk, row.meeting = None, copy
    model._default_manager.bulk_create(rows)


def _copy_rooms(meeting: Meeting, copy: Meeting) -> None:
    hubs = {hub.name: hub for hub in copy.hubs.all()}
    Room.objects.bulk_create(
        Room(
            meeting=copy,
            hub=hubs[room.hub.name] if room.hub else None,
            name=room.name,
            capacity=room.capacity,
            order=room.order,
        )
        for room in meeting.rooms.select_related("hub")
    )


@transaction.atomic
def publish_meeting(*, by: User | None, meeting: Meeting) -> Meeting:
    """Announce a meeting; a repeat changes nothing.

    Raises:
        OutOfScope: The person does not prepare it.
        WrongState: It is over.
    """
    return _set_state(by, meeting, MeetingState.PUBLISHED, (MeetingState.DRAFT,))


@transaction.atomic
def close_meeting(*, by: User | None, meeting: Meeting) -> Meeting:
    """End a meeting: nobody joins any more; feedback and plans go on.

    Raises:
        OutOfScope: The person does not prepare it.
        WrongState: It was never announced.
    """
    closed = _set_state(by, meeting, MeetingState.CLOSED, (MeetingState.PUBLISHED,))
    meeting.pools.update(is_open=False)
    return closed


def _set_state(
    by: User | None, meeting: Meeting, state: str, before: Sequence[str]
) -> Meeting:
    require_prepare(by, meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.state == state:
        return row
    if row.state not in before:
        raise WrongState(
            _("This cannot be done while the meeting is “%(state)s”.")
            % {"state": MeetingState(row.state).label}
        )
    old, row.state = row.state, state
    row.save(update_fields=["state"])
    record(
        by=by,
        action="meeting.state_changed",
        target=row,
        old={"state": old},
        new={"state": state},
    )
    return row


@transaction.atomic
def set_committee(
    *, by: User | None, meeting: Meeting, user: User, duties: Sequence[str]
) -> None:
    """Give a person these duties at the meeting, and no others.

    Raises:
        OutOfScope: The person does not prepare it.
    """
    require_prepare(by, meeting)
    held = CommitteeMember.objects.filter(meeting=meeting, user=user)
    old = sorted(held.values_list("duty", flat=True))
    wanted = sorted({Duty(duty).value for duty in duties})
    if old == wanted:
        return
    held.delete()
    CommitteeMember.objects.bulk_create(
        CommitteeMember(meeting=meeting, user=user, duty=duty) for duty in wanted
    )
    record(
        by=by,
        action="meeting.duties_changed",
        target=meeting,
        old={"user": user.pk, "duties": old},
        new={"user": user.pk, "duties": wanted},
    )
