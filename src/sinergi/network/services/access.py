"""What every act of the network asks before it writes."""

import datetime as dt

from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.core.dates import latest_day
from sinergi.core.formatting import day as shown_day
from sinergi.network.errors import LibraryClosed, OutOfScope, UnfitDate
from sinergi.network.models import Library
from sinergi.network.queries.scope import can
from sinergi.network.rules import MANAGE, STEER
from sinergi.regions.models import Region


def require_manage(
    by: User | None, *, library: Library | None = None, region: Region | None = None
) -> None:
    """Refuse whoever may not change the network at the place.

    Raises:
        OutOfScope: `by` does not manage the library or the region.
    """
    if by is not None and not can(by, MANAGE, library=library, region=region):
        raise OutOfScope(_("This place is outside your scope."))


def require_steer(by: User | None) -> None:
    """Refuse whoever does not steer the programme.

    Raises:
        OutOfScope: `by` is not of the national team.
    """
    if by is not None and not can(by, STEER):
        raise OutOfScope(_("Only the national team can do this."))


def locked(library: Library) -> Library:
    """The library as stored now, locked until the act ends; open ones alone.

    Raises:
        LibraryClosed: It was closed or merged away.
    """
    row = Library.objects.select_for_update().get(pk=library.pk)
    if row.closed_on is not None:
        raise LibraryClosed(
            _("%(library)s has been closed since %(date)s.")
            % {"library": row.name, "date": shown_day(row.closed_on)},
            data={"library": row.pk},
        )
    return row


def check_day(library: Library, on: dt.date, field: str) -> None:
    """Refuse a date after today or before the library opened.

    Raises:
        UnfitDate: The date is not possible.
    """
    if on > latest_day():
        raise UnfitDate(
            _("%(value)s has not come yet. Choose today or a day before.")
            % {"value": shown_day(on)},
            field=field,
        )
    if library.opened_on is not None and on < library.opened_on:
        raise UnfitDate(
            _("%(value)s is before the library opened (%(opened)s).")
            % {"value": shown_day(on), "opened": shown_day(library.opened_on)},
            field=field,
        )
