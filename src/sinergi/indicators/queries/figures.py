"""Figures of a measure for a cut, by level, period and breakdown."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext_lazy as _

from sinergi.analytics import engine
from sinergi.analytics.disclosure import hidden_cells
from sinergi.indicators.errors import UnknownCut
from sinergi.indicators.measures import (
    HISTORY,
    MEASURES,
    NETWORK,
    PAYERS,
    STATISTICS,
    Measure,
    measure_of,
)
from sinergi.indicators.queries import places
from sinergi.indicators.queries.freshness import stamp
from sinergi.indicators.queries.located import located
from sinergi.indicators.queries.rows import Rows, history_in, months_in, value_of
from sinergi.indicators.queries.shapes import Cut, Figure, FigureTable
from sinergi.indicators.queries.spans import label_of, periods
from sinergi.indicators.queries.totals import SINCE, partner_rows, running_rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Breakdowns of the cells of attendances and persons, and of kinds of activities.
CELLS = ("sex", "age_band", "disability", "target_group")
KINDS = ("strategy", "field")
#: Measures that a breakdown by strategy and field carries.
KIND_COLUMNS = ("activities", "attendances", "persons", "cost_sen", "in_kind_sen")
UNSPECIFIED = "unspecified"
#: Units whose small numbers could point at a person.
PERSONAL = ("attendances", "persons")


def measures() -> list[Measure]:
    """Every measure, in the order of the registry."""
    return list(MEASURES.values())


def figures(
    measure: str,
    cut: Cut,
    *,
    level: str = "",
    by: Sequence[str] = (),
    per: str = "",
    public: bool = False,
) -> FigureTable:
    """One measure, cut by area, period and breakdown.

    Every area of the level in which a library lies has a row for every period; a
    value of None means that nothing was reported there, which is not 0. Areas that a
    level does not divide (a provincial library at level regency) keep their own
    shorter code, so that rows add up to the total.

    Args:
        measure: Key of the measure.
        cut: Region, kind and months.
        level: "", province, regency, district, village or library.
        by: Dimensions of the breakdown: sex, age_band, disability, target_group,
            strategy, field, payer. What is not broken down is `unspecified`.
        per: "", month or year.
        public: Whether everybody may see it: provinces and above, small cells hidden.

    Raises:
        UnknownMeasure: No measure has this key.
        UnknownCut: A level, period or breakdown that the measure does not have.
        NotPublic: Below provinces, for the public.
    """
    wanted = measure_of(measure)
    places.check(cut, level=level, per=per, public=public)
    lake = engine.open_lake()
    rows = lake.remembered(
        ("figures", wanted, *places.key_of(cut), level, tuple(by), per),
        lambda: _rows(wanted, cut, level, tuple(by), per),
    )
    names = places.names_of({area for area, *_ in rows}, cut, level)
    table = [
        Figure(area, names.get(area, area), span, dict(cell), value)
        for area, span, cell, value in rows
    ]
    if public and wanted.unit in PERSONAL:
        table = _disclosed(wanted, cut, table, level=level, by=tuple(by), per=per)
    behind = lake.remembered(
        ("records", wanted.cube, wanted.is_running, *places.key_of(cut)),
        lambda: _records(wanted, cut),
    )
    records = replace(stamp(), records=behind)
    return FigureTable(wanted, records, cut, table)


def _records(measure: Measure, cut: Cut) -> int:
    """How many records of a cut a measure is computed from.

    Reports, months of statistics, or partner libraries; a running sum rests on all
    reports since its start and on the years handed over.
    """
    if measure.cube == NETWORK:
        [(*_, partners)] = _rows(MEASURES["partners"], cut, "", (), "")
        return int(partners or 0)
    if measure.cube == STATISTICS:
        return _number_of(STATISTICS, cut)
    if not measure.is_running:
        return _reports(cut)
    since = replace(cut, first=dt.date(SINCE, 1, 1))
    return _reports(since) + _number_of(HISTORY, since)


def _reports(cut: Cut) -> int:
    [(*_, reports)] = _rows(MEASURES["activities"], cut, "", (), "")
    return int(reports or 0)


def _number_of(table: str, cut: Cut) -> int:
    """How many rows of a table lie in a cut."""
    from sinergi.indicators.expressions import cuts

    lake = engine.open_lake()
    [(rows,)] = lake.answer(
        ("number", table, *places.key_of(cut)),
        lambda: cuts.number_of(
            history_in(cut) if table == HISTORY else months_in(table, cut),
            places.placed(cut),
        ),
    )
    return cast("int", rows)


def _rows(
    measure: Measure, cut: Cut, level: str, by: tuple[str, ...], per: str
) -> Rows:
    """The rows of any measure, complete in areas and periods."""
    if by:
        return _broken_down(measure, cut, level, by, per)
    if measure.cube == NETWORK:
        found = partner_rows(measure, cut, level, per)
    elif measure.is_running:
        found = running_rows(measure, cut, level, per)
    else:
        found = _summed(measure, cut, level, per)
    return _complete(found, cut, level, per)


def _summed(measure: Measure, cut: Cut, level: str, per: str) -> Rows:
    lake = engine.open_lake()
    found = lake.answer(
        ("summed", measure.key, *places.key_of(cut), level, per),
        partial(_sums, located(lake, measure, cut, level), measure, cut, level, per),
    )
    rows: Rows = []
    for area, span, part, whole in found:
        sums = cast("tuple[int | None, int | None]", (part, whole))
        rows.append((str(area), label_of(str(span), cut), {}, value_of(measure, *sums)))
    return rows


def _sums(
    rows: "Callable[[], ir.Table]", measure: Measure, cut: Cut, level: str, per: str
) -> "ir.Table":
    from sinergi.indicators.expressions import cuts

    if measure.is_stock:
        months, at = months_in(measure.cube, cut), places.placed(cut)
        return cuts.stocks(months, at, measure.column, level=level, per=per)
    return cuts.measured(rows(), measure, level=level, per=per)


def _complete(found: Rows, cut: Cut, level: str, per: str) -> Rows:
    """Rows for every area and period; None where nothing was reported."""
    known = {(area, span): value for area, span, _cell, value in found}
    areas = places.areas(cut, level)
    spans = periods(cut, per)
    return [
        (area, span, {}, known.get((area, span))) for area in areas for span in spans
    ]


# --- breakdowns ---------------------------------------------------------------


def _broken_down(
    measure: Measure, cut: Cut, level: str, by: tuple[str, ...], per: str
) -> Rows:
    if by == ("payer",) and measure.key == "cost_idr":
        return _by_payer(cut, level, per)
    if set(by) <= set(CELLS) and measure.key in ("attendances", "persons"):
        return _by_cell(measure, cut, level, by, per)
    if set(by) <= set(KINDS) and measure.column in KIND_COLUMNS:
        return _by_kind(measure, cut, level, by, per)
    raise UnknownCut(_("This measure is not broken down that way."), field="by")


def _by_payer(cut: Cut, level: str, per: str) -> Rows:
    return [
        (area, span, {"payer": payer}, value)
        for payer in PAYERS
        for area, span, _cell, value in _summed(
            MEASURES[f"cost_{payer}"], cut, level, per
        )
        if value is not None
    ]


def _by_kind(
    measure: Measure, cut: Cut, level: str, by: tuple[str, ...], per: str
) -> Rows:
    return _cells("activity_kinds", measure, cut, by, level=level, per=per)


def _by_cell(
    measure: Measure, cut: Cut, level: str, by: tuple[str, ...], per: str
) -> Rows:
    """Cells, and what no cell states, so that all add up to the total.

    Target groups overlap; by them there is no rest.
    """
    rows = _cells("breakdown_months", measure, cut, by, level=level, per=per)
    if "target_group" in by:
        return rows
    stated: dict[tuple[str, str], int] = defaultdict(int)
    for area, span, _cell, value in rows:
        stated[area, span] += int(value or 0)
    rest = dict.fromkeys(by, UNSPECIFIED)
    for area, span, _cell, value in _summed(measure, cut, level, per):
        if value is not None:
            left = int(value) - stated[area, span]
            rows.append((area, span, rest, left))
    return sorted(rows, key=lambda row: (row[0], row[1], list(row[2].values())))


def _cells(
    cube: str,
    measure: Measure,
    cut: Cut,
    by: tuple[str, ...],
    *,
    level: str,
    per: str,
) -> Rows:
    from sinergi.indicators.expressions import cuts

    found = engine.open_lake().answer(
        ("cells", cube, measure.key, *places.key_of(cut), by, level, per),
        lambda: cuts.broken_down(
            months_in(cube, cut),
            places.placed(cut),
            measure.column,
            by,
            level=level,
            per=per,
        ),
    )
    rows: Rows = []
    for area, span, *cell, part in found:
        breakdown = dict(zip(by, map(str, cell), strict=True))
        value = value_of(measure, cast("int | None", part))
        rows.append((str(area), label_of(str(span), cut), breakdown, value))
    return rows


# --- disclosure ---------------------------------------------------------------


def _disclosed(
    measure: Measure,
    cut: Cut,
    rows: list[Figure],
    *,
    level: str,
    by: tuple[str, ...],
    per: str,
) -> list[Figure]:
    """Small cells hidden; a margin of another measure is hidden as its cell."""
    if measure.cell and not by:
        return _disclosed_margin(measure.cell, cut, level, per, rows)
    cells = {
        (row.region, row.period, *row.breakdown.values()): row.value for row in rows
    }
    hidden = hidden_cells(cells)
    return [
        replace(row, value=None, suppressed=True)
        if (row.region, row.period, *row.breakdown.values()) in hidden
        else row
        for row in rows
    ]


def _disclosed_margin(
    cell: tuple[str, str], cut: Cut, level: str, per: str, rows: list[Figure]
) -> list[Figure]:
    dimension, value = cell
    table = figures(
        "attendances", cut, level=level, by=(dimension,), per=per, public=True
    )
    hidden = {
        (row.region, row.period)
        for row in table.rows
        if row.suppressed and row.breakdown[dimension] == value
    }
    return [
        replace(row, value=None, suppressed=True)
        if (row.region, row.period) in hidden
        else row
        for row in rows
    ]
