"""A year is believable: whoever reads any hundred reports finds no absurd one."""

import csv
import datetime as dt
import gzip
import random
import re
from collections import Counter

import pytest

from sinergi.demonstration import facts
from sinergi.demonstration.activities import InventedReport, year_of
from sinergi.demonstration.names import MARK, invented_name
from sinergi.demonstration.places import LibraryPlan, Place, plan_libraries
from sinergi.demonstration.subjects import AUDIENCES, BLANKS, SUBJECTS, VENUES
from sinergi.demonstration.words import FIELD_WEIGHTS, PAYER_WEIGHTS
from sinergi.network.enums import Payer
from sinergi.regions.services.loading import DATA
from sinergi.reports.enums import Field, Strategy, TargetGroup

Told = tuple[LibraryPlan, InventedReport]


@pytest.fixture(scope="module")
def plans() -> list[LibraryPlan]:
    with gzip.open(DATA / "regions.csv.gz", "rt", encoding="utf-8") as file:
        places = [
            Place(row["code"], row["name"], row["kind"]) for row in csv.DictReader(file)
        ]
    return plan_libraries(places, random.Random(facts.SEED))


@pytest.fixture(scope="module")
def year(plans: list[LibraryPlan]) -> list[Told]:
    rng = random.Random(facts.SEED)
    return [(p, r) for p in plans for r in year_of(p, 2022, range(1, 13), rng)]


@pytest.fixture(scope="module")
def half_year(plans: list[LibraryPlan]) -> list[Told]:
    rng = random.Random(facts.SEED)
    return [(p, r) for p in plans for r in year_of(p, 2023, range(1, 7), rng)]


def held_on(report: InventedReport) -> dt.date:
    assert report.content.started_on is not None
    return report.content.started_on


def test_subjects_use_known_words_and_fill_every_blank() -> None:
    groups = {audience.group for audience in AUDIENCES.values()}
    assert groups <= set(TargetGroup.values)
    assert set(SUBJECTS) == set(Strategy.values)
    assert set(FIELD_WEIGHTS) == set(Field.values)
    assert {payer for own in PAYER_WEIGHTS.values() for payer in own} == set(Payer)
    for fields in SUBJECTS.values():
        for field, subjects in fields.items():
            assert field in Field.values
            for subject in subjects:
                assert subject.audience in AUDIENCES
                texts = [subject.title, subject.outcome, *subject.helpers]
                for level in subject.levels.split():
                    texts += VENUES[level][subject.place]
                for blanks in BLANKS.values():
                    assert not any("{" in text.format(**blanks) for text in texts)


def test_nothing_of_2022_happens_after_the_demonstrations_today(
    year: list[Told],
) -> None:
    for _plan, report in year:
        moments = [report.submitted_at, report.reviewed_at]
        days = [moment.date() for moment in moments if moment]
        assert max([held_on(report), *days]) <= facts.TODAY


def test_moments_of_a_report_are_in_order(year: list[Told]) -> None:
    for _plan, report in year:
        if report.submitted_at:
            assert report.submitted_at.date() >= held_on(report)
        if report.reviewed_at:
            assert report.submitted_at is not None
            assert report.submitted_at < report.reviewed_at


def test_what_follows_the_demonstrations_today_waits_for_nobody(
    half_year: list[Told],
) -> None:
    assert {report.state for _, report in half_year} == {"verified", "returned"}
    returned = [r for _, r in half_year if r.state == "returned"]
    assert {r.return_reason for r in returned} == {"Kegiatan ini sudah dilaporkan."}


def test_an_activity_suits_its_day(year: list[Told]) -> None:
    for _plan, report in year:
        day = held_on(report)
        title = report.content.title.lower()
        if title.rstrip(".") == "baca bersama jumat pagi" and "." not in title:
            is_copy = report.state == "submitted"
            assert day.weekday() == 4 or is_copy
        if "tujuh belasan" in title:
            assert day.month == 8


def test_village_money_pays_for_villages_only(year: list[Told]) -> None:
    payers = {
        plan.place_kind
        for plan, report in year
        for payment in report.content.money
        if payment.payer == "village_fund"
    }
    assert payers == {"desa"}


def test_nobody_is_counted_at_a_broadcast_nor_a_child_at_a_signing(
    year: list[Told],
) -> None:
    for _plan, report in year:
        content = report.content
        if "radio komunitas" in content.title or "media sosial" in content.title:
            assert content.attendances is None
        if content.strategy == "advocacy":
            assert not any(c.age_band == "under_15" for c in content.breakdown)


def test_parts_never_exceed_the_whole(year: list[Told]) -> None:
    for _plan, report in year:
        content = report.content
        total = content.attendances or 0
        by_sex = sum(cell.attendances for cell in content.breakdown if cell.sex)
        assert by_sex in {0, total}
        assert max([0, *(cell.attendances for cell in content.breakdown)]) <= total
        assert (content.persons or 0) <= total


def test_the_year_holds_what_officers_must_notice(year: list[Told]) -> None:
    reports = [report for _, report in year]
    late = sum(
        (r.submitted_at.date() - held_on(r)).days > 36
        for r in reports
        if r.submitted_at
    )
    assert late > len(reports) / 50
    assert sum(not r.evidence for r in reports) > len(reports) / 10
    assert sum((r.content.attendances or 0) >= 1_000 for r in reports) > 5
    titles = Counter(r.content.title for r in reports)
    assert len(titles) > 150
    assert titles.most_common(1)[0][1] < len(reports) / 20


def test_names_are_varied_and_marked() -> None:
    rng = random.Random(facts.SEED)
    names = {invented_name(f"{code}.01", rng) for code in range(11, 97)}
    names |= {invented_name("35.22", rng) for _ in range(200)}
    assert len(names) > 150
    pattern = re.compile(rf"[\w ]+ {re.escape(MARK)}")
    assert all(pattern.fullmatch(name) for name in names)
