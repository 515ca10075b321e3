"""Months of reports with the place of their library, read once for many questions."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sinergi.analytics import engine
from sinergi.indicators.measures import ACTIVITIES, Measure
from sinergi.indicators.queries import places
from sinergi.indicators.queries.rows import months_in
from sinergi.indicators.queries.shapes import Cut

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SUMS = dict.fromkeys(("due", "activities", "on_time", "attendances"), "int64")
REGENCY_MONTHS = {
    "code": "string",
    "kind": "string",
    "month": "date",
    "is_counted": "boolean",
    **_SUMS,
}
REGENCIES = {"library": "int64", "kind": "string", "code": "string"}
OBLIGATIONS = {"library": "int64", "starts": "date", "ends": "date"}
#: Levels whose areas are made up of whole regencies.
LEVELS = ("", "province", "regency")


def located(
    lake: engine.Lake, measure: Measure, cut: Cut, level: str
) -> "Callable[[], ir.Table]":
    """Makes the months of a cut with the columns of a measure and a `code`."""
    is_summed = measure.cube == ACTIVITIES and set(measure.columns) <= set(_SUMS)
    if is_summed and _is_wide(cut, level):
        return partial(_part, _regency_months(lake, cut), cut)
    return partial(_by_library, measure, cut)


def located_due(lake: engine.Lake, cut: Cut, level: str) -> "Callable[[], ir.Table]":
    """Makes the months of a cut with a `code` and `due`, the reports that had to be."""
    if _is_wide(cut, level):
        return partial(_part, _regency_months(lake, cut), cut)
    return partial(_due_by_library, obligations(lake), cut)


def obligations(lake: engine.Lake) -> "ir.Table":
    """When each library has to report."""
    return lake.made(("obligations",), OBLIGATIONS, _obligations, cube=ACTIVITIES)


def _is_wide(cut: Cut, level: str) -> bool:
    """Whether sums by regency tell what a cut asks for."""
    return level in LEVELS and places.is_regency_or_above(cut.region)


def _regency_months(lake: engine.Lake, cut: Cut) -> "ir.Table":
    """Sums of the nation's regencies: one reading for all cuts of the same months."""
    nation = replace(cut, region="", kind="", provisional=True)
    at = _regencies(lake, nation.boundaries_on)
    return lake.made(
        ("regency months", *places.key_of(nation)),
        REGENCY_MONTHS,
        partial(_summing, nation, at, obligations(lake)),
        cube=ACTIVITIES,
        groups=at,
    )


def _regencies(lake: engine.Lake, day: dt.date | None) -> "ir.Table":
    """The regency and the kind of each library, on the boundaries of a day."""
    nation = Cut(boundaries_on=day)
    return lake.made(
        ("regencies", *places.key_of(nation)),
        REGENCIES,
        partial(_placing, nation),
        cube=ACTIVITIES,
    )


def _placing(nation: Cut) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    return cuts.regencies(places.placed(nation))


def _part(rows: "ir.Table", cut: Cut) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    found = cuts.within(rows, region=cut.region, kind=cut.kind)
    return found if cut.provisional else found.filter(found.is_counted)


def _by_library(measure: Measure, cut: Cut) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    rows = months_in(measure.cube, cut)
    return cuts.located(rows, places.placed(cut), measure.columns)


def _due_by_library(obliged: "ir.Table", cut: Cut) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    rows = cuts.due(months_in(ACTIVITIES, cut), obliged)
    return cuts.located(rows, places.placed(cut), ("due",))


def _obligations() -> "ir.Table":
    from sinergi.indicators.expressions import network

    return network.obligations(engine.table("partnerships"), engine.table("libraries"))


def _summing(nation: Cut, at: "ir.Table", obliged: "ir.Table") -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    months = cuts.months_of(
        engine.table(ACTIVITIES), nation.first, nation.last, provisional=True
    )
    return cuts.regency_months(months, at, obliged)
