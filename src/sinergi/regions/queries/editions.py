"""Areas as they were on a day (boundary editions)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sinergi.regions.lineage import Change, Edition, edition
from sinergi.regions.models import Region, RegionChange
from sinergi.regions.rules import (
    ancestor_codes,
    is_within,
    kind_of_code,
    parent_code,
)


@dataclass(frozen=True)
class RegionAt:
    """An area on a day: code, name and parent are those of that day."""

    code: str
    name: str
    kind: str
    parent: str


def edition_on(day: dt.date) -> Edition:
    """What differed from today on a day. One query."""
    return edition(
        (
            Change(*values)
            for values in RegionChange.objects.filter(effective_on__gt=day).values_list(
                "event",
                "old_code",
                "old_name",
                "old_parent_code",
                "new_code",
                "effective_on",
            )
        ),
        day,
    )


def code_map_on(day: dt.date) -> dict[str, str]:
    """Today's code prefix to the code of a day; only those that differ.

    The longest prefix counts: {"93": "91", "93.01": "91.01"}. Every code of today
    has exactly one code on the day, so totals are equal in every edition.
    """
    return dict(edition_on(day).codes)


def regions_on(day: dt.date, *, kind: str, parent: str = "") -> list[RegionAt]:
    """The areas of a kind on a day, within an area of that day, in order of code.

    `kind` may name several, comma-separated ("regency,city").
    """
    kinds = kind.split(",")
    past = edition_on(day)
    found = {
        area.code: area
        for area in (*_continued(past, kinds, parent), *_ended(past, kinds))
        if is_within(area.code, parent) and area.code != parent
    }
    return [found[code] for code in sorted(found)]


def region_on(code: str, day: dt.date) -> RegionAt | None:
    """The area that carried a code on a day; None if none did."""
    past = edition_on(day)
    if code in past.names:
        return _at(code, past.names[code])
    for today in territory(code, day):
        if past.code_of(today) != code or today in past.absent:
            continue
        region = Region.objects.of_today().filter(code=today).first()
        if region is not None:
            return _at(code, region.name, region.kind)
    return None


def territory(code: str, day: dt.date) -> list[str]:
    """Today's code prefixes of what lay in an area of a day, in order of code."""
    if not code:
        return [""]
    past = edition_on(day)
    found = {code, past.ended.get(code, code)}
    for today, then in past.codes.items():
        if is_within(then, code):
            found.add(today)
        elif is_within(code, then):
            found.add(today + code[len(then) :])
    found &= set(
        Region.objects.of_today().filter(code__in=found).values_list("code", flat=True)
    )
    inside = {
        today
        for today in found
        if is_within(past.code_of(today), code) or past.ended.get(code) == today
    }
    return sorted(
        prefix for prefix in inside if not set(ancestor_codes(prefix)) & inside
    )


def _continued(past: Edition, kinds: list[str], parent: str) -> Iterator[RegionAt]:
    """Areas of today that had a code of their own on the day."""
    areas = Region.objects.of_today().filter(kind__in=kinds)
    if parent and parent not in set(past.codes.values()) | set(past.ended):
        touched = any(is_within(then, parent) for then in past.codes.values())
        areas = areas if touched else areas.within(parent)
    for code, name, kind in areas.values_list("code", "name", "kind"):
        if code not in past.absent:
            then = past.code_of(code)
            yield RegionAt(then, past.names.get(then, name), kind, parent_code(then))


def _ended(past: Edition, kinds: list[str]) -> Iterator[RegionAt]:
    """Areas of the day that a merger ended or a split used up."""
    for code, name in past.names.items():
        if kind_of_code(code) in kinds:
            yield _at(code, name)


def _at(code: str, name: str, kind: str = "") -> RegionAt:
    return RegionAt(code, name, kind or kind_of_code(code), parent_code(code))
