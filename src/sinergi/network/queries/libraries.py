"""Lists of libraries, filtered as pages, downloads and the API filter them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from sinergi.network.models import Library, LibraryMove, Partnership
from sinergi.network.models.library import LibraryQuerySet
from sinergi.network.queries.scope import libraries_with_account, scope_of
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name
from sinergi.regions.rules import ancestor_codes, regency_code

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


@dataclass(frozen=True)
class LibraryFilter:
    """What a reader asks of the list; '' everywhere means all.

    `account` is yes or no; `state` is open ('' too), closed, unconfirmed or all.
    """

    search: str = ""
    region: str = ""
    kind: str = ""
    origin: str = ""
    intake_year: int | None = None
    account: str = ""
    state: str = ""


def editable_libraries(user: "User | AnonymousUser") -> LibraryQuerySet:
    """Libraries whose data and accounts the user may change."""
    return Library.objects.editable_by(user)


def library_by_number(number: int) -> Library | None:
    """The library of a number, whoever may see it: for those who plan nationwide."""
    return Library.objects.filter(pk=number).first()


def libraries_for(
    user: "User | AnonymousUser", wanted: LibraryFilter
) -> LibraryQuerySet:
    """Libraries that the user may read and that fit the filter."""
    rows = Library.objects.visible_to(user).in_region(wanted.region)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    rows = _by_state(rows, wanted.state)
    for word in wanted.search.split()[:6]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(npp__istartswith=word)
            | Q(region__name__icontains=word)
            | Q(region__code=word)
        )
    if wanted.origin or wanted.intake_year:
        rows = rows.filter(Exists(_partnerships(wanted)))
    if wanted.account:
        having = libraries_with_account().values("pk")
        rows = (
            rows.filter(pk__in=having)
            if wanted.account == "yes"
            else rows.exclude(pk__in=having)
        )
    return rows


def _by_state(rows: LibraryQuerySet, state: str) -> LibraryQuerySet:
    closed = Q(closed_on__isnull=False, closed_on__lte=timezone.localdate())
    if state == "all":
        return rows
    if state == "closed":
        return rows.filter(closed)
    rows = rows.exclude(closed)
    return rows.filter(is_unconfirmed=True) if state == "unconfirmed" else rows


def _partnerships(wanted: LibraryFilter) -> QuerySet[Partnership]:
    rows = Partnership.objects.filter(library=OuterRef("pk"))
    if wanted.origin:
        rows = rows.filter(origin=wanted.origin)
    if wanted.intake_year:
        rows = rows.filter(intake_year=wanted.intake_year)
    return rows


def library_for(user: "User | AnonymousUser", pk: int) -> Library | None:
    """A library that the user may read; None to a stranger."""
    return (
        Library.objects.visible_to(user)
        .select_related("region", "merged_into")
        .filter(pk=pk)
        .first()
    )


def with_partnerships(rows: QuerySet[Library]) -> QuerySet[Library]:
    """The rows with their partnerships and funders, in two further queries."""
    return rows.prefetch_related("partnerships__funders")


def with_list_details(rows: QuerySet[Library]) -> QuerySet[Library]:
    """The rows with what a list shows: account, region and partnerships."""
    return (
        rows.select_related("region")
        .annotate(
            has_account=Exists(libraries_with_account().filter(pk=OuterRef("pk")))
        )
        .prefetch_related(
            Prefetch(
                "partnerships",
                Partnership.objects.order_by("-started_on", "-id").prefetch_related(
                    "funders"
                ),
            )
        )
    )


def paths_of(codes: Iterable[str]) -> dict[str, str]:
    """The names above each region, nearest first: "Kecamatan X, Kabupaten Y, Z"."""
    wanted = set(codes)
    above = {part for code in wanted for part in ancestor_codes(code)}
    names = {
        region.code: display_name(region)
        for region in Region.objects.filter(code__in=above).only("name", "kind")
    }
    return {
        code: ", ".join(
            names[part] for part in reversed(ancestor_codes(code)) if part in names
        )
        for code in wanted
    }


def intake_years(user: "User | AnonymousUser") -> list[int]:
    """Years in which the user's libraries became partners, newest first."""
    visible = Library.objects.visible_to(user).values("pk")
    return list(
        Partnership.objects.filter(library__in=visible)
        .order_by("-intake_year")
        .values_list("intake_year", flat=True)
        .distinct()
    )


def events_of(library: Library) -> QuerySet[LibraryMove]:
    """The events of a library's life, with what it took in, newest first."""
    return (
        LibraryMove.objects.filter(Q(library=library) | Q(into=library))
        .select_related("library", "from_region", "to_region", "into", "recorded_by")
        .order_by("-happened_on", "-id")
    )


def mergeable_into(user: "User | AnonymousUser", library: Library) -> LibraryQuerySet:
    """Open libraries of the same regency, or province, that may take it in."""
    area = regency_code(library.region_id)
    rows = Library.objects.editable_by(user).in_region(area).open_on()
    return rows.filter(closed_on__isnull=True).exclude(pk=library.pk).order_by("name")


def mentors_for(library: Library) -> LibraryQuerySet:
    """Open libraries of the same regency, and that of the province."""
    area = regency_code(library.region_id)
    near = Q(region__code__startswith=f"{area}.")
    offices = Q(region_id__in=ancestor_codes(f"{area}.01"))
    rows = Library.objects.filter(near | offices, closed_on__isnull=True)
    return rows.exclude(pk=library.pk).order_by("region_id", "name")


def areas_below(user: "User | AnonymousUser", chosen: str) -> list[Region]:
    """Areas to filter by: below the chosen one, or below the person's place."""
    code = chosen or scope_of(user).region_code
    parent = code if code.count(".") < 2 else code.rpartition(".")[0]
    areas = Region.objects.of_today()
    if not parent:
        return list(areas.filter(parent__isnull=True))
    return list(areas.filter(Q(code=parent) | Q(parent_id=parent)))


@dataclass(frozen=True)
class Consequence:
    """What closing or merging a library ends."""

    partnerships: int
    people: int


def consequence_of(library: Library) -> Consequence:
    """Partnerships and roles in force at a library."""
    return Consequence(
        partnerships=library.partnerships.filter(ended_on__isnull=True).count(),
        people=library.assignments.in_force().count(),
    )
