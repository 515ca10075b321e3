"""Cuts as they are asked for from outside: by words, checked against the regions."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sinergi.core.dates import latest_day, today
from sinergi.indicators import scoring
from sinergi.indicators.errors import UnknownCut
from sinergi.indicators.queries.shapes import Cut
from sinergi.network.enums import LibraryKind
from sinergi.regions.queries import region_on

FIRST_YEAR, LAST_YEAR = 1900, 2999


def requested_cut(
    *,
    region: str = "",
    kind: str = "",
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_of: dt.date | None = None,
    provisional: bool = False,
) -> Cut:
    """A checked cut: January to the month of `as_of` (today) unless told otherwise.

    Nothing after the month of `as_of` counts, and areas are those of that day.

    Raises:
        UnknownCut: The region or kind does not exist, or the months are out of range
            or order.
    """
    for field, asked in (("from", first), ("to", last), ("as_of", as_of)):
        if asked and not FIRST_YEAR <= asked.year <= LAST_YEAR:
            raise UnknownCut(
                _("There are figures from %(first)s to %(last)s at most.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR},
                field=field,
            )
    day = as_of or today()
    end = day.replace(day=1)
    last = min(last, end) if last and as_of else last or end
    first = first or dt.date(last.year, 1, 1)
    if first > last:
        raise UnknownCut(
            _("A period runs from one whole month to a later one."), field="from"
        )
    if kind and kind not in LibraryKind.values:
        raise UnknownCut(_("There is no such kind of library."), field="kind")
    if region and region_on(region, day) is None:
        raise UnknownCut(_("There is no region with this code."), field="region")
    return Cut(
        region=region,
        kind=kind,
        first=first,
        last=last,
        boundaries_on=as_of,
        provisional=provisional,
    )


def last_day(cut: Cut) -> dt.date:
    """The last day that a cut's figures hold: months count whole, up to today."""
    return min(scoring.end_of(cut.last), latest_day())
