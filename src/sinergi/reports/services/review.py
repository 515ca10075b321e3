"""Judging reports: returning, verifying, reopening."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.analytics.services import mark_dirty
from sinergi.audit.services import record, record_many
from sinergi.core.errors import DomainError
from sinergi.network.models import Library
from sinergi.network.rules import VERIFY
from sinergi.notices.enums import MessageKind
from sinergi.reports.enums import COUNTED, State
from sinergi.reports.errors import PeriodLocked, ReadOnly, WrongState
from sinergi.reports.models import Activity, Review
from sinergi.reports.queries.periods import active_locks
from sinergi.reports.services.access import (
    checked_reason,
    lock_activity,
    require_open_period,
)
from sinergi.reports.services.activities import FACTS
from sinergi.reports.services.news import tell_of_activities

SENT_BACK = {
    State.SUBMITTED: MessageKind.REPORT_RETURNED,
    State.VERIFIED: MessageKind.REPORT_REOPENED,
}


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of each report of a bulk verification."""

    verified: tuple[Activity, ...]
    refused: tuple[tuple[Activity, DomainError], ...]


@transaction.atomic
def verify_activity(*, by: User, activity: Activity) -> Activity:
    """Accept a submitted report; it counts from now on. A repeat changes nothing.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not verify there.
        WrongState: The report is not waiting for verification.
        PeriodLocked: Its month is closed.
    """
    activity, library = lock_activity(by=by, activity=activity, permission=VERIFY)
    if activity.state in COUNTED:
        return activity
    _require(activity, State.SUBMITTED)
    require_open_period(library.region_id, activity.started_on)
    _accept(by, [activity])
    return activity


@transaction.atomic
def verify_activities(*, by: User, activities: Iterable[Activity]) -> BulkOutcome:
    """Accept many reports; each one that cannot be accepted is named with why.

    Those verified already count as verified and are not touched again.

    Raises:
        Activity.DoesNotExist: One of them is outside the person's scope.
    """
    wanted = {activity.pk for activity in activities}
    current = _locked(by, wanted)
    allowed = set(
        Library.objects.verifiable_by(by)
        .filter(pk__in={activity.library_id for activity in current})
        .values_list("pk", flat=True)
    )
    locks = active_locks(*(row.started_on for row in current if row.started_on))
    accepted: list[Activity] = []
    verified: list[Activity] = []
    refused: list[tuple[Activity, DomainError]] = []
    for activity in current:
        if activity.library_id not in allowed:
            refused.append((activity, ReadOnly(activity=str(activity.pk))))
            continue
        try:
            if activity.state not in COUNTED:
                _require(activity, State.SUBMITTED)
                locks.require_open(activity.library.region_id, activity.started_on)
                accepted.append(activity)
            verified.append(activity)
        except (WrongState, PeriodLocked) as error:
            refused.append((activity, error))
    _accept(by, accepted)
    return BulkOutcome(tuple(verified), tuple(refused))


def _locked(by: User, wanted: set[UUID]) -> list[Activity]:
    """The activities as they are now, with their libraries' rows locked first."""
    visible = Activity.objects.visible_to(by).filter(pk__in=wanted)
    libraries = set(visible.values_list("library_id", flat=True))
    list(
        Library.objects.filter(pk__in=libraries)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    current = list(
        visible.select_related("library")
        .select_for_update(of=("self",))
        .order_by("library_id", "pk")
    )
    if len(current) != len(wanted):
        raise Activity.DoesNotExist
    return current


def _accept(by: User, activities: Sequence[Activity]) -> None:
    """Write the verification of submitted, locked rows: state, review, audit, mark."""
    if not activities:
        return
    now = timezone.now()
    Activity.objects.filter(pk__in=[row.pk for row in activities]).update(
        state=State.VERIFIED,
        verified_at=now,
        verified_by=by,
        revision=F("revision") + 1,
    )
    for row in activities:
        row.state, row.verified_at, row.verified_by = State.VERIFIED, now, by
        row.revision += 1
    Review.objects.bulk_create(
        Review(activity=row, state=State.VERIFIED, by=by, at=now) for row in activities
    )
    own = [row for row in activities if row.entered_by_id == by.pk]
    others = [row for row in activities if row.entered_by_id != by.pk]
    old = {"state": State.SUBMITTED}
    new: dict[str, object] = {"state": State.VERIFIED}
    action = "activity.verified"
    record_many(by=by, action=action, targets=others, old=old, new=new)
    record_many(
        by=by, action=action, targets=own, old=old, new={**new, "is_own_entry": True}
    )
    mark_dirty(
        FACTS,
        [(row.library_id, row.started_on) for row in activities if row.started_on],
    )
    tell_of_activities(by=by, kind=MessageKind.REPORT_VERIFIED, activities=activities)


def _require(activity: Activity, state: State) -> None:
    if activity.state != state:
        raise WrongState(activity.state, State(activity.state).label)


@transaction.atomic
def return_activity(*, by: User, activity: Activity, reason: str) -> Activity:
    """Send a submitted report back to be mended; a repeat changes nothing.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not verify there.
        ReasonMissing: No reason is given.
        WrongState: The report is not waiting for verification.
        PeriodLocked: Its month is closed.
    """
    return _send_back(by, activity, reason, State.SUBMITTED, "activity.returned")


@transaction.atomic
def reopen_activity(*, by: User, activity: Activity, reason: str) -> Activity:
    """Take a verified report out of the figures again, to be mended.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope.
        ReadOnly: The person may not verify there.
        ReasonMissing: No reason is given.
        WrongState: The report is not verified.
        PeriodLocked: Its month is closed.
    """
    return _send_back(by, activity, reason, State.VERIFIED, "activity.reopened")


def _send_back(
    by: User, activity: Activity, reason: str, state: State, action: str
) -> Activity:
    activity, library = lock_activity(by=by, activity=activity, permission=VERIFY)
    reason = checked_reason(reason)
    if activity.state == State.RETURNED and _is_repeat(by, activity, reason):
        return activity
    require_open_period(library.region_id, activity.started_on)
    _require(activity, state)
    activity.state = State.RETURNED
    activity.verified_at = activity.verified_by = None
    activity.revision += 1
    activity.save(update_fields=["state", "verified_at", "verified_by", "revision"])
    Review.objects.create(
        activity=activity,
        state=State.RETURNED,
        by=by,
        at=timezone.now(),
        reason=reason,
    )
    record(
        by=by,
        action=action,
        target=activity,
        old={"state": state},
        new={"state": State.RETURNED},
        reason=reason,
    )
    if activity.started_on:
        mark_dirty(FACTS, [(activity.library_id, activity.started_on)])
    tell_of_activities(
        by=by, kind=SENT_BACK[state], activities=[activity], reason=reason
    )
    return activity


def _is_repeat(by: User, activity: Activity, reason: str) -> bool:
    last = activity.reviews.last()
    return last is not None and last.by_id == by.pk and last.reason == reason
