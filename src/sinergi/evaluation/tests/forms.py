"""Sheets of questionnaires for tests."""

import io
from collections.abc import Sequence

import xlsxwriter

from sinergi.evaluation.questionnaires.xlsform import Form, Sheets, read_form

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
