"""Builds files as offices send them, and a small finder of regions."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import Any

import xlsxwriter

from sinergi.exchange.spreadsheets.activities import (
    ACTIVITIES,
    ActivityRow,
    read_activities,
)
from sinergi.exchange.spreadsheets.partners import PARTNERS, PartnerRow, read_partners
from sinergi.exchange.spreadsheets.reading import read_table
from sinergi.exchange.spreadsheets.regions import RegionIndex
from sinergi.exchange.spreadsheets.rows import Reading

openpyxl: Any = import_module("openpyxl")
AS_OF = date(2022, 12, 31)
REGIONS = [
    ("11", "Aceh", "province"),
    ("11.01", "Kabupaten Aceh Selatan", "regency"),
    ("11.10", "Kabupaten Aceh Singkil", "regency"),
    ("11.01.01.2001", "Fajar Harapan", "desa"),
    ("11.01.01.2010", "Suka Maju", "desa"),
    ("11.01.01.2002", "Kota Fajar", "desa"),
    ("33.20", "Kabupaten Jepara", "regency"),
    ("35.07", "Kabupaten Malang", "regency"),
    ("35.73", "Kota Malang", "city"),
    ("35.78", "Kota Surabaya", "city"),
    ("91.03", "Kabupaten Jayapura", "regency"),
    ("94.01", "Kabupaten Nabire", "regency"),
]
MOVED = {"91.04": "94.01", "91.03": "94.01"}
FINDER = RegionIndex(REGIONS, MOVED)
ACTIVITY: Mapping[str, object] = {
    "Kode Wilayah": "11.01.01.2001",
    "Nama Perpustakaan": "Perpustakaan Desa Fajar Harapan “Mekar Aksara”",
    "Tanggal": date(2022, 5, 20),
    "Kelompok": "Pelibatan Masyarakat",
    "Bidang": "Ekonomi",
    "Judul Kegiatan": "Kelas menjahit (tahap 1)",
    "Laki-laki": 4,
    "Perempuan": 6,
    "Disabilitas": 1,
    "Usia <15": 1,
    "Usia 15-24": 2,
    "Usia 25-59": 3,
    "Usia 60+": 4,
    "Jumlah Hadir": 10,
    "Mitra": "PKK",
    "Sumber Dana": "Dana Desa",
    "Biaya (Rp)": 1_250_000,
    "Bukti (tautan/berkas)": "foto-1.jpg",
}
PARTNER: Mapping[str, object] = {
    "Kode Wilayah": "11.01.01.2001",
    "Jenis": "Desa/Kelurahan",
    "Nama Perpustakaan": "Perpustakaan Desa Fajar Harapan",
    "Asal Kemitraan": "Replikasi Mandiri",
    "Tahun Masuk": 2021,
    "Sumber Dana": "Dana Desa",
    "Nomor SK": "01/UJI/2021",
    "Nama Pengelola": "Contohadi",
    "Telepon": "0800-000-0000",
}
Rows = Sequence[Sequence[object]]


def workbook(*rows: Sequence[Any], title: str = "Kegiatan") -> io.BytesIO:
    """A workbook of one sheet; texts that begin with = stay text."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(title)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)
    file.seek(0)
    return file


def openpyxl_file(book: Any) -> io.BytesIO:
    """A workbook made by openpyxl, as an open file."""
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    """A text as an open file."""
    return io.BytesIO(text.encode(encoding))


def activity_rows(*changes: Mapping[str, object]) -> list[list[object]]:
    """The headings, and one activity for each set of changed cells."""
    return [
        list(ACTIVITY),
        *([{**ACTIVITY, **change}[key] for key in ACTIVITY] for change in changes),
    ]


def partner_rows(*changes: Mapping[str, object]) -> list[list[object]]:
    """The headings, and one partner for each set of changed cells."""
    return [
        list(PARTNER),
        *([{**PARTNER, **change}[key] for key in PARTNER] for change in changes),
    ]


def activities_of(file: io.BytesIO, name: str = "uji.xlsx") -> Reading[ActivityRow]:
    """What the import makes of a file of activities."""
    table = read_table(file, name=name, layout=ACTIVITIES)
    return read_activities(table, finder=FINDER, as_of=AS_OF)


def partners_of(file: io.BytesIO, name: str = "mitra.xlsx") -> Reading[PartnerRow]:
    """What the import makes of a file of partners."""
    table = read_table(file, name=name, layout=PARTNERS)
    return read_partners(table, finder=FINDER, as_of=AS_OF)


def found(
    reading: Reading[ActivityRow] | Reading[PartnerRow],
) -> list[tuple[object, ...]]:
    """The findings as row, column, kind and severity."""
    return [
        (problem.row, problem.column, problem.kind, str(problem.severity))
        for problem in reading.problems
    ]
