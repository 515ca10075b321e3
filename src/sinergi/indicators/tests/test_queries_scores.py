"""Scores: colours of all at once agree with the reference, and explain themselves."""

import datetime as dt
import importlib
import random
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from sinergi.analytics.services import mark_dirty, refresh
from sinergi.indicators.queries import (
    Cut,
    colours,
    explain,
    ranking,
    score_trend,
    scores,
)
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
    add_user,
)
from sinergi.network.models import Assignment, Library

pytestmark = pytest.mark.django_db
module = importlib.import_module("sinergi.indicators.queries.scores")
NOVEMBER = Cut(first=dt.date(2022, 11, 1), last=dt.date(2022, 11, 1))


@pytest.fixture(autouse=True)
def _regions() -> None:
    add_regions()


def test_scores_tell_silence_from_red() -> None:
    add_scheme()
    green, red, silent = (add_library() for _ in range(3))
    without = add_library(account=False)
    outsider = add_library(partner=False)
    for field in ("economy", "health", "digital", "education"):
        add_activity(green, field=field, evidence=True)
    add_activity(red)
    add_activity(without)
    add_activity(outsider)
    add_activity(silent, dt.date(2022, 9, 3))
    add_activity(silent, state="submitted")
    refresh()
    assert [(row.library_id, row.score, row.colour) for row in scores(NOVEMBER)] == [
        (green.pk, 10_000, "green"),
        (red.pk, 1500 + 667, "red"),
        (silent.pk, None, "no_data"),
        (without.pk, None, "no_account"),
    ]
    nation = colours(NOVEMBER)[0]
    assert (nation.green, nation.yellow, nation.red) == (1, 0, 1)
    assert (nation.no_data, nation.no_account, nation.total) == (1, 1, 4)
    waiting = Cut(first=NOVEMBER.first, last=NOVEMBER.last, provisional=True)
    assert colours(waiting)[0].no_data == 0


def test_explain_sums_to_the_score_and_names_the_next_step() -> None:
    add_scheme()
    library = add_library()
    for _ in range(3):
        add_activity(library, field="economy")
    add_activity(library, field="health", evidence=True)
    add_activity(library, state="submitted")
    refresh()
    found = explain(library, NOVEMBER)
    assert [(line.points, line.gain, line.advice) for line in found.lines] == [
        (6000, 0, "Tercapai"),
        (1333, 667, "1 lagi"),
        (625, 1375, "3 lagi"),
    ]
    assert found.score == 7958
    assert (found.colour, found.to_next_band, found.next_colour) == ("green", None, "")
    assert (found.counted, found.waiting) == (4, 1)
    assert [line.actual for line in found.lines] == [4, 2, Decimal("25.00")]
    assert [line.target for line in found.lines] == [4, 3, 80]
    assert found.best is not None
    assert found.best.measure == "evidence_share"
    assert [row.score for row in scores(NOVEMBER)] == [found.score]


def test_explain_scales_the_target_of_a_longer_cut() -> None:
    add_scheme()
    library = add_library()
    for month in (1, 6, 11):
        add_activity(library, dt.date(2022, month, 5), evidence=True)
    refresh()
    found = explain(library, Cut())
    assert [line.target for line in found.lines] == [48, 3, 80]
    assert [line.window_months for line in found.lines] == [12, 12, 12]
    assert [line.points for line in found.lines] == [375, 667, 2000]
    assert [row.score for row in scores(Cut())] == [3042]
    assert (found.to_next_band, found.next_colour) == (5000 - 3042, "yellow")


def test_explain_without_scheme_or_account() -> None:
    library = add_library(account=False)
    refresh()
    found = explain(library, NOVEMBER)
    assert (found.score, found.colour, found.lines) == (None, "no_account", [])


def test_officers_give_regency_libraries_an_account() -> None:
    add_scheme("regency")
    library = add_library("35.22", "regency")
    add_activity(library)
    officer = add_user(is_active=False)
    Assignment.objects.create(
        user=officer, role="regency_officer", region_id="35.22",
        starts_on=dt.date(2022, 1, 1), ends_on=dt.date(2022, 11, 30),
    )  # fmt: skip
    refresh()
    assert [row.colour for row in scores(NOVEMBER)] == ["no_account"]
    officer.is_active = True
    officer.save()
    mark_dirty("libraries", [(0, dt.date(2000, 1, 1))])
    refresh()
    assert [row.colour for row in scores(NOVEMBER)] == ["red"]
    december = Cut(first=dt.date(2022, 12, 1))
    assert [row.colour for row in scores(december)] == ["no_account"]


def test_closed_libraries_are_not_judged() -> None:
    add_scheme()
    library = add_library()
    Library.objects.filter(pk=library.pk).update(closed_on=dt.date(2022, 11, 15))
    refresh()
    assert scores(NOVEMBER) == []
    october = Cut(first=dt.date(2022, 10, 1), last=dt.date(2022, 10, 1))
    assert [row.library_id for row in scores(october)] == [library.pk]


def test_bulk_scores_equal_explanations_on_random_reports() -> None:
    chance = random.Random(2022)
    add_scheme(
        lines=(
            ("activities_community_involvement", 4, 1, 30),
            ("activities_advocacy", 3, 3, 18),
            ("evidence_share", "66.67", 1, 14),
            ("distinct_fields", 3, 6, 12),
            ("activities_publication", 2, 1, 10),
            ("on_time_share", 100, 1, 8),
            ("activities_information_services", 1, 6, 4),
            ("months_reported", 3, 3, 4),
        )
    )
    libraries = [add_library() for _ in range(12)]
    for library in libraries:
        for _ in range(chance.randint(0, 14)):
            add_activity(
                library,
                dt.date(2022, chance.randint(5, 12), chance.randint(1, 28)),
                strategy=chance.choice(
                    ["community_involvement", "advocacy", "publication"]
                ),
                field=chance.choice(["economy", "health", "digital", "other"]),
                evidence=chance.random() < 0.5,
                days_late=chance.choice([0, 0, 3]),
                state=chance.choice(["verified", "locked", "submitted"]),
            )
    refresh()
    for first, last in ((11, 11), (10, 12), (1, 12)):
        for provisional in (False, True):
            cut = Cut(
                first=dt.date(2022, first, 1),
                last=dt.date(2022, last, 1),
                provisional=provisional,
            )
            bulk = {row.library_id: (row.score, row.colour) for row in scores(cut)}
            single = {
                library.pk: (found.score, found.colour)
                for library in libraries
                for found in [explain(library, cut)]
            }
            assert bulk == single
            assert sum(c.total for c in colours(cut, level="village")) == 12
    months = [dt.date(2022, month, 1) for month in (10, 11, 12)]
    trend = score_trend(libraries[0], months)
    assert [(point.month, point.score) for point in trend] == [
        (month, explain(libraries[0], Cut(first=month, last=month)).score)
        for month in months
    ]


def test_ranking_shares_ranks_and_names_the_field() -> None:
    add_scheme()
    best, tied, other = (add_library() for _ in range(3))
    last, silent = add_library("35.22.01.2002"), add_library("35.22.01.2002")
    for library in (best, tied, other, last):
        add_activity(library)
    add_activity(best, field="health")
    refresh()
    assert silent.pk
    ranked = ranking(NOVEMBER, level="library")
    assert [(row.rank, row.field_size) for row in ranked] == [
        (1, 4),
        (2, 4),
        (2, 4),
        (2, 4),
    ]
    villages = ranking(NOVEMBER, level="village")
    assert [(row.rank, row.region, row.score, row.judged) for row in villages] == [
        (1, "35.22.01.2001", (4333 + 2167 * 2 + 1) // 3, 3),
        (2, "35.22.01.2002", 2167, 1),
    ]


def test_scores_are_read_where_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    add_scheme()
    library = add_library()
    add_activity(library)
    refresh()
    judges = module._judges

    def refreshed_meanwhile(*arguments: Any) -> Any:
        add_activity(library)
        refresh()
        return judges(*arguments)

    monkeypatch.setattr(module, "_judges", refreshed_meanwhile)
    assert [row.score for row in scores(NOVEMBER)] == [2167]
    assert colours(NOVEMBER)[0].red == 1
    monkeypatch.undo()
    assert [row.score for row in scores(NOVEMBER)] == [4500 + 667]


def test_advice_speaks_the_readers_language() -> None:
    add_scheme()
    library = add_library()
    add_activity(library)
    refresh()
    with translation.override("en"):
        lines = explain(library, NOVEMBER).lines
    assert [line.advice for line in lines] == ["1 more"] * 3
