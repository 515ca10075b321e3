"""Running sums since 2018, and the reach of the network."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from sinergi.analytics import engine
from sinergi.indicators import scoring
from sinergi.indicators.measures import ACTIVITIES, Measure, measure_of
from sinergi.indicators.queries import places
from sinergi.indicators.queries.freshness import stamp
from sinergi.indicators.queries.rows import Rows, history_in, months_in
from sinergi.indicators.queries.shapes import (
    Cumulative,
    Cut,
    NetworkCounts,
    YearValue,
)
from sinergi.indicators.queries.spans import ends_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

SINCE = 2018
#: Columns of `partner_counts`, after the area.
PARTNER_COUNTS = (
    "partners",
    "replication_villages",
    "replication_regencies",
    "replication_provinces",
)


def partner_rows(measure: Measure, cut: Cut, level: str, per: str) -> Rows:
    """Partners, or the reach of replication, on the last day of each period."""
    rows: Rows = []
    for span, day in ends_of(cut, per):
        for area, *counts in _partner_counts(cut, day, level):
            value = counts[PARTNER_COUNTS.index(measure.key)]
            rows.append((str(area), span, {}, cast("int", value)))
    return rows


def _partner_counts(
    cut: Cut, day: dt.date, level: str, programme: str = ""
) -> list[tuple[object, ...]]:
    from sinergi.indicators.expressions import network

    return engine.open_lake().answer(
        ("partners", *places.key_of(cut), day, level, programme),
        lambda: network.partner_counts(_held(cut, day, programme), level=level),
    )


def _held(cut: Cut, day: dt.date, programme: str) -> "ir.Table":
    from sinergi.indicators.expressions import network

    return network.partner_places(
        engine.table("partnerships"), places.placed(cut), day, programme
    )


def running_rows(measure: Measure, cut: Cut, level: str, per: str) -> Rows:
    """The running sum up to the last day of each period."""
    ends = ends_of(cut, per)
    sums: dict[tuple[str, str], int] = {}
    for area, _kind, month, _is_history, part in _additions(measure, cut, level):
        for span, day in ends:
            if month <= day:
                sums[area, span] = sums.get((area, span), 0) + part
    return [(area, span, {}, value) for (area, span), value in sums.items()]


def _additions(
    measure: Measure, cut: Cut, level: str, since: int = SINCE
) -> list[tuple[str, str, dt.date, bool, int]]:
    """What a running sum adds: area, kind, month, whether handed over, value."""
    from sinergi.indicators.expressions import cuts

    whole = replace(cut, first=dt.date(since, 1, 1))
    found = engine.open_lake().answer(
        ("running", measure.key, *places.key_of(whole), level),
        lambda: cuts.monthly_running(
            months_in(ACTIVITIES, whole),
            history_in(whole),
            places.placed(cut),
            measure.key.removesuffix("_cumulative"),
            level=level,
        ),
    )
    return cast(
        "list[tuple[str, str, dt.date, bool, int]]",
        [row for row in found if row[-1] is not None],
    )


def cumulative(measure: str, until: dt.date, *, since: int = SINCE) -> Cumulative:
    """A running sum of attendances or activities, with yearly history handed over.

    Args:
        measure: "attendances" or "activities".
        until: Any day of the last month that counts.
        since: First year.
    """
    wanted = measure_of(f"{measure.removesuffix('_cumulative')}_cumulative")
    month = until.replace(day=1)
    cut = Cut(first=dt.date(since, 1, 1), last=month)
    by_kind: dict[str, int] = defaultdict(int)
    years: dict[tuple[int, str, bool], int] = defaultdict(int)
    for _area, kind, day, is_history, part in _additions(wanted, cut, "", since):
        if day <= month:
            by_kind[kind] += int(part)
            years[day.year, kind, is_history] += int(part)
    return Cumulative(
        measure=wanted.key,
        since=since,
        until=scoring.end_of(month),
        total=sum(by_kind.values()),
        history=sum(value for key, value in years.items() if key[2]),
        by_kind=dict(sorted(by_kind.items())),
        by_year=[
            YearValue(year, kind, value, is_history)
            for (year, kind, is_history), value in sorted(years.items())
        ],
        stamp=stamp(),
    )


def network_counts(
    on: dt.date, programme: str = "tpbis", *, boundaries_on: dt.date | None = None
) -> NetworkCounts:
    """Partners of a day by kind and origin, and the reach of replication.

    Areas are those of the day, unless `boundaries_on` names another one.
    """
    from sinergi.indicators.expressions import network

    lake = engine.open_lake()
    cut = Cut(boundaries_on=boundaries_on or on)
    key = (*places.key_of(cut), on, programme)
    kinds: dict[str, dict[str, int]] = defaultdict(dict)
    for kind, origin, libraries in lake.answer(
        ("partners by kind", *key),
        lambda: network.partners_by_kind(_held(cut, on, programme)),
    ):
        kinds[str(kind)][str(origin)] = cast("int", libraries)
    [reach] = lake.answer(
        ("reach", *key), lambda: network.reach(_held(cut, on, programme))
    )
    counts = next(iter(_partner_counts(cut, on, "", programme)), ("", 0, 0, 0, 0))
    libraries, provinces, regencies = cast("tuple[int, int, int]", reach)
    villages, in_regencies, in_provinces = cast("tuple[int, int, int]", counts[2:])
    return NetworkCounts(
        on=on,
        programme=programme,
        partners=dict(kinds),
        libraries=libraries,
        provinces=provinces,
        regencies=regencies,
        replication_villages=villages,
        replication_regencies=in_regencies,
        replication_provinces=in_provinces,
    )
