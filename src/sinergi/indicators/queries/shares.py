"""Completeness and timeliness of reports, as shares that add up."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from sinergi.analytics import engine
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.queries import places
from sinergi.indicators.queries.located import located, located_due, obligations
from sinergi.indicators.queries.rows import percent
from sinergi.indicators.queries.shapes import Cut, Share
from sinergi.indicators.queries.spans import months_of, periods

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Build = Callable[[], ir.Table]


def timeliness(cut: Cut, *, level: str = "", per: str = "") -> list[Share]:
    """Reports sent in time among the reports sent, verified or waiting."""
    places.check(cut, level=level, per=per)
    sent = replace(cut, provisional=True)
    lake = engine.open_lake()
    rows = located(lake, MEASURES["on_time_share"], sent, level)
    build = partial(_timeliness, rows, level, per)
    found = lake.answer(("timeliness", *places.key_of(cut), level, per), build)
    return _shares(found, cut, level, per)


def completeness(cut: Cut, *, level: str = "", per: str = "") -> list[Share]:
    """Library-months with a report sent among those of all open partners."""
    places.check(cut, level=level, per=per)
    lake = engine.open_lake()
    rows = located_due(lake, replace(cut, provisional=True), level)
    build = partial(_completeness, obligations(lake), rows, cut, level, per)
    found = lake.answer(("completeness", *places.key_of(cut), level, per), build)
    return _shares(found, cut, level, per)


def _timeliness(rows: "Build", level: str, per: str) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    return cuts.measured(rows(), MEASURES["on_time_share"], level=level, per=per)


def _completeness(
    obliged: "ir.Table", rows: "Build", cut: Cut, level: str, per: str
) -> "ir.Table":
    from sinergi.indicators.expressions import network

    at = places.placed(cut).select("library", "code")
    return network.reporting_shares(
        obliged.inner_join(at, "library"),
        rows(),
        months_of(cut),
        level=level,
        per=per,
    )


def _shares(rows: list[engine.Row], cut: Cut, level: str, per: str) -> list[Share]:
    """Every area and period; a whole of 0 has no percentage."""
    found = {
        (str(area), str(span)): (cast("int | None", part), cast("int", whole))
        for area, span, part, whole in rows
    }
    areas = places.areas(cut, level)
    names = places.names_of(areas, cut, level)
    shares = []
    for area in areas:
        for span in periods(cut, per):
            part, whole = found.get((area, span if per else ""), (0, 0))
            counted, expected = int(part or 0), int(whole)
            shares.append(
                Share(
                    area,
                    names.get(area, area),
                    span,
                    counted,
                    expected,
                    percent(counted, expected),
                )
            )
    return shares
