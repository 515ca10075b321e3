"""What the pages of reports need to know about a person's place and powers."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.core import formatting
from sinergi.network.models import Assignment, Library
from sinergi.regions.models import Region
from sinergi.regions.rules import regency_code
from sinergi.reports.enums import AgeBand, Sex, State
from sinergi.reports.models import (
    Activity,
    Attendance,
    Evidence,
    Money,
    MonthlyStatistics,
)
from sinergi.reports.queries.activities import activities_for

#: How many libraries a search on the page "whose activity?" shows.
LIBRARY_CHOICES = 20
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Powers:
    """What a person may do with the reports of one library."""

    may_report: bool
    may_verify: bool


def powers_over(user: User, library: Library) -> Powers:
    """The person's powers over a library that they can see."""
    one = Library.objects.filter(pk=library.pk)
    return Powers(
        may_report=one.reportable_by(user).exists(),
        may_verify=one.verifiable_by(user).exists(),
    )


def reportable_libraries(user: User) -> QuerySet[Library]:
    """Open libraries for which the person may report, with their place."""
    return (
        Library.objects.reportable_by(user)
        .open_on()
        .select_related("region__parent__parent")
        .order_by("region_id", "name")
    )


def checking_region(library: Library) -> Region:
    """The area whose officers judge a library: its regency or, above, its province."""
    code = regency_code(library.region_id)
    return Region.objects.get(pk=code)


def reportable_library(user: User, pk: int) -> Library | None:
    """An open library for which the person may report; its place is read if needed."""
    return reportable_libraries(user).select_related(None).filter(pk=pk).first()


def stored_activity(user: User, pk: UUID) -> Activity | None:
    """An activity that the person may open; most ids of a form are not stored yet."""
    if not Activity.objects.filter(pk=pk).exists():
        return None
    return activities_for(user).filter(pk=pk).first()


def verifies(user: User) -> bool:
    """Whether the person verifies reports of anybody: then they have an inbox."""
    return Library.objects.verifiable_by(user).exists()


def visible_activities(user: User) -> QuerySet[Activity]:
    """Activities that the person may open, drafts of others left out."""
    return activities_for(user).select_related(
        "library__region__parent__parent", "entered_by", "verified_by"
    )


def visible_statistics(user: User) -> QuerySet[MonthlyStatistics]:
    """Monthly statistics in the person's read scope, with their library."""
    return MonthlyStatistics.objects.visible_to(user).select_related(
        "library__region__parent__parent", "entered_by", "verified_by"
    )


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """An age band (or all ages) of the breakdown; None is not reported."""

    label: str
    female: int | None
    male: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The attendances of one activity as a table of age and sex, and the rest."""

    rows: tuple[BreakdownRow, ...]
    female: int | None
    male: int | None
    unspecified: int | None
    disability: int | None
    groups: tuple[Attendance, ...]
    persons: tuple[Attendance, ...]


def breakdown_of(activity: Activity) -> Breakdown:
    """The table of an activity whose breakdown is at hand."""
    cells = list(activity.breakdown.all())
    by_key = {
        (cell.sex, cell.age_band): cell.attendances
        for cell in cells
        if not cell.disability and not cell.target_group
    }
    rows = tuple(
        BreakdownRow(
            str(band.label),
            by_key.get((Sex.FEMALE, band)),
            by_key.get((Sex.MALE, band)),
        )
        for band in AgeBand
        if (Sex.FEMALE, band) in by_key or (Sex.MALE, band) in by_key
    )
    female = _sum_known(cell.attendances for cell in cells if cell.sex == Sex.FEMALE)
    male = _sum_known(cell.attendances for cell in cells if cell.sex == Sex.MALE)
    known = (female or 0) + (male or 0)
    is_stated = female is not None or male is not None
    return Breakdown(
        rows=rows,
        female=female,
        male=male,
        unspecified=(
            activity.attendances - known
            if is_stated and activity.attendances is not None
            else None
        ),
        disability=_sum_known(
            cell.attendances for cell in cells if cell.disability == "with"
        ),
        groups=tuple(cell for cell in cells if cell.target_group),
        persons=tuple(
            sorted((cell for cell in cells if cell.persons is not None), key=_place_of)
        ),
    )


def _place_of(cell: Attendance) -> tuple[str, str, str, int]:
    """Where a part stands on the page: by sex and age, disability, target group."""
    age = AgeBand.values.index(cell.age_band) if cell.age_band else -1
    return cell.target_group, cell.disability, cell.sex, age


def _sum_known(values: Iterable[int]) -> int | None:
    known = list(values)
    return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class SideCounts:
    """How many reports stand in each pile of an officer."""

    waiting: int
    returned: int
    statistics: int


def side_counts(user: User) -> SideCounts:
    """The piles that an officer can empty."""
    waiting = Activity.objects.reviewable_by(user)
    statistics = MonthlyStatistics.objects.filter(
        library__in=Library.objects.verifiable_by(user), state=State.SUBMITTED
    )
    returned = Activity.objects.filter(
        library__in=Library.objects.verifiable_by(user), state=State.RETURNED
    )
    return SideCounts(waiting.count(), returned.count(), statistics.count())


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One fact of two activities beside each other."""

    label: str
    first: str
    second: str

    @property
    def is_equal(self) -> bool:
        """Whether both say the same."""
        return self.first == self.second


def compared(first: Activity, second: Activity) -> list[ComparedLine]:
    """The facts of two activities beside each other, in the order of the form."""
    pairs = zip(_facts(first), _facts(second), strict=True)
    return [ComparedLine(label, one, other) for (label, one), (_l, other) in pairs]


def _facts(activity: Activity) -> Iterator[tuple[str, str]]:
    yield _("Library"), activity.library.name
    yield _("Name of the activity"), activity.title
    yield _("Activity group"), activity.get_strategy_display()
    yield _("Field"), activity.get_field_display()
    yield _("Date"), formatting.day_range(activity.started_on, activity.ended_on)
    yield _("Place"), activity.place
    yield _("Collaborators"), activity.collaborators
    yield _("Attendances"), formatting.number(activity.attendances)
    yield (
        _("Cost"),
        formatting.rupiah(_sum_money(activity.money.all()), 0)
        if activity.money.all()
        else "",
    )
    yield _("Evidence"), formatting.number(len(activity.evidence.all()))
    yield _("Sent"), formatting.moment(activity.submitted_at)
    yield _("State"), activity.get_state_display()


def _sum_money(payments: Iterable[Money]) -> Decimal:
    return sum((payment.amount_idr for payment in payments), Decimal())


def files_of(activity: Activity | None) -> list[Evidence]:
    """The photos and files of an activity, links left out."""
    if activity is None:
        return []
    return list(
        activity.evidence.filter(file__isnull=False)
        .select_related("file")
        .order_by("pk")
    )


def is_on_behalf(user: User, library: Library) -> bool:
    """Whether the person would report for the library as an officer."""
    own = Assignment.objects.in_force().filter(user_id=user.pk, library=library)
    return not own.exists()


def listed_activities(
    user: User,
    *,
    state: str = "",
    library_id: int | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    strategy: str = "",
    search: str = "",
) -> QuerySet[Activity]:
    """The list of activities with the place of each library at hand."""
    rows = activities_for(
        user, state=state, since=since, until=until, strategy=strategy, search=search
    )
    if library_id is not None:
        rows = rows.filter(library_id=library_id)
    return rows.select_related("library__region__parent__parent")


def library_for(user: User, library_id: int | None) -> Library | None:
    """A library that the person sees, None where there is none."""
    if library_id is None:
        return None
    return Library.objects.visible_to(user).filter(pk=library_id).first()


def reports_for_somebody(user: User) -> bool:
    """Whether the person reports for a library at all."""
    return Library.objects.reportable_by(user).exists()


def judged_activities(user: User, state: str) -> QuerySet[Activity]:
    """Reports of libraries that the person verifies, in a state."""
    states = [State.VERIFIED, State.LOCKED] if state == State.VERIFIED else [state]
    return Activity.objects.filter(
        library__in=Library.objects.verifiable_by(user), state__in=states
    ).select_related("library__region", "verified_by")


def waiting_among(user: User, ids: Iterable[str]) -> list[Activity]:
    """Of some ids, the reports that wait for the person; others are left out."""
    known = [UUID(text) for text in ids if UUID_TEXT.fullmatch(text)]
    return list(
        Activity.objects.reviewable_by(user)
        .filter(pk__in=known)
        .select_related("library__region")
        .order_by("submitted_at", "pk")
    )


def own_libraries(user: User) -> list[Library]:
    """Libraries that the person is assigned to and reports for, two at most."""
    held = Assignment.objects.in_force().filter(user_id=user.pk, library__isnull=False)
    mine = reportable_libraries(user).filter(pk__in=held.values("library_id"))
    return list(mine[:2])


def search_reportable(user: User, text: str) -> list[Library]:
    """Libraries that the person may report for, found by their name or place."""
    rows = reportable_libraries(user)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(region__name__icontains=text))
    return list(rows[:LIBRARY_CHOICES])
