"""Completeness and timeliness of reports, as shares that add up."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from sinergi.analytics import engine
from sinergi.indicators import scoring
from sinergi.indicators.measures import ACTIVITIES, MEASURES
from sinergi.indicators.queries import places
from sinergi.indicators.queries.rows import percent
from sinergi.indicators.queries.shapes import Cut, Share
from sinergi.indicators.queries.spans import periods

if TYPE_CHECKING:
    import ibis.expr.types as ir


def timeliness(cut: Cut, *, level: str = "", per: str = "") -> list[Share]:
    """Reports sent in time among the reports sent, verified or waiting."""
    places.check(cut, level=level, per=per)
    return _shares("timeliness", _timeliness, cut, level, per)


def completeness(cut: Cut, *, level: str = "", per: str = "") -> list[Share]:
    """Library-months with a report sent among those of all open partners."""
    places.check(cut, level=level, per=per)
    return _shares("completeness", _completeness, cut, level, per)


def _sent(cut: Cut) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    cube = engine.table(ACTIVITIES)
    return cuts.months_of(cube, cut.first, cut.last, provisional=True)


def _timeliness(cut: Cut, level: str, per: str) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    measure = MEASURES["on_time_share"]
    return cuts.measured(_sent(cut), places.placed(cut), measure, level=level, per=per)


def _completeness(cut: Cut, level: str, per: str) -> "ir.Table":
    from sinergi.indicators.expressions import network

    months = [
        scoring.earlier(cut.first, -index)
        for index in range(scoring.span_of(cut.first, cut.last))
    ]
    expected = network.expected_reports(
        engine.table("partnerships"),
        places.placed(cut),
        [(month, scoring.end_of(month)) for month in months],
    )
    return network.reporting_shares(expected, _sent(cut), level=level, per=per)


def _shares(
    what: str,
    table: "Callable[[Cut, str, str], ir.Table]",
    cut: Cut,
    level: str,
    per: str,
) -> list[Share]:
    """Every area and period; a whole of 0 has no percentage."""
    found = {
        (str(area), str(span)): (cast("int | None", part), cast("int", whole))
        for area, span, part, whole in engine.open_lake().answer(
            (what, *places.key_of(cut), level, per), partial(table, cut, level, per)
        )
    }
    areas = places.areas(cut, level)
    names = places.names_of(areas, cut, level)
    rows = []
    for area in areas:
        for span in periods(cut, per):
            part, whole = found.get((area, span if per else ""), (0, 0))
            counted, expected = int(part or 0), int(whole)
            rows.append(
                Share(
                    area,
                    names.get(area, area),
                    span,
                    counted,
                    expected,
                    percent(counted, expected),
                )
            )
    return rows
