"""A library's month at a glance."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Min, Sum

from sinergi.core.dates import day_of, today
from sinergi.network.models import Library
from sinergi.reports.enums import COUNTED, Disability, State
from sinergi.reports.models import Activity, Attendance, MonthlyStatistics
from sinergi.reports.rules import deadline_of, month_of, next_month

SHOWN = 10


@dataclass(frozen=True, slots=True)
class MonthSummary:
    """What a library reported for a month, and what its people should do next.

    `needs_action` are returned reports and drafts of any month, returned ones first.
    None is not reported.
    """

    month: dt.date
    deadline: dt.date
    drafts: int
    submitted: int
    returned: int
    verified: int
    attendances: int | None
    with_disability: int | None
    waiting_days: int | None
    needs_action: tuple[Activity, ...]
    statistics: MonthlyStatistics | None


def month_summary(library: Library, month: dt.date) -> MonthSummary:
    """The month of a library that the caller fetched by permission."""
    month = month_of(month)
    rows = Activity.objects.filter(
        library=library, started_on__gte=month, started_on__lt=next_month(month)
    )
    states = list(rows.values_list("state", flat=True))
    counted = rows.filter(state__in=COUNTED)
    oldest = rows.filter(state=State.SUBMITTED).aggregate(at=Min("submitted_at"))["at"]
    return MonthSummary(
        month=month,
        deadline=deadline_of(month),
        drafts=states.count(State.DRAFT),
        submitted=states.count(State.SUBMITTED),
        returned=states.count(State.RETURNED),
        verified=sum(state in COUNTED for state in states),
        attendances=counted.aggregate(sum=Sum("attendances"))["sum"],
        with_disability=Attendance.objects.filter(
            activity__in=counted, disability=Disability.WITH
        ).aggregate(sum=Sum("attendances"))["sum"],
        waiting_days=max(0, (today() - day_of(oldest)).days) if oldest else None,
        needs_action=tuple(
            Activity.objects.filter(
                library=library, state__in=[State.RETURNED, State.DRAFT]
            )
            .prefetch_related("reviews")
            .order_by("-state", "-created_at")[:SHOWN]
        ),
        statistics=MonthlyStatistics.objects.filter(
            library=library, month=month
        ).first(),
    )
