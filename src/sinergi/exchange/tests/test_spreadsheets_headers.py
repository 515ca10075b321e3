"""Headings are found wherever they stand; what is no data is skipped."""

import random

import pytest

from sinergi.core.spreadsheets.unreadable import UnreadableFile
from sinergi.exchange.tests.sheets import (
    ACTIVITY,
    activities_of,
    activity_rows,
    found,
    partner_rows,
    partners_of,
    workbook,
)

ENGLISH = {
    "Kode Wilayah": "Region code",
    "Nama Perpustakaan": "Library name",
    "Tanggal": "Date",
    "Kelompok": "Activity group",
    "Bidang": "Field",
    "Judul Kegiatan": "Title",
    "Laki-laki": "Male",
    "Perempuan": "Female",
    "Disabilitas": "Disability",
    "Usia <15": "Age <15",
    "Usia 15-24": "Age 15–24",
    "Usia 25-59": "Age 25 to 59",
    "Usia 60+": "Age 60+",
    "Jumlah Hadir": "Attendances",
    "Mitra": "Partners",
    "Sumber Dana": "Funding source",
    "Biaya (Rp)": "Cost (IDR)",
    "Bukti (tautan/berkas)": "Evidence",
}
LOCAL = {
    "Kode Wilayah": " KODE  WILAYAH* ",
    "Nama Perpustakaan": "Perpustakaan",
    "Tanggal": "Tgl.",
    "Kelompok": "Kelompok Kegiatan",
    "Bidang": "BIDANG",
    "Judul Kegiatan": "Nama Kegiatan",
    "Laki-laki": "L",
    "Perempuan": "P",
    "Disabilitas": "Penyandang Disabilitas",
    "Usia <15": "< 15 th",
    "Usia 15-24": "15 s.d. 24 tahun",
    "Usia 25-59": "Umur 25 – 59",
    "Usia 60+": "≥ 60",
    "Jumlah Hadir": "Jumlah Peserta",
    "Mitra": "Mitra Kegiatan",
    "Sumber Dana": "Sumber\nDana",
    "Biaya (Rp)": "Biaya Kegiatan (Rp.)",
    "Bukti (tautan/berkas)": "Bukti",
}


@pytest.mark.parametrize("words", [ENGLISH, LOCAL])
def test_headings_are_known_under_other_words(words: dict[str, str]) -> None:
    rows = activity_rows({})
    plain = activities_of(workbook(*rows))
    other = activities_of(workbook([words[key] for key in ACTIVITY], *rows[1:]))
    assert (found(other), other.rows) == (found(plain), plain.rows)
    assert other.accepted == 1


@pytest.mark.parametrize("seed", range(5))
def test_columns_may_stand_in_any_order_among_others(seed: int) -> None:
    order = [*range(len(ACTIVITY)), None, None]
    random.Random(seed).shuffle(order)
    rows: list[list[object]] = [
        [row[place] if place is not None else f"lain {number}" for place in order]
        for number, row in enumerate(activity_rows({}))
    ]
    assert (
        activities_of(workbook(*rows)).rows
        == activities_of(workbook(*activity_rows({}))).rows
    )


def test_headings_on_two_lines_are_joined() -> None:
    names, values = activity_rows({})
    upper: list[object] = list(names)
    under: list[object] = [None] * len(names)
    groups = {
        6: ("Peserta", "L"),
        7: (None, "P"),
        9: ("Usia", "<15"),
        10: (None, "15-24"),
    }
    groups |= {11: (None, "25-59"), 12: (None, "60+"), 13: (None, "Jumlah")}
    for place, (over, below) in groups.items():
        upper[place], under[place] = over, below
    reading = activities_of(workbook(["LAPORAN"], upper, under, values))
    assert found(reading) == []
    assert [(row.row_number, row.male, row.age_60_plus) for row in reading.rows] == [
        (4, 4, 4)
    ]


def test_rows_that_are_no_data_are_skipped() -> None:
    names, first, second = activity_rows({}, {"Tanggal": "21 Mei 2022"})
    total: list[object] = ["JUMLAH", *[None] * 12, 20]
    labelled: list[object] = [None, "Total seluruhnya", *[None] * 11, 20]
    mean: list[object] = ["Rata-rata", *[None] * 12, 10]
    numbers = [f"({place})" for place in range(1, len(names) + 1)]
    reading = activities_of(
        workbook(
            ["LAPORAN KEGIATAN"],
            [],
            names,
            numbers,
            list(range(1, len(names) + 1)),
            ["Bulan Mei"],
            first,
            [None, "  "],
            names,
            second,
            total,
            labelled,
            mean,
            ["Average", *mean[1:]],
            ["Mengetahui, Kepala Dinas"],
        )
    )
    assert (reading.read, found(reading)) == (2, [])
    assert [row.row_number for row in reading.rows] == [7, 10]


def test_title_that_begins_with_total_is_data() -> None:
    reading = activities_of(workbook(*activity_rows({"Judul Kegiatan": "Total fisik"})))
    assert reading.accepted == 1


def test_template_rows_with_a_number_alone_are_skipped() -> None:
    names, first = activity_rows({})
    rows: list[list[object]] = [["No", *names], [1, *first], [2], [3]]
    assert activities_of(workbook(*rows)).read == 1


def test_column_that_occurs_twice_refuses_the_file() -> None:
    names, first = activity_rows({})
    with pytest.raises(UnreadableFile) as caught:
        activities_of(workbook([*names, "tgl"], [*first, None]))
    assert (caught.value.kind, caught.value.column) == ("duplicate_header", "Tanggal")


@pytest.mark.parametrize(
    "name", ["Tanggal", "Kelompok", "Judul Kegiatan", "Jumlah Hadir"]
)
def test_required_column_that_lacks_refuses_the_file(name: str) -> None:
    rows = activity_rows({})
    place = rows[0].index(name)
    with pytest.raises(UnreadableFile) as caught:
        activities_of(workbook(*(row[:place] + row[place + 1 :] for row in rows)))
    assert (caught.value.kind, caught.value.column) == ("missing_column", name)


def test_file_without_headings_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        activities_of(workbook(["Halo", "dunia"], [1, 2]))
    assert caught.value.kind == "no_header"


def test_findings_name_the_column_as_the_file_does() -> None:
    rows = activity_rows({"Tanggal": "31/02/2022"})
    rows[0] = [LOCAL[key] for key in ACTIVITY]
    assert found(activities_of(workbook(*rows))) == [
        (2, "Tgl.", "impossible_date", "error")
    ]


def test_partner_headings_are_known_under_other_words() -> None:
    rows = partner_rows({})
    rows[0] = ["Code", "Kind", "Library", "Origin", "Year", "Funder", "Decree"]
    rows[0] += ["Manager", "Phone"]
    reading = partners_of(workbook(*rows))
    assert (found(reading), reading.accepted) == ([], 1)
