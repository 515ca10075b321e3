"""Cutting figures out of cubes: places, months, periods."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import ibis
import ibis.expr.types as ir

from sinergi.indicators.measures import Measure

#: Length of an area's code at each level.
CODE_LENGTHS = {"province": 2, "regency": 5, "district": 8, "village": 13}
#: What is summed by regency, for all who ask how areas report.
REGENCY_SUMS = ("activities", "on_time", "attendances")


def placed_libraries(
    libraries: ir.Table, codes: Mapping[str, str], *, region: str, kind: str
) -> ir.Table:
    """Libraries with their `code` on a boundary edition, within a region of it.

    `codes` maps today's code prefixes to those of the edition; the longest counts.
    """
    branches = [
        (_within(libraries.region, today), _moved(libraries.region, today, then))
        for today, then in sorted(codes.items(), key=lambda pair: -len(pair[0]))
    ]
    code = (
        ibis.cases(*branches, else_=libraries.region) if branches else libraries.region
    )
    return within(libraries.mutate(code=code), region=region, kind=kind)


def within(placed: ir.Table, *, region: str, kind: str) -> ir.Table:
    """Rows with a `code` and a `kind`, of a region and a kind alone."""
    if region:
        placed = placed.filter(_within(placed.code, region))
    if kind:
        placed = placed.filter(placed.kind == kind)
    return placed


def _within(code: ir.StringValue, prefix: str) -> ir.BooleanValue:
    return (code == prefix) | code.startswith(f"{prefix}.")


def _moved(code: ir.StringValue, today: str, then: str) -> ir.StringValue:
    return cast("ir.StringValue", ibis.literal(then)) + code.substr(len(today))


def area(placed: ir.Table, level: str) -> ir.StringValue:
    """The area of a level; a library's id at level library, '' for the whole."""
    if level == "library":
        return cast("ir.StringValue", placed.library.cast("string"))
    if level in CODE_LENGTHS:
        return cast("ir.StringValue", placed.code.left(CODE_LENGTHS[level]))
    return cast("ir.StringValue", ibis.literal(""))


def period(month: ir.DateValue, per: str) -> ir.StringValue:
    """The period of a month: "2022-11", "2022" or '' for the whole."""
    if per == "month":
        return month.strftime("%Y-%m")
    if per == "year":
        return month.strftime("%Y")
    return cast("ir.StringValue", ibis.literal(""))


def months_of(
    cube: ir.Table, first: dt.date, last: dt.date, *, provisional: bool
) -> ir.Table:
    """The cube's rows of some months; with what waits, where it is asked for."""
    rows = cube.filter((cube.month >= first) & (cube.month <= last))
    return rows if provisional else rows.filter(rows.is_counted)


def library_months(rows: ir.Table) -> ir.Table:
    """One row a library and month, counted and waiting added together."""
    keys = ("library", "month")
    sums = [name for name in rows.columns if name not in (*keys, "is_counted")]
    return rows.group_by(*keys).aggregate(
        **{
            name: rows[name].max() if name == "reported" else rows[name].sum()
            for name in sums
        }
    )


def located(rows: ir.Table, placed: ir.Table, columns: Iterable[str]) -> ir.Table:
    """Some columns of library-months, with the code of each library."""
    needed = rows.select("library", "month", *dict.fromkeys(columns))
    return needed.inner_join(placed.select("library", "code"), "library")


def regencies(placed: ir.Table) -> ir.Table:
    """Grain: library. `code` is its regency; a provincial library's its province."""
    code = placed.code.left(CODE_LENGTHS["regency"])
    return placed.select("library", "kind", code=code)


def regency_months(
    rows: ir.Table, regencies: ir.Table, obligations: ir.Table
) -> ir.Table:
    """Grain: regency, kind of library, month, counted or waiting."""
    needed = rows.select("library", "month", "is_counted", "sent", *REGENCY_SUMS)
    joined = due(needed, obligations).inner_join(regencies, "library")
    return joined.group_by("code", "kind", "month", "is_counted").aggregate(
        due=joined.due.sum(), **{name: joined[name].sum() for name in REGENCY_SUMS}
    )


def due(rows: ir.Table, obligations: ir.Table) -> ir.Table:
    """Library-months with `due`: 1 in one row of each that had to report and did."""
    joined = rows.left_join(
        obligations,
        [
            rows.library == obligations.library,
            rows.month >= obligations.starts,
            rows.month < obligations.ends,
        ],
    )
    had_to = joined.starts.notnull()
    return joined.select(*rows.columns, due=ibis.ifelse(had_to, joined.sent, 0))


def measured(located: ir.Table, measure: Measure, *, level: str, per: str) -> ir.Table:
    """Grain: area, period. `part` is the measure's sum, `whole` its denominator."""
    grouped = located.group_by(
        area=area(located, level), period=period(located.month, per)
    )
    over = located[measure.over].sum() if measure.over else ibis.literal(0, "int64")
    return grouped.aggregate(part=measure.sum_in(located), whole=over).order_by(
        "area", "period"
    )


def stocks(
    rows: ir.Table, placed: ir.Table, column: str, *, level: str, per: str
) -> ir.Table:
    """Grain: area, period. The last level that each library reported, added up."""
    known = rows.filter(rows[column].notnull()).select("library", "month", column)
    latest = known.group_by(
        library=known.library, period=period(known.month, per)
    ).aggregate(value=known[column].argmax(known.month))
    joined = latest.inner_join(placed.select("library", "code"), "library")
    return (
        joined.group_by(area=area(joined, level), period=joined.period)
        .aggregate(part=joined.value.sum(), whole=ibis.literal(0, "int64"))
        .order_by("area", "period")
    )


def broken_down(
    rows: ir.Table,
    placed: ir.Table,
    column: str,
    by: Sequence[str],
    *,
    level: str,
    per: str,
) -> ir.Table:
    """Grain: area, period, the dimensions of `by`; only rows that state them all."""
    stated = rows
    for dimension in by:
        stated = stated.filter(stated[dimension] != "")
    joined = stated.inner_join(placed.select("library", "code"), "library")
    return (
        joined.group_by(
            area=area(joined, level),
            period=period(joined.month, per),
            **{dimension: joined[dimension] for dimension in by},
        )
        .aggregate(part=joined[column].sum())
        .order_by("area", "period", *by)
    )


def number_of(rows: ir.Table, placed: ir.Table) -> ir.Table:
    """One row: how many rows belong to the libraries."""
    return rows.semi_join(placed, "library").aggregate(rows=ibis._.count())


def areas(placed: ir.Table, level: str) -> ir.Table:
    """Every area of a level in which a library lies."""
    return placed.select(area=area(placed, level)).distinct().order_by("area")


def monthly_running(
    months: ir.Table, history: ir.Table, placed: ir.Table, column: str, *, level: str
) -> ir.Table:
    """Grain: area, kind, month, history or not: what a running sum adds.

    A year handed over counts from its December, as its months are not known.
    """
    then = history.mutate(
        month=ibis.date(history.year.cast("int32"), 12, 1).cast("date"),
        is_history=True,
    )
    now = months.mutate(is_history=False)
    columns = ("library", "month", "is_history", column)
    rows = now.select(*columns).union(then.select(*columns))
    joined = rows.inner_join(placed.select("library", "code", "kind"), "library")
    return (
        joined.group_by(
            area=area(joined, level),
            kind=joined.kind,
            month=joined.month.cast("date"),
            is_history=joined.is_history,
        )
        .aggregate(part=joined[column].sum())
        .order_by("area", "month", "kind", "is_history")
    )
