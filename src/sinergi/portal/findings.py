"""What a dashboard's headings say: the finding first, in whole sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.core.formatting import join_list, month, month_name, number
from sinergi.portal.filters import Span
from sinergi.portal.maps import short_name
from sinergi.portal.queries.dashboard import Area, Dashboard, HeatRow

#: Regions with fewer libraries make no headline.
LEAST_LIBRARIES = 5
#: Nor do those with fewer reports.
LEAST_REPORTS = 24


def period(span: Span) -> str:
    """A period in words."""
    if span.kind == "month":
        return month(span.first)
    if span.kind == "quarter":
        return _("quarter %(number)s of %(year)s") % {
            "number": (span.first.month + 2) // 3,
            "year": span.year,
        }
    return str(span.year)


def network(board: Dashboard) -> str:
    """How many libraries the lights are about, and in how many regions they lie."""
    total = board.lights.total
    if total is None:
        return _("All partner libraries, those without data or account included")
    words = {
        "total": number(total),
        "held": number(board.regions_with_partners),
        "all": number(board.regions),
    }
    if board.place.level == "nation":
        return (
            _(
                "%(total)s partner libraries in %(held)s of %(all)s provinces, those "
                "without data or account included"
            )
            % words
        )
    if board.regions:
        return (
            _(
                "%(total)s partner libraries in %(held)s of %(all)s regencies and "
                "cities, those without data or account included"
            )
            % words
        )
    return (
        _("%(total)s partner libraries, those without data or account included") % words
    )


def lights(board: Dashboard) -> str:
    """How many libraries are green."""
    share = board.lights.green_pct
    if share is None:
        return _("The lights of all libraries")
    return _("%(share)s%% of all libraries are green") % {"share": number(share, 1)}


def regions(board: Dashboard) -> str:
    """Who leads and who needs support."""
    ranked = _headliners(board)
    if len(ranked) < 3:
        return _("Green libraries by region")
    best, last = ranked[:2], ranked[-1]
    top = best[0].lights.green_pct
    if top == last.lights.green_pct:
        return _("All regions stand at the same share of green")
    tied = [area for area in ranked if area.lights.green_pct == top]
    if len(tied) > 2:
        return _("%(count)s regions lead with %(share)s%%; %(last)s needs support") % {
            "count": len(tied),
            "share": number(top, 1),
            "last": short_name(last.name),
        }
    return _("%(first)s lead; %(last)s needs support") % {
        "first": join_list([short_name(area.name) for area in best]),
        "last": short_name(last.name),
    }


def _headliners(board: Dashboard) -> list[Area]:
    return [
        area
        for area in board.areas
        if area.rank is not None and (area.lights.total or 0) >= LEAST_LIBRARIES
    ]


def trend(board: Dashboard) -> str:
    """When most people came."""
    known = [
        (value, day)
        for value, day in zip(board.trend.now, board.trend.months, strict=True)
        if value is not None
    ]
    if not known:
        return _("No attendances reported for this period")
    _value, peak = max(known, key=lambda pair: pair[0])
    if len(known) == 1:
        return _("Attendances are known for %(month)s only") % {
            "month": month_name(peak.month)
        }
    return _("Attendances peaked in %(month)s") % {"month": month_name(peak.month)}


def trend_words(board: Dashboard) -> str:
    """The trend for who cannot see it."""
    known = [
        f"{month_name(day.month)} {number(value)}"
        for value, day in zip(board.trend.now, board.trend.months, strict=True)
        if value is not None
    ]
    return _("Attendances by month: %(values)s") % {"values": join_list(known)}


def timeliness(board: Dashboard) -> str:
    """Who reports in time."""
    rows = heat_rows(board)
    if not rows:
        return _("No reports yet for this period")
    if len(rows) == 1:
        return _("%(share)s%% of reports came in time") % {
            "share": number(rows[0].overall, 1)
        }
    return _("%(name)s reports most punctually: %(share)s%% in time") % {
        "name": short_name(rows[0].name),
        "share": number(rows[0].overall, 1),
    }


def ranking(board: Dashboard) -> str:
    """Who is first, and how many there are."""
    ranked = [area for area in board.areas if area.rank is not None]
    first = [area for area in ranked if area.rank == 1]
    if len(first) > 1:
        return _("%(count)s regions share rank 1 of %(field_size)s") % {
            "count": number(len(first)),
            "field_size": number(board.field_size),
        }
    libraries = ranked[0].lights.total
    if libraries is not None and libraries < LEAST_LIBRARIES:
        return ngettext(
            "%(name)s, with %(count)s library, is first of %(field_size)s",
            "%(name)s, with %(count)s libraries, is first of %(field_size)s",
            libraries,
        ) % {
            "name": short_name(ranked[0].name),
            "count": number(libraries),
            "field_size": number(board.field_size),
        }
    return _("%(name)s is first of %(field_size)s") % {
        "name": short_name(ranked[0].name),
        "field_size": number(board.field_size),
    }


def heat_rows(board: Dashboard) -> list[HeatRow]:
    """Regions with enough reports to be compared; all where none has."""
    known = [row for row in board.heat if row.overall is not None and row.is_whole]
    return [row for row in known if row.reports >= LEAST_REPORTS] or known


def heat_ends(board: Dashboard, ends: int = 3) -> list[HeatRow]:
    """The most and the least punctual regions; all where they are few."""
    rows = heat_rows(board)
    return rows if len(rows) <= 2 * ends else [*rows[:ends], *rows[-ends:]]


def punctuality_change(board: Dashboard) -> str:
    """How the share of reports in time moved within a year."""
    now, then = board.on_time.pct, board.on_time_before
    year = board.filters.span.year - 1
    if now is None or then is None:
        return _("until day 5 of the next month, a proposal")
    change = now - then
    words = {"points": number(abs(change), 1), "year": year}
    if abs(change) < Decimal("0.05"):
        return _("as in %(year)s") % words
    if change > 0:
        return _("up %(points)s points from %(year)s") % words
    return _("down %(points)s points from %(year)s") % words
