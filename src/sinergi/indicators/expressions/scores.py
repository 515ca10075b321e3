"""The score of every library at once, in whole-number arithmetic only.

The rule is that of `scoring`, which is the reference in tests. Engines round halves
differently and divide in floating point, so that neither is used here.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
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


#: A measure's key, and the months up to the last one over which it is summed.
Need = tuple[str, int]


def needs_of(rules: Iterable[Rule], span: int) -> set[Need]:
    """What rules ask for in a cut of `span` months."""
    return {(rule.measure, rule.window(span)) for rule in rules}


def part_of(need: Need) -> str:
    """The column that holds a need's sum."""
    return f"{need[0]}_{need[1]}"


def whole_of(need: Need) -> str:
    """The column that holds the denominator of a need's share."""
    return f"{need[0]}_{need[1]}_whole"


def sums_schema(needs: Iterable[Need]) -> dict[str, str]:
    """The columns of `window_sums`."""
    names = ["library", "activities"]
    for need in sorted(needs):
        names.append(part_of(need))
        if MEASURES[need[0]].over:
            names.append(whole_of(need))
    return dict.fromkeys(names, "int64")


def window_sums(
    months: ir.Table, needs: Iterable[Need], span: int, last: dt.date
) -> ir.Table:
    """Grain: library. What rules need, each summed over its own window.

    `months` has one row a library and month, ends with the month of `last` and
    reaches back far enough for the longest window. Each window is summed by itself:
    a column is then read only in the months that it is needed for.
    """
    wanted = sorted(needs)
    windows = sorted({span, *(window for _key, window in wanted)}, reverse=True)
    longest, *shorter = (
        _sums_within(months, wanted, window, span, last) for window in windows
    )
    for sums in shorter:
        longest = longest.left_join(sums, "library").drop("library_right")
    return longest.select(*sums_schema(wanted))


def _sums_within(
    months: ir.Table, needs: Sequence[Need], window: int, span: int, last: dt.date
) -> ir.Table:
    rows = months.filter(months.month >= scoring.earlier(last, window - 1))
    sums: dict[str, ir.Value] = {}
    if window == span:
        sums["activities"] = rows.activities.sum()
    for need in needs:
        if need[1] != window:
            continue
        measure = MEASURES[need[0]]
        sums[part_of(need)] = measure.sum_in(rows)
        if measure.over:
            sums[whole_of(need)] = rows[measure.over].sum()
    return rows.group_by("library").aggregate(**sums)


def library_scores(
    judged: ir.Table,
    sums: ir.Table,
    rules: Sequence[Rule],
    bands: Bands,
    span: int,
) -> ir.Table:
    """Grain: library. Score in hundredths and colour; score None without data.

    `sums` are the `window_sums` of a cut of `span` months.
    """
    table = judged.left_join(sums, "library").drop("library_right")
    total: ir.NumericValue = _constant(0)
    for rule in rules:
        total = total + _points(table, rule, span)
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


def _points(table: ir.Table, rule: Rule, span: int) -> ir.IntegerValue:
    """Points in hundredths: (2 x 100 x W x a + b) // 2b, at most W x cap.

    a / b is actual over target. Constants are multiplied here, as the engine takes
    small ones for narrow integers.
    """
    need = (rule.measure, rule.window(span))
    part = table[part_of(need)].coalesce(0)
    if rule.is_share:
        whole = ibis.greatest(table[whole_of(need)].coalesce(0), 1)
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
