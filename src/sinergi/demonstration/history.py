"""Invents the yearly totals of 2018-2021, as an older system would hand them over."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sinergi.demonstration.activities import MEAN_GROUP, MONTHLY_MEAN
from sinergi.demonstration.places import LibraryPlan

#: How a year compares with 2022: the programme grows, the pandemic bites.
YEAR_LEVEL = {2018: 1.2, 2019: 1.3, 2020: 0.85, 2021: 0.98}


@dataclass(frozen=True)
class HistoryYear:
    """One library's year: activities and attendances, both counts."""

    year: int
    activities: int
    attendances: int


def yearly_history(plan: LibraryPlan, rng: random.Random) -> Iterator[HistoryYear]:
    """The years from intake to 2021; PerpuSeru's years are not in Sinergi."""
    for year, level in YEAR_LEVEL.items():
        if year < plan.intake_year:
            continue
        mean = MONTHLY_MEAN[plan.kind] * 12 * plan.vigour * level
        activities = max(1, round(mean * rng.lognormvariate(0, 0.25)))
        group = MEAN_GROUP[plan.kind] * 0.84 * rng.lognormvariate(0.05, 0.2)
        yield HistoryYear(year, activities, round(activities * group))
