"""Intervals of time: their union, how long it is, what of it lies in a window.

An interval holds its beginning and not its end; one that ends where it begins is
empty. Joins repeat (a line drops, two devices), so presence is always the union,
never the sum.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Interval:
    """From one moment up to another.

    Raises:
        ValueError: It ends before it begins.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime

    def __post_init__(self) -> None:
        if self.ends_at < self.starts_at:
            raise ValueError("An interval cannot end before it begins.")


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time without overlaps: in order, apart from each other, none empty."""
    merged: list[Interval] = []
    for one in sorted(intervals):
        if one.starts_at == one.ends_at:
            continue
        if merged and one.starts_at <= merged[-1].ends_at:
            end = max(merged[-1].ends_at, one.ends_at)
            merged[-1] = Interval(merged[-1].starts_at, end)
        else:
            merged.append(one)
    return merged


def within(intervals: Iterable[Interval], window: Interval) -> list[Interval]:
    """What of the intervals lies inside a window."""
    return [
        Interval(max(one.starts_at, window.starts_at), min(one.ends_at, window.ends_at))
        for one in intervals
        if one.starts_at < window.ends_at and window.starts_at < one.ends_at
    ]


def length(intervals: Iterable[Interval]) -> dt.timedelta:
    """How long somebody was there: the length of the union."""
    return sum(
        (one.ends_at - one.starts_at for one in union(intervals)), dt.timedelta()
    )
