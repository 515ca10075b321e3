"""Questionnaires for tests, made by pyxform as real ones are, and answers to them."""

import uuid
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from pyxform.xls2xform import convert

from sinergi.core.dates import now
from sinergi.evaluation.enums import InstrumentState
from sinergi.evaluation.models import Instrument, Study
from sinergi.evaluation.questionnaires.xform import read_xform
from sinergi.evaluation.questionnaires.xlsform import UNIT_QUESTION

FORM_ID = "efektivitas"


@cache
def xform_of(questions: int, version: int = 1) -> str:
    """An XForm of many questions on a scale of five, with a unit and an identity."""
    book = Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", "label", "required"])
    survey.append(["start", "start", "", ""])
    survey.append(["end", "end", "", ""])
    survey.append(["text", UNIT_QUESTION, "Kode unit", "no"])
    for number in range(1, questions + 1):
        survey.append(["select_one skala", f"q{number}", f"Pernyataan {number}", "yes"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label"])
    for value in range(1, 6):
        choices.append(["skala", value, f"Pilihan {value}"])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version"])
    settings.append(["Efektivitas program", FORM_ID, str(version)])
    with TemporaryDirectory() as folder:
        place = Path(folder) / "form.xlsx"
        book.save(place)
        return str(convert(xlsform=place, validate=False).xform)


def make_instrument(study: Study, **fields: object) -> Instrument:
    """A questionnaire in the field with ten items in two variables."""
    version = int(str(fields.get("version", 1)))
    xform = str(fields.get("xform") or xform_of(10, version))
    given: dict[str, object] = {
        "audience": "effectiveness",
        "form_id": FORM_ID,
        "title": "Efektivitas program",
        "xlsform": b"",
        "xform": xform,
        "definition": read_xform(xform).as_json(),
        "variables": {
            "target_accuracy": [f"q{number}" for number in range(1, 6)],
            "outreach": [f"q{number}" for number in range(6, 11)],
        },
        "state": InstrumentState.FIELDED,
        "fielded_at": now(),
    }
    return Instrument.objects.create(study=study, **(given | fields))


def filled(
    *,
    instance_id: str = "",
    values: dict[str, object] | None = None,
    version: object = 1,
    form_id: str = FORM_ID,
    replaces: str = "",
) -> bytes:
    """What a phone sends for a form."""
    answers = "".join(
        f"<{name}>{value}</{name}>" for name, value in (values or {}).items()
    )
    old = f"<orx:deprecatedID>{replaces}</orx:deprecatedID>" if replaces else ""
    return (
        f"<?xml version='1.0' ?><data xmlns:orx=\"http://openrosa.org/xforms\" "
        f'id="{form_id}" version="{version}">{answers}<orx:meta>'
        f"<orx:instanceID>{instance_id or f'uuid:{uuid.uuid4()}'}</orx:instanceID>{old}"
        "</orx:meta></data>"
    ).encode()
