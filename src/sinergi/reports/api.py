"""Activities for other programs."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Body, Query, Router, Schema, Status
from pydantic import BeforeValidator
from pydantic import Field as Limits
from pydantic_core import PydanticCustomError

from sinergi.accounts.bearer import acting_user
from sinergi.core.paging import page
from sinergi.reports import services
from sinergi.reports.content import (
    ActivityContent,
    Cell,
    Link,
    Payment,
    cells_of_parts,
    sum_of_parts,
)
from sinergi.reports.enums import Channel, Disability, State
from sinergi.reports.models import Activity
from sinergi.reports.queries import (
    activities_for,
    activity_for,
    content_of,
    library_for,
    whole,
)
from sinergi.reports.services.validation import parts_above_total, unknown_choice

router = Router(tags=["activities"])
UNSPECIFIED = "unspecified"


def _read_day(value: object) -> object:
    """A day as text; one that the calendar lacks is refused in the caller's words."""
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        words = _(
            "%(value)s is not in the calendar. Write year-month-day, for example "
            "2022-12-05."
        )
        raise _unreadable("impossible_date", words, value) from None


def _read_whole(value: object) -> object:
    """A whole number, never a text or a fraction that might be one."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    words = _(
        "“%(value)s” is not a whole number. Write digits only, for example 1,250."
    )
    raise _unreadable("not_a_number", words, value)


def _unreadable(kind: Any, words: Any, value: object) -> PydanticCustomError:
    return PydanticCustomError(
        kind, words % {"value": "{value}"}, {"value": str(value)[:60]}
    )


Day = Annotated[dt.date, BeforeValidator(_read_day)]
Whole = Annotated[int, BeforeValidator(_read_whole)]


class Count(Schema):
    """A part of the attendances; what is null or "unspecified" is not stated."""

    sex: str | None = None
    age_band: str | None = None
    disability: bool | str | None = None
    target_group: str | None = None
    attendances: Whole
    persons: Whole | None = None


class Amount(Schema):
    """What one payer spent, in rupiah, or gave in kind."""

    payer: str
    amount_idr: Decimal
    is_in_kind: bool = False


class Reference(Schema):
    """Evidence that lies elsewhere."""

    reference: str
    caption: str = ""


class ActivityIn(Schema):
    """An activity as a client sends it, with an id that the client made.

    Without `attendances_total` the counts in `attendances` add up to the total.
    `revision` is given only to change a draft or a returned report: the one last seen.
    """

    id: UUID
    library: int
    strategy: str
    field: str
    title: str
    started_on: Day
    ended_on: Day | None = None
    description: str = ""
    place: str = ""
    collaborators: str = ""
    attendances: list[Count] = []
    attendances_total: Whole | None = None
    persons: Whole | None = None
    money: list[Amount] = []
    links: list[Reference] = []
    revision: int | None = None


class Reason(Schema):
    """Why a report is returned."""

    reason: str


class Step(Schema):
    """One step of an activity: who took it to which state, when and why."""

    state: str
    at: dt.datetime
    by: str
    reason: str


class Doubt(Schema):
    """A doubt that a person should look at."""

    kind: str
    other: UUID | None
    similarity_pct: int | None
    is_dismissed: bool


class ActivityOut(Schema):
    """An activity as it stands."""

    id: UUID
    library: int
    strategy: str
    field: str
    cims_areas: list[str]
    title: str
    started_on: dt.date | None
    ended_on: dt.date | None
    description: str
    place: str
    collaborators: str
    attendances: list[Count]
    attendances_total: int | None
    persons: int | None
    money: list[Amount]
    links: list[Reference]
    evidence: int
    state: str
    days_late: int
    is_on_behalf: bool
    channel: str
    submitted_at: dt.datetime | None
    verified_at: dt.datetime | None
    revision: int
    reviews: list[Step]
    flags: list[Doubt]


class ActivityPage(Schema):
    """A page of activities, and the cursor of the next."""

    items: list[ActivityOut]
    next: str | None


class ListFilter(Schema):
    """What to list; days are those on which activities began."""

    state: str = ""
    library: int | None = None
    region: str = ""
    since: dt.date | None = Limits(None, alias="from")
    until: dt.date | None = Limits(None, alias="to")
    cursor: str | None = None
    limit: int = Limits(100, ge=1, le=1000)


@router.post("activities", response={200: ActivityOut, 201: ActivityOut})
def create_activity(request: HttpRequest, payload: ActivityIn) -> Status[ActivityOut]:
    """Write an activity down; a repeat with the same content answers 200."""
    user = acting_user(request, "report")
    activity, is_new = services.save_activity(
        by=user,
        library_id=payload.library,
        content=_content(payload),
        id=payload.id,
        revision=payload.revision,
        channel=Channel.API,
    )
    return Status(201 if is_new else 200, _shown(activity_for(user, activity.pk)))


@router.get("activities", response=ActivityPage)
def list_activities(
    request: HttpRequest, wanted: Annotated[ListFilter, Query()]
) -> ActivityPage:
    """Activities in the caller's scope, the latest written down first."""
    user = acting_user(request, "read")
    if wanted.state and wanted.state not in State.values:
        raise unknown_choice(wanted.state, "state", State.values)
    library = None if wanted.library is None else library_for(user, wanted.library)
    rows = activities_for(
        user,
        state=wanted.state,
        library=library,
        region=wanted.region,
        since=wanted.since,
        until=wanted.until,
    )
    found = page(
        whole(rows), cursor=wanted.cursor, limit=wanted.limit, key="-created_at"
    )
    return ActivityPage(items=[_shown(row) for row in found.items], next=found.next)


@router.get("activities/{uuid:id}", response=ActivityOut)
def get_activity(request: HttpRequest, id: UUID) -> ActivityOut:  # noqa: A002
    """One activity."""
    return _shown(activity_for(acting_user(request, "read"), id))


@router.post("activities/{uuid:id}/submit", response=ActivityOut)
def submit_activity(request: HttpRequest, id: UUID) -> ActivityOut:  # noqa: A002
    """Send a draft or a mended report to the officer; a repeat changes nothing."""
    user = acting_user(request, "report")
    services.submit_activity(by=user, activity=activity_for(user, id))
    return _shown(activity_for(user, id))


@router.post("activities/{uuid:id}/return", response=ActivityOut)
def return_activity(
    request: HttpRequest,
    id: UUID,  # noqa: A002
    payload: Annotated[Reason, Body()],
) -> ActivityOut:
    """Send a submitted report back with a reason."""
    user = acting_user(request, "verify")
    services.return_activity(
        by=user, activity=activity_for(user, id), reason=payload.reason
    )
    return _shown(activity_for(user, id))


@router.post("activities/{uuid:id}/verify", response=ActivityOut)
def verify_activity(request: HttpRequest, id: UUID) -> ActivityOut:  # noqa: A002
    """Accept a submitted report; a repeat changes nothing."""
    user = acting_user(request, "verify")
    services.verify_activity(by=user, activity=activity_for(user, id))
    return _shown(activity_for(user, id))


def _content(payload: ActivityIn) -> ActivityContent:
    parts = [_cell(count) for count in payload.attendances]
    cells, total = cells_of_parts(parts, payload.attendances_total)
    shared_out = sum_of_parts(parts)
    if total is not None and shared_out is not None and shared_out > total:
        raise parts_above_total("sex", shared_out, total)
    return ActivityContent(
        strategy=payload.strategy,
        field=payload.field,
        title=payload.title,
        started_on=payload.started_on,
        ended_on=payload.ended_on,
        description=payload.description,
        place=payload.place,
        collaborators=payload.collaborators,
        attendances=total,
        persons=payload.persons,
        breakdown=cells,
        money=tuple(
            Payment(row.payer, row.amount_idr, row.is_in_kind) for row in payload.money
        ),
        links=tuple(Link(row.reference, row.caption) for row in payload.links),
    )


def _cell(count: Count) -> Cell:
    return Cell(
        sex=_stated(count.sex),
        age_band=_stated(count.age_band),
        disability=_disability(count.disability),
        target_group=_stated(count.target_group),
        attendances=count.attendances,
        persons=count.persons,
    )


def _stated(value: str | None) -> str:
    return "" if value in (None, UNSPECIFIED) else str(value)


def _disability(value: bool | str | None) -> str:
    if isinstance(value, bool):
        return Disability.WITH if value else Disability.WITHOUT
    return _stated(value)


def _shown(activity: Activity) -> ActivityOut:
    content = content_of(activity)
    return ActivityOut(
        id=activity.pk,
        library=activity.library_id,
        strategy=content.strategy,
        field=content.field,
        cims_areas=[area.value for area in activity.cims_areas],
        title=content.title,
        started_on=content.started_on,
        ended_on=content.ended_on,
        description=content.description,
        place=content.place,
        collaborators=content.collaborators,
        attendances=[_count(cell) for cell in content.breakdown],
        attendances_total=content.attendances,
        persons=content.persons,
        money=[
            Amount(payer=p.payer, amount_idr=p.amount_idr, is_in_kind=p.is_in_kind)
            for p in content.money
        ],
        links=[
            Reference(reference=link.reference, caption=link.caption)
            for link in content.links
        ],
        evidence=len(activity.evidence.all()),
        state=activity.state,
        days_late=activity.days_late,
        is_on_behalf=activity.is_on_behalf,
        channel=activity.channel,
        submitted_at=activity.submitted_at,
        verified_at=activity.verified_at,
        revision=activity.revision,
        reviews=[
            Step(state=s.state, at=s.at, by=s.by.full_name, reason=s.reason)
            for s in activity.reviews.all()
        ],
        flags=[
            Doubt(
                kind=flag.kind,
                other=flag.other_id,
                similarity_pct=flag.similarity_pct,
                is_dismissed=flag.dismissed_at is not None,
            )
            for flag in activity.flags.all()
        ],
    )


def _count(cell: Cell) -> Count:
    return Count(
        sex=cell.sex or None,
        age_band=cell.age_band or None,
        disability=(cell.disability == Disability.WITH if cell.disability else None),
        target_group=cell.target_group or None,
        attendances=cell.attendances,
        persons=cell.persons,
    )
