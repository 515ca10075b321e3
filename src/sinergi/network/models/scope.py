"""The one place where a person's scope becomes a condition on libraries."""

import datetime as dt
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone

from sinergi.network.models.assignment import Assignment
from sinergi.network.rules import PERMISSIONS, READ

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


class Held(NamedTuple):
    """A role that a person holds on a day, and where."""

    role: str
    region: str | None
    library: int | None


_numbers = count(1)
_edition = [0]


def forget_scopes() -> None:
    """Let every user object read its assignments again; called after a change."""
    _edition[0] = next(_numbers)


def held_by(
    user: "User | AnonymousUser", on: dt.date | None = None
) -> tuple[Held, ...]:
    """The roles of a person on a day, read once for each user object.

    A request has a user object of its own, so what is kept lives as long as the
    request; our own changes of assignments are seen at once.
    """
    if not user.is_authenticated:
        return ()
    key = (_edition[0], on or timezone.localdate())
    kept = getattr(user, "_held", None)
    if kept is None or kept[0] != key:
        rows = (
            Assignment.objects.in_force(key[1])
            .filter(user_id=user.pk)
            .order_by("id")
            .values_list("role", "region_id", "library_id")
        )
        kept = (key, tuple(Held(*row) for row in rows))
        user._held = kept  # type: ignore[attr-defined]
    roles: tuple[Held, ...] = kept[1]
    return roles


def held_with(
    user: "User | AnonymousUser", permission: str, on: dt.date | None = None
) -> list[Held]:
    """The roles of a person that carry a permission."""
    return [
        held
        for held in held_by(user, on)
        if permission in PERMISSIONS.get(held.role, ())  # type: ignore[call-overload]
    ]


def library_condition(
    user: "User | AnonymousUser",
    permission: str = READ,
    *,
    on: dt.date | None = None,
    prefix: str = "",
) -> Q:
    """The libraries in which a user holds a permission on a day.

    Args:
        user: The acting person; without login nothing is in scope.
        permission: One of the permissions of `network.rules`.
        on: The day on which the assignment must be in force, today by default.
        prefix: Path from the queried model to its library, such as `library__`.
    """
    condition = Q(pk__in=[])
    for held in held_with(user, permission, on):
        if held.library is not None:
            condition |= Q(**{f"{prefix}id": held.library})
        elif held.region is None:
            return Q()
        else:
            condition |= Q(**{f"{prefix}region_id": held.region}) | Q(
                **{f"{prefix}region__code__startswith": f"{held.region}."}
            )
    return condition


def area_condition(
    user: "User | AnonymousUser", permission: str, *, field: str = "region"
) -> Q:
    """The records of an area in which a user holds a permission; without area, all.

    A record without area is the nation's. A role at one library gives no area.
    """
    condition = Q(pk__in=[])
    for held in held_with(user, permission):
        if held.library is not None:
            continue
        if held.region is None:
            return Q()
        condition |= Q(**{f"{field}_id": held.region})
        condition |= Q(**{f"{field}__code__startswith": f"{held.region}."})
    return condition
