"""What single libraries reported, month by month, for pages about a few of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import cast

from sinergi.analytics import engine
from sinergi.indicators.measures import Measure

#: By library and month: the sum, and the denominator of a share.
Months = dict[int, dict[dt.date, tuple[int | Decimal, int | None]]]


def monthly_values(
    measure: Measure, libraries: Collection[int], first: dt.date, last: dt.date
) -> Months:
    """Verified values of a measure; a month in which nothing was reported is absent.

    Rupiah are whole rupiah and sen; shares come as their two sums, so that they can
    be added up.
    """
    if not libraries:
        return {}
    ids = tuple(sorted(libraries))
    lake = engine.open_lake()
    return lake.remembered(
        ("library months", measure, ids, first, last),
        lambda: _values(measure, ids, first, last),
    )


def _values(
    measure: Measure, libraries: Sequence[int], first: dt.date, last: dt.date
) -> Months:
    rows: dict[tuple[int, dt.date], list[Mapping[str, int | None]]] = defaultdict(list)
    found = engine.open_lake().lookup(measure.cube, libraries, (first, last))
    for row in found:
        if row["is_counted"]:
            place = cast("int", row["library"]), cast("dt.date", row["month"])
            rows[place].append(cast("Mapping[str, int | None]", row))
    values: Months = defaultdict(dict)
    for (library, month), some in rows.items():
        part = measure.sum_of(some)
        if part is not None:
            value = Decimal(part).scaleb(-2) if measure.unit == "idr" else part
            values[library][month] = value, measure.whole_of(some)
    return dict(values)
