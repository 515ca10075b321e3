"""The rules of one row of activities."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.utils import translation

from sinergi.exchange.spreadsheets import activities
from sinergi.exchange.tests.sheets import (
    ACTIVITY,
    activities_of,
    activity_rows,
    found,
    openpyxl,
    openpyxl_file,
    workbook,
)

OTHER_DAY = {"Tanggal": "21 Mei 2022"}
PLACES = list(ACTIVITY)


def findings(**changes: object) -> list[tuple[object, ...]]:
    """The findings of one row; keywords name columns by their first word."""
    full = {
        next(key for key in PLACES if key.startswith(word)): value
        for word, value in changes.items()
    }
    return found(activities_of(workbook(*activity_rows(full))))


def error(column: str, kind: str) -> list[tuple[object, ...]]:
    return [(2, column, kind, "error")]


def warning(column: str, kind: str) -> list[tuple[object, ...]]:
    return [(2, column, kind, "warning")]


def test_clean_row_is_read_in_full() -> None:
    (row,) = activities_of(workbook(*activity_rows({}))).rows
    assert (row.region_code, row.region_kind) == ("11.01.01.2001", "desa")
    assert (row.strategy, row.field, row.payer) == (
        "community_involvement",
        "economy",
        "village_fund",
    )
    assert (row.attendances, row.unspecified) == (10, 0)
    assert row.cost_idr == Decimal("1250000.00")


@pytest.mark.parametrize(
    ("word", "column"),
    [
        ("Tanggal", "Tanggal"),
        ("Kelompok", "Kelompok"),
        ("Judul", "Judul Kegiatan"),
        ("Jumlah", "Jumlah Hadir"),
    ],
)
@pytest.mark.parametrize("blank", [None, "  ", "\u00a0", "-"])
def test_required_cell_that_is_blank_is_an_error(
    word: str, column: str, blank: str | None
) -> None:
    assert findings(**{word: blank}) == error(column, "required")


def test_unknown_words_of_closed_lists() -> None:
    assert findings(Kelompok="Rapat") == error("Kelompok", "unknown_choice")
    assert findings(Sumber="Arisan") == error("Sumber Dana", "unknown_choice")
    assert findings(Bidang="Olahraga") == warning("Bidang", "unknown_field")
    assert findings(Kelompok=" advokasi  DAN\u00a0kemitraan ") == []
    assert findings(Sumber="Swadaya") == []


def test_unknown_field_is_read_as_other() -> None:
    reading = activities_of(workbook(*activity_rows({"Bidang": "Olahraga"})))
    assert [row.field for row in reading.rows] == ["other"]
    assert [problem.read_as for problem in reading.problems] == ["Lainnya"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"Laki": 5}, error("Jumlah Hadir", "parts_above_total")),
        ({"Usia <15": 9}, error("Jumlah Hadir", "parts_above_total")),
        ({"Disabilitas": 11}, error("Jumlah Hadir", "parts_above_total")),
        ({"Laki": 11, "Perempuan": None}, error("Jumlah Hadir", "parts_above_total")),
        ({"Laki": 3}, warning("Jumlah Hadir", "parts_below_total")),
        ({"Usia <15": 0}, warning("Jumlah Hadir", "parts_below_total")),
        ({"Laki": 3, "Usia <15": 0}, warning("Jumlah Hadir", "parts_below_total")),
        ({"Laki": None}, []),
        ({"Usia <15": "-"}, []),
    ],
)
def test_parts_and_total(
    changes: dict[str, object], expected: list[tuple[object, ...]]
) -> None:
    assert findings(**changes) == expected


def test_unknown_count_is_not_zero() -> None:
    reading = activities_of(workbook(*activity_rows({"Laki-laki": "n/a"})))
    assert [(row.male, row.unspecified) for row in reading.rows] == [(None, 4)]


def test_message_on_sums_names_every_breakdown() -> None:
    rows = activity_rows({"Laki-laki": 6, "Usia <15": 5})
    (problem,) = activities_of(workbook(*rows)).problems
    with translation.override("id"):
        assert problem.message == (
            "Rincian jenis kelamin, umur (12, 14) melebihi jumlah hadir (10). "
            "Periksa keduanya."
        )


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("11.10", "Perpustakaan Umum Kabupaten Aceh Singkil", []),
        (" 11.10\u200b ", "PERPUSTAKAAN  UMUM KAB. ACEH SINGKIL", []),
        (11.1, "Perpustakaan Umum Kabupaten Aceh Singkil", "region_repaired"),
        ("11.1", "Perpustakaan Umum Kabupaten Aceh Singkil", "region_repaired"),
        (1110, "Perpustakaan Umum Kabupaten Aceh Singkil", "region_repaired"),
        ("11,10", "Perpustakaan Umum Kabupaten Aceh Singkil", "region_repaired"),
        (1101012001, "Perpustakaan Desa Fajar Harapan", "region_repaired"),
        ("11.01.01.201", "Perpustakaan Desa Suka Maju", "region_repaired"),
        ("91.04", "Perpustakaan Umum Kabupaten Nabire", "region_repaired"),
        ("91.03", "Perpustakaan Umum Kabupaten Nabire", "region_repaired"),
        ("91.03", "Perpustakaan Umum Kabupaten Jayapura", []),
        ("11.01.01.2002", "Perpustakaan Desa Kota Fajar “Tunas”", []),
        ("11.01.01.2001", "TBM Kata Kota", []),
        ("11.01.01.2001", "Perpustakaan Desa Cerdas Ceria", []),
        ("35.73", "Perpustakaan Umum Malang", []),
        ("35.78", "Dinas Perpustakaan dan Kearsipan Kota Surabaya", []),
        (None, "Perpustakaan Umum Kabupaten Malang", "region_by_name"),
        (None, "Perpustakaan Umum Jepara", "region_by_name"),
        ("'35.78", "Perpustakaan Umum Kota Surabaya", "region_repaired"),
        ("Kabupaten Jepara", "TBM Kata Kota", "region_by_name"),
        ("KOTA  Malang", None, "region_by_name"),
        ("jepara", "Perpustakaan Umum Kabupaten Jepara", "region_by_name"),
    ],
)
def test_code_and_name_that_find_a_region(
    code: object, name: str | None, expected: str | list[tuple[object, ...]]
) -> None:
    column = "Nama Perpustakaan" if code is None else "Kode Wilayah"
    wanted = warning(column, expected) if isinstance(expected, str) else expected
    assert findings(Kode=code, Nama=name) == wanted


@pytest.mark.parametrize(
    ("code", "name", "column", "kind"),
    [
        ("35.00", "Perpustakaan X", "Kode Wilayah", "unknown_region"),
        ("bukan kode", "Perpustakaan X", "Kode Wilayah", "unknown_region"),
        (11.1, "Perpustakaan Umum Kabupaten Jepara", "Kode Wilayah", "unknown_region"),
        (11.1, None, "Kode Wilayah", "unknown_region"),
        ("91.04", "Perpustakaan Umum Kota Malang", "Kode Wilayah", "unknown_region"),
        (None, "Perpustakaan Umum Malang", "Nama Perpustakaan", "ambiguous_region"),
        (None, "Perpustakaan Desa Fajar Harapan", "Kode Wilayah", "required"),
        (None, None, "Kode Wilayah", "required"),
        ("Malang", None, "Kode Wilayah", "ambiguous_region"),
        ("Desa Fajar Harapan", None, "Kode Wilayah", "unknown_region"),
        (
            "Kota Malang",
            "Perpustakaan Umum Kabupaten Jepara",
            "Nama Perpustakaan",
            "region_mismatch",
        ),
        (
            "35.73",
            "Perpustakaan Umum Kabupaten Malang",
            "Nama Perpustakaan",
            "region_mismatch",
        ),
        ("35.78", "Perpustakaan Umum Malang", "Nama Perpustakaan", "region_mismatch"),
        (
            "11.01.01.2001",
            "Perpustakaan Desa Suka Maju",
            "Nama Perpustakaan",
            "region_mismatch",
        ),
        (
            "35.07",
            "Perpustakaan Desa Suka Maju",
            "Nama Perpustakaan",
            "region_mismatch",
        ),
    ],
)
def test_code_and_name_that_find_none(
    code: object, name: str | None, column: str, kind: str
) -> None:
    assert findings(Kode=code, Nama=name) == error(column, kind)


def test_repaired_code_is_kept_as_read() -> None:
    rows = activity_rows(
        {
            "Kode Wilayah": 11.1,
            "Nama Perpustakaan": "Perpustakaan Umum Kabupaten Aceh Singkil",
        }
    )
    reading = activities_of(workbook(*rows))
    (problem,) = reading.problems
    assert [row.region_code for row in reading.rows] == ["11.10"]
    assert (problem.value, problem.read_as) == ("11.1", "11.10")


def test_date_after_the_day_of_the_import_is_an_error() -> None:
    assert findings(Tanggal="1 Januari 2023") == error("Tanggal", "future_date")
    assert findings(Tanggal="31 Desember 2022") == []


def test_date_findings_carry_what_was_read() -> None:
    (problem,) = activities_of(
        workbook(*activity_rows({"Tanggal": "5/4/2022"}))
    ).problems
    assert problem.as_json() == {
        "row": 2,
        "column": "Tanggal",
        "kind": "ambiguous_date",
        "severity": "warning",
        "value": "5/4/2022",
        "message": "5/4/2022 dibaca sebagai 5 April 2022. Perbaiki jika keliru.",
        "read_as": "2022-04-05",
    }


def test_title_over_the_limit_is_an_error_and_never_cut() -> None:
    assert findings(Judul="a" * 501) == error("Judul Kegiatan", "too_long")
    assert findings(Judul="a" * 500) == []


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)"])
def test_text_like_a_formula_is_kept_with_a_warning(text: str) -> None:
    assert findings(Judul=text) == warning("Judul Kegiatan", "formula_like_text")
    assert findings(Mitra=text) == warning("Mitra", "formula_like_text")


def test_row_in_error_lists_only_its_errors() -> None:
    assert findings(Tanggal="5/4/2022", Kelompok="Rapat", Mitra="=1") == error(
        "Kelompok", "unknown_choice"
    )


def formula_findings(
    column: str, formula: str, result: object
) -> list[tuple[object, ...]]:
    rows = activity_rows({})
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rows[0])
        for place, value in enumerate(rows[1]):
            if PLACES[place] == column:
                sheet.write_formula(1, place, formula, None, result)
            elif PLACES[place] == "Tanggal":
                sheet.write_string(1, place, "20 Mei 2022")
            else:
                sheet.write(1, place, value)
    file.seek(0)
    return found(activities_of(file))


def test_formula_counts_by_its_stored_result() -> None:
    assert formula_findings("Jumlah Hadir", "=G2+H2", 10) == []


@pytest.mark.parametrize("result", ["#REF!", "#DIV/0!", "#N/A"])
def test_formula_with_an_error_value_is_an_error(result: str) -> None:
    assert formula_findings("Jumlah Hadir", "=1/0", result) == error(
        "Jumlah Hadir", "formula_cell"
    )


@pytest.mark.parametrize("column", ["Jumlah Hadir", "Laki-laki", "Tanggal"])
def test_formula_without_a_stored_result_is_an_error(column: str) -> None:
    book = openpyxl.Workbook()
    names, values = activity_rows({})
    values[PLACES.index(column)] = "=1+1"
    book.active.append(names)
    book.active.append(values)
    assert found(activities_of(openpyxl_file(book))) == error(column, "formula_cell")


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("Laki-laki", []),
        ("Biaya (Rp)", []),
        ("Jumlah Hadir", error("Jumlah Hadir", "required")),
        ("Judul Kegiatan", error("Judul Kegiatan", "required")),
    ],
)
def test_formula_whose_result_is_an_empty_text_is_a_blank(
    column: str, expected: list[tuple[object, ...]]
) -> None:
    place = PLACES.index(column)
    cell = f"{chr(65 + place)}2"
    source = workbook(*activity_rows({}))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as copy:
        for name in book.namelist():
            content = book.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(
                    rb'<c r="%s".*?</c>' % cell.encode(),
                    b'<c r="%s" t="str"><f>IF(1,"")</f><v></v></c>' % cell.encode(),
                    content,
                )
            copy.writestr(name, content)
    target.seek(0)
    assert found(activities_of(target)) == expected


def test_formula_in_a_text_column_is_a_warning() -> None:
    assert formula_findings("Judul Kegiatan", '="a"&"b"', "Kelas menjahit") == warning(
        "Judul Kegiatan", "formula_result"
    )
    assert formula_findings("Mitra", "=X!A1", "#REF!") == warning(
        "Mitra", "formula_cell"
    )


def test_error_value_without_a_formula_is_an_error() -> None:
    book = openpyxl.Workbook()
    names, values = activity_rows({"Jumlah Hadir": "#N/A"})
    book.active.append(names)
    book.active.append(values)
    book.active.cell(2, PLACES.index("Jumlah Hadir") + 1).data_type = "e"
    assert found(activities_of(openpyxl_file(book))) == error(
        "Jumlah Hadir", "formula_cell"
    )


def test_copy_equal_in_every_column_is_refused() -> None:
    rows = activity_rows({}, {"Tanggal": "20 Mei 2022", "Jumlah Hadir": "10"}, {})
    reading = activities_of(workbook(*rows))
    assert [(p.row, p.kind, p.other_row) for p in reading.problems] == [
        (3, "exact_duplicate", 2),
        (4, "exact_duplicate", 2),
    ]


@pytest.mark.parametrize("heading", ["No", "#", "No. Urut", "Nomor Urut"])
def test_number_of_the_row_makes_no_difference_but_a_note_does(heading: str) -> None:
    names, first = activity_rows({})
    rows = [["No", *names, "Keterangan"], [1, *first, None], [2, *first, None]]
    rows.append([3, *first, "sore"])
    rows[0][0] = heading
    assert found(activities_of(workbook(*rows))) == [
        (3, "Judul Kegiatan", "exact_duplicate", "error"),
        (4, "Judul Kegiatan", "near_duplicate", "warning"),
    ]


@pytest.mark.parametrize(
    ("title", "is_near"),
    [
        ("Kelas  menjahit (tahap 1).", True),
        ("KELAS MENJAHIT (TAHAP 1)", True),
        ("Kelas menjahiit (tahap 1)", True),
        ("Kelas menjahit (tahap 2)", False),
        ("Kelas memasak (tahap 1)", False),
        ("Kelas menjahit (pertemuan 1)", False),
    ],
)
def test_near_copy_is_flagged(title: str, is_near: bool) -> None:
    reading = activities_of(workbook(*activity_rows({}, {"Judul Kegiatan": title})))
    assert reading.accepted == 2
    assert [(p.row, p.kind, p.other_row) for p in reading.problems] == (
        [(3, "near_duplicate", 2)] if is_near else []
    )


@pytest.mark.parametrize(
    "change", [OTHER_DAY, {"Kelompok": "Publikasi"}, {"Kode Wilayah": "11.01.01.2010"}]
)
def test_near_title_elsewhere_is_no_copy(change: dict[str, object]) -> None:
    name = {"Nama Perpustakaan": "TBM Pelita", "Judul Kegiatan": "Kelas menjahit"}
    other = {**name, **change, "Judul Kegiatan": "Kelas menjahit!"}
    assert found(activities_of(workbook(*activity_rows(name, other)))) == []


def test_title_is_compared_with_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def watched(_one: str, _two: str) -> bool:
        nonlocal compared
        compared += 1
        return False

    monkeypatch.setattr(activities, "are_near", watched)
    monkeypatch.setattr(activities, "MOST_COMPARED", 5)
    titles = [f"Kelas {chr(97 + place) * 9}" for place in range(20)]
    rows = activity_rows(*({"Judul Kegiatan": title} for title in titles))
    assert activities_of(workbook(*rows)).accepted == 20
    assert compared == sum(min(place, 5) for place in range(20))
    compared = 0
    rows = activity_rows(*({"Judul Kegiatan": f"Kelas {n}"} for n in range(20)))
    assert activities_of(workbook(*rows)).accepted == 20
    assert compared == 0


def test_totals_add_up_exactly() -> None:
    rows = activity_rows(
        {"Biaya (Rp)": "1.250.000,50"},
        {**OTHER_DAY, "Laki-laki": None, "Biaya (Rp)": None},
        {"Kelompok": "Rapat"},
    )
    reading = activities_of(workbook(*rows))
    assert (reading.read, reading.accepted, reading.rejected) == (3, 2, 1)
    assert reading.totals == {
        "activities": 2,
        "attendances": 20,
        "male": 4,
        "female": 12,
        "unspecified": 4,
        "disability": 2,
        "under_15": 2,
        "age_15_24": 4,
        "age_25_59": 6,
        "age_60_plus": 8,
        "cost_idr": 1250000.5,
        "cost_idr_exact": "1250000.50",
        "by_strategy": {"community_involvement": 2},
    }
