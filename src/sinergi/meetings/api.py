"""Meetings for other programs."""

import datetime as dt
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Header, Router, Schema, Status

from sinergi.accounts.bearer import acting_user
from sinergi.accounts.models import User
from sinergi.meetings.enums import Channel, PoolKind
from sinergi.meetings.models import Delegation, Meeting, SeatPool
from sinergi.meetings.queries.places import position_of
from sinergi.meetings.rules import in_language
from sinergi.meetings.services import registration
from sinergi.meetings.services.registration import Person, Registration

router = Router(tags=["meetings"])


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

    `classes` are ids of pools. `delegation` is needed on site unless the caller
    serves the meeting.
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
    with transaction.atomic():
        made = _request(user, meeting, payload, idempotency_key[:120])
        main = made.main
        out = PlaceOut(
            place=main.pk,
            state=main.state,
            position=position_of(main),
            number=main.number,
            code=made.participant.code,
        )
    return Status(201 if made.is_new else 200, out)


def _request(
    user: User, meeting: Meeting, payload: PlaceIn, request_key: str
) -> Registration:
    said = payload.person
    person = Person(
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
    classes = list(
        SeatPool.objects.filter(
            meeting=meeting, kind=PoolKind.CLASS, pk__in=payload.classes
        )
    )
    if len(classes) != len(set(payload.classes)):
        raise SeatPool.DoesNotExist
    asked = registration.Request(classes, payload.wait, request_key)
    if payload.delegation is not None:
        delegation = get_object_or_404(
            Delegation.objects.visible_to(user),
            pk=payload.delegation,
            meeting=meeting,
        )
        return registration.fill_place(
            by=user,
            delegation=delegation,
            person=person,
            channel=payload.channel,
            request=asked,
        )
    if Meeting.objects.hosted_by(user).filter(pk=meeting.pk).exists():
        return registration.register_as_host(
            by=user,
            meeting=meeting,
            person=person,
            channel=payload.channel,
            request=asked,
        )
    if payload.channel != Channel.ONLINE:
        raise registration.needs_delegation()
    return registration.register_openly(
        by=user, meeting=meeting, person=person, request=asked
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
    return get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
