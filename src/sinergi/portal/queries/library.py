"""One library's report card: score, place in its field, trend, last activities."""

import datetime as dt
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sinergi.indicators.queries import (
    Cut,
    Explanation,
    Ranked,
    ScorePoint,
    explain,
    ranking,
    score_trend,
)
from sinergi.meetings.models import AchievementUpdate
from sinergi.meetings.queries.updates import updates_of_library
from sinergi.network.models import Library, Partnership
from sinergi.portal.filters import Span, months_between
from sinergi.regions.models import Region
from sinergi.regions.queries import ancestors, display_name
from sinergi.reports.models import Activity
from sinergi.reports.queries import activities_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

LAST_ACTIVITIES = 5
LAST_UPDATES = 3


@dataclass(frozen=True)
class Field:
    """A library's place among those of its kind; never a rank without the field."""

    rank: int
    size: int
    area: str


@dataclass(frozen=True)
class ReportCard:
    """Everything that a report card shows."""

    library: Library
    span: Span
    explanation: Explanation
    fields: Sequence[Field]
    median: int | None
    trend: Sequence[ScorePoint]
    partnership: Partnership | None
    activities: Sequence[Activity]
    updates: Sequence[AchievementUpdate]
    path: Sequence[tuple[str, str]]


def library_for(user: "User | AnonymousUser", pk: int) -> Library | None:
    """A library in the reader's scope; None for a stranger."""
    return (
        Library.objects.visible_to(user).select_related("region").filter(pk=pk).first()
    )


def report_card(user: "User", library: Library, span: Span) -> ReportCard:
    """The report card of a library that the reader may see."""
    cut = Cut(kind=library.kind, first=span.first, last=span.last)
    path = ancestors(library.region_id)
    everywhere = ranking(cut, level="library")
    return ReportCard(
        library=library,
        span=span,
        explanation=explain(library, cut),
        fields=_fields(library, cut, everywhere, path),
        median=_median(everywhere),
        trend=score_trend(library, _trend_months(span)),
        partnership=_partnership(library, span.last),
        activities=list(activities_for(user, library=library)[:LAST_ACTIVITIES]),
        updates=updates_of_library(user, library)[:LAST_UPDATES],
        path=[(area.code, display_name(area)) for area in (*path, library.region)],
    )


def _fields(
    library: Library, cut: Cut, everywhere: Sequence[Ranked], path: Sequence[Region]
) -> list[Field]:
    """Rank in the nation, and in the nearest area that holds others of its kind."""
    found = [_field(library, everywhere, "Indonesia")]
    for area in reversed(path[:2]):
        rows = ranking(replace(cut, region=area.code), level="library")
        if len(rows) > 1:
            found.append(_field(library, rows, display_name(area)))
            break
    return [field for field in found if field is not None]


def _field(library: Library, rows: Sequence[Ranked], area: str) -> Field | None:
    own = next((row for row in rows if row.library_id == library.pk), None)
    return Field(own.rank, own.field_size, area) if own else None


def _median(rows: Sequence[Ranked]) -> int | None:
    """The middle score of the field in hundredths, halves up."""
    if not rows:
        return None
    return int(statistics.median([row.score for row in rows]) + 0.5)


def _trend_months(span: Span) -> list[dt.date]:
    """The year that ends with the span."""
    last = span.last
    first = dt.date(last.year - (last.month < 12), last.month % 12 + 1, 1)
    return months_between(first, last)


def _partnership(library: Library, on: dt.date) -> Partnership | None:
    """The latest partnership begun by a day."""
    return (
        library.partnerships.select_related("programme", "mentor_library")
        .filter(started_on__lte=on.replace(day=28))
        .order_by("-started_on", "-pk")
        .first()
    )
