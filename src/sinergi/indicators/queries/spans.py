"""Periods of a cut: their labels and their last days."""

import datetime as dt

from sinergi.indicators import scoring
from sinergi.indicators.queries.shapes import Cut


def months_of(cut: Cut) -> list[dt.date]:
    """The first days of the months of a cut, in order."""
    return [
        scoring.earlier(cut.first, -index)
        for index in range(scoring.span_of(cut.first, cut.last))
    ]


def periods(cut: Cut, per: str) -> list[str]:
    """The periods of a cut, in order."""
    if per == "month":
        return [f"{month:%Y-%m}" for month in months_of(cut)]
    if per == "year":
        return [str(year) for year in range(cut.first.year, cut.last.year + 1)]
    return [label_of("", cut)]


def label_of(span: str, cut: Cut) -> str:
    """A period as it is written; '' is the whole cut."""
    if span:
        return span
    if cut.first == cut.last:
        return f"{cut.first:%Y-%m}"
    return f"{cut.first:%Y-%m}/{cut.last:%Y-%m}"


def ends_of(cut: Cut, per: str) -> list[tuple[str, dt.date]]:
    """Each period with the last day on which it is looked at."""
    ends = []
    for span in periods(cut, per):
        if per == "month":
            month = dt.date.fromisoformat(f"{span}-01")
        elif per == "year":
            month = min(dt.date(int(span), 12, 1), cut.last)
        else:
            month = cut.last
        ends.append((span, scoring.end_of(month)))
    return ends
