"""Loading the areas of today and the changes on record."""

import csv
import datetime as dt
import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction

from sinergi.regions.enums import RegionEvent
from sinergi.regions.models import Region, RegionChange, RegionName
from sinergi.regions.rules import (
    LEVELS,
    base_name,
    folded,
    parent_code,
    search_words,
)

DATA = Path(__file__).resolve().parent.parent / "data"
EVENTS = {
    "province_created": RegionEvent.PROVINCE_CREATED,
    "regency_moved": RegionEvent.MOVED,
}
BATCH = 2000

Progress = Callable[[int, int], None]
Row = tuple[str, str, str, str | None, float | None, float | None, int | None]


@dataclass(frozen=True)
class LoadOutcome:
    """What a run of the loading changed."""

    regions: int
    written: int
    changes: int


@transaction.atomic
def load_regions(*, progress: Progress | None = None) -> LoadOutcome:
    """Store the areas and changes of the data files; a repeat writes nothing.

    Areas that a recorded change ended or renamed since are left as they are.
    """
    tell = progress or _nobody
    rows = _rows()
    touched = set(
        RegionChange.objects.exclude(law__in=_laws()).values_list("old_code", flat=True)
    )
    stored = {
        row[0]: row
        for row in Region.objects.values_list(
            "code", "name", "kind", "parent_id", "lat", "lon", "population"
        )
    }
    new = [row for row in rows if stored.get(row[0]) != row and row[0] not in touched]
    names = {row[0]: row[1] for row in rows}
    for start in range(0, len(new), BATCH):
        _write(new[start : start + BATCH], names)
        tell(min(start + BATCH, len(new)), len(new))
    changes = _load_changes()
    tell(len(new), len(new))
    return LoadOutcome(regions=len(rows), written=len(new), changes=changes)


def _nobody(_done: int, _total: int) -> None:
    """Progress that nobody follows."""


def _rows() -> list[Row]:
    """Areas as in the files, parents before children."""
    with (DATA / "region_stats.csv").open(encoding="utf-8", newline="") as file:
        population = {
            row["code"]: int(row["population_2024"]) for row in csv.DictReader(file)
        }
    with gzip.open(DATA / "regions.csv.gz", "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return [
            (
                code,
                name,
                kind,
                parent or None,
                float(lat) if lat else None,
                float(lon) if lon else None,
                population.get(code),
            )
            for code, name, kind, parent, lat, lon in reader
        ]


def _write(rows: list[Row], names: dict[str, str]) -> None:
    Region.objects.bulk_create(
        [
            Region(
                code=code,
                name=name,
                kind=kind,
                parent_id=parent,
                lat=lat,
                lon=lon,
                population=population,
            )
            for code, name, kind, parent, lat, lon, population in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind", "parent", "lat", "lon", "population"],
    )
    write_names([(row[0], row[1], row[2]) for row in rows], names)


def write_names(areas: list[tuple[str, str, str]], names: dict[str, str]) -> None:
    """Store by what words areas (code, name, kind) are found.

    `names` holds at least the names of the areas above them by code.
    """

    @cache
    def path(code: str) -> str:
        return (
            f"{path(parent_code(code))} {folded(names.get(code, ''))}" if code else ""
        )

    RegionName.objects.bulk_create(
        [
            RegionName(
                region_id=code,
                kind=kind,
                level=LEVELS[kind],  # type: ignore[index]
                base=base_name(name),
                words=search_words(code, name, kind),
                path=path(parent_code(code)),
            )
            for code, name, kind in areas
        ],
        update_conflicts=True,
        unique_fields=["region"],
        update_fields=["kind", "level", "base", "words", "path"],
    )


def _history() -> list[dict[str, str]]:
    with (DATA / "regions_history.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _laws() -> set[str]:
    return {row["law"] for row in _history()}


def _load_changes() -> int:
    """Store the changes on record and the first day of the areas they made."""
    changes = [
        RegionChange(
            event=EVENTS[row["event"]],
            old_code=row["old_code"],
            old_name=row["name"] if row["old_code"] else "",
            old_parent_code=row["old_province_code"],
            new_code=row["new_code"],
            effective_on=dt.date.fromisoformat(row["effective_date"]),
            law=row["law"],
            source=row["sources"],
        )
        for row in _history()
    ]
    before = RegionChange.objects.count()
    RegionChange.objects.bulk_create(changes, ignore_conflicts=True)
    for change in changes:
        Region.objects.filter(code=change.new_code, valid_from__isnull=True).update(
            valid_from=change.effective_on
        )
    return RegionChange.objects.count() - before
