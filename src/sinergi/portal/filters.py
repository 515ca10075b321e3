"""What a dashboard shows: months, kind of library, boundaries, which reports."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

#: The boundary edition before the split of Papua, offered beside today's.
BEFORE_SPLIT = dt.date(2022, 1, 1)
TODAY, PROVISIONAL = "kini", "sementara"
PERIOD = re.compile(r"(20\d\d)(?:-(?:T([1-4])|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Span:
    """Whole months, named as in the address: 2022, 2022-T3, 2022-09."""

    key: str
    first: dt.date
    last: dt.date

    @property
    def year(self) -> int:
        """The year in which it lies."""
        return self.first.year

    @property
    def months(self) -> list[dt.date]:
        """First days of its months."""
        return months_between(self.first, self.last)

    @property
    def kind(self) -> str:
        """`year`, `quarter` or `month`."""
        return {12: "year", 3: "quarter"}.get(len(self.months), "month")


@dataclass(frozen=True)
class Filters:
    """The reader's choices, the same for page, tables and downloads."""

    span: Span
    kind: str = ""
    boundaries_on: dt.date | None = None
    is_provisional: bool = False

    def query(self) -> str:
        """The choices as a query string; defaults are left out."""
        chosen = {"periode": self.span.key}
        if self.kind:
            chosen["jenis"] = self.kind
        if self.boundaries_on:
            chosen["batas"] = self.boundaries_on.isoformat()
        if self.is_provisional:
            chosen["laporan"] = PROVISIONAL
        return urlencode(chosen)


def span_of(key: str) -> Span | None:
    """The span that a key names; None for anything else."""
    found = PERIOD.fullmatch(key)
    if found is None:
        return None
    year = int(found[1])
    if found[2]:
        start = int(found[2]) * 3 - 2
        return Span(key, dt.date(year, start, 1), dt.date(year, start + 2, 1))
    if found[3]:
        month = dt.date(year, int(found[3]), 1)
        return Span(key, month, month)
    return Span(key, dt.date(year, 1, 1), dt.date(year, 12, 1))


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """First days of the months from first to last."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(start, start + count)]


def default_key(first: dt.date | None, last: dt.date | None, today: dt.date) -> str:
    """The latest year told to its end by today, or else the latest year with data."""
    if first is None or last is None:
        return str(today.year)
    last = min(last, today)
    whole = last.year if last.month == 12 else last.year - 1
    return str(whole if whole >= first.year else last.year)


def keys(first: dt.date, last: dt.date) -> tuple[list[str], list[str], list[str]]:
    """Years, quarters and months with data, the latest first."""
    months = months_between(first, last)[::-1]
    years = list(dict.fromkeys(str(month.year) for month in months))
    quarters = list(
        dict.fromkeys(f"{month.year}-T{(month.month + 2) // 3}" for month in months)
    )
    return years, quarters, [f"{month:%Y-%m}" for month in months]
