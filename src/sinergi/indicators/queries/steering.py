"""Who may steer schemes, set targets and read figures of an area."""

from typing import TYPE_CHECKING

from sinergi.network.models import Assignment, Library
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
