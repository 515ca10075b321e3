"""Partners on a day, and how far self-funded replication reaches."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

import ibis
import ibis.expr.types as ir

from sinergi.indicators.expressions.cuts import area


def in_force(partnerships: ir.Table, day: dt.date, programme: str = "") -> ir.Table:
    """Partnerships that hold on a day."""
    held = partnerships.filter(
        (partnerships.started_on <= day) & (partnerships.ended_on >= day)
    )
    return held.filter(held.programme == programme) if programme else held


def open_on(placed: ir.Table, day: dt.date) -> ir.Table:
    """Libraries that are open on a day."""
    return placed.filter((placed.opened_on <= day) & (placed.closed_on > day))


def partner_places(
    partnerships: ir.Table, placed: ir.Table, day: dt.date, programme: str = ""
) -> ir.Table:
    """Grain: library, origin. Open partner libraries of a day with their place."""
    held = in_force(partnerships, day, programme).select("library", "origin").distinct()
    return held.inner_join(
        open_on(placed, day).select("library", "code", "kind"), "library"
    )


def partners_by_kind(places: ir.Table) -> ir.Table:
    """Grain: kind, origin. How many libraries."""
    return (
        places.group_by("kind", "origin")
        .aggregate(libraries=places.library.nunique())
        .order_by("kind", "origin")
    )


def reach(places: ir.Table) -> ir.Table:
    """One row: partner libraries, and the provinces and regencies they lie in."""
    return places.aggregate(
        libraries=places.library.nunique(),
        provinces=places.code.left(2).nunique(),
        regencies=places.code.left(5).nunique(where=places.code.length() >= 5),
    )


def partner_counts(places: ir.Table, *, level: str) -> ir.Table:
    """Grain: area. Partners, and villages, regencies, provinces with replication."""
    village = (places.origin == "replication") & places.kind.isin(["village", "tbm"])
    return (
        places.group_by(area=area(places, level))
        .aggregate(
            partners=places.library.nunique(),
            replication_villages=places.library.nunique(where=village),
            replication_regencies=places.code.left(5).nunique(where=village),
            replication_provinces=places.code.left(2).nunique(where=village),
        )
        .order_by("area")
    )


def obligations(partnerships: ir.Table, libraries: ir.Table) -> ir.Table:
    """Grain: library, stretch of months. When it has to report.

    A report is due for each month at whose end the library is open and a partner:
    from the month `starts` up to the one before `ends`. Stretches do not overlap.
    """
    held = partnerships.inner_join(libraries, "library")
    started = ibis.greatest(held.started_on, held.opened_on)
    ended = ibis.least(held.ended_on + ibis.interval(days=1), held.closed_on)
    spans = held.select("library", starts=_month(started), ends=_month(ended))
    spans = spans.filter(spans.starts < spans.ends)
    keys = {"group_by": "library", "order_by": ("starts", "ends")}
    latest = spans.ends.max().over(rows=(None, 0), **keys)
    spans = spans.mutate(latest=latest)
    before = spans.latest.lag(1).over(**keys)
    spans = spans.mutate(is_new=(before.isnull() | (spans.starts > before)))
    stretch = spans.is_new.cast("int64").sum().over(rows=(None, 0), **keys)
    spans = spans.mutate(stretch=stretch)
    return spans.group_by("library", "stretch").aggregate(
        starts=spans.starts.min(), ends=spans.ends.max()
    )


def _month(day: ir.Value) -> ir.DateValue:
    """The first day of a day's month."""
    return cast("ir.DateValue", day.cast("date")).truncate("M")


def reporting_shares(
    obliged: ir.Table,
    reported: ir.Table,
    months: Sequence[dt.date],
    *,
    level: str,
    per: str,
) -> ir.Table:
    """Grain: area, period. Library-months expected (`whole`) and reported (`part`).

    `obliged` are obligations with the code of each library; `reported` are months
    with a code and `due`, the reports that had to be; `months` are those that count.
    """
    from sinergi.indicators.expressions.cuts import period

    calendar = ibis.array([ibis.literal(month) for month in months])
    days = calendar.unnest().name("month").as_table()
    stretches = obliged.group_by("starts", "ends", area=area(obliged, level)).aggregate(
        libraries=obliged.count()
    )
    expected = stretches.inner_join(
        days, (stretches.starts <= days.month) & (stretches.ends > days.month)
    )
    wholes = expected.group_by("area", period=period(expected.month, per)).aggregate(
        whole=expected.libraries.sum()
    )
    parts = reported.group_by(
        area=area(reported, level), period=period(reported.month, per)
    ).aggregate(part=reported.due.sum())
    return (
        wholes.left_join(parts, ["area", "period"])
        .select("area", "period", part=parts.part.coalesce(0), whole=wholes.whole)
        .order_by("area", "period")
    )
