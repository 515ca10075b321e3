"""Taking in the partner libraries of a file, all or nothing."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from sinergi.accounts.models import User
from sinergi.exchange.queries.libraries import (
    Candidate,
    LibraryDirectory,
    libraries_at,
)
from sinergi.exchange.queries.places import region_index
from sinergi.exchange.queries.stored import Membership, memberships
from sinergi.exchange.services.findings import Findings, Progress
from sinergi.exchange.services.placing import NewLibraries, Placing, Wanted
from sinergi.exchange.spreadsheets.partners import PartnerRow, partner_totals
from sinergi.exchange.spreadsheets.regions import RegionFinder
from sinergi.exchange.spreadsheets.rows import Reading
from sinergi.exchange.spreadsheets.vocabularies import ORIGINS
from sinergi.network.rules import MANAGE
from sinergi.network.services.bulk import NewPartnership, start_partnerships

LIMITS = {"decree": 100, "manager": 200, "phone": 30, "npp": 30}
Placed = list[tuple[PartnerRow, Candidate]]


def import_partners(
    *,
    by: User | None,
    reading: Reading[PartnerRow],
    new_libraries: NewLibraries,
    dry_run: bool,
    programme: str = "tpbis",
    finder: RegionFinder | None = None,
    progress: Progress | None = None,
) -> Reading[PartnerRow]:
    """Store the rows of a file as partnerships of their libraries.

    All in one transaction, which a dry run takes back at its end. A row that was
    stored before is refused as a copy. A further partnership of a library that is
    a partner already is kept unconfirmed and out of force, for an officer to check.

    Args:
        by: The acting person; None is the platform itself.
        reading: What the file gives.
        new_libraries: What becomes of rows whose library is not in the network.
        dry_run: Whether to take everything back.
        programme: Key of the programme that the libraries belong to.
        finder: The regions, where they are at hand already.
        progress: Told how many rows are done, of how many.

    Returns:
        The reading with the rows that were (or would be) stored, and all findings.
    """
    with transaction.atomic():
        findings = Findings(reading)
        placed = _place(
            by,
            findings,
            reading,
            new_libraries=new_libraries,
            finder=finder,
            progress=progress,
        )
        _store(by, findings, placed, programme)
        if dry_run:
            transaction.set_rollback(True)
    return findings.outcome(partner_totals)


def _place(
    by: User | None,
    findings: Findings[PartnerRow],
    reading: Reading[PartnerRow],
    *,
    new_libraries: NewLibraries,
    finder: RegionFinder | None,
    progress: Progress | None,
) -> Placed:
    regions = finder or region_index()
    directory = libraries_at(
        (row.region_code for row in reading.rows),
        (row.npp for row in reading.rows if row.npp),
    )
    placing = Placing(
        by=by,
        permission=MANAGE,
        findings=findings,
        directory=directory,
        new_libraries=new_libraries,
    )
    placed: Placed = []
    for number, row in enumerate(reading.rows, 1):
        _check(findings, row)
        if not findings.is_refused(row) and _has_free_npp(findings, row, directory):
            library = placing.place(row, _wanted(row, regions))
            if library:
                placed.append((row, library))
        if progress:
            progress(number, len(reading.rows))
    needed = {id(library) for _row, library in placed}
    placing.store(lambda library: id(library) in needed)
    return placed


def _wanted(row: PartnerRow, finder: RegionFinder) -> Wanted:
    region = finder.find(row.region_code)
    return Wanted(
        name=row.library_name,
        kind=row.kind,
        region=row.region_code,
        region_name=region.name if region else row.region_code,
        npp=row.npp,
    )


def _check(findings: Findings[PartnerRow], row: PartnerRow) -> None:
    """Note texts that are longer than the network holds; they are never cut."""
    for column, limit in LIMITS.items():
        text = getattr(row, column)
        if len(text) > limit:
            findings.refuse(
                row, column, "too_long", value=text, length=len(text), limit=limit
            )


def _has_free_npp(
    findings: Findings[PartnerRow], row: PartnerRow, directory: LibraryDirectory
) -> bool:
    """Whether the number is no other library's."""
    holder = directory.by_npp.get(row.npp) if row.npp else None
    if holder is None:
        return True
    fitting: Iterable[Candidate] = directory.find(
        row.library_name, row.kind, row.region_code
    )
    if any(one is holder for one in fitting):
        return True
    findings.refuse(row, "npp", "npp_taken", value=row.npp, name=holder.name)
    return False


def _store(
    by: User | None,
    findings: Findings[PartnerRow],
    placed: Placed,
    programme: str,
) -> None:
    known = memberships(
        programme, (library.id for _row, library in placed if library.id is not None)
    )
    fresh = []
    for row, library in placed:
        if library.id is None:
            continue
        past = known.setdefault(library.id, [])
        if _may_add(findings, row, library.name, past):
            fresh.append(_partnership(row, library.id, programme, past))
    if fresh:
        start_partnerships(by=by, rows=fresh)


def _may_add(
    findings: Findings[PartnerRow],
    row: PartnerRow,
    library_name: str,
    past: list[Membership],
) -> bool:
    """Whether the row is no copy; a second partnership is a doubt."""
    said = (row.origin, row.intake_year, row.decree)
    if any((one.origin, one.intake_year, one.decree) == said for one in past):
        findings.refuse(
            row,
            "library",
            "exact_duplicate",
            value=row.library_name,
            wording="stored_duplicate",
        )
        return False
    for current in [one for one in past if one.is_in_force]:
        findings.warn(
            row,
            "library",
            "already_partner",
            value=row.library_name,
            name=library_name,
            origin=ORIGINS.labels[current.origin],
            year=str(current.intake_year),
        )
    return True


def _partnership(
    row: PartnerRow, library_id: int, programme: str, past: list[Membership]
) -> NewPartnership:
    """The partnership of a row; `past` learns of it."""
    started_on = dt.date(row.intake_year, 1, 1)
    current = next((one for one in past if one.is_in_force), None)
    past.append(
        Membership(row.origin, row.intake_year, row.decree, started_on, current is None)
    )
    return NewPartnership(
        library_id=library_id,
        programme=programme,
        origin=row.origin,
        intake_year=row.intake_year,
        funders=(row.funder,),
        started_on=started_on,
        ended_on=_last_day(started_on, current) if current else None,
        decree_number=row.decree,
        contact_name=row.manager,
        contact_phone=row.phone,
        is_confirmed=current is None,
    )


def _last_day(started_on: dt.date, current: Membership) -> dt.date:
    """The day before the partnership in force began, or the first day itself."""
    return max(started_on, current.started_on - dt.timedelta(days=1))
