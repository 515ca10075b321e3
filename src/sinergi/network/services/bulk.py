"""Many libraries, partnerships or assignments at once, each in one transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from sinergi.accounts.models import User
from sinergi.analytics.services import mark_dirty
from sinergi.audit.services import record_many
from sinergi.network.enums import LibraryEvent
from sinergi.network.models import (
    Assignment,
    Library,
    LibraryMove,
    Partnership,
    PartnershipFunder,
)
from sinergi.network.models.scope import forget_scopes

BATCH = 1_000
#: The library dimension is one table without months: one mark renews all of it.
DIMENSION_MARK = ((0, dt.date(2000, 1, 1)),)


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """A library to be taken in; `region` is the code of its place."""

    name: str
    kind: str
    region: str
    npp: str | None = None
    address: str = ""
    opened_on: dt.date | None = None
    is_unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class NewPartnership:
    """A membership of a programme; `funders` are payers."""

    library_id: int
    programme: str
    origin: str
    intake_year: int
    funders: tuple[str, ...]
    started_on: dt.date
    ended_on: dt.date | None = None
    decree_number: str = ""
    mentor_library_id: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class NewAssignment:
    """A role at a region or a library."""

    user_id: int
    role: str
    starts_on: dt.date
    region: str | None = None
    library_id: int | None = None
    ends_on: dt.date | None = None


@transaction.atomic
def add_libraries(*, by: User | None, rows: Sequence[NewLibrary]) -> list[Library]:
    """Take in many libraries, in the order of the rows.

    Raises:
        IntegrityError: A row names an unknown region, or a library twice.
    """
    libraries = Library.objects.bulk_create(
        (
            Library(
                name=row.name,
                kind=row.kind,
                region_id=row.region,
                npp=row.npp,
                address=row.address,
                opened_on=row.opened_on,
                is_unconfirmed=row.is_unconfirmed,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
    LibraryMove.objects.bulk_create(
        (
            LibraryMove(
                library=library,
                event=LibraryEvent.OPENED,
                happened_on=library.opened_on,
                to_region_id=library.region_id,
                recorded_by=by,
            )
            for library in libraries
            if library.opened_on is not None
        ),
        batch_size=BATCH,
    )
    record_many(by=by, action="add_library", targets=libraries)
    mark_network_changed()
    return libraries


@transaction.atomic
def start_partnerships(
    *, by: User | None, rows: Sequence[NewPartnership]
) -> list[Partnership]:
    """Start many partnerships with their funders, in the order of the rows."""
    partnerships = Partnership.objects.bulk_create(
        (
            Partnership(
                library_id=row.library_id,
                programme_id=row.programme,
                origin=row.origin,
                intake_year=row.intake_year,
                started_on=row.started_on,
                ended_on=row.ended_on,
                decree_number=row.decree_number,
                mentor_library_id=row.mentor_library_id,
                contact_name=row.contact_name,
                contact_phone=row.contact_phone,
                is_confirmed=row.is_confirmed,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
    PartnershipFunder.objects.bulk_create(
        _funders(zip(partnerships, rows, strict=True)), batch_size=BATCH
    )
    record_many(by=by, action="start_partnership", targets=partnerships)
    mark_network_changed()
    return partnerships


@transaction.atomic
def assign_many(*, by: User | None, rows: Sequence[NewAssignment]) -> list[Assignment]:
    """Give many people a role, in the order of the rows."""
    assignments = Assignment.objects.bulk_create(
        (
            Assignment(
                user_id=row.user_id,
                role=row.role,
                region_id=row.region,
                library_id=row.library_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                assigned_by=by,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )
    record_many(by=by, action="assign", targets=assignments)
    forget_scopes()
    mark_network_changed()
    return assignments


def mark_network_changed() -> None:
    """Note that the library dimension of the figures is out of date."""
    mark_dirty("libraries", DIMENSION_MARK)


def _funders(
    pairs: Iterable[tuple[Partnership, NewPartnership]],
) -> Iterable[PartnershipFunder]:
    for partnership, row in pairs:
        for funder in row.funders:
            yield PartnershipFunder(partnership=partnership, funder=funder)
