"""Warns where two streams may count one benefit twice.

Four rules, each on a pair of streams of one group whose years overlap. A stream that
names no activity meets all activities.

1. `use_value_twice`: use value at market prices and contingent valuation.
2. `gain_within_wtp`: income, cost saving or time, and contingent valuation.
3. `time_within_saving`: time and cost saving, or time and income.
4. `same_stream_twice`: the same kind.
"""

from collections.abc import Sequence
from itertools import combinations

from sinergi.benefits.valuation.problems import Problem
from sinergi.benefits.valuation.streams import BenefitStream, StreamKind

GAINS = frozenset({StreamKind.INCOME, StreamKind.COST_SAVING, StreamKind.TIME})


def double_counting(streams: Sequence[BenefitStream]) -> list[Problem]:
    """A warning for each pair that may overlap; empty where none does."""
    return [
        Problem(
            path=f"streams.{other.key}",
            kind=kind,
            values={"one": one.title, "other": other.title},
        )
        for one, other in combinations(streams, 2)
        if _may_overlap(one, other) and (kind := _rule(one, other))
    ]


def _may_overlap(one: BenefitStream, other: BenefitStream) -> bool:
    if one.group != other.group:
        return False
    if one.first_year > other.last_year or other.first_year > one.last_year:
        return False
    return not one.activity or not other.activity or one.activity == other.activity


def _rule(one: BenefitStream, other: BenefitStream) -> str:
    kinds = {one.kind, other.kind}
    if len(kinds) == 1:
        return "same_stream_twice"
    if StreamKind.CONTINGENT in kinds:
        is_use = StreamKind.USE_VALUE in kinds
        return "use_value_twice" if is_use else "gain_within_wtp"
    is_time = StreamKind.TIME in kinds and kinds <= GAINS
    return "time_within_saving" if is_time else ""
