"""The choice of libraries leads to the published counts, whatever the seed."""

import csv
import gzip
import random
from collections import Counter

import pytest

from sinergi.demonstration import facts
from sinergi.demonstration.activities import year_of
from sinergi.demonstration.places import LibraryPlan, Place, plan_libraries
from sinergi.regions.services.loading import DATA


@pytest.fixture(scope="module")
def places() -> list[Place]:
    with gzip.open(DATA / "regions.csv.gz", "rt", encoding="utf-8") as file:
        return [
            Place(row["code"], row["name"], row["kind"]) for row in csv.DictReader(file)
        ]


@pytest.fixture(scope="module", params=[facts.SEED, 1, 99])
def plans(request: pytest.FixtureRequest, places: list[Place]) -> list[LibraryPlan]:
    return plan_libraries(places, random.Random(request.param))


def test_partners_are_those_of_fact_a4(plans: list[LibraryPlan]) -> None:
    kinds = Counter(plan.kind for plan in plans if plan.takes_part)
    assert kinds == {"province": 33, "regency": 315, "village": 275}


def test_replication_is_that_of_fact_a11(plans: list[LibraryPlan]) -> None:
    replicated = [plan.region for plan in plans if not plan.takes_part]
    assert len({code[:2] for code in replicated}) == 10
    assert len({code[:5] for code in replicated}) == 65
    assert len(set(replicated)) == 1_122


def test_every_place_has_one_library(plans: list[LibraryPlan]) -> None:
    assert max(Counter(plan.region for plan in plans).values()) == 1


def test_the_same_seed_makes_the_same_year(places: list[Place]) -> None:
    def year() -> list[object]:
        rng = random.Random(facts.SEED)
        plans = plan_libraries(places, rng)[:40]
        return [
            report
            for plan in plans
            for report in year_of(plan, 2022, range(1, 13), rng)
        ]

    assert year() == year()


def test_reports_are_as_imperfect_as_real_ones(plans: list[LibraryPlan]) -> None:
    rng = random.Random(facts.SEED)
    reports = [r for plan in plans for r in year_of(plan, 2022, range(1, 13), rng)]
    states = Counter(report.state for report in reports)
    assert set(states) == {"draft", "submitted", "returned", "verified"}
    assert 17_000 < len(reports) < 23_000
