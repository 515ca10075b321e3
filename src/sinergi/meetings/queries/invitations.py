"""Which partners an invitation rule reaches."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sinergi.accounts.models import User
from sinergi.core.dates import today
from sinergi.meetings.enums import MeetingState
from sinergi.meetings.models import (
    Allotment,
    Delegation,
    Meeting,
    Participant,
    SeatPool,
)
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.models import Assignment, Library, Partnership
from sinergi.regions.enums import RegionKind
from sinergi.regions.models import Region


@dataclass(frozen=True)
class InvitationRule:
    """Partners by programme, day, kind, origin, intake year and area.

    "All active partners of 2022 in 33 provinces": `active_on` the last day of 2022,
    with the codes of the provinces. Empty means any.
    """

    programme: str
    active_on: dt.date
    kinds: Sequence[str] = ()
    origins: Sequence[str] = ()
    intake_years: Sequence[int] = ()
    regions: Sequence[str] = ()
    library_ids: Sequence[int] = field(default=())


def partners_reached(rule: InvitationRule) -> QuerySet[Library]:
    """The libraries with such a partnership in force on the day, by region."""
    partnerships = Partnership.objects.in_force(rule.active_on).filter(
        programme_id=rule.programme
    )
    if rule.origins:
        partnerships = partnerships.filter(origin__in=rule.origins)
    if rule.intake_years:
        partnerships = partnerships.filter(intake_year__in=rule.intake_years)
    libraries = Library.objects.open_on(rule.active_on).filter(
        pk__in=partnerships.values("library")
    )
    if rule.kinds:
        libraries = libraries.filter(kind__in=rule.kinds)
    if rule.library_ids:
        libraries = libraries.filter(pk__in=rule.library_ids)
    if rule.regions:
        area = Q()
        for code in rule.regions:
            area |= Q(region_id=code) | Q(region__code__startswith=f"{code}.")
        libraries = libraries.filter(area)
    return libraries.order_by("region_id", "pk")


def not_invited_yet(meeting: Meeting, rule: InvitationRule) -> QuerySet[Library]:
    """Those of the rule that the meeting has not invited."""
    return partners_reached(rule).exclude(
        pk__in=meeting.delegations.filter(library__isnull=False).values("library")
    )


@dataclass(frozen=True)
class Shortage:
    """A channel with fewer seats than delegations could then fill."""

    pool: SeatPool
    promised: int


@dataclass(frozen=True)
class Reach:
    """How many partners a rule reaches, by level, and how many are new."""

    provinces: int
    regencies: int
    villages: int
    invited: int
    shortages: Sequence["Shortage"] = ()

    @property
    def all(self) -> int:
        """Every partner of the rule."""
        return self.provinces + self.regencies + self.villages

    @property
    def new(self) -> int:
        """Those that are not invited yet."""
        return self.all - self.invited


def reach_of(
    meeting: Meeting, rule: InvitationRule, allotments: Mapping[str, int]
) -> Reach:
    """What an invitation by this rule, with so many places each, would do."""
    kinds = dict(
        partners_reached(rule)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"))
    )
    provinces = kinds.pop(LibraryKind.PROVINCE, 0)
    regencies = kinds.pop(LibraryKind.REGENCY, 0)
    found = provinces + regencies + sum(kinds.values())
    new = not_invited_yet(meeting, rule).order_by().count()
    return Reach(
        provinces=provinces,
        regencies=regencies,
        villages=sum(kinds.values()),
        invited=found - new,
        shortages=_shortages(meeting, new, allotments),
    )


def _shortages(
    meeting: Meeting, new: int, allotments: Mapping[str, int]
) -> list[Shortage]:
    rows = Allotment.objects.filter(delegation__meeting=meeting).order_by()
    given = dict(rows.values_list("channel").annotate(sum=Sum("places")))
    pools = SeatPool.objects.filter(meeting=meeting, kind__in=list(allotments))
    promised = {
        channel: given.get(channel, 0) + new * places
        for channel, places in allotments.items()
        if new * places
    }
    return [
        Shortage(pool, promised[pool.kind])
        for pool in pools
        if promised.get(pool.kind, 0) > pool.capacity
    ]


def people_who_fill(libraries: Sequence[Library]) -> dict[int, list[User]]:
    """Active people with an account who look after each library, by its id.

    The manager of a village library; the officers of the very area for the library
    of a province or regency.
    """
    officers = {LibraryKind.PROVINCE, LibraryKind.REGENCY}
    areas = {row.region_id: row.pk for row in libraries if row.kind in officers}
    keys = [row.pk for row in libraries if row.kind not in officers]
    rows = (
        Assignment.objects.in_force()
        .filter(
            Q(role=Role.VILLAGE_MANAGER, library__in=keys)
            | Q(
                role__in=[Role.REGENCY_OFFICER, Role.PROVINCIAL_OFFICER],
                region__in=list(areas),
            ),
            user__is_active=True,
        )
        .select_related("user")
        .order_by("pk")
    )
    found: dict[int, list[User]] = defaultdict(list)
    for row in rows:
        library = row.library_id or areas[row.region_id or ""]
        if row.user not in found[library]:
            found[library].append(row.user)
    return dict(found)


def delegation_by_secret(slug: str, secret_hash: str) -> Delegation | None:
    """The guest whose link bears the secret."""
    rows = Delegation.objects.filter(
        meeting__slug=slug,
        meeting__in=Meeting.objects.published(),
        secret_hash=secret_hash,
    )
    return rows.select_related("meeting").first() if secret_hash else None


def invited(meeting: Meeting) -> QuerySet[Delegation]:
    """All who are invited, guests in the order of protocol first."""
    rows = Delegation.objects.filter(meeting=meeting)
    return (
        rows.select_related("meeting", "library")
        .prefetch_related("allotments")
        .order_by(F("protocol_order").asc(nulls_last=True), "letter_number", "pk")
    )


def invitable_areas(meeting: Meeting) -> list[Region]:
    """The provinces to choose from, or the areas below that of the meeting."""
    if meeting.region is None:
        return list(Region.objects.of_today().filter(kind=RegionKind.PROVINCE))
    return list(Region.objects.of_today().filter(parent=meeting.region))


def intake_years_of(meeting: Meeting) -> list[int]:
    """Years in which partners of the meeting's programmes came in, newest first."""
    rows = Partnership.objects.filter(programme__in=meeting.programmes.all())
    years = rows.order_by("-intake_year").values_list("intake_year", flat=True)
    return list(years.distinct())


def default_rule(meeting: Meeting) -> dict[str, object]:
    """The rule that a committee most likely wants: all partners of that day."""
    keys = [row.key for row in meeting.programmes.order_by("-starts_on")]
    return {
        "programme": "tpbis" if "tpbis" in keys else next(iter(keys), ""),
        "active_on": min(meeting.starts_on, today()),
        "on_site": 1,
        "online": 1,
    }


def coming_invitations(library: Library) -> QuerySet[Delegation]:
    """The library's delegations of announced meetings that are not over, soonest first.

    Each with `named`, the people who come, and `places`, how many may.
    """
    places = Allotment.objects.filter(delegation=OuterRef("pk")).order_by()
    people = Participant.objects.present().filter(delegation=OuterRef("pk")).order_by()
    return (
        Delegation.objects.filter(
            library=library,
            meeting__state=MeetingState.PUBLISHED,
            meeting__ends_on__gte=today(),
        )
        .select_related("meeting")
        .annotate(
            named=_total(people, Count("pk")), places=_total(places, Sum("places"))
        )
        .order_by("meeting__starts_on", "pk")
    )


def _total(rows: QuerySet[Any], what: Count | Sum) -> Coalesce:
    """What the rows of one delegation come to; 0 without any."""
    grouped = rows.values("delegation").annotate(total=what).values("total")
    return Coalesce(Subquery(grouped), 0)
