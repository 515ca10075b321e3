"""From extracted records to facts: one row an activity, a cell, a month, a year."""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from sinergi.indicators.measures import AGE_BANDS, PAYERS

#: States that count in published figures; `submitted` waits beside them.
COUNTED = ("verified", "locked")


def activities(parts: Mapping[str, ir.Table]) -> ir.Table:
    """One row an activity, with its breakdown and money beside it.

    Margins are None where the activity is not broken down by that dimension. Money
    is in sen (hundredths of a rupiah), so that every number is an integer.
    """
    activity = parts["activities"]
    margins = _margins(parts["breakdown"])
    money = _money(parts["money"])
    joined = activity.left_join(margins, "activity").drop("activity_right")
    joined = joined.left_join(money, "activity").drop("activity_right")
    return joined.mutate(
        month=joined.started_on.truncate("M").cast("date"),
        is_counted=joined.state.isin(COUNTED),
    )


def _margins(breakdown: ir.Table) -> ir.Table:
    """Per activity, the sums of the rows that state a sex, a disability, an age."""

    def margin(column: str, value: str) -> ir.IntegerScalar:
        total: ir.IntegerScalar = breakdown.attendances.sum(
            where=breakdown[column] == value
        )
        return total

    return breakdown.group_by("activity").aggregate(
        male=margin("sex", "male"),
        female=margin("sex", "female"),
        with_disability=margin("disability", "with"),
        **{column: margin("age_band", band) for band, column in AGE_BANDS.items()},
    )


def _money(money: ir.Table) -> ir.Table:
    """Per activity, what was paid by whom, and what was given in kind."""
    paid = money.in_kind == 0
    return money.group_by("activity").aggregate(
        cost_sen=money.sen.sum(where=paid),
        in_kind_sen=money.sen.sum(where=~paid),
        **{
            f"cost_{payer}_sen": money.sen.sum(where=paid & (money.payer == payer))
            for payer in PAYERS
        },
    )


def breakdown(parts: Mapping[str, ir.Table]) -> ir.Table:
    """One row a cell of an activity's breakdown; '' is a dimension not stated."""
    cells = parts["cells"]
    return cells.mutate(
        month=cells.started_on.truncate("M").cast("date"),
        is_counted=cells.state.isin(COUNTED),
    )


def statistics(parts: Mapping[str, ir.Table]) -> ir.Table:
    """One row a library's month of statistics."""
    months = parts["months"]
    return months.mutate(is_counted=months.state.isin(COUNTED))


def history(parts: Mapping[str, ir.Table]) -> ir.Table:
    """One row a library's year before Sinergi, dated 1 January of the year."""
    years = parts["years"]
    return years.mutate(month=ibis.date(years.year.cast("int32"), 1, 1))
