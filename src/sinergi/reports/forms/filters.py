"""The filters of the list of activities: a plain GET form, wrong values ignored."""

import datetime as dt
import re
from dataclasses import dataclass

from django.http import QueryDict

from sinergi.core.dates import next_month
from sinergi.core.forms import typed_key
from sinergi.reports.enums import Strategy

STATES = ("draft", "submitted", "returned", "verified", "locked")
ORDERS = ("-created_at", "created_at")
MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What the person asks the list for; blank is everything."""

    state: str
    month: dt.date | None
    strategy: str
    library: int | None
    search: str
    order: str

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the month asked for."""
        if self.month is None:
            return None
        return next_month(self.month) - dt.timedelta(days=1)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out: an empty list then says so."""
        return bool(
            self.state or self.month or self.strategy or self.library or self.search
        )


def read_month(text: str) -> dt.date | None:
    """The month of `2022-11`, None where there is none."""
    found = MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1900:
        return None
    return dt.date(int(found[1]), int(found[2]), 1)


def read_filter(asked: QueryDict) -> ListFilter:
    """The filter of an address."""
    state, strategy = asked.get("status", ""), asked.get("kelompok", "")
    library, order = asked.get("perpustakaan", ""), asked.get("urut", "")
    return ListFilter(
        state=state if state in STATES else "",
        month=read_month(asked.get("bulan", "")),
        strategy=strategy if strategy in Strategy.values else "",
        library=typed_key(library) if library else None,
        search=asked.get("cari", "").strip()[:200],
        order=order if order in ORDERS else ORDERS[0],
    )
