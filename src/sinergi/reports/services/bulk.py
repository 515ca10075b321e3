"""Storing many reports at once: imports and the demonstration programme.

What an officer imports is reported on behalf of the libraries and waits for
verification like any other report; `store_activities` leaves that to the rows.
"""

import datetime as dt
import uuid
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.db import models, transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.analytics.services import mark_dirty
from sinergi.audit.services import record_many
from sinergi.core.dates import day_of
from sinergi.network.models import Library
from sinergi.reports import rules
from sinergi.reports.content import ActivityContent, Link, normalised, storable
from sinergi.reports.enums import COUNTED, Channel, EvidenceKind, FlagKind, State
from sinergi.reports.errors import ReadOnly
from sinergi.reports.models import (
    Activity,
    Attendance,
    Evidence,
    Flag,
    Money,
    MonthlyStatistics,
    Review,
    YearlyHistory,
)
from sinergi.reports.queries.periods import active_locks
from sinergi.reports.queries.statistics import STATISTICS_FIELDS
from sinergi.reports.services.activities import FACTS, PLAIN_FIELDS
from sinergi.reports.services.insertion import insert_rows
from sinergi.reports.services.statistics import FACTS as STATISTICS_FACTS
from sinergi.reports.services.validation import (
    FIELD_LABELS,
    check_content,
    too_long,
)
from sinergi.reports.similarity import plain_title, similarity_pct

HISTORY_FACTS = "history"
ID_CHUNK = 5000
BATCH = 2000
#: So many reports of a library, group and day a title is compared with; more of
#: them come only from files that are no honest list.
MOST_A_DAY = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkActivity:
    """One report as it stands, with how it came to stand there.

    For a returned row `verified_by_id` and `verified_at` say who returned it and
    when. `evidence_refs` are addresses or names of files, kept as given.
    """

    id: uuid.UUID
    library_id: int
    content: ActivityContent
    state: str
    entered_by_id: int
    submitted_at: dt.datetime | None
    verified_at: dt.datetime | None = None
    verified_by_id: int | None = None
    is_on_behalf: bool = False
    evidence_refs: Sequence[str] = ()
    return_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkStatistics:
    """One library's month as it stands; a field not in `values` is not reported."""

    library_id: int
    month: dt.date
    values: dict[str, int | None]
    state: str
    entered_by_id: int
    submitted_at: dt.datetime | None
    verified_at: dt.datetime | None = None
    verified_by_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkHistory:
    """One library's totals of a year before Sinergi, and whose figures they are."""

    library_id: int
    year: int
    activities: int | None
    attendances: int | None
    source: str


CELL = (
    "activity",
    "sex",
    "age_band",
    "disability",
    "target_group",
    "attendances",
    "persons",
)
MONEY = ("activity", "payer", "amount_idr", "is_in_kind")
EVIDENCE = ("activity", "kind", "reference", "caption", "added_by", "added_at")
REVIEW = ("activity", "state", "by", "at", "reason")
Values = tuple[object, ...]


@dataclass
class _Parts:
    """The activities of one call, and the rows that belong to them."""

    activities: list[Activity] = field(default_factory=list)
    cells: list[Values] = field(default_factory=list)
    money: list[Values] = field(default_factory=list)
    evidence: list[Values] = field(default_factory=list)
    reviews: list[Values] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


@transaction.atomic
def store_activities(
    *,
    by: User | None,
    rows: Sequence[BulkActivity],
    channel: str,
    today: dt.date | None = None,
) -> int:
    """Store reports that are not stored yet; how many there were.

    All or nothing. A row whose id is stored already is left as it is, so that a
    repeat is harmless. Late, nearly equal and bare reports are flagged.

    Args:
        by: The acting person; None is the platform itself (demonstration).
        rows: The reports. Rows of a person's own act are entered by that person.
        channel: How they came in.
        today: Stands in for the day of today when dates are checked.

    Raises:
        Library.DoesNotExist: A library is outside the person's scope.
        ReadOnly: The person may not report, or not verify, for a library.
        InvalidContent: A report says something that cannot be.
        PeriodLocked: A month is closed.
    """
    fresh = _fresh(rows)
    regions = _regions(by, fresh)
    _require_open(fresh, regions)
    day = today or timezone.localdate()
    parts = _Parts()
    for row in fresh:
        content = normalised(row.content)
        check_content(content, today=day, is_complete=row.state != State.DRAFT)
        _add(parts, row, content, channel)
    _add_flags(parts)
    _store(parts)
    record_many(
        by=by,
        action="activity.stored",
        targets=parts.activities,
        new={"channel": channel},
    )
    mark_dirty(
        FACTS,
        (
            (row.library_id, row.started_on)
            for row in parts.activities
            if row.started_on is not None and row.state != State.DRAFT
        ),
    )
    return len(parts.activities)


def _fresh(rows: Sequence[BulkActivity]) -> list[BulkActivity]:
    """The rows whose id is new, each id once."""
    unique = {row.id: row for row in rows}
    ids = list(unique)
    for start in range(0, len(ids), ID_CHUNK):
        chunk = ids[start : start + ID_CHUNK]
        for known in Activity.objects.filter(pk__in=chunk).values_list("pk", flat=True):
            del unique[known]
    return list(unique.values())


def _regions(by: User | None, rows: Sequence[BulkActivity]) -> dict[int, str]:
    """The region of each library; refuses those in which the person has no say."""
    wanted = {row.library_id for row in rows}
    libraries = Library.objects.all() if by is None else Library.objects.visible_to(by)
    regions = _codes(libraries, wanted)
    if len(regions) != len(wanted):
        raise Library.DoesNotExist
    if by is not None:
        accepted = {row.library_id for row in rows if row.state in COUNTED}
        is_own = all(row.entered_by_id == by.pk for row in rows)
        reportable = _codes(Library.objects.reportable_by(by), wanted)
        verifiable = _codes(Library.objects.verifiable_by(by), accepted)
        if not is_own or len(reportable) != len(wanted) or accepted - set(verifiable):
            raise ReadOnly(libraries=len(wanted))
    return regions


def _codes(
    libraries: models.QuerySet[Library], wanted: Iterable[int]
) -> dict[int, str]:
    ids = sorted(wanted)
    found: dict[int, str] = {}
    for start in range(0, len(ids), ID_CHUNK):
        chunk = libraries.filter(pk__in=ids[start : start + ID_CHUNK])
        found.update(chunk.values_list("pk", "region_id"))
    return found


def _require_open(rows: Sequence[BulkActivity], regions: dict[int, str]) -> None:
    days = [row.content.started_on for row in rows if row.content.started_on]
    locks = active_locks(*days)
    if locks.by_place:
        for row in rows:
            locks.require_open(regions[row.library_id], row.content.started_on)


def _add(
    parts: _Parts, row: BulkActivity, content: ActivityContent, channel: str
) -> None:
    is_counted = row.state in COUNTED
    told_on = timezone.localdate if channel == Channel.DEMONSTRATION else day_of
    submitted_on = row.submitted_at and told_on(row.submitted_at)
    activity = Activity(
        id=row.id,
        library_id=row.library_id,
        state=row.state,
        channel=channel,
        entered_by_id=row.entered_by_id,
        is_on_behalf=row.is_on_behalf,
        created_at=row.submitted_at or timezone.now(),
        submitted_at=row.submitted_at,
        verified_at=row.verified_at if is_counted else None,
        verified_by_id=row.verified_by_id if is_counted else None,
        days_late=(
            rules.days_late(content.started_on, submitted_on)
            if content.started_on and submitted_on
            else 0
        ),
        **{name: getattr(content, name) for name in PLAIN_FIELDS},
    )
    parts.activities.append(activity)
    for cell in content.breakdown:
        parts.cells.append((row.id, *cell.key, cell.attendances, cell.persons))
    for payment in content.money:
        parts.money.append(
            (row.id, payment.payer, payment.amount_idr, payment.is_in_kind)
        )
    links = [*content.links, *_references(row)]
    for link in links:
        parts.evidence.append(
            (
                row.id,
                EvidenceKind.LINK.value,
                link.reference,
                link.caption,
                row.entered_by_id,
                activity.created_at,
            )
        )
    parts.reviews.extend(_reviews(row))


def _references(row: BulkActivity) -> Iterator[Link]:
    for given in row.evidence_refs:
        reference = storable(given)
        if len(reference) > rules.REFERENCE_LIMIT:
            label = FIELD_LABELS["links"]
            raise too_long(label, reference, rules.REFERENCE_LIMIT, field="links")
        if reference:
            yield Link(reference)


def _reviews(row: BulkActivity) -> Iterator[Values]:
    sent = row.submitted_at
    if sent is None:
        return
    yield (row.id, State.SUBMITTED.value, row.entered_by_id, sent, "")
    if row.state in (*COUNTED, State.RETURNED):
        state = State.VERIFIED if row.state in COUNTED else State.RETURNED
        by_id, at = row.verified_by_id or row.entered_by_id, row.verified_at or sent
        yield (row.id, state.value, by_id, at, row.return_reason)


def _add_flags(parts: _Parts) -> None:
    shown = {piece[0] for piece in parts.evidence}
    for activity in parts.activities:
        if activity.state == State.DRAFT:
            continue
        if activity.days_late:
            parts.flags.append(Flag(activity=activity, kind=FlagKind.LATE))
        if activity.pk not in shown:
            parts.flags.append(Flag(activity=activity, kind=FlagKind.NO_EVIDENCE))
        if (activity.attendances or 0) >= rules.OUTLIER_ALWAYS:
            parts.flags.append(Flag(activity=activity, kind=FlagKind.OUTLIER))
    parts.flags.extend(_near_duplicates(parts.activities))


@dataclass(frozen=True, slots=True)
class _Titled:
    id: uuid.UUID
    started_on: dt.date
    sent: float
    title: str


def _near_duplicates(activities: Sequence[Activity]) -> Iterator[Flag]:
    """Of two nearly equal reports the later one, whether the other is new or stored."""
    new = {row.pk: row for row in activities if row.state != State.DRAFT}
    groups: dict[tuple[int, str], list[_Titled]] = defaultdict(list)
    for activity in new.values():
        groups[activity.library_id, activity.strategy].append(_titled(activity))
    days = [row.started_on for row in new.values() if row.started_on]
    if not days:
        return
    span = dt.timedelta(days=rules.NEAR_DUPLICATE_DAYS)
    libraries = {row.library_id for row in new.values()}
    stored = (
        Activity.objects.filter(started_on__range=(min(days) - span, max(days) + span))
        .exclude(state=State.DRAFT)
        .only("library_id", "strategy", "started_on", "submitted_at", "title")
    )
    if len(libraries) <= ID_CHUNK:
        stored = stored.filter(library_id__in=libraries)
    for activity in stored.iterator(chunk_size=BATCH):
        group = groups.get((activity.library_id, activity.strategy))
        if group is not None:
            group.append(_titled(activity))
    for group in groups.values():
        yield from _near_in(group, new)


def _titled(activity: Activity) -> _Titled:
    assert activity.started_on is not None  # noqa: S101 - sent reports have a date
    sent = activity.submitted_at.timestamp() if activity.submitted_at else 0.0
    title = plain_title(activity.title)
    return _Titled(activity.pk, activity.started_on, sent, title)


def _near_in(group: list[_Titled], new: dict[uuid.UUID, Activity]) -> Iterator[Flag]:
    group.sort(key=lambda row: (row.sent, row.id))
    earlier: dict[int, deque[_Titled]] = defaultdict(lambda: deque(maxlen=MOST_A_DAY))
    span = rules.NEAR_DUPLICATE_DAYS
    for row in group:
        day = row.started_on.toordinal()
        best: tuple[int, uuid.UUID] | None = None
        days = range(day - span, day + span + 1) if row.id in new else ()
        for other in chain.from_iterable(earlier.get(near, ()) for near in days):
            alike = similarity_pct(row.title, other.title)
            if alike and (best is None or alike > best[0]):
                best = (alike, other.id)
        earlier[day].append(row)
        if best is not None:
            yield Flag(
                activity=new[row.id],
                kind=FlagKind.NEAR_DUPLICATE,
                other_id=best[1],
                similarity_pct=best[0],
            )


def _store(parts: _Parts) -> None:
    Activity.objects.bulk_create(parts.activities, batch_size=BATCH)
    insert_rows(Attendance, CELL, parts.cells)
    insert_rows(Money, MONEY, parts.money)
    insert_rows(Evidence, EVIDENCE, parts.evidence)
    insert_rows(Review, REVIEW, parts.reviews)
    Flag.objects.bulk_create(parts.flags, batch_size=BATCH)


@transaction.atomic
def store_statistics(*, by: User | None, rows: Sequence[BulkStatistics]) -> int:
    """Store months that are not stored yet; how many there were.

    Raises:
        Library.DoesNotExist: A library is outside the person's scope.
        ReadOnly: The person may not report for a library.
        PeriodLocked: A month is closed.
    """
    unique = {(row.library_id, rules.month_of(row.month)): row for row in rows}
    months = {month for _library, month in unique}
    for known in MonthlyStatistics.objects.filter(month__in=months).values_list(
        "library_id", "month"
    ):
        unique.pop(known, None)
    wanted = {library for library, _month in unique}
    libraries = Library.objects.all()
    if by is not None:
        libraries = libraries.reportable_by(by)
    regions = _codes(libraries, wanted)
    if len(regions) != len(wanted):
        raise Library.DoesNotExist
    locks = active_locks(*months)
    for library, month in unique:
        locks.require_open(regions[library], month)
    stored = MonthlyStatistics.objects.bulk_create(
        [_statistics(month, row) for (_library, month), row in unique.items()],
        batch_size=BATCH,
    )
    record_many(by=by, action="statistics.stored", targets=stored)
    mark_dirty(STATISTICS_FACTS, unique)
    return len(stored)


def _statistics(month: dt.date, row: BulkStatistics) -> MonthlyStatistics:
    is_counted = row.state in COUNTED
    return MonthlyStatistics(
        library_id=row.library_id,
        month=month,
        state=row.state,
        reason=row.reason,
        entered_by_id=row.entered_by_id,
        created_at=row.submitted_at or timezone.now(),
        submitted_at=row.submitted_at,
        verified_at=row.verified_at if is_counted else None,
        verified_by_id=row.verified_by_id if is_counted else None,
        **{name: row.values.get(name) for name in STATISTICS_FIELDS},
    )


@transaction.atomic
def store_history(*, by: User | None, rows: Sequence[BulkHistory]) -> int:
    """Store yearly totals of an older system; a later hand-over replaces an earlier.

    Raises:
        Library.DoesNotExist: A library is outside what the person may manage.
    """
    wanted = {row.library_id for row in rows}
    libraries = Library.objects.all()
    if by is not None:
        libraries = libraries.editable_by(by)
    if len(_codes(libraries, wanted)) != len(wanted):
        raise Library.DoesNotExist
    unique = {(row.library_id, row.year): row for row in rows}
    YearlyHistory.objects.bulk_create(
        [
            YearlyHistory(
                library_id=row.library_id,
                year=row.year,
                activities=row.activities,
                attendances=row.attendances,
                source=row.source,
            )
            for row in unique.values()
        ],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["library", "year"],
        update_fields=["activities", "attendances", "source"],
    )
    stored = YearlyHistory.objects.filter(year__in={year for _l, year in unique})
    record_many(
        by=by,
        action="history.stored",
        targets=[
            row for row in stored.iterator() if (row.library_id, row.year) in unique
        ],
    )
    mark_dirty(
        HISTORY_FACTS, ((library, dt.date(year, 1, 1)) for library, year in unique)
    )
    return len(unique)
