"""Closing a month, and opening it again with a reason."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.regions.models import Region
from sinergi.reports.enums import State
from sinergi.reports.errors import PeriodNotOver, ReadOnly
from sinergi.reports.models import Activity, MonthlyStatistics, PeriodLock
from sinergi.reports.queries.periods import libraries_of, may_close
from sinergi.reports.rules import month_of, next_month
from sinergi.reports.services.access import checked_reason


@transaction.atomic
def lock_period(
    *, by: User, month: dt.date, region: Region | None = None
) -> PeriodLock:
    """Close a month for a region (None: the nation); a repeat changes nothing.

    Verified reports of the month become locked. Others stay as they are and cannot
    change until the month is opened.

    Raises:
        ReadOnly: The person has no say over the region.
        PeriodNotOver: The month is not over.
    """
    month = month_of(month)
    if not may_close(by, region):
        raise ReadOnly(region=region.code if region else "")
    if next_month(month) > timezone.localdate():
        raise PeriodNotOver(month)
    _hold_libraries(region)
    lock = PeriodLock.objects.filter(
        month=month, region=region, unlocked_at=None
    ).first()
    if lock is not None:
        return lock
    lock = PeriodLock.objects.create(month=month, region=region, locked_by=by)
    counts = _move(month, libraries_in(region), State.VERIFIED, State.LOCKED)
    record(
        by=by,
        action="period.locked",
        target=lock,
        new={"month": month, "region": lock.region_id or "", **counts},
    )
    return lock


@transaction.atomic
def unlock_period(*, by: User, lock: PeriodLock, reason: str) -> PeriodLock:
    """Open a closed month again; a repeat changes nothing.

    Reports become verified again, but for those that another lock still closes.

    Raises:
        ReadOnly: The person has no say over the region.
        ReasonMissing: No reason is given.
    """
    if not may_close(by, lock.region):
        raise ReadOnly(lock=lock.pk)
    reason = checked_reason(reason)
    _hold_libraries(lock.region)
    current = PeriodLock.objects.select_for_update(of=("self",)).get(pk=lock.pk)
    if current.unlocked_at is not None:
        return current
    current.unlocked_by = by
    current.unlocked_at = timezone.now()
    current.unlock_reason = reason
    current.save(update_fields=["unlocked_by", "unlocked_at", "unlock_reason"])
    scope = libraries_in(current.region) & ~_still_closed(current.month)
    counts = _move(current.month, scope, State.LOCKED, State.VERIFIED)
    record(
        by=by,
        action="period.unlocked",
        target=current,
        old={"month": current.month, "region": current.region_id or "", **counts},
        reason=reason,
    )
    return current


def libraries_in(region: Region | None) -> Q:
    """The condition on a report that its library lies in a region."""
    if region is None:
        return Q()
    code = region.code
    return Q(library__region_id=code) | Q(library__region__code__startswith=f"{code}.")


def _still_closed(month: dt.date) -> Q:
    """The condition on a report that a lock in force closes its month."""
    closed = Q(pk__in=[])
    locks = PeriodLock.objects.filter(month=month, unlocked_at=None)
    for lock in locks.select_related("region"):
        if lock.region is None:
            return ~Q(pk__in=[])
        closed |= libraries_in(lock.region)
    return closed


def _move(month: dt.date, scope: Q, old: State, new: State) -> dict[str, int]:
    """Take the month's reports in a scope from one state to the other."""
    activities = Activity.objects.filter(
        started_on__gte=month, started_on__lt=next_month(month), state=old
    )
    statistics = MonthlyStatistics.objects.filter(month=month, state=old)
    return {
        "activities": activities.filter(scope).update(state=new),
        "statistics": statistics.filter(scope).update(state=new),
    }


def _hold_libraries(region: Region | None) -> None:
    """Wait for acts under way on the libraries' reports, and keep new ones waiting."""
    held = (
        libraries_of(region)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    list(held)
