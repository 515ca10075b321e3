"""Writing, sending and discarding an activity."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.analytics.services import mark_dirty
from sinergi.audit.services import Step, changes, record, record_steps
from sinergi.core.dates import day_of
from sinergi.network.models import Library
from sinergi.network.rules import REPORT
from sinergi.reports import rules
from sinergi.reports.content import (
    ActivityContent,
    Cell,
    Link,
    Payment,
    normalised,
    plain,
)
from sinergi.reports.enums import Channel, EvidenceKind, State
from sinergi.reports.errors import (
    ActivityExists,
    EditConflict,
    LibraryClosed,
    WrongState,
)
from sinergi.reports.models import Activity, Attendance, Evidence, Money, Review
from sinergi.reports.queries.activities import content_of
from sinergi.reports.queries.trail import last_change
from sinergi.reports.services.access import (
    is_on_behalf,
    lock_activity,
    lock_library,
    require_open_period,
    taken,
)
from sinergi.reports.services.flags import flag_activity
from sinergi.reports.services.validation import check_content

OPEN = (State.DRAFT, State.RETURNED)
SENT = (State.SUBMITTED, State.VERIFIED, State.LOCKED)
FACTS = "activities"
PLAIN_FIELDS = (
    "strategy",
    "field",
    "title",
    "started_on",
    "ended_on",
    "description",
    "place",
    "collaborators",
    "attendances",
    "persons",
)


@transaction.atomic
def save_activity(
    *,
    by: User,
    library_id: int,
    content: ActivityContent,
    id: uuid.UUID | None = None,  # noqa: A002 - the name that clients use
    revision: int | None = None,
    channel: str = Channel.WEB,
) -> tuple[Activity, bool]:
    """Write down a new activity, or change a draft or a returned one.

    The same id with the same content changes nothing, so that repeats are harmless.
    `revision` is the one that the writer last saw, None for a new report.

    Returns:
        The activity, and whether it is new.

    Raises:
        Library.DoesNotExist: The library is outside the person's scope.
        ReadOnly: The person may not report for the library.
        InvalidContent: Something in the report cannot be.
        LibraryClosed: The library was closed before the day.
        ActivityExists: The id belongs to a report that says something else.
        EditConflict: Somebody changed the report since `revision`.
        WrongState: The report is sent already.
        PeriodLocked: Its month is closed.
    """
    content = normalised(content)
    library = lock_library(by=by, library_id=library_id, permission=REPORT)
    existing = taken(id) if id else None
    if existing is None:
        return _create(by, library, content, id or uuid.uuid4(), channel), True
    if existing.library_id != library.pk:
        raise ActivityExists
    existing.library = library
    return _change(by, existing, content, revision, channel), False


@transaction.atomic
def report_activity(
    *,
    by: User,
    library_id: int,
    content: ActivityContent,
    id: uuid.UUID,  # noqa: A002 - the name that clients use
    revision: int | None = None,
    channel: str = Channel.WEB,
) -> Activity:
    """Write a whole report down and send it, in one act.

    The same as `save_activity` and then `submit_activity`, which it is for a report
    that is stored already; a new one is stored as sent at once.

    Raises:
        DomainError: Whatever either of them refuses; nothing is stored then.
    """
    content = normalised(content)
    check_content(content, today=timezone.localdate(), is_complete=True)
    library = lock_library(by=by, library_id=library_id, permission=REPORT)
    try:
        return _create_sent(by, library, content, id, channel)
    except ActivityExists:
        activity, _is_new = save_activity(
            by=by,
            library_id=library_id,
            content=content,
            id=id,
            revision=revision,
            channel=channel,
        )
        return submit_activity(by=by, activity=activity)


def _create(
    by: User,
    library: Library,
    content: ActivityContent,
    id: uuid.UUID,  # noqa: A002 - the name that clients use
    channel: str,
) -> Activity:
    check_content(content, today=timezone.localdate())
    activity = _insert(by, library, content, id=id, channel=channel)
    record(
        by=by, action="activity.created", target=activity, new=_told(activity, content)
    )
    return activity


def _create_sent(
    by: User,
    library: Library,
    content: ActivityContent,
    id: uuid.UUID,  # noqa: A002 - the name that clients use
    channel: str,
) -> Activity:
    """Store a report as `_create` and then `_send` leave it, in one insertion."""
    assert content.started_on is not None  # noqa: S101 - content is complete
    now = timezone.now()
    activity = _insert(
        by,
        library,
        content,
        id=id,
        channel=channel,
        state=State.SUBMITTED,
        submitted_at=now,
        days_late=rules.days_late(content.started_on, day_of(now)),
        revision=2,
    )
    Review.objects.create(activity=activity, state=State.SUBMITTED, by=by, at=now)
    flags = flag_activity(activity, has_evidence=bool(content.links), is_new=True)
    blank = {"state": State.DRAFT, "days_late": 0}
    record_steps(
        by=by,
        target=activity,
        steps=(
            Step("activity.created", {}, _told(activity, content)),
            _sending(activity, blank, flags),
        ),
    )
    mark_dirty(FACTS, [(activity.library_id, content.started_on)])
    return activity


def _insert(
    by: User, library: Library, content: ActivityContent, **stated: object
) -> Activity:
    """Store the report and its parts, unless its library or month is closed."""
    _require_open_library(library, content.started_on)
    require_open_period(library.region_id, content.started_on)
    activity = Activity(
        library=library,
        entered_by=by,
        is_on_behalf=is_on_behalf(by, library),
        **{name: getattr(content, name) for name in PLAIN_FIELDS},
        **stated,
    )
    try:
        with transaction.atomic():
            activity.save(force_insert=True)
    except IntegrityError:
        if taken(activity.pk):
            raise ActivityExists from None
        raise
    _add_cells(activity, content.breakdown)
    _add_money(activity, content.money)
    _add_links(by, activity, content.links)
    return activity


def _told(activity: Activity, content: ActivityContent) -> dict[str, object]:
    return {**plain(content), "is_on_behalf": activity.is_on_behalf}


def _sending(activity: Activity, before: dict[str, object], flags: list[str]) -> Step:
    """What the audit trail says of handing a report in."""
    after = {"state": activity.state, "days_late": activity.days_late}
    old, new = changes(before, after)
    return Step("activity.submitted", old, {**new, "flags": flags} if flags else new)


def _change(
    by: User,
    activity: Activity,
    content: ActivityContent,
    revision: int | None,
    channel: str,
) -> Activity:
    stored = content_of(activity)
    if stored == content:
        return activity
    if channel == Channel.API and revision is None:
        raise ActivityExists
    _require_open_state(activity)
    if revision != activity.revision:
        raise _conflict(activity)
    check_content(
        content,
        today=timezone.localdate(),
        is_complete=activity.state == State.RETURNED,
    )
    _require_open_library(activity.library, content.started_on)
    require_open_period(
        activity.library.region_id, stored.started_on, content.started_on
    )
    _write(by, activity, stored, content)
    old, new = changes(plain(stored), plain(content))
    record(by=by, action="activity.changed", target=activity, old=old, new=new)
    return activity


def _write(
    by: User, activity: Activity, stored: ActivityContent, content: ActivityContent
) -> None:
    """Store what differs, field by field and part by part."""
    names = [
        name for name in PLAIN_FIELDS if getattr(stored, name) != getattr(content, name)
    ]
    for name in names:
        setattr(activity, name, getattr(content, name))
    activity.revision += 1
    activity.save(update_fields=[*names, "revision"])
    if stored.breakdown != content.breakdown:
        activity.breakdown.all().delete()
        _add_cells(activity, content.breakdown)
    if stored.money != content.money:
        activity.money.all().delete()
        _add_money(activity, content.money)
    if stored.links != content.links:
        kept = set(stored.links) & set(content.links)
        for piece in activity.evidence.filter(file=None):
            if Link(piece.reference, piece.caption) not in kept:
                piece.delete()
        _add_links(by, activity, [link for link in content.links if link not in kept])


def _add_cells(activity: Activity, cells: Iterable[Cell]) -> None:
    Attendance.objects.bulk_create(
        Attendance(
            activity=activity,
            sex=cell.sex,
            age_band=cell.age_band,
            disability=cell.disability,
            target_group=cell.target_group,
            attendances=cell.attendances,
            persons=cell.persons,
        )
        for cell in cells
    )


def _add_money(activity: Activity, money: Iterable[Payment]) -> None:
    Money.objects.bulk_create(
        Money(
            activity=activity,
            payer=payment.payer,
            amount_idr=payment.amount_idr,
            is_in_kind=payment.is_in_kind,
        )
        for payment in money
    )


def _add_links(by: User, activity: Activity, links: Iterable[Link]) -> None:
    Evidence.objects.bulk_create(
        Evidence(
            activity=activity,
            kind=EvidenceKind.LINK,
            reference=link.reference,
            caption=link.caption,
            added_by=by,
        )
        for link in links
    )


def _require_open_library(library: Library, day: dt.date | None) -> None:
    closed_on = library.closed_on
    if closed_on is not None and (day is None or day >= closed_on):
        raise LibraryClosed(name=library.name, closed_on=closed_on)


def _require_open_state(activity: Activity) -> None:
    if activity.state == State.LOCKED:
        require_open_period(activity.library.region_id, activity.started_on)
    if activity.state not in OPEN:
        raise WrongState(activity.state, State(activity.state).label)


def _conflict(activity: Activity) -> EditConflict:
    name, at = last_change(activity)
    return EditConflict(name=name, at=at, revision=activity.revision)


@transaction.atomic
def submit_activity(*, by: User, activity: Activity) -> Activity:
    """Send a draft or a mended report to the officer; a repeat changes nothing.

    Lateness is that of the first submission. Doubts are flagged, nothing is dropped.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not report for the library.
        InvalidContent: Something is missing or cannot be.
        PeriodLocked: Its month is closed.
    """
    activity, library = lock_activity(by=by, activity=activity, permission=REPORT)
    if activity.state in SENT:
        return activity
    check_content(content_of(activity), today=timezone.localdate(), is_complete=True)
    require_open_period(library.region_id, activity.started_on)
    _send(by, activity)
    return activity


def _send(by: User, activity: Activity) -> None:
    assert activity.started_on is not None  # noqa: S101 - content is complete
    now = timezone.now()
    first = _first_submission(activity)
    before = {"state": activity.state, "days_late": activity.days_late}
    activity.state = State.SUBMITTED
    activity.submitted_at = now
    activity.days_late = rules.days_late(
        activity.started_on, day_of(first.at if first else now)
    )
    activity.revision += 1
    activity.save(update_fields=["state", "submitted_at", "days_late", "revision"])
    Review.objects.create(activity=activity, state=State.SUBMITTED, by=by, at=now)
    flags = flag_activity(activity, has_evidence=activity.evidence.exists())
    step = _sending(activity, before, flags)
    record_steps(by=by, target=activity, steps=[step])
    mark_dirty(FACTS, [(activity.library_id, activity.started_on)])


def _first_submission(activity: Activity) -> Review | None:
    return activity.reviews.filter(state=State.SUBMITTED).order_by("at").first()


@transaction.atomic
def discard_draft(*, by: User, activity: Activity) -> None:
    """Throw away a report that was never sent; its content stays in the audit trail.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope, or gone.
        ReadOnly: The person may not report for the library.
        WrongState: The report was sent.
    """
    activity, _library = lock_activity(by=by, activity=activity, permission=REPORT)
    if activity.state != State.DRAFT:
        raise WrongState(activity.state, State(activity.state).label)
    record(
        by=by,
        action="activity.discarded",
        target=activity,
        old=plain(content_of(activity)),
    )
    activity.delete()
