"""The score of every library at once, in whole-number arithmetic only.

The rule is that of `scoring`, which is the reference in tests. Engines round halves
differently and divide in floating point, so that neither is used here.
"""

import datetime as dt
from collections.abc import Sequence
from typing import cast

import ibis
import ibis.expr.types as ir

from sinergi.indicators import scoring
from sinergi.indicators.expressions.network import in_force, open_on
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.scoring import Bands, Rule


def judged_libraries(
    placed: ir.Table, partnerships: ir.Table, accounts: ir.Table, day: dt.date
) -> ir.Table:
    """Grain: library. Open partners of a day, and whether they have an account."""
    partners = in_force(partnerships, day).select("library").distinct()
    held = accounts.filter((accounts.starts_on <= day) & (accounts.ends_on >= day))
    with_account = held.select("library").distinct().mutate(account=1)
    return (
        open_on(placed, day)
        .semi_join(partners, "library")
        .left_join(with_account, "library")
        .drop("library_right")
    )


def library_scores(
    judged: ir.Table,
    months: ir.Table,
    rules: Sequence[Rule],
    bands: Bands,
    *,
    first: dt.date,
    last: dt.date,
) -> ir.Table:
    """Grain: library. Score in hundredths and colour; score None without data.

    `months` has one row a library and month and reaches back far enough for the
    longest period of the rules.
    """
    span = scoring.span_of(first, last)
    own = months.semi_join(judged, "library")
    sums = window_sums(own, rules, span, last)
    table = judged.left_join(sums, "library").drop("library_right")
    total: ir.NumericValue = _constant(0)
    for index, rule in enumerate(rules):
        total = total + _points(table, index, rule, span)
    has_data = table.activities.coalesce(0) > 0
    full = cast("ir.IntegerColumn", ibis.least(total, _constant(scoring.FULL)))
    scored = table.mutate(
        score=ibis.ifelse(has_data & table.account.notnull(), full, ibis.null("int64")),
        state=ibis.cases(
            (table.account.isnull(), scoring.NO_ACCOUNT),
            (~has_data, scoring.NO_DATA),
            (full >= _constant(bands.green_from), scoring.GREEN),
            (full >= _constant(bands.yellow_from), scoring.YELLOW),
            else_=scoring.RED,
        ),
    )
    return scored.select("library", "name", "code", "kind", "score", colour="state")


def window_sums(
    months: ir.Table, rules: Sequence[Rule], span: int, last: dt.date
) -> ir.Table:
    """Grain: library. What each rule needs, summed over its window."""
    measures = [MEASURES[rule.measure] for rule in rules]
    needed = {name for measure in measures for name in measure.columns}
    rows = months.select(
        "library", "month", "activities", *sorted(needed - {"activities"})
    )
    sums = {"activities": rows.activities.sum(where=_within(rows, last, span))}
    for index, (rule, measure) in enumerate(zip(rules, measures, strict=True)):
        within = _within(rows, last, rule.window(span))
        sums[f"part_{index}"] = measure.sum_in(rows, within)
        if measure.over:
            sums[f"whole_{index}"] = rows[measure.over].sum(where=within)
    return rows.group_by("library").aggregate(**sums)


def _within(rows: ir.Table, last: dt.date, window: int) -> ir.BooleanColumn:
    """Whether a row lies in the window; `months` ends with the last month."""
    return cast("ir.BooleanColumn", rows.month >= scoring.earlier(last, window - 1))


def _points(table: ir.Table, index: int, rule: Rule, span: int) -> ir.IntegerValue:
    """Points in hundredths: (2 x 100 x W x a + b) // 2b, at most W x cap.

    a / b is actual over target. Constants are multiplied here, as the engine takes
    small ones for narrow integers.
    """
    part = table[f"part_{index}"].coalesce(0)
    if rule.is_share:
        whole = ibis.greatest(table[f"whole_{index}"].coalesce(0), 1)
        target = cast("ir.IntegerValue", whole) * rule.target
        doubled = cast("ir.IntegerValue", whole) * (2 * rule.target)
        twice = part * (2_000_000 * rule.weight) + target
    elif rule.scales:
        below = rule.target * rule.window(span)
        doubled = _constant(2 * below)
        twice = part * (20_000 * rule.period * rule.weight) + _constant(below)
    else:
        doubled = _constant(2 * rule.target)
        twice = part * (20_000 * rule.weight) + _constant(rule.target)
    rounded = _whole(cast("ir.IntegerValue", twice), cast("ir.IntegerValue", doubled))
    return cast("ir.IntegerValue", ibis.least(rounded, _constant(rule.most)))


def _constant(value: int) -> ir.IntegerScalar:
    return cast("ir.IntegerScalar", ibis.literal(value, "int64"))


def _whole(above: ir.IntegerValue, below: ir.IntegerValue) -> ir.IntegerValue:
    """Whole-number division; what is divided is a multiple, so the result is exact."""
    return cast("ir.IntegerValue", ((above - above % below) / below).cast("int64"))


def colour_counts(scored: ir.Table, *, level: str) -> ir.Table:
    """Grain: area. How many libraries have each colour."""
    from sinergi.indicators.expressions.cuts import area

    colours = (
        *(scoring.GREEN, scoring.YELLOW, scoring.RED),
        *(scoring.NO_DATA, scoring.NO_ACCOUNT),
    )
    return (
        scored.group_by(area=area(scored, level))
        .aggregate(
            **{
                colour: (scored.colour == colour).cast("int64").sum()
                for colour in colours
            },
            total=scored.count(),
            points=scored.score.sum().coalesce(0),
            scored=scored.score.count(),
        )
        .order_by("area")
    )
