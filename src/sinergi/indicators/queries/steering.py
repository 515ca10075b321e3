"""Who may steer schemes, set targets and read figures of an area."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sinergi.indicators.models import Snapshot
from sinergi.indicators.queries.schemes import snapshots
from sinergi.network.models import Assignment, Library
from sinergi.network.models.scope import held_with
from sinergi.network.rules import MANAGE, READ, STEER, roles_with
from sinergi.regions.rules import is_within

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


def may_steer(user: "User | AnonymousUser") -> bool:
    """Whether a person belongs to the national team."""
    return _reaches(user, STEER, "")


def may_read_area(user: "User | AnonymousUser", region: str) -> bool:
    """Whether a person reads the records of a whole area; '' is the nation."""
    return _reaches(user, READ, region)


def may_set_target(
    user: "User | AnonymousUser", *, region: str = "", library: Library | None = None
) -> bool:
    """Whether a person manages the area or library that a target is for."""
    if library is not None:
        return Library.objects.editable_by(user).filter(pk=library.pk).exists()
    return _reaches(user, MANAGE, region)


def sets_targets(user: "User | AnonymousUser") -> bool:
    """Whether a person may set a target anywhere."""
    return bool(held_with(user, MANAGE))


def reads_an_area(user: "User | AnonymousUser") -> bool:
    """Whether there is a whole area whose records a person reads."""
    return any(held.library is None for held in held_with(user, READ))


def snapshots_for(user: "User | AnonymousUser") -> QuerySet[Snapshot]:
    """The snapshots of areas whose records a person reads as a whole."""
    condition = Q(pk__in=[])
    for held in held_with(user, READ):
        if held.library is None and held.region is None:
            return snapshots()
        if held.region is not None:
            condition |= Q(region_id=held.region)
            condition |= Q(region__code__startswith=f"{held.region}.")
    return snapshots().filter(condition)


def _reaches(user: "User | AnonymousUser", permission: str, region: str) -> bool:
    if not user.is_authenticated:
        return False
    places = (
        Assignment.objects.in_force()
        .filter(user_id=user.pk, role__in=roles_with(permission), library__isnull=True)
        .values_list("region_id", flat=True)
    )
    return any(
        place is None or (region != "" and is_within(region, place)) for place in places
    )
