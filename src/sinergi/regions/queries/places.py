"""Areas of today, one at a time."""

from sinergi.regions import rules
from sinergi.regions.models import Region, RegionQuerySet


def display_name(region: Region) -> str:
    """The name with its kind: "Kabupaten Bogor", "Desa X"; provinces as stored."""
    return rules.display_name(region.code, region.name, region.kind)


def ancestors(code: str) -> list[Region]:
    """The areas above a code, province first; the area itself is not among them."""
    return list(
        Region.objects.filter(code__in=rules.ancestor_codes(code)).order_by("code")
    )


def region_for(code: str) -> Region | None:
    """The area that carries a code today."""
    return Region.objects.of_today().filter(code=code).first()


def regions_of_today(*, kind: str = "", parent: str = "") -> RegionQuerySet:
    """Areas directly in a parent or, with kinds (commas), all of these within it."""
    areas = Region.objects.of_today()
    if kind:
        return areas.within(parent).filter(kind__in=kind.split(","))
    return areas.filter(parent_id=parent) if parent else areas
