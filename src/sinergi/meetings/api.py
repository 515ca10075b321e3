"""Meetings for other programs."""

import datetime as dt
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Header, Router, Schema, Status

from sinergi.accounts.bearer import acting_user
from sinergi.accounts.models import User
from sinergi.meetings import exports
from sinergi.meetings.api_door import router as door
from sinergi.meetings.enums import Channel
from sinergi.meetings.errors import InvalidRegistration, PoolClosed
from sinergi.meetings.models import Meeting, SeatPool
from sinergi.meetings.queries.meetings import (
    delegation_for,
    extra_pools,
    may_host,
    meeting_for,
)
from sinergi.meetings.queries.public import latest_version
from sinergi.meetings.rules import in_language
from sinergi.meetings.services import registration
from sinergi.meetings.services.persons import Person
from sinergi.meetings.services.registration import Registration

router = Router(tags=["meetings"])
router.add_router("", door)


class PoolOut(Schema):
    """Seats of one kind: how many, how many are taken, how many people wait."""

    id: int
    kind: str
    name: str
    capacity: int
    taken: int
    waiting: int


class MeetingOut(Schema):
    """A meeting as everybody may see it."""

    slug: str
    title: str
    theme: str
    purpose: str
    level: str
    year: int
    stage: str | None
    programmes: list[str]
    venue: str
    venue_region: str | None
    time_zone: str
    starts_on: dt.date
    ends_on: dt.date
    state: str
    pools: list[PoolOut]


class PersonIn(Schema):
    """Who takes part. The caller vouches that the person agreed to it."""

    full_name: str
    participant_type: str = "village_library"
    email: str = ""
    phone: str = ""
    organisation: str = ""
    library: int | None = None
    dietary: str = ""
    accessibility: str = ""
    answers: dict[str, str] = {}
    photo_consent: bool = False
    consent: bool = True
    language: str = "id"


class PlaceIn(Schema):
    """A request for a seat, and for seats in classes: all of them, or none.

    `classes` are ids of pools: of classes, dinners or stalls. `delegation` is needed
    on site unless the caller serves the meeting.
    """

    channel: str
    person: PersonIn
    classes: list[int] = []
    wait: bool = True
    delegation: int | None = None


class PlaceOut(Schema):
    """The request's place; `position` is its turn while it waits."""

    place: int
    state: str
    position: int | None
    number: int
    code: str


@router.get("meetings/{slug}", response=MeetingOut, auth=None)
def get_meeting(request: HttpRequest, slug: str) -> MeetingOut:
    """A meeting; announced ones are public."""
    meeting = _meeting(request, slug)
    return MeetingOut(
        slug=meeting.slug,
        title=meeting.title,
        theme=meeting.theme,
        purpose=in_language(meeting.purpose_id, meeting.purpose_en),
        level=meeting.level,
        year=meeting.year,
        stage=meeting.stage.key if meeting.stage else None,
        programmes=sorted(one.key for one in meeting.programmes.all()),
        venue=meeting.venue,
        venue_region=meeting.venue_region_id,
        time_zone=meeting.time_zone,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        state=meeting.state,
        pools=[_pool_out(pool) for pool in meeting.pools.all()],
    )


@router.get("meetings/{slug}/agenda.json", auth=None, response=dict[str, Any])
def get_agenda(request: HttpRequest, slug: str) -> dict[str, object]:
    """The announced agenda as JSON."""
    meeting = _meeting(request, slug)
    return exports.agenda_json(meeting, latest_version(meeting))


@router.get("meetings/{slug}/agenda.ics", auth=None)
def get_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The announced agenda as iCalendar (RFC 5545)."""
    meeting = _meeting(request, slug)
    body = exports.agenda_ics(
        meeting, latest_version(meeting), address=_address(request, meeting)
    )
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@router.get("meetings/{slug}/schedule.xml", auth=None)
def get_schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """The announced agenda as schedule.xml, for conference apps."""
    meeting = _meeting(request, slug)
    body = exports.schedule_xml(
        meeting, latest_version(meeting), address=_address(request, meeting)
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _address(request: HttpRequest, meeting: Meeting) -> str:
    path = reverse("meetings:meeting_show", args=[meeting.slug])
    return request.build_absolute_uri(path)


@router.post("meetings/{slug}/places", response={201: PlaceOut, 200: PlaceOut})
def request_place(
    request: HttpRequest,
    slug: str,
    payload: PlaceIn,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key")] = "",
) -> Status[PlaceOut]:
    """Ask for a place. The same key with the same content answers the same again."""
    user = acting_user(request, "report")
    meeting = _meeting(request, slug)
    made = _request(user, meeting, payload, idempotency_key[:120])
    main = made.main
    out = PlaceOut(
        place=main.pk,
        state=main.state,
        position=made.position,
        number=main.number,
        code=made.participant.code,
    )
    return Status(201 if made.is_new else 200, out)


def _request(
    user: User, meeting: Meeting, payload: PlaceIn, request_key: str
) -> Registration:
    person = _person(payload.person)
    classes = extra_pools(meeting, payload.classes)
    asked = registration.Request(classes, payload.wait, request_key)
    if payload.delegation is not None:
        delegation = delegation_for(user, meeting, payload.delegation)
        if delegation is None:
            raise Http404
        return registration.fill_place(
            by=user,
            delegation=delegation,
            person=person,
            channel=payload.channel,
            request=asked,
        )
    return _openly_or_as_host(user, meeting, person, payload.channel, asked)


def _openly_or_as_host(
    user: User,
    meeting: Meeting,
    person: Person,
    channel: str,
    asked: registration.Request,
) -> Registration:
    """By the door for everybody; those who serve the meeting may use their own."""
    if channel == Channel.ONLINE:
        try:
            return registration.register_openly(
                by=user, meeting=meeting, person=person, request=asked
            )
        except (PoolClosed, InvalidRegistration):
            if not may_host(user, meeting):
                raise
    elif not may_host(user, meeting):
        raise registration.needs_delegation()
    return registration.register_as_host(
        by=user, meeting=meeting, person=person, channel=channel, request=asked
    )


def _person(said: PersonIn) -> Person:
    return Person(
        full_name=said.full_name,
        participant_type=said.participant_type,
        has_consented=said.consent,
        email=said.email,
        phone=said.phone,
        organisation=said.organisation,
        library_id=said.library,
        dietary=said.dietary,
        accessibility=said.accessibility,
        answers=said.answers,
        photo_consent=said.photo_consent,
        language=said.language,
    )


def _pool_out(pool: SeatPool) -> PoolOut:
    return PoolOut(
        id=pool.pk,
        kind=pool.kind,
        name=in_language(pool.name_id, pool.name_en),
        capacity=pool.capacity,
        taken=pool.taken,
        waiting=pool.waiting,
    )


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    meeting = meeting_for(request.user, slug)
    if meeting is None:
        raise Http404
    return meeting
