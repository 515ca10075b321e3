"""Participants: one by code, lists for the committee, partners to choose from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Prefetch, Q, QuerySet, When

from sinergi.meetings.enums import Channel, MeetingState, PlaceState, PoolKind
from sinergi.meetings.models import (
    FURTHER,
    LIVE,
    Delegation,
    Meeting,
    Participant,
    Place,
    SeatPool,
)
from sinergi.network.models import Library, Partnership

if TYPE_CHECKING:
    from sinergi.accounts.models import User

#: Libraries shown to somebody who looks for their own.
CHOICES = 20


@dataclass(frozen=True)
class PeopleFilter:
    """What of a list of participants is wanted; empty means all."""

    search: str = ""
    channel: str = ""
    type: str = ""
    state: str = ""
    pool: int | None = None


def participant_by_code(slug: str, code: str) -> Participant | None:
    """The participant whose badge bears the code; the code is the permission."""
    rows = Participant.objects.filter(
        meeting__slug=slug, meeting__in=Meeting.objects.published(), code=code.upper()
    )
    return rows.select_related("meeting", "library", "delegation").first()


def places_of(participant: Participant) -> list[Place]:
    """The person's places, the channel's first, given-back ones last."""
    rows = participant.places.select_related("pool").order_by(
        "pool__starts_at", "number"
    )
    return sorted(rows, key=lambda place: place.state not in LIVE)


def waits_on_site(participant: Participant) -> bool:
    """Whether somebody waits for a seat on site, and could come online instead."""
    return (
        participant.meeting.state == MeetingState.PUBLISHED
        and participant.withdrawn_at is None
        and participant.places.filter(
            pool__kind=PoolKind.ON_SITE, state=PlaceState.WAITING
        ).exists()
    )


def further_pools(participant: Participant) -> list[SeatPool]:
    """Seats that somebody on site may still ask for beside their place."""
    if participant.channel != Channel.ON_SITE:
        return []
    held = participant.places.filter(state__in=LIVE).values("pool")
    return list(
        SeatPool.objects.filter(
            meeting=participant.meeting_id, kind__in=FURTHER, is_open=True
        ).exclude(pk__in=held)
    )


def participants_for(
    user: "User", meeting: Meeting, wanted: PeopleFilter
) -> QuerySet[Participant]:
    """Those of a meeting that the person may see, by name."""
    rows = (
        Participant.objects.visible_to(user)
        .present()
        .filter(meeting=meeting)
        .select_related("library__region", "delegation")
        .prefetch_related(
            Prefetch(
                "places",
                queryset=Place.objects.filter(state__in=LIVE).select_related("pool"),
            )
        )
    )
    if wanted.search:
        rows = rows.filter(
            Q(full_name__icontains=wanted.search)
            | Q(code=wanted.search.upper())
            | Q(library__name__icontains=wanted.search)
        )
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.type:
        rows = rows.filter(participant_type=wanted.type)
    if wanted.state:
        live = Place.objects.filter(
            state=wanted.state, pool__kind__in=["on_site", "online"]
        )
        rows = rows.filter(pk__in=live.values("participant"))
    if wanted.pool:
        held = Place.objects.filter(pool=wanted.pool, state__in=LIVE)
        rows = rows.filter(pk__in=held.values("participant"))
    return rows


def participant_for(user: "User", meeting: Meeting, pk: int) -> Participant | None:
    """One participant of a meeting that the person serves."""
    rows = Participant.objects.visible_to(user).filter(meeting=meeting, pk=pk)
    return rows.select_related("library__region", "delegation", "meeting").first()


def participant_of_code(meeting: Meeting, code: str) -> Participant | None:
    """Who bears a code at the meeting and has not withdrawn."""
    rows = Participant.objects.present().filter(meeting=meeting)
    return rows.filter(code=code.strip().upper().replace("-", "")).first()


def waiting_in(pool: SeatPool) -> QuerySet[Place]:
    """Those who wait for a seat or are offered one, in the order of their numbers."""
    rows = Place.objects.filter(
        pool=pool, state__in=[PlaceState.WAITING, PlaceState.OFFERED]
    )
    return rows.select_related("participant__library", "participant__delegation")


def delegations_for(
    user: "User", meeting: Meeting, *, search: str = "", reply: str = "", kind: str = ""
) -> QuerySet[Delegation]:
    """The meeting's delegations that the person may see, by name."""
    rows = (
        Delegation.objects.visible_to(user)
        .filter(meeting=meeting)
        .select_related("library__region")
        .prefetch_related("allotments")
    )
    if search:
        rows = rows.filter(
            Q(name__icontains=search) | Q(library__region__name__icontains=search)
        )
    if reply:
        rows = rows.filter(reply=reply)
    if kind:
        rows = rows.filter(kind=kind)
    return rows


def people_of(delegation: Delegation) -> list[Participant]:
    """Those whom a delegation has named, with their places."""
    rows = delegation.participants.present().prefetch_related(
        Prefetch(
            "places",
            queryset=Place.objects.filter(state__in=LIVE).select_related("pool"),
        )
    )
    return list(rows)


def partners_named(meeting: Meeting, text: str) -> list[Library]:
    """Partner libraries that fit what was typed, those of the meeting's area first."""
    if not text.strip():
        return []
    partners = Partnership.objects.filter(programme__in=meeting.programmes.all())
    rows = Library.objects.filter(pk__in=partners.values("library"))
    for word in text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(region__name__icontains=word))
    area = Q(region__code__startswith=meeting.region_id or "")
    nearest = Case(When(area, then=0), default=1)
    found = rows.select_related("region").order_by(nearest, "region_id", "name")
    return list(found[:CHOICES])


def partner_by_id(meeting: Meeting, pk: int) -> Library | None:
    """A partner library of the meeting's programmes."""
    partners = Partnership.objects.filter(programme__in=meeting.programmes.all())
    rows = Library.objects.filter(pk=pk, pk__in=partners.values("library"))
    return rows.select_related("region").first()


def pools_of(meeting: Meeting) -> list[SeatPool]:
    """The pools of a meeting: channels first, then classes by their time."""
    pools = list(meeting.pools.order_by("starts_at", "pk"))
    order = {PoolKind.ON_SITE: 0, PoolKind.ONLINE: 1, PoolKind.CLASS: 2}
    return sorted(pools, key=lambda pool: order.get(PoolKind(pool.kind), 3))
