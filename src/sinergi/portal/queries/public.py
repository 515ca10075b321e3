"""What everybody may see: provinces and above, whole years, no small group.

Several pages show parts of one table (the map by province, a province's own page,
the Kain). Each takes its cells from the same disclosed table, so that no page tells
what another one hides. Boundaries of today are protected against those before the
split of 2022, whose sums anybody can look up.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from sinergi.analytics import engine
from sinergi.analytics.disclosure import hidden_cells
from sinergi.indicators.queries import ColourCount, Cut, colours, figures
from sinergi.portal.filters import BEFORE_SPLIT
from sinergi.regions.queries import code_map_on
from sinergi.regions.rules import recoded

Value = int | Decimal | None
Months = Mapping[tuple[str, ...], tuple[Value, bool]]
COLOURS = ("green", "yellow", "red", "no_data", "no_account")


def _groups(cut: Cut, codes: Sequence[str]) -> list[Mapping[str, str]]:
    """For today's provinces that came out of a split: the province they were."""
    if cut.boundaries_on is not None:
        return []
    lake = engine.open_lake()
    then = lake.remembered(("split",), lambda: code_map_on(BEFORE_SPLIT))
    olds = {code: recoded(code, then) for code in codes}
    split = {old for code, old in olds.items() if code != old}
    return [{code: old for code, old in olds.items() if old in split}]


def hidden(cells: Mapping[tuple[str, ...], Value], cut: Cut) -> set[tuple[str, ...]]:
    """Cells that nobody without a scope may see; the first part is the province."""
    codes = sorted({key[0] for key in cells})
    return hidden_cells(cells, groups=_groups(cut, codes))


def colour_cells(cut: Cut) -> tuple[list[ColourCount], set[tuple[str, ...]]]:
    """Provinces by colour, with the hidden (province, colour) and (province,)."""
    lake = engine.open_lake()
    rows = colours(cut, level="province")

    def find() -> set[tuple[str, ...]]:
        cells: dict[tuple[str, ...], Value] = {
            (row.region, colour): cast("int", getattr(row, colour))
            for row in rows
            for colour in COLOURS
        }
        totals: dict[tuple[str, ...], Value] = {
            (row.region,): row.total for row in rows
        }
        return hidden(cells, cut) | hidden(totals, cut)

    return rows, lake.remembered(("public-colours", cut, tuple(rows)), find)


def months_by_province(cut: Cut) -> tuple[dict[str, str], Months]:
    """Names of provinces; attendances by province and month, each whether hidden."""
    lake = engine.open_lake()
    rows = figures("attendances", cut, level="province", per="month").rows
    cells: dict[tuple[str, ...], Value] = {
        (row.region, row.period): row.value for row in rows
    }
    gone = lake.remembered(("public-months", cut), lambda: hidden(cells, cut))
    names = {row.region: row.name for row in rows}
    return names, {
        key: (None, True) if key in gone else (value, False)
        for key, value in cells.items()
    }


def months_of(cut: Cut, months: Sequence[dt.date]) -> list[tuple[Value, bool]]:
    """One province's months (or the nation's), as every other page shows them."""
    if not cut.region:
        rows = figures("attendances", cut, per="month", public=True).rows
        return [(row.value, row.suppressed) for row in rows]
    nation = Cut(first=cut.first, last=cut.last, boundaries_on=cut.boundaries_on)
    _names, cells = months_by_province(nation)
    return [
        cells.get((cut.region, f"{month:%Y-%m}"), (None, False)) for month in months
    ]
