"""Finds the region of a row from its code and its library's name."""

from sinergi.core.spreadsheets.cells import as_text
from sinergi.exchange.spreadsheets.regions import (
    RegionFinder,
    RegionMatch,
    contradicts,
    is_name,
    place_code,
    regencies_named,
    typed_code,
)
from sinergi.exchange.spreadsheets.rows import RowReader
from sinergi.exchange.spreadsheets.text import clean_words

REGION, LIBRARY = "region", "library"


def read_region(
    row: RowReader, library_name: str, finder: RegionFinder
) -> RegionMatch | None:
    """The region of a row, by code or, with a warning, by name alone."""
    cell = row.value(REGION, is_required=False)
    if row.has_failed(REGION):
        return None
    if cell is None:
        region = _by_name(row, LIBRARY, library_name, finder)
    elif is_name(cell):
        region = _by_name(row, REGION, clean_words(as_text(cell)), finder)
    else:
        region = _by_code(row, typed_code(cell), library_name, finder)
    if region:
        row.canon[REGION] = region.code
    return region


def _by_code(
    row: RowReader, code: str, library_name: str, finder: RegionFinder
) -> RegionMatch | None:
    placed = place_code(code, library_name, finder)
    if placed is None:
        row.refuse(REGION, "unknown_region")
        return None
    region = placed.region
    if placed.is_repaired:
        row.warn(
            REGION, "region_repaired", region.code, code=region.code, name=region.name
        )
    return region


def _by_name(
    row: RowReader, column: str, name: str, finder: RegionFinder
) -> RegionMatch | None:
    """The one regency or city that the name in a column fits."""
    found = regencies_named(name, finder, is_region=column == REGION)
    if len(found) == 1:
        region = found[0]
        row.warn(
            column, "region_by_name", region.code, code=region.code, name=region.name
        )
        return region
    if found:
        choices = tuple(region.name for region in found)
        row.refuse(column, "ambiguous_region", choices=choices)
    elif column == REGION:
        row.refuse(REGION, "unknown_region")
    else:
        row.refuse(REGION, "required")
    return None


def check_name(
    row: RowReader, region: RegionMatch, library_name: str, finder: RegionFinder
) -> None:
    """Note an error where the library's name speaks of another region."""
    if contradicts(library_name, region, finder):
        row.refuse(
            LIBRARY,
            "region_mismatch",
            code=region.code,
            name=region.name,
            value=as_text(library_name),
        )
