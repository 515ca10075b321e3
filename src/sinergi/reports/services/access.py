"""The preconditions that all acts on reports share: who, which row, open month."""

import datetime as dt
from uuid import UUID

from sinergi.accounts.models import User
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library
from sinergi.network.models.library import LibraryQuerySet
from sinergi.network.models.scope import held_with
from sinergi.network.rules import REPORT, VERIFY
from sinergi.reports.errors import ReadOnly, ReasonMissing
from sinergi.reports.models import Activity
from sinergi.reports.queries.periods import active_locks
from sinergi.reports.rules import REASON_LIMIT
from sinergi.reports.services.validation import too_long

OFFICES = (LibraryKind.PROVINCE, LibraryKind.REGENCY)


def lock_library(*, by: User, library_id: int, permission: str) -> Library:
    """The library's row, locked.

    Acts on one library's reports follow each other.

    Locking a period locks the same rows first, so that nothing slips in beside it.

    Raises:
        Library.DoesNotExist: The library is outside the person's scope.
        ReadOnly: The person sees the library but lacks the permission.
    """
    allowed = _libraries(by, permission).select_for_update(of=("self",), no_key=True)
    try:
        return allowed.get(pk=library_id)
    except Library.DoesNotExist:
        Library.objects.visible_to(by).get(pk=library_id)
    raise ReadOnly(library=library_id)


def lock_activity(
    *, by: User, activity: Activity, permission: str
) -> tuple[Activity, Library]:
    """The activity as it is now, locked, and its library.

    Raises:
        Activity.DoesNotExist: The activity is outside the person's scope, or gone.
        ReadOnly: The person sees the activity but lacks the permission.
    """
    try:
        library = lock_library(
            by=by, library_id=activity.library_id, permission=permission
        )
    except Library.DoesNotExist:
        raise Activity.DoesNotExist from None
    current = Activity.objects.select_for_update(of=("self",)).get(
        pk=activity.pk, library_id=library.pk
    )
    current.library = library
    return current, library


def taken(id: UUID) -> Activity | None:  # noqa: A002 - the name of the field
    """The activity that holds an id, whoever it belongs to, locked."""
    return Activity.objects.select_for_update(of=("self",)).filter(pk=id).first()


def _libraries(by: User, permission: str) -> LibraryQuerySet:
    if permission == VERIFY:
        return Library.objects.verifiable_by(by)
    return Library.objects.reportable_by(by)


def require_open_period(region: str, *days: dt.date | None) -> None:
    """Refuse an act that touches a closed month.

    Raises:
        PeriodLocked: One of the days lies in a month closed for the region.
    """
    active_locks(*(day for day in days if day)).require_open(region, *days)


def is_on_behalf(by: User, library: Library) -> bool:
    """Whether the person reports as an officer and not as the library itself.

    A provincial or regency library is run by the officers of its own region.
    """
    is_office = library.kind in OFFICES
    return not any(
        held.library == library.pk or (is_office and held.region == library.region_id)
        for held in held_with(by, REPORT)
    )


def checked_reason(reason: str) -> str:
    """The reason, which must say something.

    Raises:
        ReasonMissing: It is blank.
        DomainError: It is too long.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > REASON_LIMIT:
        raise too_long("reason", reason, REASON_LIMIT, field="reason")
    return reason
