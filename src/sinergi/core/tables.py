"""Writes tables as CSV and XLSX; whatever a cell holds, no spreadsheet runs it."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import BinaryIO

import xlsxwriter
from django.utils.functional import Promise

BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXACT_DIGITS = 15
CELL_LIMIT = 32_767
SHEET_NAME_LIMIT = 31
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Text = str | Promise
Value = str | Promise | int | Decimal | float | date | None
Row = Sequence[Value]


class ColumnType(StrEnum):
    """How a column's values are written and shown."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"


FORMATS = {
    ColumnType.TEXT: "@",
    ColumnType.INTEGER: "#,##0",
    ColumnType.DECIMAL: "#,##0.00",
    ColumnType.DATE: "yyyy-mm-dd",
}


@dataclass(frozen=True)
class TableColumn:
    """A column of a written table; `width` in characters, for XLSX."""

    heading: Text
    type: ColumnType = ColumnType.TEXT
    width: int = 16


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; what it says stays readable."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_csv(
    columns: Sequence[TableColumn],
    rows: Iterable[Row],
    *,
    delimiter: str = ",",
    with_bom: bool = True,
) -> Iterator[str]:
    """The lines of a CSV file, one by one, CRLF at their ends.

    Numbers have a decimal point and no grouping, dates are ISO 8601, None is empty.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    headings = [harmless(str(column.heading)) for column in columns]
    prefix = BOM if with_bom else ""
    for cells in _with_first(
        headings, ([_plain(cell) for cell in row] for row in rows)
    ):
        writer.writerow(cells)
        yield prefix + buffer.getvalue()
        prefix = ""
        buffer.seek(0)
        buffer.truncate()


def _with_first(first: list[str], rest: Iterable[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rest


def _plain(value: Value) -> str:
    """A value as a CSV cell; a negative number is no formula."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return harmless(str(value))


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook: its name, columns and rows."""

    title: Text
    columns: Sequence[TableColumn]
    rows: Iterable[Row]


def write_xlsx(
    target: BinaryIO,
    title: Text,
    columns: Sequence[TableColumn],
    rows: Iterable[Row],
    *,
    notes: Sequence[tuple[Text, Value]] = (),
    notes_title: Text = "Info",
) -> None:
    """Write a workbook of one table and a sheet of notes (`write_workbook`)."""
    sheets = [Sheet(title, columns, rows)]
    write_workbook(target, sheets, notes=notes, notes_title=notes_title)


def write_workbook(
    target: BinaryIO,
    sheets: Sequence[Sheet],
    *,
    notes: Sequence[tuple[Text, Value]] = (),
    notes_title: Text = "Info",
) -> None:
    """Write a workbook row by row: styled tables and a sheet of notes.

    Args:
        target: Where the workbook goes.
        sheets: The tables; None in a row stays empty.
        notes: Pairs such as source and day, for the last sheet.
        notes_title: Name of the last sheet.
    """
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(target, options | SAFE_STRINGS) as book:
        styles = {
            kind: book.add_format({"num_format": FORMATS[kind]}) for kind in FORMATS
        }
        header = book.add_format(HEADER_STYLE)
        for table in sheets:
            _write_table(book, table, styles, header)
        if notes:
            _write_notes(book, notes, sheet_name(notes_title))


def _write_table(
    book: xlsxwriter.Workbook,
    table: Sheet,
    styles: Mapping[ColumnType, xlsxwriter.format.Format],
    header: xlsxwriter.format.Format,
) -> None:
    sheet = book.add_worksheet(sheet_name(table.title))
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.heading), header)
    last = 0
    for last, row in enumerate(table.rows, 1):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            write_value(sheet, last, place, value, styles[column.type])
    sheet.autofilter(0, 0, last, max(len(table.columns) - 1, 0))


SAFE_STRINGS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEADER_STYLE = {
    "bold": True,
    "bg_color": "#0F4C5C",
    "font_color": "#FFFFFF",
    "text_wrap": True,
    "valign": "top",
    "border": 1,
    "border_color": "#D0D7DE",
}


def _write_notes(
    book: xlsxwriter.Workbook, notes: Sequence[tuple[Text, Value]], name: str
) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    bold = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "align": "left", "valign": "top"})
    dated = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    for number, (label, value) in enumerate(notes):
        sheet.write_string(number, 0, str(label), bold)
        write_value(sheet, number, 1, value, dated if _is_date(value) else text)


def _is_date(value: object) -> bool:
    return isinstance(value, date)


def write_value(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    place: int,
    value: Value,
    style: xlsxwriter.format.Format | None = None,
) -> None:
    """Write one cell by the type of its value; text is never run as a formula.

    Numbers that a spreadsheet would round are written as text.
    """
    if value is None:
        sheet.write_blank(row, place, None, style)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, value.replace(tzinfo=None), style)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime.combine(value, time()), style)
    elif isinstance(value, int | float | Decimal) and _is_exact(value):
        sheet.write_number(row, place, float(value), style)
    else:
        text = harmless(_printable(str(value)))[:CELL_LIMIT]
        sheet.write_string(row, place, text, style)


def _is_exact(number: float | Decimal) -> bool:
    if isinstance(number, float):
        return abs(number) != float("inf") and number == number  # noqa: PLR0124 (not a number)
    digits = Decimal(number).normalize().as_tuple().digits
    return Decimal(number).is_finite() and len(digits) <= EXACT_DIGITS


def _printable(text: str) -> str:
    """The text without control characters, which no workbook may hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n\r")


def sheet_name(title: Text) -> str:
    """A title as a workbook accepts it for a sheet."""
    name = " ".join(str(title).translate(FORBIDDEN_IN_NAMES).split())
    return name[:SHEET_NAME_LIMIT].strip() or "Data"
