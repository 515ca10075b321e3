"""Counts by day as bars, in percent of their drawing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

#: What stays empty between two bars.
GAP = 0.18


@dataclass(frozen=True)
class Bar:
    """One day: its place in the drawing, all in percent."""

    day: dt.date
    count: int
    x: str
    y: str
    width: str
    height: str


def bars_of(days: Sequence[tuple[dt.date, int]]) -> list[Bar]:
    """Bars from the left; the fullest day fills the height."""
    if not days:
        return []
    step, most = 100 / max(len(days), 14), max(count for _day, count in days)
    return [
        Bar(
            day=day,
            count=count,
            x=f"{place * step:.3f}%",
            y=f"{100 - 100 * count / most:.2f}%",
            width=f"{step * (1 - GAP):.3f}%",
            height=f"{100 * count / most:.2f}%",
        )
        for place, (day, count) in enumerate(days)
    ]
