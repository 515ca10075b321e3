"""Starting and ending memberships of programmes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.formatting import day as shown_day
from sinergi.network.enums import Origin, Payer
from sinergi.network.errors import AlreadyPartner, NoPartnership, UnfitDate
from sinergi.network.models import Library, Partnership, PartnershipFunder, Programme
from sinergi.network.services.access import locked, require_manage
from sinergi.network.services.bulk import mark_network_changed


@dataclass(frozen=True)
class Funding:
    """One who pays for a partnership; the name tells which company or university."""

    funder: str
    name: str = ""
    amount_idr: Decimal | None = None


@transaction.atomic
def start_partnership(
    *,
    by: User | None,
    library: Library,
    programme: Programme,
    origin: str,
    intake_year: int,
    funders: Sequence[str | Funding],
    started_on: dt.date,
    ended_on: dt.date | None = None,
    decree_number: str = "",
    decree_on: dt.date | None = None,
    mentor_library: Library | None = None,
    starter_kit: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    is_confirmed: bool = True,
) -> Partnership:
    """Make a library a partner; several partnerships follow one another.

    Raises:
        OutOfScope: The library is not the acting person's.
        LibraryClosed: It was closed.
        AlreadyPartner: Another partnership of the programme covers some of the time.
        UnfitDate: It ends before it starts, or starts before the programme or its
            intake year.
    """
    require_manage(by, library=library)
    row = locked(library)
    _check_time(programme, started_on, ended_on)
    _check_intake(intake_year, started_on)
    _check_free(row, programme, started_on, ended_on)
    partnership = Partnership.objects.create(
        library=row,
        programme=programme,
        origin=origin,
        intake_year=intake_year,
        started_on=started_on,
        ended_on=ended_on,
        decree_number=decree_number.strip(),
        decree_on=decree_on,
        mentor_library=mentor_library,
        starter_kit=starter_kit.strip(),
        contact_name=contact_name.strip(),
        contact_phone=contact_phone.strip(),
        is_confirmed=is_confirmed,
    )
    paid = [
        funder if isinstance(funder, Funding) else Funding(Payer(funder))
        for funder in funders
    ]
    PartnershipFunder.objects.bulk_create(
        PartnershipFunder(
            partnership=partnership,
            funder=funding.funder,
            name=funding.name.strip(),
            amount_idr=funding.amount_idr,
        )
        for funding in dict.fromkeys(paid)
    )
    record(
        by=by,
        action="start_partnership",
        target=partnership,
        new={
            "library": row.pk,
            "programme": programme.key,
            "origin": origin,
            "intake_year": intake_year,
            "started_on": started_on,
            "ended_on": ended_on,
            "decree_number": partnership.decree_number,
            "funders": [funding.funder for funding in paid],
        },
    )
    mark_network_changed()
    return partnership


@transaction.atomic
def end_partnership(
    *, by: User | None, partnership: Partnership, on: dt.date, reason: str = ""
) -> Partnership:
    """End a partnership; the library and its records stay.

    Raises:
        OutOfScope: The library is not the acting person's.
        NoPartnership: It ended before.
        UnfitDate: It would end before it started.
    """
    require_manage(by, library=partnership.library)
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if row.ended_on is not None:
        raise NoPartnership(
            _("This partnership ended on %(date)s.") % {"date": shown_day(row.ended_on)}
        )
    if on < row.started_on:
        raise UnfitDate(_("A partnership cannot end before it starts."), field="on")
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    record(
        by=by,
        action="end_partnership",
        target=row,
        old={"ended_on": None},
        new={"ended_on": on},
        reason=reason,
    )
    mark_network_changed()
    return row


@transaction.atomic
def confirm_partnership(*, by: User | None, partnership: Partnership) -> Partnership:
    """Confirm a partnership that an import took in.

    Raises:
        OutOfScope: The library is not the acting person's.
    """
    require_manage(by, library=partnership.library)
    row = Partnership.objects.select_for_update().get(pk=partnership.pk)
    if not row.is_confirmed:
        row.is_confirmed = True
        row.save(update_fields=["is_confirmed"])
        record(
            by=by,
            action="confirm_partnership",
            target=row,
            old={"is_confirmed": False},
            new={"is_confirmed": True},
        )
    return row


def _check_time(
    programme: Programme, started_on: dt.date, ended_on: dt.date | None
) -> None:
    if ended_on is not None and ended_on < started_on:
        raise UnfitDate(
            _("A partnership cannot end before it starts."), field="ended_on"
        )
    if started_on < programme.starts_on:
        raise UnfitDate(
            _("The programme began on %(date)s. Choose that day or a later one.")
            % {"date": shown_day(programme.starts_on)},
            field="started_on",
        )


def _check_intake(intake_year: int, started_on: dt.date) -> None:
    if intake_year > started_on.year:
        raise UnfitDate(
            _(
                "The intake year %(year)s comes after the partnership starts "
                "(%(date)s). Choose that year or an earlier one."
            )
            % {"year": intake_year, "date": shown_day(started_on)},
            field="intake_year",
        )


def _check_free(
    library: Library,
    programme: Programme,
    started_on: dt.date,
    ended_on: dt.date | None,
) -> None:
    """One partnership at a time in each programme."""
    others = Partnership.objects.filter(library=library, programme=programme)
    for other in others:
        is_before = other.ended_on is not None and other.ended_on < started_on
        is_after = ended_on is not None and ended_on < other.started_on
        if not (is_before or is_after):
            raise AlreadyPartner(
                _(
                    "%(library)s is already a partner by %(origin)s. "
                    "End that partnership first."
                )
                % {
                    "library": library.name,
                    "origin": Origin(other.origin).label,
                },
                data={"library": library.pk, "partnership": other.pk},
            )
