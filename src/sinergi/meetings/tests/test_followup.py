"""What reports after a meeting say of a plan."""

import datetime as dt
from decimal import Decimal

import pytest

from sinergi.meetings.followup import (
    MonthValue,
    Verdict,
    Way,
    months_after,
    months_before,
    reminder_stage,
    value_over,
    verdict,
)

DAY = dt.date(2022, 12, 5)


def month(number: int, part: int, whole: int | None = None) -> MonthValue:
    return MonthValue(dt.date(2023, number, 1), part, whole)


@pytest.mark.parametrize(
    ("baseline", "target", "after", "expected"),
    [
        ("2", "4", "4", Verdict.REACHED),
        ("2", "4", "3", Verdict.MOVED),
        ("2", "4", "2", Verdict.NOT_YET),
        ("2", "4", "0", Verdict.NOT_YET),
        ("2", "4", None, Verdict.NO_DATA),
        (None, "4", "5", Verdict.REACHED),
        (None, "4", "3", Verdict.NO_BASELINE),
        (None, "4", None, Verdict.NO_DATA),
        ("8", "4", "4", Verdict.REACHED),
        ("8", "4", "6", Verdict.MOVED),
        ("8", "4", "9", Verdict.NOT_YET),
        ("4", "4", "4", Verdict.REACHED),
        ("4", "4", "3", Verdict.NOT_YET),
    ],
)
def test_verdict(
    baseline: str | None, target: str, after: str | None, expected: Verdict
) -> None:
    found = verdict(
        baseline=None if baseline is None else Decimal(baseline),
        target=Decimal(target),
        after=None if after is None else Decimal(after),
    )
    assert found is expected


def test_months_without_a_report_are_unknown_and_not_nought() -> None:
    assert value_over([month(1, 4), month(5, 1)], Way.MEAN) == Decimal("2.50")
    assert value_over([], Way.MEAN) is None
    assert value_over([month(2, 0)], Way.MEAN) == 0


def test_shares_add_up_before_they_are_divided() -> None:
    assert value_over([month(1, 1, 1), month(2, 0, 5)], Way.SHARE) == Decimal("16.67")
    assert value_over([month(1, 0, 0)], Way.SHARE) is None


def test_a_level_is_the_last_one_reported() -> None:
    assert value_over([month(3, 70), month(1, 50)], Way.LEVEL) == 70


def test_windows_are_whole_months_around_the_meeting() -> None:
    assert months_before(DAY) == (dt.date(2021, 12, 1), dt.date(2022, 11, 1))
    assert months_after(DAY, dt.date(2023, 7, 1)) == (
        dt.date(2023, 1, 1),
        dt.date(2023, 6, 1),
    )
    assert months_after(DAY, dt.date(2030, 1, 1)) == (
        dt.date(2023, 1, 1),
        dt.date(2023, 12, 1),
    )


@pytest.mark.parametrize("today", [DAY, dt.date(2022, 12, 31), dt.date(2023, 1, 31)])
def test_a_month_counts_once_it_has_ended(today: dt.date) -> None:
    assert months_after(DAY, today) is None


@pytest.mark.parametrize(
    ("days", "stage"),
    [(31, None), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-14, 0), (-15, None)],
)
def test_reminder_stages(days: int, stage: int | None) -> None:
    due = dt.date(2023, 6, 30)
    assert reminder_stage(due, due - dt.timedelta(days=days)) == stage
