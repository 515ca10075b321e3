"""Who may do what where, in questions that pages and services ask."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.network.enums import LibraryKind, Role
from sinergi.network.models import Assignment, Library
from sinergi.network.models.library import LibraryQuerySet
from sinergi.network.models.scope import Held, held_by, held_with
from sinergi.network.rules import MAY_ASSIGN
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name
from sinergi.regions.rules import is_within

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

#: Widest role first: whoever holds several is met as the first of them.
PRECEDENCE = (
    Role.NATIONAL_TEAM,
    Role.PROVINCIAL_OFFICER,
    Role.REGENCY_OFFICER,
    Role.VILLAGE_MANAGER,
    Role.EVALUATOR,
    Role.JURY,
    Role.COMMITTEE,
    Role.CONSULTANT,
    Role.MASTER_TRAINER,
    Role.FACILITATOR,
    Role.OBSERVER,
)
OFFICERS = {
    LibraryKind.PROVINCE: Role.PROVINCIAL_OFFICER,
    LibraryKind.REGENCY: Role.REGENCY_OFFICER,
}


@dataclass(frozen=True)
class Scope:
    """The main place of a person; without region and library it is the nation."""

    role: Role | None
    region: Region | None
    library: Library | None
    label: str

    @property
    def region_code(self) -> str:
        """Code of the place, '' for the nation."""
        if self.library is not None:
            return self.library.region_id
        return self.region.code if self.region else ""


def can(
    user: "User | AnonymousUser",
    permission: str,
    *,
    library: Library | None = None,
    region: Region | str | None = None,
    on: dt.date | None = None,
) -> bool:
    """Whether a user holds a permission at a library or in a whole region.

    `region=""` asks for the nation; without library and region the question is
    whether the permission is held anywhere.
    """
    roles = held_with(user, permission, on)
    return any(_reaches(held, library, region) for held in roles)


def can_assign(
    user: "User | AnonymousUser",
    role: str,
    *,
    library: Library | None = None,
    region: Region | str | None = None,
) -> bool:
    """Whether a user may give and end a role at a library or region."""
    place = "" if library is None and region is None else region
    return any(
        role in MAY_ASSIGN.get(Role(held.role), ()) and _reaches(held, library, place)
        for held in held_by(user)
    )


def _reaches(held: Held, library: Library | None, region: Region | str | None) -> bool:
    if library is not None:
        if held.library is not None:
            return held.library == library.pk
        return is_within(library.region_id, held.region or "")
    if region is None:
        return True
    code = region if isinstance(region, str) else region.code
    if held.library is not None:
        return False
    return held.region is None or (bool(code) and is_within(code, held.region))


def scope_of(user: "User | AnonymousUser") -> Scope:
    """The main place of a person; the role is None for one without any."""
    held = min(
        held_by(user), key=lambda held: PRECEDENCE.index(Role(held.role)), default=None
    )
    if held is None:
        return Scope(None, None, None, "")
    role = Role(held.role)
    if held.library is not None:
        library = Library.objects.select_related("region").get(pk=held.library)
        return Scope(role, library.region, library, library.name)
    if held.region is None:
        return Scope(role, None, None, _("Indonesia"))
    region = Region.objects.get(code=held.region)
    return Scope(role, region, None, display_name(region))


def libraries_with_account(on: dt.date | None = None) -> LibraryQuerySet:
    """Libraries that somebody can report for on a day.

    That is a library manager with an active account or, at a library of a province
    or regency, an officer of that very region.
    """
    active = Assignment.objects.in_force(on).filter(user__is_active=True)
    condition = Q(
        Exists(active.filter(role=Role.VILLAGE_MANAGER, library=OuterRef("pk")))
    )
    for kind, role in OFFICERS.items():
        officer = active.filter(role=role, region=OuterRef("region"))
        condition |= Q(kind=kind) & Q(Exists(officer))
    return Library.objects.filter(condition)


def assignments_at(
    user: "User | AnonymousUser",
    *,
    library: Library | None = None,
    region: Region | None = None,
    on: dt.date | None = None,
) -> QuerySet[Assignment]:
    """Assignments in force at a place that the user may read."""
    people = Assignment.objects.in_force(on).select_related("user", "region", "library")
    if library is not None:
        seen = Library.objects.visible_to(user).filter(pk=library.pk)
        return people.filter(library__in=seen).order_by("role", "user__full_name")
    if region is None or not can(user, "read", region=region):
        return people.none()
    return people.filter(region=region).order_by("role", "user__full_name")


def officers_of(region_code: str, on: dt.date | None = None) -> QuerySet[Assignment]:
    """Officers in charge of a place: of its regency or, above that, its province."""
    parts = region_code.split(".")
    codes = [".".join(parts[:size]) for size in (1, 2) if len(parts) >= size]
    return (
        Assignment.objects.in_force(on)
        .filter(
            role__in=[Role.REGENCY_OFFICER, Role.PROVINCIAL_OFFICER],
            region_id__in=codes,
            user__is_active=True,
        )
        .select_related("user", "region")
        .order_by("-region_id", "id")
    )
