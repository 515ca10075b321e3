"""Written tables keep their values and run nothing."""

import csv
import io
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.core.tables import (
    ColumnType,
    TableColumn,
    harmless,
    sheet_name,
    write_csv,
    write_xlsx,
)

openpyxl: Any = import_module("openpyxl")
COLUMNS = (
    TableColumn("Nama"),
    TableColumn("Hadir", ColumnType.INTEGER),
    TableColumn("Biaya", ColumnType.DECIMAL),
    TableColumn("Tanggal", ColumnType.DATE),
)
ROWS = (
    ("=1+1", 1250, Decimal("2500000.50"), date(2022, 12, 5)),
    ("Café; “baru”", -3, None, None),
)


def written() -> Any:
    target = io.BytesIO()
    notes = (("Sumber", "@Sinergi"), ("Keadaan", date(2022, 12, 31)))
    write_xlsx(target, "Kegiatan: 2022", COLUMNS, ROWS, notes=notes)
    return openpyxl.load_workbook(target)


def test_csv_has_a_mark_typed_values_and_no_formula() -> None:
    assert "".join(write_csv(COLUMNS, ROWS)) == (
        "\ufeffNama,Hadir,Biaya,Tanggal\r\n"
        "'=1+1,1250,2500000.50,2022-12-05\r\n"
        "Café; “baru”,-3,,\r\n"
    )


def test_csv_with_another_separator_and_no_mark() -> None:
    lines = list(write_csv(COLUMNS[:2], [("a;b", 1)], delimiter=";", with_bom=False))
    assert lines == ["Nama;Hadir\r\n", '"a;b";1\r\n']


def test_workbook_holds_typed_values() -> None:
    sheet = written()["Kegiatan 2022"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:3] == ["'=1+1", 1250, 2500000.5]
    assert rows[1][3].date() == date(2022, 12, 5)
    assert rows[2] == ["Café; “baru”", -3, None, None]
    assert {cell.data_type for row in sheet for cell in row} == {"s", "n", "d"}


def test_workbook_tells_its_source_on_a_second_sheet() -> None:
    sheet = written()["Info"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == ["Sumber", "'@Sinergi"]
    assert rows[1][1].date() == date(2022, 12, 31)


def test_number_that_a_workbook_would_round_is_text() -> None:
    target = io.BytesIO()
    write_xlsx(target, "A", COLUMNS[:1], [(Decimal("12345678901234567.89"),)])
    assert openpyxl.load_workbook(target)["A"]["A2"].value == "12345678901234567.89"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1"]
)
def test_text_that_a_spreadsheet_would_run_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "5-6", "'=1"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.text(max_size=20)))
def test_no_csv_cell_begins_like_a_formula(texts: list[str]) -> None:
    lines = "".join(write_csv(COLUMNS[:1], ((text,) for text in texts), with_bom=False))
    cells = [row[0] for row in csv.reader(io.StringIO(lines, newline="")) if row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_name_of_a_sheet_is_what_a_workbook_accepts() -> None:
    assert sheet_name("Kegiatan [2022]: a/b\\c? " + "x" * 40) == (
        "Kegiatan 2022 a b c xxxxxxxxxxx"
    )
    assert sheet_name("///") == "Data"
