"""The annotated copy marks every finding and runs nothing."""

import io
from typing import Any

from django.utils import translation

from sinergi.exchange.spreadsheets.annotate import write_annotated
from sinergi.exchange.tests.sheets import (
    activities_of,
    activity_rows,
    openpyxl,
    workbook,
)

RUNNING = '=HYPERLINK("https://contoh.invalid","Foto")'


def annotated() -> Any:
    rows = activity_rows(
        {"Tanggal": "31/02/2022", "Mitra": RUNNING},
        {"Judul Kegiatan": "+cmd|' /C calc'!A0", "Jumlah Hadir": 12},
    )
    reading = activities_of(workbook(["LAPORAN"], *rows))
    target = io.BytesIO()
    with translation.override("id"):
        write_annotated(reading.table, reading.problems, target)
    return openpyxl.load_workbook(target)


def test_problem_cells_are_coloured_and_explained() -> None:
    sheet = annotated()["Kegiatan"]
    coloured = {
        cell.coordinate: (cell.fill.fgColor.rgb, cell.comment.text)
        for row in sheet.iter_rows(min_row=3)
        for cell in row
        if cell.comment
    }
    assert coloured == {
        "C3": (
            "FFF8C9C4",
            "Tanggal 31/02/2022 tidak ada di kalender. "
            "Tulis hari/bulan/tahun, misalnya 5/12/2022.",
        ),
        "F4": ("FFFFE8A3", "Teks ini mirip rumus. Disimpan sebagai teks biasa."),
        "N4": (
            "FFFFE8A3",
            "Rincian jenis kelamin, umur (10) kurang dari jumlah hadir (12). "
            "Selisihnya dicatat “tidak dirinci”.",
        ),
    }


def test_findings_are_listed() -> None:
    sheet = annotated()["Temuan"]
    rows = [[cell.value for cell in row][:4] for row in sheet.iter_rows()]
    assert rows == [
        ["Baris", "Kolom", "Tingkat", "Nilai"],
        [3, "Tanggal", "Kesalahan", "31/02/2022"],
        [4, "Judul Kegiatan", "Peringatan", "'+cmd|' /C calc'!A0"],
        [4, "Jumlah Hadir", "Peringatan", "12"],
    ]


def test_nothing_in_the_copy_can_run() -> None:
    book = annotated()
    texts = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert f"'{RUNNING}" in texts
    assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == []
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= set(
        "snd"
    )
