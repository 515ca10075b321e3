"""Responses from a file: tried by the very code that stores them, safe to repeat."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.core.errors import Conflict
from sinergi.core.spreadsheets.cells import FormulaCell, Record
from sinergi.core.spreadsheets.safety import check_size
from sinergi.core.spreadsheets.textfiles import read_csv
from sinergi.core.spreadsheets.unreadable import TABLE_FILE, UnreadableFile
from sinergi.core.spreadsheets.workbooks import read_workbook
from sinergi.evaluation.enums import InstrumentState, Source, StudyState
from sinergi.evaluation.errors import UnfitInstrument
from sinergi.evaluation.models import ImportFile, Instrument, Response, SampleUnit
from sinergi.evaluation.queries.instruments import definition_of
from sinergi.evaluation.questionnaires.definition import Definition
from sinergi.evaluation.questionnaires.filling import Filling
from sinergi.evaluation.questionnaires.tabular import (
    Finding,
    Headings,
    ReadRow,
    Row,
    TableReader,
)
from sinergi.evaluation.questionnaires.typed import Answer, kept
from sinergi.evaluation.questionnaires.xlsform import UNIT_QUESTION
from sinergi.evaluation.services.access import locked, require_editable
from sinergi.evaluation.services.collecting import digest_of
from sinergi.evaluation.wording import finding_words

KEPT = dt.timedelta(days=1)
MOST_FINDINGS = 500
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods")
#: What does not refuse its row: it is stored, and flagged when it is checked.
WARNINGS = frozenset({"required", "constraint", "unknown_columns"})
#: So many columns that nobody asked for are named.
MOST_UNKNOWN = 8


@dataclass
class Outcome:
    """What a file holds: rows fit to be stored, and what is wrong with which."""

    read: int = 0
    repeated: int = 0
    fit: list[Response] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def report(self) -> dict[str, object]:
        """The outcome as it is kept and shown."""
        return {
            "read": self.read,
            "accepted": len(self.fit),
            "repeated": self.repeated,
            "rejected": self.read - len(self.fit) - self.repeated,
            "findings": [_shown(each) for each in self.findings[:MOST_FINDINGS]],
            "more": max(0, len(self.findings) - MOST_FINDINGS),
        }


def _shown(finding: Finding) -> dict[str, object]:
    return {
        "row": finding.row,
        "column": finding.column,
        "is_warning": finding.kind in WARNINGS,
        "message": finding_words(finding),
    }


def try_file(
    *, by: User, instrument: Instrument, file: "UploadedFile[bytes]"
) -> ImportFile:
    """Keep a file of responses for a day and try it; nothing of it is stored yet.

    Raises:
        OutOfScope: The study is not theirs.
        WrongStudyState, UnfitInstrument: The version takes no responses.
        UnreadableFile: The file cannot be read; it is not kept.
    """
    _require_open(by, instrument)
    forget_old_files()
    name = (file.name or "")[-255:]
    outcome = _read(instrument, cast(BinaryIO, file.file), name)
    sent = ImportFile(
        instrument=instrument, name=name, report=outcome.report(), sent_by=by
    )
    sent.sent_at = now()
    file.seek(0)
    sent.file.save(f"{uuid.uuid4()}", file, save=False)
    sent.save()
    return sent


@transaction.atomic
def store_file(*, by: User, sent: ImportFile) -> ImportFile:
    """Store the rows of a tried file; those stored before are passed over.

    The queue looks at each of them afterwards.

    Raises:
        OutOfScope, WrongStudyState, UnfitInstrument: See `try_file`.
        Conflict: The file was stored already.
    """
    row = ImportFile.objects.select_for_update().get(pk=sent.pk)
    _require_open(by, row.instrument)
    if row.state != ImportFile.State.TRIED:
        raise Conflict(_("This file was stored already."))
    with row.file.open("rb") as file:
        outcome = _read(row.instrument, _stream(file), row.name)
    Response.objects.bulk_create(outcome.fit, batch_size=500)
    row.state, row.report = ImportFile.State.STORED, outcome.report()
    row.save(update_fields=["state", "report"])
    counts = {key: row.report[key] for key in ("read", "accepted", "rejected")}
    record(by=by, action="responses.import", target=row.instrument, new=counts)
    return row


def forget_old_files() -> int:
    """Delete the files that have been kept for a day."""
    old = list(ImportFile.objects.filter(sent_at__lt=now() - KEPT))
    for sent in old:
        sent.file.delete(save=False)
        sent.delete()
    return len(old)


def _require_open(by: User, instrument: Instrument) -> None:
    require_editable(by, instrument.study)
    with transaction.atomic():
        locked(instrument.study, StudyState.FIELDING, StudyState.CLOSED)
    if instrument.state == InstrumentState.DRAFT:
        raise UnfitInstrument(_("Field this questionnaire before responses come in."))


def _stream(file: "File[bytes]") -> BinaryIO:
    return cast(BinaryIO, file.file)


def _read(instrument: Instrument, file: BinaryIO, name: str) -> Outcome:
    definition = definition_of(instrument)
    headings = Headings(definition)
    rows = _rows(file, name, headings)
    outcome = Outcome()
    header = headings.find(rows)
    if header is None:
        if any(any(cells) for _number, cells in rows):
            columns = tuple(question.name for question in definition.questions[:4])
            raise UnreadableFile("no_header", name=name, columns=columns)
        return outcome
    if header.twice:
        raise UnreadableFile("duplicate_header", column=header.twice, count=2)
    if header.unknown:
        named = ", ".join(header.unknown[:MOST_UNKNOWN])
        outcome.findings.append(Finding(header.row, "", "unknown_columns", named))
    _Judge(instrument, definition, outcome).take(
        TableReader(definition, header, rows).read()
    )
    return outcome


def _rows(file: BinaryIO, name: str, headings: Headings) -> Sequence[Row]:
    """The rows of the sheet or text that names the most questions."""
    if not check_size(file):
        return []
    head = file.read(8)
    file.seek(0)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        sheets = [_plain(sheet.records) for sheet in read_workbook(file, name).sheets]
        return max(sheets, key=headings.count, default=[])
    if name.casefold().endswith(WORKBOOK_ENDINGS):
        raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
    return _plain(
        read_csv(file, name, score=lambda sample: headings.count(_plain(sample)))
    )


def _plain(records: Sequence[Record]) -> list[Row]:
    return [
        (record.row_number, [_value(cell) for cell in record.cells])
        for record in records
    ]


def _value(cell: object) -> object:
    return cell.result if isinstance(cell, FormulaCell) else cell


class _Judge:
    """Decides row by row what is stored."""

    def __init__(
        self, instrument: Instrument, definition: Definition, outcome: Outcome
    ) -> None:
        self.instrument = instrument
        self.definition = definition
        self.outcome = outcome
        self.units = {
            unit.code.casefold(): unit
            for unit in SampleUnit.objects.filter(study=instrument.study_id)
        }
        self.seen: dict[str, int] = {}
        self.moment = timezone.localtime(now())

    def take(self, rows: Iterator[ReadRow]) -> None:
        """Judge all rows; what is stored already is looked up at once."""
        fit: list[tuple[ReadRow, Response]] = []
        for row in rows:
            self.outcome.read += 1
            response = self._response(row)
            if response is not None:
                fit.append((row, response))
        stored = self._stored([response.instance_id for _row, response in fit])
        for row, response in fit:
            digest = stored.get(response.instance_id)
            if digest is None:
                self.outcome.fit.append(response)
            elif digest == response.digest:
                self.outcome.repeated += 1
            else:
                self._refuse(row, "", "other_answers", row.identity)
        self.outcome.findings.sort(
            key=lambda finding: (finding.row, finding.kind in WARNINGS)
        )

    def _stored(self, ids: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for start in range(0, len(ids), 500):
            rows = Response.objects.filter(instance_id__in=ids[start : start + 500])
            found |= dict(rows.values_list("instance_id", "digest"))
        return found

    def _response(self, row: ReadRow) -> Response | None:
        unit, is_known = self._unit(row)
        filling = Filling(self.definition, row.answers, self.moment)
        self._warn(row, filling)
        self.outcome.findings += row.findings
        answers = kept(self.definition, filling.given())
        digest = digest_of(answers)
        is_new = self._is_new(row, row.identity or digest)
        if row.findings or not is_known or not is_new:
            return None
        return self._made(row, answers, digest, unit)

    def _warn(self, row: ReadRow, filling: Filling) -> None:
        """One line for all that is missing, one for each broken rule."""
        problems = list(filling.problems())
        missing = [each.name for each in problems if each.kind == "required"]
        if missing:
            self._refuse(row, "", "required", ", ".join(missing))
        for problem in problems:
            if problem.kind == "constraint":
                self._refuse(row, problem.name, "constraint", "")

    def _made(
        self,
        row: ReadRow,
        answers: dict[str, Answer],
        digest: str,
        unit: SampleUnit | None,
    ) -> Response:
        identity = row.identity or digest
        started, ended = (self._clock(row, mark) for mark in ("start", "end"))
        return Response(
            instrument=self.instrument,
            instance_id=f"import:{self.instrument.pk}:{identity}"[:120],
            digest=digest,
            source=Source.IMPORT,
            unit=unit,
            answers=answers,
            started_at=started,
            ended_at=ended,
            received_at=now(),
        )

    def _unit(self, row: ReadRow) -> tuple[SampleUnit | None, bool]:
        """The unit that a row names, and whether that is as it should be."""
        if UNIT_QUESTION not in self.definition.by_name:
            return None, True
        code = row.answers.get(UNIT_QUESTION, "")
        unit = self.units.get(code.casefold())
        if unit is None:
            self._refuse(row, UNIT_QUESTION, "outside_sample", code)
        return unit, unit is not None

    def _is_new(self, row: ReadRow, identity: str) -> bool:
        other = self.seen.setdefault(identity, row.row)
        if other != row.row:
            self._refuse(row, "", "same_row", str(other))
        return other == row.row

    def _refuse(self, row: ReadRow, column: str, kind: str, value: str) -> None:
        self.outcome.findings.append(Finding(row.row, column, kind, value))

    def _clock(self, row: ReadRow, mark: str) -> dt.datetime | None:
        preload = f"timestamp {mark}"
        name = next(
            (q.name for q in self.definition.questions if q.preload == preload), ""
        )
        try:
            moment = dt.datetime.fromisoformat(row.answers.get(name, ""))
        except ValueError:
            return None
        return moment if moment.tzinfo else timezone.make_aware(moment)
