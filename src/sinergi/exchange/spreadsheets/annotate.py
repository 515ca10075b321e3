"""Writes a copy of a file in which every finding is coloured and explained."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from sinergi.core.spreadsheets.cells import Cells, FormulaCell, as_text
from sinergi.core.tables import (
    HEADER_STYLE,
    SAFE_STRINGS,
    Value,
    sheet_name,
    write_value,
)
from sinergi.exchange.spreadsheets.problems import Problem, Severity
from sinergi.exchange.spreadsheets.reading import Table
from sinergi.exchange.spreadsheets.text import clean_words

COLOURS = {Severity.ERROR: "#F8C9C4", Severity.WARNING: "#FFE8A3"}
COMMENT_LIMIT = 2000
FINDINGS_WIDTHS = (8, 24, 14, 40, 80)


def write_annotated(
    table: Table, problems: Iterable[Problem], target: BinaryIO
) -> None:
    """Write the rows as they came, problem cells marked, and a list of findings.

    Every text is written as text, so that nothing in the copy can run.
    """
    found = list(problems)
    with xlsxwriter.Workbook(target, dict(SAFE_STRINGS)) as book:
        _write_rows(book, table, found)
        _write_findings(book, found)


def _write_rows(
    book: xlsxwriter.Workbook, table: Table, problems: Sequence[Problem]
) -> None:
    sheet = book.add_worksheet(sheet_name(table.sheet or "Data"))
    by_cell = _by_cell(table, problems)
    colours = {
        severity: book.add_format({"bg_color": colour})
        for severity, colour in COLOURS.items()
    }
    dated = {
        severity: book.add_format({"bg_color": colour, "num_format": "dd/mm/yyyy"})
        for severity, colour in COLOURS.items()
    }
    plain_date = book.add_format({"num_format": "dd/mm/yyyy"})
    header = book.add_format(HEADER_STYLE)
    heading_row = table.header.last_row if table.header else 0
    for record in table.records:
        row = record.row_number - 1
        for place, cell in enumerate(_padded(record.cells, table)):
            findings = by_cell.get((record.row_number, place), ())
            is_date = isinstance(cell, date)
            style = plain_date if is_date else None
            if findings:
                severity = min(problem.severity for problem in findings)
                style = (dated if is_date else colours)[severity]
            elif record.row_number == heading_row:
                style = header
            write_value(sheet, row, place, _writable(cell), style)
            if findings:
                comment = "\n".join(problem.message for problem in findings)
                sheet.write_comment(row, place, comment[:COMMENT_LIMIT])
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 30, 20)
    if heading_row:
        sheet.freeze_panes(heading_row, 0)


def _padded(cells: Cells, table: Table) -> list[object]:
    """A row as wide as the headings, so that a missing cell can be marked."""
    width = max(table.header.places.values(), default=-1) + 1 if table.header else 0
    return [*cells, *[None] * (width - len(cells))]


def _by_cell(
    table: Table, problems: Iterable[Problem]
) -> dict[tuple[int, int], list[Problem]]:
    """The findings of each cell; those of a column the file lacks go to the first."""
    places: dict[str, int] = {}
    if table.header:
        for key, label in table.header.labels.items():
            places[clean_words(label)] = table.header.places[key]
    found: dict[tuple[int, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        found[problem.row, places.get(problem.column, 0)].append(problem)
    return found


def _writable(cell: object) -> Value:
    """A cell as the copy writes it; of a formula only its result."""
    if isinstance(cell, FormulaCell):
        return _writable(cell.result)
    if isinstance(cell, bool | time | timedelta):
        return as_text(cell)
    if cell is None or isinstance(cell, str | int | float | Decimal | date | datetime):
        return cell
    return as_text(cell)


def _write_findings(book: xlsxwriter.Workbook, problems: Sequence[Problem]) -> None:
    sheet = book.add_worksheet(sheet_name(_("Findings")))
    header = book.add_format(HEADER_STYLE)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    headings = (_("Row"), _("Column"), _("Severity"), _("Value"), _("Message"))
    names = {Severity.ERROR: _("Error"), Severity.WARNING: _("Warning")}
    for place, (heading, width) in enumerate(
        zip(headings, FINDINGS_WIDTHS, strict=True)
    ):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, header)
    for row, problem in enumerate(problems, 1):
        values = (
            problem.row,
            problem.column,
            names[problem.severity],
            problem.value,
            problem.message,
        )
        for place, value in enumerate(values):
            write_value(sheet, row, place, value, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(problems), len(headings) - 1)
