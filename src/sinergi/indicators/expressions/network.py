"""Partners on a day, and how far self-funded replication reaches."""

import datetime as dt
from collections.abc import Sequence

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


def expected_reports(
    partnerships: ir.Table, placed: ir.Table, months: Sequence[tuple[dt.date, dt.date]]
) -> ir.Table:
    """Grain: library, month. Open partners at the end of each month.

    Args:
        partnerships: The partnerships dimension.
        placed: Libraries with their code.
        months: First and last day of each month.
    """
    firsts = ibis.array([ibis.literal(first) for first, _ in months])
    ends = ibis.array([ibis.literal(last) for _, last in months])
    calendar = (
        firsts.zip(ends).unnest().name("pair").as_table().unpack("pair")
    ).rename(month="f1", ends_on="f2")
    held = partnerships.inner_join(
        calendar,
        (partnerships.started_on <= calendar.ends_on)
        & (partnerships.ended_on >= calendar.ends_on),
    ).select("library", "month", "ends_on")
    joined = held.inner_join(placed, "library")
    return (
        joined.filter(
            (joined.opened_on <= joined.ends_on) & (joined.closed_on > joined.ends_on)
        )
        .select("library", "month", "code")
        .distinct()
    )


def reporting_shares(
    expected: ir.Table, months: ir.Table, *, level: str, per: str
) -> ir.Table:
    """Grain: area, period. Library-months expected (`whole`) and reported (`part`)."""
    from sinergi.indicators.expressions.cuts import period

    seen = months.select("library", "month").distinct().mutate(seen=1)
    joined = expected.left_join(seen, ["library", "month"]).select(
        "library", "month", "code", "seen"
    )
    return (
        joined.group_by(area=area(joined, level), period=period(joined.month, per))
        .aggregate(part=joined.seen.sum().coalesce(0), whole=joined.count())
        .order_by("area", "period")
    )
