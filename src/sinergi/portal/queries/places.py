"""The region a dashboard is about, and how much of it a reader may see."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinergi.network.models.scope import held_with
from sinergi.network.rules import READ, VERIFY
from sinergi.regions.models import Region
from sinergi.regions.queries import (
    region_for,
    region_on,
    regions_of_today,
    regions_on,
    territory,
)
from sinergi.regions.rules import display_name, is_within, kind_of_code

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

NATION = "Indonesia"
CODE = re.compile(r"\d\d(\.\d\d)?")


@dataclass(frozen=True)
class Place:
    """The nation, a province, or a regency or city, on a boundary edition."""

    code: str
    name: str
    parent_code: str = ""
    parent_name: str = ""

    @property
    def level(self) -> str:
        """`nation`, `province` or `regency`."""
        return {0: "nation", 2: "province"}.get(len(self.code), "regency")

    @property
    def child_level(self) -> str:
        """The level of the areas that make it up; '' below a regency."""
        return {"nation": "province", "province": "regency"}.get(self.level, "")


@dataclass(frozen=True)
class Audience:
    """What a reader gets to see of a place.

    `is_public` readers see totals of provinces and above, small cells hidden.
    `is_officer` readers may also look at reports that wait for verification.
    """

    is_public: bool
    is_officer: bool = False

    @property
    def key(self) -> str:
        """Part of the name under which a page is remembered."""
        return "public" if self.is_public else "officer" if self.is_officer else "scope"


def place_of(code: str, on: dt.date | None = None) -> Place | None:
    """The place of a code on a boundary edition; None where there is none."""
    if not code:
        return Place("", NATION)
    if not CODE.fullmatch(code):
        return None
    name = _name(code, on)
    if name is None:
        return None
    above = code.partition(".")[0] if "." in code else ""
    return Place(code, name, above, (_name(above, on) or above) if above else "")


def _name(code: str, on: dt.date | None) -> str | None:
    found = region_on(code, on) if on else region_for(code)
    if found is None:
        return None
    return display_name(code, found.name, found.kind or kind_of_code(code))


def audience_of(
    user: "User | AnonymousUser", place: Place, on: dt.date | None = None
) -> Audience | None:
    """How a reader sees a place; None for one who may not see it at all.

    A place of a past edition may hold more than the region that carries its code
    today, so that the whole of its territory must lie in the reader's scope.
    """
    parts = territory(place.code, on) if on else [place.code]
    reads = _covers(user, READ, parts)
    if not reads:
        return None if place.level == "regency" else Audience(is_public=True)
    return Audience(is_public=False, is_officer=_covers(user, VERIFY, parts))


def _covers(user: "User | AnonymousUser", permission: str, parts: list[str]) -> bool:
    """Whether a person holds a permission in all of some regions."""
    held = [row.region for row in held_with(user, permission) if row.library is None]
    return bool(parts) and all(
        any(area is None or (part and is_within(part, area)) for area in held)
        for part in parts
    )


def count_children(place: Place, on: dt.date | None = None) -> int:
    """How many areas of the next level lie in a place; 0 below a regency."""
    kinds = {"province": "province", "regency": "regency,city"}.get(place.child_level)
    if kinds is None:
        return 0
    if on:
        return len(regions_on(on, kind=kinds, parent=place.code))
    return regions_of_today(kind=kinds, parent=place.code).count()


def area_names(codes: list[str]) -> dict[str, str]:
    """Names with their kind, by code, of areas of today."""
    return {
        code: display_name(code, name, kind)
        for code, name, kind in Region.objects.filter(code__in=codes).values_list(
            "code", "name", "kind"
        )
    }
