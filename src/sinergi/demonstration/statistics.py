"""Invents monthly library statistics in ISO 2789 terms (pure, seeded)."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from sinergi.demonstration import facts
from sinergi.demonstration.activities import SEASON, ZONE
from sinergi.demonstration.places import LibraryPlan

VISITS = {"village": 120, "regency": 1_900, "province": 6_500}
ITEMS = {"village": 1_100, "regency": 18_000, "province": 60_000}


@dataclass(frozen=True)
class StatisticsMonth:
    """One library's month."""

    month: dt.date
    values: dict[str, int | None]
    submitted_at: dt.datetime


def monthly_statistics(
    plan: LibraryPlan, year: int, rng: random.Random
) -> Iterator[StatisticsMonth]:
    """The months that the library handed in; the careless leave some out."""
    items = round(ITEMS[plan.kind] * rng.lognormvariate(0, 0.3))
    members = round(VISITS[plan.kind] * rng.uniform(1.5, 4))
    for month in range(1, 13):
        if rng.random() > 0.25 + 0.6 * plan.care:
            continue
        visits = round(
            VISITS[plan.kind] * SEASON[month - 1] * rng.lognormvariate(0, 0.3)
        )
        joined = round(visits * rng.uniform(0.01, 0.05))
        members += joined
        first = dt.date(year, month, 1)
        sent_on = first + dt.timedelta(days=31 + rng.randint(1, 6))
        if sent_on > facts.TODAY:
            continue
        yield StatisticsMonth(
            month=first,
            values={
                "visits": visits,
                "active_users": round(visits * rng.uniform(0.3, 0.6)),
                "loans": round(visits * rng.uniform(0.2, 0.7)),
                "new_members": joined,
                "ict_uses": round(visits * rng.uniform(0.05, 0.3))
                if rng.random() < 0.7
                else None,
                "members": members,
                "titles": round(items * 0.6),
                "items": items,
            },
            submitted_at=dt.datetime.combine(sent_on, dt.time(10), ZONE),
        )
