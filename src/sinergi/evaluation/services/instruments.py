"""Questionnaires of a study: sent or taken from a template, fielded, closed."""

import io
import secrets
from collections.abc import Iterable
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.core.spreadsheets.cells import as_text
from sinergi.core.spreadsheets.safety import check_size
from sinergi.core.spreadsheets.workbooks import read_workbook
from sinergi.evaluation.enums import Audience, InstrumentState, StudyState
from sinergi.evaluation.errors import FrozenInstrument, UnfitInstrument
from sinergi.evaluation.models import Instrument, Study
from sinergi.evaluation.questionnaires.definition import Trouble
from sinergi.evaluation.questionnaires.templates import Scale, template_workbook
from sinergi.evaluation.questionnaires.xlsform import (
    Form,
    UnfitForm,
    read_form,
    scale_troubles,
    with_identity,
)
from sinergi.evaluation.services.access import locked, require_editable
from sinergi.evaluation.wording import sentences

#: Rows that are looked at; the reading of forms refuses fewer by name.
MOST_ROWS = 25_000
MOST_BYTES = 5 * 1024 * 1024
#: Without letters and digits that are taken for each other on paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_token() -> str:
    """A link's own part: short enough to type, too long to guess."""
    return "".join(secrets.choice(ALPHABET) for _place in range(14))


@transaction.atomic
def upload_instrument(
    *, by: User, study: Study, audience: str, file: BinaryIO, name: str
) -> Instrument:
    """Take an XLSForm as a new version, a draft until it is fielded.

    Raises:
        OutOfScope: The study is not theirs.
        WrongStudyState: The study takes no more responses.
        UnreadableFile: The file is no workbook, damaged or unsafe.
        UnfitInstrument: It is no questionnaire, or one that does not fit the study.
    """
    _require_open(by, study)
    if check_size(file) > MOST_BYTES:
        raise UnfitInstrument(_("A questionnaire has up to 5 MB."), field="file")
    if not file.read(2).startswith(b"PK"):
        raise UnfitInstrument(
            _("Send the questionnaire as an XLSX workbook; %(name)s is none.")
            % {"name": name},
            field="file",
        )
    file.seek(0)
    form = _read(file, name)
    _check(form, study, audience)
    file.seek(0)
    return _store(by, study, audience, form, file.read())


def start_from_template(*, by: User, study: Study, audience: str) -> Instrument:
    """Take the shipped questionnaire for an audience, on the scale of the study.

    Raises:
        OutOfScope, WrongStudyState, UnfitInstrument: See `upload_instrument`.
    """
    workbook = workbook_for(study, audience)
    return upload_instrument(
        by=by,
        study=study,
        audience=audience,
        file=io.BytesIO(workbook),
        name=f"{audience}.xlsx",
    )


def workbook_for(study: Study, audience: str) -> bytes:
    """The shipped questionnaire as a workbook, on the scale of a study."""
    scale = Scale(study.scale_min, study.scale_max, tuple(study.class_labels))
    return template_workbook(audience, scale)


@transaction.atomic
def field_instrument(*, by: User, instrument: Instrument) -> Instrument:
    """Send a draft into the field; the version before it is closed, this one frozen.

    Raises:
        OutOfScope, WrongStudyState: See `upload_instrument`.
        FrozenInstrument: It has been in the field before.
    """
    _require_open(by, instrument.study)
    row = _locked(instrument)
    if row.state != InstrumentState.DRAFT:
        raise FrozenInstrument(_("This version has been in the field already."))
    for former in _fielded_beside(row):
        _close(by, former)
    row.state, row.fielded_at, row.web_token = (
        InstrumentState.FIELDED,
        now(),
        new_token(),
    )
    row.save(update_fields=["state", "fielded_at", "web_token"])
    record(by=by, action="instrument.field", target=row, new=_said(row))
    return row


@transaction.atomic
def close_instrument(*, by: User, instrument: Instrument) -> Instrument:
    """End collecting by this version; copies that nobody sent are forgotten.

    Raises:
        OutOfScope: The study is not theirs.
        FrozenInstrument: It is not in the field.
    """
    require_editable(by, instrument.study)
    row = _locked(instrument)
    if row.state != InstrumentState.FIELDED:
        raise FrozenInstrument(_("This version is not in the field."))
    _close(by, row)
    return row


@transaction.atomic
def remove_draft(*, by: User, instrument: Instrument) -> None:
    """Forget a version that never was in the field.

    Raises:
        OutOfScope: The study is not theirs.
        FrozenInstrument: It has been in the field.
    """
    require_editable(by, instrument.study)
    row = _locked(instrument)
    if row.state != InstrumentState.DRAFT:
        raise FrozenInstrument(_("This version has been in the field already."))
    record(by=by, action="instrument.remove", target=row, old=_said(row))
    row.form_files.all().delete()
    row.delete()


def _require_open(by: User, study: Study) -> None:
    require_editable(by, study)
    locked(study, StudyState.DRAFT, StudyState.FIELDING)


def _read(file: BinaryIO, name: str) -> Form:
    book = read_workbook(file, name)
    sheets = {
        sheet.name: [
            [as_text(cell) for cell in record.cells]
            for record in sheet.records[:MOST_ROWS]
        ]
        for sheet in book.sheets
    }
    try:
        return read_form(sheets)
    except UnfitForm as error:
        raise unfit(error.troubles) from error


def unfit(troubles: Iterable[Trouble]) -> UnfitInstrument:
    """The refusal that names each cell."""
    return UnfitInstrument("\n".join(sentences(troubles)), field="file")


def _check(form: Form, study: Study, audience: str) -> None:
    troubles = list(scale_troubles(form, study.scale_min, study.scale_max))
    if audience == Audience.EFFECTIVENESS and not form.variables:
        troubles.append(Trouble("survey", 1, "variable", "no_variables"))
    if troubles:
        raise unfit(troubles)


def _store(
    by: User, study: Study, audience: str, form: Form, workbook: bytes
) -> Instrument:
    same = Instrument.objects.filter(study=study, audience=audience)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    title = (form.definition.title or Audience(audience).label)[:200]
    form_id = f"{study.slug}-{audience}"
    instrument = Instrument.objects.create(
        study=study,
        audience=audience,
        version=version,
        form_id=form_id,
        title=title,
        xlsform=workbook,
        xform=with_identity(form.xform, form_id=form_id, version=version, title=title),
        definition=form.definition.as_json(),
        variables={key: list(names) for key, names in form.variables.items()},
        created_by=by,
        created_at=now(),
    )
    record(by=by, action="instrument.upload", target=instrument, new=_said(instrument))
    return instrument


def _locked(instrument: Instrument) -> Instrument:
    return Instrument.objects.select_for_update().get(pk=instrument.pk)


def _fielded_beside(row: Instrument) -> list[Instrument]:
    beside = Instrument.objects.select_for_update().filter(
        study=row.study, audience=row.audience, state=InstrumentState.FIELDED
    )
    return list(beside)


def _close(by: User, row: Instrument) -> None:
    row.state = InstrumentState.CLOSED
    row.save(update_fields=["state"])
    row.copies.filter(response=None).update(answers={})
    record(by=by, action="instrument.close", target=row, new=_said(row))


def _said(row: Instrument) -> dict[str, object]:
    return {"form_id": row.form_id, "version": row.version, "state": row.state}
