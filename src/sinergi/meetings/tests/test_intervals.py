"""Unions of intervals against a plain oracle: the minutes that any of them covers."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.meetings.intervals import Interval, length, union, within

START = dt.datetime(2022, 12, 5, 8, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def at(minute: int) -> dt.datetime:
    return START + minute * MINUTE


@st.composite
def some_intervals(draw: st.DrawFn) -> Interval:
    first = draw(st.integers(0, 120))
    return Interval(at(first), at(first + draw(st.integers(0, 40))))


MANY = st.lists(some_intervals(), max_size=12)


def minutes(intervals: list[Interval]) -> set[int]:
    """Every minute that one of them covers, counted one by one."""
    return {
        minute
        for one in intervals
        for minute in range(200)
        if one.starts_at <= at(minute) < one.ends_at
    }


@given(MANY)
def test_union_covers_the_same_minutes(intervals: list[Interval]) -> None:
    assert minutes(union(intervals)) == minutes(intervals)


@given(MANY)
def test_union_is_in_order_apart_and_never_empty(intervals: list[Interval]) -> None:
    merged = union(intervals)
    assert all(one.starts_at < one.ends_at for one in merged)
    assert all(a.ends_at < b.starts_at for a, b in pairwise(merged))


@given(MANY)
def test_union_of_a_union_is_the_same(intervals: list[Interval]) -> None:
    assert union(union(intervals)) == union(intervals)


@given(MANY, MANY)
def test_union_knows_no_order(some: list[Interval], more: list[Interval]) -> None:
    assert union([*some, *more]) == union([*reversed(more), *some])


@given(MANY)
def test_length_counts_each_minute_once(intervals: list[Interval]) -> None:
    assert length(intervals) == len(minutes(intervals)) * MINUTE


@given(MANY, some_intervals())
def test_length_never_falls_by_one_more(some: list[Interval], one: Interval) -> None:
    assert length([*some, one]) >= max(length(some), length([one]))


@given(MANY, some_intervals())
def test_within_keeps_what_lies_in_the_window(
    intervals: list[Interval], window: Interval
) -> None:
    assert minutes(within(intervals, window)) == minutes(intervals) & minutes([window])


def test_an_interval_that_ends_first_is_refused() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Interval(at(2), at(1))
