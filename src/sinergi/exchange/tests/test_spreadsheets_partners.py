"""The rules of one row of partner libraries."""

import pytest

from sinergi.exchange.tests.sheets import found, partner_rows, partners_of, workbook

OTHER = {
    "Kode Wilayah": "33.20",
    "Jenis": "Kabupaten/Kota",
    "Nama Perpustakaan": "Perpustakaan Umum Kabupaten Jepara",
}


def findings(**changes: object) -> list[tuple[object, ...]]:
    """The findings of one row; an underscore in a keyword stands for a space."""
    full = {word.replace("_", " "): value for word, value in changes.items()}
    return found(partners_of(workbook(*partner_rows(full))))


def test_clean_row_is_read_in_full() -> None:
    (row,) = partners_of(workbook(*partner_rows({}))).rows
    assert (row.kind, row.origin, row.funder) == (
        "village",
        "replication",
        "village_fund",
    )
    assert (row.intake_year, row.decree) == (2021, "01/UJI/2021")


@pytest.mark.parametrize(
    "column",
    [
        "Kode Wilayah",
        "Jenis",
        "Nama Perpustakaan",
        "Asal Kemitraan",
        "Tahun Masuk",
        "Sumber Dana",
    ],
)
def test_required_cell_that_is_blank_is_an_error(column: str) -> None:
    reading = partners_of(workbook(*partner_rows({column: "  "})))
    assert found(reading) == [(2, column, "required", "error")]


@pytest.mark.parametrize("column", ["Nomor SK", "Nama Pengelola", "Telepon"])
def test_other_cell_may_be_blank(column: str) -> None:
    assert partners_of(workbook(*partner_rows({column: None}))).accepted == 1


@pytest.mark.parametrize(
    ("column", "word"),
    [("Jenis", "Warung"), ("Asal_Kemitraan", "Mandiri?"), ("Sumber_Dana", "Arisan")],
)
def test_unknown_word_is_an_error(column: str, word: str) -> None:
    assert findings(**{column: word}) == [
        (2, column.replace("_", " "), "unknown_choice", "error")
    ]


def test_own_means_fund_no_partnership() -> None:
    assert findings(Sumber_Dana="Swadaya") == [
        (2, "Sumber Dana", "unknown_choice", "error")
    ]


@pytest.mark.parametrize("year", [2018, 2022, "2020", " 2019 ", 2020.0])
def test_year_in_range_is_read(year: object) -> None:
    assert findings(Tahun_Masuk=year) == []


@pytest.mark.parametrize(
    "year",
    [2017, 2023, 1922, 20222, "2021/2022", "2.021", 22, 2021.5, "dua ribu", True],
)
def test_year_out_of_range_is_an_error(year: object) -> None:
    assert findings(Tahun_Masuk=year) == [(2, "Tahun Masuk", "bad_year", "error")]


@pytest.mark.parametrize(
    ("kind", "code", "fits"),
    [
        ("Desa/Kelurahan", "11.01.01.2001", True),
        ("TBM", "11.01.01.2001", True),
        ("Kabupaten/Kota", "33.20", True),
        ("Kabupaten/Kota", "35.73", True),
        ("Provinsi", "11", True),
        ("Lainnya", "33.20", True),
        ("Desa/Kelurahan", "33.20", False),
        ("TBM", "33.20", False),
        ("Kabupaten/Kota", "11", False),
        ("Kabupaten/Kota", "11.01.01.2001", False),
        ("Provinsi", "33.20", False),
    ],
)
def test_kind_must_fit_the_level_of_the_code(kind: str, code: str, fits: bool) -> None:
    problems = findings(Jenis=kind, Kode_Wilayah=code, Nama_Perpustakaan="Pelita Baca")
    expected = [] if fits else [(2, "Jenis", "kind_level_mismatch", "error")]
    assert problems == expected


def test_kind_of_another_level_hides_the_doubt_about_the_name() -> None:
    assert findings(Kode_Wilayah="33.20") == [
        (2, "Jenis", "kind_level_mismatch", "error")
    ]


@pytest.mark.parametrize(
    ("origin", "funder", "is_usual"),
    [
        ("Dukungan Penuh", "APBN", True),
        ("Bantuan Buku", "APBN", True),
        ("Replikasi Mandiri", "CSR", True),
        ("Replikasi Mandiri", "APBN", False),
        ("Dukungan Penuh", "Dana Desa", False),
    ],
)
def test_funder_goes_with_the_origin(origin: str, funder: str, is_usual: bool) -> None:
    problems = findings(Asal_Kemitraan=origin, Sumber_Dana=funder)
    expected = [] if is_usual else [(2, "Sumber Dana", "funder_mismatch", "warning")]
    assert problems == expected


def test_library_named_again_is_refused() -> None:
    rows = partner_rows(
        {},
        {"Tahun Masuk": 2022, "Nama Perpustakaan": "PERPUSTAKAAN desa  Fajar Harapan"},
        {},
        OTHER,
    )
    reading = partners_of(workbook(*rows))
    assert [(p.row, p.kind, p.other_row) for p in reading.problems] == [
        (3, "partner_duplicate", 2),
        (4, "exact_duplicate", 2),
    ]


def test_library_whose_first_row_was_refused_is_taken_in() -> None:
    rows = partner_rows({"Sumber Dana": "Arisan"}, {})
    reading = partners_of(workbook(*rows))
    assert [row.row_number for row in reading.rows] == [3]


def test_telephone_that_begins_with_plus_is_kept_with_a_warning() -> None:
    assert findings(Telepon="+62 800 000") == [
        (2, "Telepon", "formula_like_text", "warning")
    ]


def test_totals_count_the_spread_of_village_replication() -> None:
    rows = partner_rows(
        {},
        {"Kode Wilayah": "11.01.01.2010", "Nama Perpustakaan": "Perpustakaan B"},
        OTHER,
    )
    assert partners_of(workbook(*rows)).totals == {
        "partners": 3,
        "by_kind": {"regency": 1, "village": 2},
        "by_origin": {"replication": 3},
        "by_year": {"2021": 3},
        "by_funder": {"village_fund": 3},
        "village_replications": {"villages": 2, "regencies": 1, "provinces": 1},
    }
