"""Reading monthly statistics."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.network.models import Library
from sinergi.reports.enums import State
from sinergi.reports.models import MonthlyStatistics

#: The numbers of a month, in the order of the form; ISO 2789 terms.
STATISTICS_FIELDS: dict[str, Promise] = {
    "visits": _("Visits"),
    "active_users": _("Active users"),
    "loans": _("Loans"),
    "new_members": _("New members"),
    "ict_uses": _("Uses of computers and internet"),
    "members": _("Members"),
    "titles": _("Titles"),
    "items": _("Items"),
}


def values_of(statistics: MonthlyStatistics) -> dict[str, int | None]:
    """The numbers of a month; None is not reported."""
    return {name: getattr(statistics, name) for name in STATISTICS_FIELDS}


def statistics_for(
    user: User,
    *,
    library: Library | None = None,
    month: dt.date | None = None,
    state: str = "",
) -> QuerySet[MonthlyStatistics]:
    """Monthly statistics in a person's scope, newest month first."""
    rows = MonthlyStatistics.objects.visible_to(user).select_related(
        "library__region", "entered_by", "verified_by"
    )
    if library is not None:
        rows = rows.filter(library=library)
    if month is not None:
        rows = rows.filter(month=month)
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("-month", "library_id")


def waiting_statistics(user: User) -> QuerySet[MonthlyStatistics]:
    """Submitted months that the person may judge, oldest first."""
    return (
        MonthlyStatistics.objects.filter(
            library__in=Library.objects.verifiable_by(user), state=State.SUBMITTED
        )
        .select_related("library__region", "entered_by")
        .order_by("submitted_at", "pk")
    )
