"""Rows of cubes as published values."""

from decimal import Decimal
from typing import TYPE_CHECKING

from sinergi.analytics import engine
from sinergi.indicators.measures import ACTIVITIES, HISTORY, STATISTICS, Measure
from sinergi.indicators.queries.shapes import Cut, Value

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Area, period, cell of the breakdown, value.
Rows = list[tuple[str, str, dict[str, str], Value]]


def months_in(cube: str, cut: Cut) -> "ir.Table":
    """The cube's months of a cut, one row a library and month."""
    from sinergi.indicators.expressions import cuts

    rows = cuts.months_of(
        engine.table(cube), cut.first, cut.last, provisional=cut.provisional
    )
    if cut.provisional and cube in (ACTIVITIES, STATISTICS):
        return cuts.library_months(rows)
    return rows


def history_in(cut: Cut) -> "ir.Table":
    """The years handed over that end within a cut."""
    history = engine.table(HISTORY)
    return history.filter(
        (history.year >= cut.first.year) & (history.year <= last_year(cut))
    )


def last_year(cut: Cut) -> int:
    """The last year whose December a cut holds."""
    return cut.last.year if cut.last.month == 12 else cut.last.year - 1


def value_of(measure: Measure, part: int | None, whole: int | None = None) -> Value:
    """The published value of sums: percent with two decimals, rupiah from sen."""
    if measure.is_share:
        return percent(part, whole)
    if part is None:
        return None
    if measure.unit == "idr":
        return Decimal(int(part)).scaleb(-2)
    return int(part)


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """A share in percent, two decimals, halves up; None without a whole."""
    if not whole:
        return None
    hundredths = (2 * 10_000 * int(part or 0) + int(whole)) // (2 * int(whole))
    return Decimal(hundredths).scaleb(-2)
