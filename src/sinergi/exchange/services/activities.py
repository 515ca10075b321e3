"""Taking in the activities of a file: each row to its library, all or nothing."""

import datetime as dt
import uuid
from collections import Counter
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.exchange.queries.libraries import Candidate, kind_of, libraries_at
from sinergi.exchange.queries.places import region_index
from sinergi.exchange.queries.scope import scope_for
from sinergi.exchange.queries.stored import stored_activities
from sinergi.exchange.services.findings import Findings, Progress
from sinergi.exchange.services.placing import NewLibraries, Placing, Wanted
from sinergi.exchange.services.platform import platform_user
from sinergi.exchange.spreadsheets.activities import ActivityRow, activity_totals
from sinergi.exchange.spreadsheets.regions import RegionFinder
from sinergi.exchange.spreadsheets.rows import Reading
from sinergi.exchange.spreadsheets.vocabularies import PAYERS
from sinergi.network.rules import REPORT
from sinergi.reports.content import ActivityContent, Cell, Payment
from sinergi.reports.enums import Channel, State
from sinergi.reports.errors import PeriodLocked
from sinergi.reports.queries.periods import LockTable, active_locks
from sinergi.reports.services.bulk import BulkActivity, store_activities
from sinergi.reports.services.validation import problems_of

#: Ids of imported activities are derived from what their rows say.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "sinergi:import:activities")
OWN_MEANS = "self"
COLUMNS = {
    "strategy": "strategy",
    "field": "field",
    "title": "title",
    "started_on": "date",
    "collaborators": "collaborators",
    "attendances": "attendances",
    "breakdown": "attendances",
    "money": "cost",
}
Placed = list[tuple[ActivityRow, Candidate, ActivityContent]]


def import_activities(
    *,
    by: User | None,
    reading: Reading[ActivityRow],
    new_libraries: NewLibraries,
    dry_run: bool,
    as_of: dt.date,
    finder: RegionFinder | None = None,
    progress: Progress | None = None,
) -> Reading[ActivityRow]:
    """Store the rows of a file as reports that wait for verification.

    All in one transaction, which a dry run takes back at its end. A row that was
    stored before is refused as a copy, so that a repeat is harmless.

    Args:
        by: The acting person; None is the platform itself.
        reading: What the file gives.
        new_libraries: What becomes of rows whose library is not in the network.
        dry_run: Whether to take everything back.
        as_of: Stands in for today: the day on which the reports are sent.
        finder: The regions, where they are at hand already.
        progress: Told how many rows are done, of how many.

    Returns:
        The reading with the rows that were (or would be) stored, and all findings.
    """
    with transaction.atomic():
        outcome = _import(
            by=by,
            reading=reading,
            new_libraries=new_libraries,
            as_of=as_of,
            finder=finder or region_index(),
            progress=progress or _silent,
        )
        if dry_run:
            transaction.set_rollback(True)
    return outcome


def _silent(_done: int, _total: int) -> None:
    """Tell nobody."""


def _import(
    *,
    by: User | None,
    reading: Reading[ActivityRow],
    new_libraries: NewLibraries,
    as_of: dt.date,
    finder: RegionFinder,
    progress: Progress,
) -> Reading[ActivityRow]:
    findings = Findings(reading)
    placing = Placing(
        by=by,
        permission=REPORT,
        findings=findings,
        directory=libraries_at(row.region_code for row in reading.rows),
        new_libraries=new_libraries,
    )
    locks = active_locks(*(row.started_on for row in reading.rows))
    placed: Placed = []
    for number, row in enumerate(reading.rows, 1):
        library = placing.place(row, _wanted(row, finder))
        if library:
            content = _content(row)
            _check(findings, row, library, content, locks=locks, as_of=as_of)
            placed.append((row, library, content))
        progress(number, len(reading.rows))
    placed = [entry for entry in placed if not findings.is_refused(entry[0])]
    needed = {id(library) for _row, library, _content in placed}
    placing.store(lambda library: id(library) in needed)
    _store(by, findings, placed, as_of)
    return findings.outcome(activity_totals)


def _wanted(row: ActivityRow, finder: RegionFinder) -> Wanted:
    region = finder.find(row.region_code)
    return Wanted(
        name=row.library_name,
        kind=kind_of(row.library_name, row.region_kind),
        region=row.region_code,
        region_name=region.name if region else row.region_code,
    )


def _content(row: ActivityRow) -> ActivityContent:
    money: tuple[Payment, ...] = ()
    if row.cost_idr is not None:
        money = (Payment(row.payer or OWN_MEANS, Decimal(row.cost_idr)),)
    return ActivityContent(
        strategy=row.strategy,
        field=row.field or "other",
        title=row.title,
        started_on=row.started_on,
        collaborators=row.collaborators,
        attendances=row.attendances,
        breakdown=_breakdown(row),
        money=money,
    )


def _breakdown(row: ActivityRow) -> tuple[Cell, ...]:
    """The margins that the row gives; a blank count is not reported."""
    cells = (
        ("sex", "male", row.male),
        ("sex", "female", row.female),
        ("age_band", "under_15", row.under_15),
        ("age_band", "15_24", row.age_15_24),
        ("age_band", "25_59", row.age_25_59),
        ("age_band", "60_plus", row.age_60_plus),
        ("disability", "with", row.disability),
    )
    return tuple(
        Cell(**{dimension: value}, attendances=count)  # type: ignore[arg-type]
        for dimension, value, count in cells
        if count is not None
    )


def _check(
    findings: Findings[ActivityRow],
    row: ActivityRow,
    library: Candidate,
    content: ActivityContent,
    *,
    locks: LockTable,
    as_of: dt.date,
) -> None:
    """Note what the rules of reports say against a row."""
    for error in problems_of(content, today=as_of, is_complete=True):
        findings.refuse(
            row,
            COLUMNS.get(error.field, "title"),
            error.kind,
            wording="as_said",
            message=error.message,
        )
    if library.closed_on and row.started_on >= library.closed_on:
        findings.refuse(
            row,
            "date",
            "library_closed",
            value=row.started_on.isoformat(),
            name=library.name,
            date=library.closed_on,
        )
    try:
        locks.require_open(library.region, row.started_on)
    except PeriodLocked as error:
        findings.refuse(
            row,
            "date",
            error.kind,
            value=row.started_on.isoformat(),
            wording="as_said",
            message=error.message,
        )
    if row.cost_idr is not None and row.payer is None:
        findings.warn(row, "payer", "payer_missing", read_as=PAYERS.labels[OWN_MEANS])


def _store(
    by: User | None, findings: Findings[ActivityRow], placed: Placed, as_of: dt.date
) -> None:
    numbered = _numbered(placed)
    known = stored_activities(numbered)
    for activity_id, (row, _library, _content) in numbered.items():
        if activity_id in known:
            findings.refuse(
                row,
                "title",
                "exact_duplicate",
                value=row.title,
                wording="stored_duplicate",
            )
    fresh = {key: entry for key, entry in numbered.items() if key not in known}
    if not fresh:
        return
    entered_by = by or platform_user()
    own = scope_for(by, REPORT).libraries
    sent_at = _sent_at(as_of)
    store_activities(
        by=by,
        rows=[
            BulkActivity(
                id=activity_id,
                library_id=_id_of(library),
                content=content,
                state=State.SUBMITTED,
                entered_by_id=entered_by.pk,
                submitted_at=sent_at,
                is_on_behalf=library.id not in own,
                evidence_refs=_references(row.evidence),
            )
            for activity_id, (row, library, content) in fresh.items()
        ],
        channel=Channel.IMPORT,
        today=as_of,
    )


def _numbered(
    placed: Placed,
) -> dict[uuid.UUID, tuple[ActivityRow, Candidate, ActivityContent]]:
    """The rows by an id made of what they say; equal rows are told apart by order."""
    times: Counter[str] = Counter()
    numbered = {}
    for row, library, content in placed:
        said = repr((library.id, content, row.evidence, row.payer))
        times[said] += 1
        numbered[uuid.uuid5(NAMESPACE, f"{said}{times[said]}")] = (
            row,
            library,
            content,
        )
    return numbered


def _id_of(library: Candidate) -> int:
    assert library.id is not None  # noqa: S101 - stored just before
    return library.id


def _sent_at(as_of: dt.date) -> dt.datetime:
    """Now, or the noon of a day that stands in for today."""
    now = timezone.now()
    if timezone.localdate(now) == as_of:
        return now
    return timezone.make_aware(dt.datetime.combine(as_of, dt.time(12)))


def _references(evidence: str) -> tuple[str, ...]:
    return tuple(
        part for line in evidence.splitlines() for part in [line.strip()] if part
    )
