"""Telling the people of a library what became of their reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from sinergi.accounts.models import User
from sinergi.core import formatting
from sinergi.network.enums import Role
from sinergi.network.models import Assignment
from sinergi.notices.enums import MessageKind
from sinergi.notices.services import News, tell, tell_each
from sinergi.reports.models import Activity, MonthlyStatistics


def tell_of_activities(
    *,
    by: User,
    kind: MessageKind,
    activities: Sequence[Activity],
    reason: str = "",
) -> None:
    """Tell those who manage the library, and who entered the report, of a judgement."""
    people = _people(by, activities)
    tell_each(
        News(
            people[activity.library_id, activity.entered_by_id],
            kind,
            {"title": activity.title, "reason": reason},
            reverse("reports:activity_detail", args=[activity.pk]),
        )
        for activity in activities
    )


def tell_of_statistics(
    *, by: User, kind: MessageKind, statistics: MonthlyStatistics, reason: str = ""
) -> None:
    """Tell the same people of a judgement on a month's statistics."""
    page = reverse("reports:statistics_month", args=[f"{statistics.month:%Y-%m}"])
    people = _people(by, [statistics])
    tell(
        user_ids=people[statistics.library_id, statistics.entered_by_id],
        kind=kind,
        values={"month": formatting.month(statistics.month), "reason": reason},
        link=f"{page}?perpustakaan={statistics.library_id}",
    )


def _people(
    by: User, records: Iterable[Activity | MonthlyStatistics]
) -> Mapping[tuple[int, int], frozenset[int]]:
    """Whom to tell, by library and writer; never the person who acts."""
    pairs = {(record.library_id, record.entered_by_id) for record in records}
    managers: dict[int, set[int]] = defaultdict(set)
    held = Assignment.objects.in_force().filter(
        role=Role.VILLAGE_MANAGER, library__in={library for library, _by in pairs}
    )
    for library, user in held.values_list("library_id", "user_id"):
        if library is not None:
            managers[library].add(user)
    return {
        pair: frozenset((managers[pair[0]] | {pair[1]}) - {by.pk}) for pair in pairs
    }
