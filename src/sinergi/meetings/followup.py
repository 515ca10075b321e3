"""Whether an indicator moved after a meeting. No Django, no clock.

A monthly sum is compared as the mean of the months that were reported, since a month
without a report is unknown and not nought; a share as the share over all of them; a
level as the last one that was reported.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

#: How many months before and after a meeting are compared.
MONTHS = 12


class Verdict(StrEnum):
    """What the reports say of a plan."""

    REACHED = "reached"
    MOVED = "moved"
    NOT_YET = "not_yet"
    NO_BASELINE = "no_baseline"
    NO_DATA = "no_data"


class Way(StrEnum):
    """How the months of a measure are put together."""

    MEAN = "mean"
    SHARE = "share"
    LEVEL = "level"


@dataclass(frozen=True)
class MonthValue:
    """What a library reported of a measure in a month; `whole` only for shares."""

    month: dt.date
    part: int | Decimal
    whole: int | None = None


def value_over(months: Sequence[MonthValue], way: Way) -> Decimal | None:
    """One value for some months, two decimals, halves up; None where none reported."""
    if not months:
        return None
    if way is Way.LEVEL:
        return _rounded(Decimal(max(months, key=lambda one: one.month).part))
    total = sum((Decimal(one.part) for one in months), Decimal())
    if way is Way.MEAN:
        return _rounded(total / len(months))
    whole = sum(one.whole or 0 for one in months)
    return _rounded(100 * total / whole) if whole else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def verdict(
    *, baseline: Decimal | None, target: Decimal, after: Decimal | None
) -> Verdict:
    """What the value after the meeting says; a target below the baseline asks for less.

    Without a baseline only the target can be judged.
    """
    if after is None:
        return Verdict.NO_DATA
    asks_less = baseline is not None and target < baseline
    if after <= target if asks_less else after >= target:
        return Verdict.REACHED
    if baseline is None:
        return Verdict.NO_BASELINE
    moved = after < baseline if asks_less else after > baseline
    return Verdict.MOVED if moved else Verdict.NOT_YET


def months_before(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last month before the month of a day."""
    return _shifted(day, -MONTHS), _shifted(day, -1)


def months_after(day: dt.date, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """The first and last month after the month of a day that have ended; None yet."""
    first = _shifted(day, 1)
    last = min(_shifted(day, MONTHS), _shifted(today, -1))
    return (first, last) if first <= last else None


def span_of(first: dt.date, last: dt.date) -> int:
    """How many months lie from the first to the last, both included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _shifted(day: dt.date, months: int) -> dt.date:
    turn = day.year * 12 + day.month - 1 + months
    return dt.date(turn // 12, turn % 12 + 1, 1)


def reminder_stage(due_on: dt.date, today: dt.date) -> int | None:
    """Which reminder is due: 30 or 7 days ahead, or 0 from the day itself.

    The latest one whose time has come, so that a day on which nothing ran loses
    none; None before all of them and two weeks after the day.
    """
    left = (due_on - today).days
    if left < -14:
        return None
    return min((days for days in (30, 7, 0) if left <= days), default=None)
