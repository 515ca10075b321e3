"""Giving and ending roles."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.network.enums import Role
from sinergi.network.errors import OutOfScope, UnfitDate, UnfitPlace
from sinergi.network.models import Assignment, Library
from sinergi.network.models.scope import forget_scopes
from sinergi.network.queries.scope import can_assign
from sinergi.network.services.bulk import mark_network_changed
from sinergi.regions.models import Region


@transaction.atomic
def assign(
    *,
    by: User | None,
    user: User,
    role: str,
    region: Region | None = None,
    library: Library | None = None,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
) -> Assignment:
    """Give a person a role at a region or library, or (neither) nationwide.

    Raises:
        OutOfScope: The acting person may not give this role there.
        UnfitPlace: The role needs a library or a region, or has both.
        UnfitDate: It ends before it starts.
    """
    _check_place(role, region, library)
    _check_giver(by, role, region, library)
    if ends_on is not None and ends_on < starts_on:
        raise UnfitDate(_("A role cannot end before it starts."), field="ends_on")
    assignment = Assignment.objects.create(
        user=user,
        role=role,
        region=region,
        library=library,
        starts_on=starts_on,
        ends_on=ends_on,
        assigned_by=by,
    )
    record(
        by=by,
        action="assign",
        target=assignment,
        new={
            "user": user.pk,
            "role": role,
            "region": region.code if region else None,
            "library": library.pk if library else None,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    _announce()
    return assignment


@transaction.atomic
def end_assignment(
    *, by: User | None, assignment: Assignment, on: dt.date, reason: str = ""
) -> Assignment:
    """End a role after a day.

    Raises:
        OutOfScope: The acting person may not end this role there.
        UnfitDate: It would end before it started.
    """
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    _check_giver(by, row.role, row.region, row.library)
    if on < row.starts_on:
        raise UnfitDate(_("A role cannot end before it starts."), field="on")
    before, row.ends_on = row.ends_on, on
    row.save(update_fields=["ends_on"])
    record(
        by=by,
        action="end_assignment",
        target=row,
        old={"ends_on": before},
        new={"ends_on": on},
        reason=reason,
    )
    _announce()
    return row


def _check_place(role: str, region: Region | None, library: Library | None) -> None:
    needs_library = role == Role.VILLAGE_MANAGER
    needs_region = role in {Role.REGENCY_OFFICER, Role.PROVINCIAL_OFFICER}
    if needs_library and library is None:
        raise UnfitPlace(_("Choose the library of this role."), field="library")
    if needs_region and region is None:
        raise UnfitPlace(_("Choose the region of this role."), field="region")
    if region is not None and library is not None:
        raise UnfitPlace(_("Choose a region or a library, not both."), field="region")


def _check_giver(
    by: User | None, role: str, region: Region | None, library: Library | None
) -> None:
    if by is not None and not can_assign(by, role, library=library, region=region):
        raise OutOfScope(_("You cannot give or end this role at this place."))


def _announce() -> None:
    forget_scopes()
    mark_network_changed()
