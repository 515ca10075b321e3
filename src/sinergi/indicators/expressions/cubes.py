"""From facts to cubes: sums of whole numbers a library and month."""

from collections.abc import Mapping
from typing import cast

import ibis.expr.types as ir

from sinergi.indicators.measures import AGE_BANDS, FIELDS, PAYERS, STRATEGIES

SUMS = (
    "attendances",
    "persons",
    "male",
    "female",
    "with_disability",
    *AGE_BANDS.values(),
    "cost_sen",
    "in_kind_sen",
    *(f"cost_{payer}_sen" for payer in PAYERS),
)
COUNTS = (
    "activities",
    "with_evidence",
    "on_time",
    "with_collaborators",
    *(f"strategy_{strategy}" for strategy in STRATEGIES),
    *(f"field_{field}" for field in FIELDS),
)
STATISTICS = (
    "visits",
    "active_users",
    "loans",
    "new_members",
    "ict_uses",
    "members",
    "titles",
    "items",
)


def monthly_activity_by_library(tables: Mapping[str, ir.Table]) -> ir.Table:
    """Grain: library, month, counted or waiting. Sums are None if nobody reported.

    `sent` is 1 in one row of a library and month alone, so that it adds up to the
    months with a report, counted or waiting.
    """
    facts = tables["activities"]

    def count(condition: ir.BooleanValue) -> ir.IntegerScalar:
        ones = cast("ir.IntegerColumn", condition.cast("int64"))
        return cast("ir.IntegerScalar", ones.sum())

    sums = facts.group_by("library", "month", "is_counted").aggregate(
        activities=facts.count(),
        with_evidence=facts.with_evidence.sum(),
        on_time=count(facts.days_late == 0),
        with_collaborators=facts.with_collaborators.sum(),
        reported=(facts.library * 0 + 1).max(),
        **{f"strategy_{key}": count(facts.strategy == key) for key in STRATEGIES},
        **{f"field_{key}": count(facts.field == key) for key in FIELDS},
        **{name: facts[name].sum() for name in SUMS},
    )
    is_any_counted = sums.is_counted.max().over(group_by=("library", "month"))
    is_first = cast("ir.BooleanColumn", sums.is_counted == is_any_counted)
    return sums.mutate(sent=is_first.cast("int64"))


def monthly_activity_by_strategy_and_field(tables: Mapping[str, ir.Table]) -> ir.Table:
    """Grain: library, month, counted or waiting, strategy, field."""
    facts = tables["activities"]
    return facts.group_by(
        "library", "month", "is_counted", "strategy", "field"
    ).aggregate(
        activities=facts.count(),
        with_evidence=facts.with_evidence.sum(),
        on_time=(facts.days_late == 0).cast("int64").sum(),
        **{name: facts[name].sum() for name in SUMS},
    )


def monthly_breakdown_by_library(tables: Mapping[str, ir.Table]) -> ir.Table:
    """Grain: library, month, counted or waiting, cell of the breakdown."""
    facts = tables["breakdown"]
    return facts.group_by(
        *("library", "month", "is_counted"),
        *("sex", "age_band", "disability", "target_group"),
    ).aggregate(attendances=facts.attendances.sum(), persons=facts.persons.sum())


def monthly_statistics_by_library(tables: Mapping[str, ir.Table]) -> ir.Table:
    """Grain: library, month, counted or waiting; stocks are of the month's end."""
    facts = tables["statistics"]
    return facts.group_by("library", "month", "is_counted").aggregate(
        **{name: facts[name].sum() for name in STATISTICS}
    )
