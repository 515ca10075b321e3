"""Writing, sending and judging the monthly statistics of a library."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.analytics.services import mark_dirty
from sinergi.audit.services import changes, record
from sinergi.core import formatting
from sinergi.core.errors import DomainError
from sinergi.network.models import Library
from sinergi.network.rules import REPORT, VERIFY
from sinergi.notices.enums import MessageKind
from sinergi.reports import rules
from sinergi.reports.enums import COUNTED, State
from sinergi.reports.errors import (
    EditConflict,
    InvalidContent,
    LibraryClosed,
    WrongState,
)
from sinergi.reports.models import MonthlyStatistics
from sinergi.reports.queries.statistics import STATISTICS_FIELDS, values_of
from sinergi.reports.queries.trail import last_change
from sinergi.reports.services.access import (
    checked_reason,
    lock_library,
    require_open_period,
)
from sinergi.reports.services.activities import OPEN, SENT
from sinergi.reports.services.news import tell_of_statistics
from sinergi.reports.services.validation import bad_count

FACTS = "statistics"
TOLD = {
    State.RETURNED: MessageKind.STATISTICS_RETURNED,
    State.VERIFIED: MessageKind.STATISTICS_VERIFIED,
}


@transaction.atomic
def save_statistics(
    *,
    by: User,
    library: Library,
    month: dt.date,
    values: Mapping[str, int | None],
    revision: int | None = None,
) -> MonthlyStatistics:
    """Write down a library's month, or change a draft or a returned one.

    Equal values change nothing. `revision` is the one that the writer last saw, None
    for a month not yet written down. A field that `values` leaves out is not reported.

    Raises:
        Library.DoesNotExist: The library is outside the person's scope.
        ReadOnly: The person may not report for the library.
        InvalidContent: A value or the month cannot be.
        EditConflict: Somebody changed the month since `revision`.
        WrongState: The month is sent already.
        PeriodLocked: The month is closed.
    """
    month = rules.month_of(month)
    library = lock_library(by=by, library_id=library.pk, permission=REPORT)
    typed = _checked(values, month)
    current = _current(library, month)
    if current is not None and values_of(current) == typed:
        return current
    if library.closed_on is not None and month >= library.closed_on:
        raise LibraryClosed(name=library.name, closed_on=library.closed_on)
    require_open_period(library.region_id, month)
    if current is None:
        current = MonthlyStatistics.objects.create(
            library=library, month=month, entered_by=by, **typed
        )
        record(by=by, action="statistics.created", target=current, new=typed)
        return current
    _change(by, current, typed, revision)
    return current


def _change(
    by: User,
    current: MonthlyStatistics,
    typed: dict[str, int | None],
    revision: int | None,
) -> None:
    if current.state not in OPEN:
        raise _wrong(current)
    if revision != current.revision:
        name, at = last_change(current)
        raise EditConflict(name=name, at=at, revision=current.revision)
    old, new = changes(values_of(current), typed)
    for name in new:
        setattr(current, name, typed[name])
    current.revision += 1
    current.save(update_fields=[*new, "revision"])
    record(by=by, action="statistics.changed", target=current, old=old, new=new)


def _checked(values: Mapping[str, int | None], month: dt.date) -> dict[str, int | None]:
    problems: list[DomainError] = []
    if month > timezone.localdate():
        problems.append(
            DomainError(_future_month(month), kind="future_date", field="month")
        )
    problems.extend(
        DomainError(
            _("This number is not asked for."), kind="unknown_field", field=name
        )
        for name in sorted(values.keys() - STATISTICS_FIELDS.keys())
    )
    for name, label in STATISTICS_FIELDS.items():
        finding = bad_count(
            values.get(name), label=label, field=name, limit=rules.STATISTICS_LIMIT
        )
        if finding:
            problems.append(finding)
    if problems:
        raise InvalidContent(problems)
    return {name: values.get(name) for name in STATISTICS_FIELDS}


def _future_month(month: dt.date) -> str:
    return _("%(month)s has not begun. Write it down once it has.") % {
        "month": formatting.month(month)
    }


def _current(library: Library, month: dt.date) -> MonthlyStatistics | None:
    return (
        MonthlyStatistics.objects.select_for_update(of=("self",))
        .filter(library=library, month=month)
        .first()
    )


def _lock(
    by: User, statistics: MonthlyStatistics, permission: str
) -> MonthlyStatistics:
    """The month as it is now, locked.

    Raises:
        MonthlyStatistics.DoesNotExist: It is outside the person's scope.
        ReadOnly: The person lacks the permission.
    """
    try:
        library = lock_library(
            by=by, library_id=statistics.library_id, permission=permission
        )
    except Library.DoesNotExist:
        raise MonthlyStatistics.DoesNotExist from None
    current = _current(library, statistics.month)
    if current is None:
        raise MonthlyStatistics.DoesNotExist
    current.library = library
    return current


def _wrong(statistics: MonthlyStatistics) -> WrongState:
    return WrongState(statistics.state, State(statistics.state).label)


@transaction.atomic
def submit_statistics(*, by: User, statistics: MonthlyStatistics) -> MonthlyStatistics:
    """Send a month to the officer; a repeat changes nothing.

    Raises:
        MonthlyStatistics.DoesNotExist: It is outside the person's scope.
        ReadOnly: The person may not report for the library.
        InvalidContent: Nothing is filled in.
        PeriodLocked: The month is closed.
    """
    current = _lock(by, statistics, REPORT)
    if current.state in SENT:
        return current
    if all(value is None for value in values_of(current).values()):
        raise InvalidContent(
            [
                DomainError(
                    _("Fill in at least one number."), kind="required", field="visits"
                )
            ]
        )
    _step(by, current, State.SUBMITTED, "statistics.submitted")
    return current


@transaction.atomic
def verify_statistics(*, by: User, statistics: MonthlyStatistics) -> MonthlyStatistics:
    """Accept a submitted month; a repeat changes nothing.

    Raises:
        MonthlyStatistics.DoesNotExist: It is outside the person's scope.
        ReadOnly: The person may not verify there.
        WrongState: It is not waiting for verification.
        PeriodLocked: The month is closed.
    """
    current = _lock(by, statistics, VERIFY)
    if current.state in COUNTED:
        return current
    if current.state != State.SUBMITTED:
        raise _wrong(current)
    _step(by, current, State.VERIFIED, "statistics.verified")
    return current


@transaction.atomic
def return_statistics(
    *, by: User, statistics: MonthlyStatistics, reason: str
) -> MonthlyStatistics:
    """Send a submitted or verified month back to be mended; a repeat is harmless.

    Raises:
        MonthlyStatistics.DoesNotExist: It is outside the person's scope.
        ReadOnly: The person may not verify there.
        ReasonMissing: No reason is given.
        WrongState: It is a draft, or was returned for another reason.
        PeriodLocked: The month is closed.
    """
    current = _lock(by, statistics, VERIFY)
    reason = checked_reason(reason)
    if current.state == State.RETURNED and current.reason == reason:
        return current
    if current.state not in SENT:
        raise _wrong(current)
    _step(by, current, State.RETURNED, "statistics.returned", reason=reason)
    return current


def _step(
    by: User,
    current: MonthlyStatistics,
    state: State,
    action: str,
    *,
    reason: str = "",
) -> None:
    """Take a month to its next state: row, audit entry, mark."""
    require_open_period(current.library.region_id, current.month)
    now = timezone.now()
    old = current.state
    is_verified = state == State.VERIFIED
    current.state = state
    current.reason = reason
    if state == State.SUBMITTED:
        current.submitted_at = now
    current.verified_at = now if is_verified else None
    current.verified_by = by if is_verified else None
    current.revision += 1
    current.save(
        update_fields=[
            "state",
            "reason",
            "submitted_at",
            "verified_at",
            "verified_by",
            "revision",
        ]
    )
    new: dict[str, object] = {"state": state}
    if is_verified and current.entered_by_id == by.pk:
        new["is_own_entry"] = True
    record(
        by=by, action=action, target=current, old={"state": old}, new=new, reason=reason
    )
    mark_dirty(FACTS, [(current.library_id, current.month)])
    if state in TOLD:
        tell_of_statistics(by=by, kind=TOLD[state], statistics=current, reason=reason)
