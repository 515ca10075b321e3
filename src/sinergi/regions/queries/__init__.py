"""Reads of the regions app."""

from sinergi.regions.queries.editions import (
    RegionAt,
    code_map_on,
    edition_on,
    region_on,
    regions_on,
    territory,
)
from sinergi.regions.queries.places import (
    ancestors,
    display_name,
    region_for,
    regions_of_today,
)
from sinergi.regions.queries.search import RegionHit, search_regions

__all__ = [
    "RegionAt",
    "RegionHit",
    "ancestors",
    "code_map_on",
    "display_name",
    "edition_on",
    "region_for",
    "region_on",
    "regions_of_today",
    "regions_on",
    "search_regions",
    "territory",
]
