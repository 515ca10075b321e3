"""Sheets of questionnaires for tests."""

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils import timezone

from sinergi.evaluation.enums import InstrumentState
from sinergi.evaluation.models import Instrument, SampleUnit, Stratum, Study
from sinergi.evaluation.questionnaires.xlsform import Form, Sheets, read_form
from sinergi.evaluation.services.instruments import new_token

Line = dict[str, str]

SCALE = [
    {"list_name": "scale", "name": str(code), "label": label}
    for code, label in enumerate(
        ("Sangat buruk", "Buruk", "Cukup", "Baik", "Sangat baik"), 1
    )
]
YES_NO = [
    {"list_name": "yes_no", "name": "1", "label": "Ya"},
    {"list_name": "yes_no", "name": "0", "label": "Tidak"},
]


def sheet(lines: Sequence[Line]) -> list[list[str]]:
    """Lines as a sheet with its headings."""
    headings = list({heading: None for line in lines for heading in line})
    return [headings, *([line.get(key, "") for key in headings] for line in lines)]


def sheets(survey: Sequence[Line], choices: Sequence[Line] = ()) -> Sheets:
    """A workbook of a survey and its choices, yes or no and a scale of five."""
    return {
        "survey": sheet(survey),
        "choices": sheet([*YES_NO, *SCALE, *choices]),
        "settings": sheet([{"form_title": "Uji", "form_id": "uji"}]),
    }


def form(*survey: Line, choices: Sequence[Line] = ()) -> Form:
    """What is read from such a workbook."""
    return read_form(sheets(survey, choices))


def asked(type: str, name: str, **columns: str) -> Line:  # noqa: A002 - XLSForm's word
    """A line of the survey sheet."""
    return {"type": type, "name": name, "label": f"{name}?"} | columns


def workbook(given: Sheets) -> io.BytesIO:
    """Sheets as a workbook."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, lines in given.items():
            page = book.add_worksheet(name)
            for row, line in enumerate(lines):
                for place, cell in enumerate(line):
                    page.write_string(row, place, cell)
    target.seek(0)
    return target


def make_instrument(
    study: Study, *lines: Line, audience: str = "users", is_fielded: bool = True
) -> Instrument:
    """A questionnaire of such a workbook, in the field unless said otherwise."""
    read = form(*lines)
    number = Instrument.objects.filter(study=study, audience=audience).count() + 1
    return Instrument.objects.create(
        study=study,
        audience=audience,
        version=number,
        form_id=f"{study.slug}-{audience}",
        title="Uji",
        xlsform=workbook(sheets(lines)).getvalue(),
        xform=read.xform,
        definition=read.definition.as_json(),
        variables={key: list(names) for key, names in read.variables.items()},
        state=InstrumentState.FIELDED if is_fielded else InstrumentState.DRAFT,
        fielded_at=timezone.now() if is_fielded else None,
        web_token=new_token() if is_fielded else "",
    )


def make_unit(study: Study, code: str, **fields: object) -> SampleUnit:
    """A unit of the main sample in the only stratum."""
    stratum, _new = Stratum.objects.get_or_create(
        study=study,
        key="all",
        defaults={"order": 1, "label": "Semua", "population_count": 100},
    )
    given: dict[str, object] = {
        "label": f"Perpustakaan {code}",
        "order": study.units.count() + 1,
        "probability": 0.1,
        "weight": 10,
    }
    return SampleUnit.objects.create(
        study=study, stratum=stratum, code=code, **(given | fields)
    )
