"""Whose accounts an officer looks after, and which libraries have none."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from sinergi.accounts.models import LoginCard, User
from sinergi.network.enums import Role
from sinergi.network.models import Assignment, Library
from sinergi.network.models.library import LibraryQuerySet
from sinergi.network.models.scope import held_with
from sinergi.network.queries.scope import can_assign, libraries_with_account
from sinergi.network.rules import MANAGE, MAY_ASSIGN, SECOND_FACTOR, STEER
from sinergi.regions.enums import RegionKind
from sinergi.regions.models import Region
from sinergi.regions.rules import regency_code


@dataclass(frozen=True)
class PeopleFilter:
    """What a reader asks of the list; '' everywhere means all.

    `state` is active, waiting (never signed in) or closed.
    """

    search: str = ""
    role: str = ""
    state: str = ""


@dataclass(frozen=True)
class MissingAccounts:
    """A regency or province with libraries that nobody can report for."""

    region: Region
    count: int


def places_managed_by(user: User) -> Q:
    """Assignments at the places whose accounts the user looks after."""
    condition = Q(pk__in=[])
    for held in held_with(user, MANAGE):
        if held.library is not None:
            condition |= Q(library_id=held.library)
        elif held.region is None:
            return Q()
        else:
            inside = f"{held.region}."
            condition |= Q(region_id=held.region) | Q(region__code__startswith=inside)
            condition |= Q(library__region=held.region)
            condition |= Q(library__region__code__startswith=inside)
    return condition


def people_for(user: User, wanted: PeopleFilter | None = None) -> QuerySet[User]:
    """People with a role, now or once, at a place that the user looks after."""
    wanted = wanted or PeopleFilter()
    roles = Assignment.objects.filter(places_managed_by(user), user=OuterRef("pk"))
    if wanted.role:
        roles = roles.filter(role=wanted.role)
    people = User.objects.filter(Exists(roles))
    for word in wanted.search.split()[:6]:
        place = roles.filter(
            Q(library__name__icontains=word)
            | Q(region__name__icontains=word)
            | Q(library__region__name__icontains=word)
        )
        people = people.filter(
            Q(full_name__icontains=word)
            | Q(username__icontains=word)
            | Q(Exists(place))
        )
    return _by_state(people, wanted.state)


def with_roles(people: QuerySet[User]) -> QuerySet[User]:
    """The people with their roles of now and later, for lists."""
    current = (
        Assignment.objects.exclude(ends_on__lt=timezone.localdate())
        .select_related("region", "library")
        .order_by("starts_on", "pk")
    )
    return people.prefetch_related(
        Prefetch("assignments", current, to_attr="current_roles")
    )


def roles_of(user: User, person: User) -> QuerySet[Assignment]:
    """All roles of a person at places that the user looks after, newest first."""
    return (
        Assignment.objects.filter(places_managed_by(user), user=person)
        .select_related("region", "library", "assigned_by")
        .order_by("-starts_on", "-pk")
    )


def looks_after(user: User, person: User) -> bool:
    """Whether the user may reissue cards of, close and reopen an account.

    Whoever can take an account over must be allowed to give every role that it
    holds, or lastly held; and nobody does so with the account they act with.
    """
    if user.pk == person.pk:
        return False
    roles = Assignment.objects.filter(user=person).select_related("region", "library")
    lasting = [role for role in roles if not _has_ended(role)] or list(roles)
    return bool(lasting) and all(may_give(user, role) for role in lasting)


def may_give(user: User, role: Assignment) -> bool:
    """Whether the user may give and end a role like this one."""
    return can_assign(user, role.role, library=role.library, region=role.region)


def roles_to_give(user: User) -> list[Role]:
    """The roles that a user may give somewhere, as listed everywhere."""
    held = {Role(each.role) for each in held_with(user, MANAGE)}
    allowed = {role for each in held for role in MAY_ASSIGN.get(each, ())}
    return [role for role in Role if role in allowed]


def libraries_without_account(user: User) -> LibraryQuerySet:
    """Open libraries that the user looks after and nobody can report for."""
    having = libraries_with_account().values("pk")
    rows: LibraryQuerySet = (
        Library.objects.editable_by(user)
        .open_on()
        .exclude(pk__in=having)
        .select_related("region")
        .order_by("region_id", "pk")
    )
    return rows


def libraries_looked_after(user: User) -> LibraryQuerySet:
    """Libraries whose accounts the user looks after."""
    rows: LibraryQuerySet = Library.objects.editable_by(user)
    return rows


def missing_by_region(user: User) -> list[MissingAccounts]:
    """How many libraries lack an account, regency by regency."""
    counts: dict[str, int] = {}
    for code, count in (
        libraries_without_account(user)
        .order_by()
        .values_list("region_id")
        .annotate(count=Count("pk"))
    ):
        area = regency_code(code)
        counts[area] = counts.get(area, 0) + count
    regions = Region.objects.in_bulk(list(counts))
    return [MissingAccounts(regions[code], counts[code]) for code in sorted(counts)]


def cards_waiting(user: User, region: str) -> QuerySet[User]:
    """Library managers of a region who have not used their card yet."""
    managers = Assignment.objects.in_force().filter(
        places_managed_by(user),
        Q(library__region=region) | Q(library__region__code__startswith=f"{region}."),
        role=Role.VILLAGE_MANAGER,
        user=OuterRef("pk"),
    )
    unused = LoginCard.objects.filter(user=OuterRef("pk"), used_at=None)
    return User.objects.filter(
        Exists(managers),
        Exists(unused),
        last_login=None,
        is_active=True,
        is_demonstration=False,
    ).order_by("username")


def needs_second_factor(user: User, on: dt.date | None = None) -> bool:
    """Whether a user must set up a second factor before anything else."""
    if user.is_demonstration:
        return False
    roles = Assignment.objects.in_force(on).filter(user=user, role__in=SECOND_FACTOR)
    has_one = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return roles.exists() and not has_one.exists()


def may_reset_second_factor(user: User) -> bool:
    """Whether a user may take away somebody's lost second factor."""
    return bool(held_with(user, STEER))


def taken_usernames(starts: Iterable[str]) -> set[str]:
    """The user names that begin with one of some words, in small letters."""
    taken: set[str] = set()
    unique = sorted(set(starts))
    for start in range(0, len(unique), 100):
        condition = Q(pk__in=[])
        for word in unique[start : start + 100]:
            condition |= Q(username__istartswith=word)
        names = User.objects.filter(condition).values_list("username", flat=True)
        taken |= {name.lower() for name in names}
    return taken


def _by_state(people: QuerySet[User], state: str) -> QuerySet[User]:
    if state == "closed":
        return people.filter(is_active=False)
    if state == "waiting":
        return people.filter(is_active=True, last_login=None)
    if state == "active":
        return people.filter(is_active=True, last_login__isnull=False)
    return people


def _has_ended(role: Assignment) -> bool:
    return role.ends_on is not None and role.ends_on < timezone.localdate()


def regions_to_choose(user: User) -> QuerySet[Region]:
    """Provinces and regencies in which the user may give roles."""
    condition = Q(pk__in=[])
    for held in held_with(user, MANAGE):
        if held.library is None and held.region is None:
            condition = Q()
            break
        if held.region is not None:
            condition |= Q(code=held.region) | Q(code__startswith=f"{held.region}.")
    kinds = [RegionKind.PROVINCE, RegionKind.REGENCY, RegionKind.CITY]
    return Region.objects.filter(condition, kind__in=kinds).order_by("code")
