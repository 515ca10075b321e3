"""Case files with known answers, where a folder of them is at hand.

The folder is `SINERGI_CASES`, or `../shared/cases` beside the checkout.
"""

import csv
import gzip
import json
import os
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sinergi.core.spreadsheets.unreadable import UnreadableFile
from sinergi.exchange.spreadsheets.activities import (
    ACTIVITIES,
    ActivityRow,
    read_activities,
)
from sinergi.exchange.spreadsheets.partners import PARTNERS, PartnerRow, read_partners
from sinergi.exchange.spreadsheets.reading import read_table
from sinergi.exchange.spreadsheets.regions import RegionIndex
from sinergi.exchange.spreadsheets.rows import Reading
from sinergi.exchange.spreadsheets.vocabularies import (
    FUNDERS,
    LIBRARY_KINDS,
    ORIGINS,
    STRATEGIES,
    Vocabulary,
)

ROOT = Path(__file__).parents[4]
CASES = Path(os.environ.get("SINERGI_CASES", ROOT.parent / "shared" / "cases"))
REGIONS = ROOT / "src/sinergi/regions/data/regions.csv.gz"
EXPECTED = sorted(CASES.glob("*.expected.json"))
needs_cases = pytest.mark.skipif(
    not EXPECTED, reason="no case files: set SINERGI_CASES to their folder"
)
KINDS = {
    "angka_gaya_inggris": "foreign_number",
    "asal_dan_dana_janggal": "funder_mismatch",
    "asal_tidak_dikenal": "unknown_choice",
    "dana_tidak_dikenal": "unknown_choice",
    "jenis_dan_kode_bertentangan": "kind_level_mismatch",
    "jumlah_negatif": "negative_count",
    "kelompok_tidak_dikenal": "unknown_choice",
    "kembar_mirip": "near_duplicate",
    "kembar_persis": "exact_duplicate",
    "kode_hilang_nol": "region_repaired",
    "kode_tidak_dikenal": "unknown_region",
    "kolom_wajib_kosong": "required",
    "mitra_ganda": "partner_duplicate",
    "nama_ambigu_tanpa_kode": "ambiguous_region",
    "rincian_kurang_dari_jumlah": "parts_below_total",
    "rincian_melebihi_jumlah": "parts_above_total",
    "suntikan_rumus": "formula_like_text",
    "tahun_tidak_sah": "bad_year",
    "tanggal_garis_miring": "ambiguous_date",
    "tanggal_masa_depan": "future_date",
    "tanggal_mustahil": "impossible_date",
    "tanggal_serial": "serial_date",
    "teks_terlalu_panjang": "too_long",
}
FIELDS = {
    "Kode Wilayah": "region_code",
    "Nama Perpustakaan": "library_name",
    "Tanggal": "started_on",
    "Kelompok": "strategy",
    "Judul Kegiatan": "title",
    "Disabilitas": "disability",
    "Jumlah Hadir": "attendances",
    "Biaya (Rp)": "cost_idr",
    "Asal Kemitraan": "origin",
    "Tahun Masuk": "intake_year",
}
LISTS = {"Kelompok": STRATEGIES, "Asal Kemitraan": ORIGINS}


@cache
def finder() -> RegionIndex:
    with gzip.open(REGIONS, "rt", encoding="utf-8") as file:
        return RegionIndex(
            (row["code"], row["name"], row["kind"]) for row in csv.DictReader(file)
        )


def case(path: Path) -> tuple[dict[str, Any], Reading[Any]]:
    expected = json.loads(path.read_text(encoding="utf-8"))
    as_of = date.fromisoformat(expected["as_of"])
    name = expected["file"]
    is_partners = name.startswith("mitra")
    with (CASES / name).open("rb") as file:
        layout = PARTNERS if is_partners else ACTIVITIES
        table = read_table(file, name=name, layout=layout)
    if is_partners:
        return expected, read_partners(table, finder=finder(), as_of=as_of)
    return expected, read_activities(table, finder=finder(), as_of=as_of)


def as_expected(value: object, column: str) -> object:
    """A read value as the case files write it."""
    if column in LISTS:
        return LISTS[column].labels[str(value)]
    if isinstance(value, date):
        return value.isoformat()
    return value


@needs_cases
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_finding_is_the_expected_one(path: Path) -> None:
    expected, reading = case(path)
    assert [
        (p.row, p.column, p.kind, str(p.severity), p.other_row)
        for p in reading.problems
    ] == [
        (p["row"], p["column"], KINDS[p["kind"]], p["severity"], p.get("of_row"))
        for p in expected["problems"]
    ]


@needs_cases
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_every_odd_value_is_read_as_expected(path: Path) -> None:
    expected, reading = case(path)
    rows = {row.row_number: row for row in reading.rows}
    odd = [entry for entry in expected["problems"] if entry["severity"] == "warning"]
    for entry in expected["conversions"] + odd:
        column = entry["column"]
        if "value" not in entry or column not in FIELDS:
            continue
        value = as_expected(getattr(rows[entry["row"]], FIELDS[column]), column)
        wanted = entry["value"]
        if isinstance(value, Decimal):
            wanted = Decimal(wanted)
        assert (entry["row"], value) == (entry["row"], wanted)


def labelled(counts: dict[str, int], words: Vocabulary) -> dict[str, int]:
    return {words.labels[code]: count for code, count in counts.items()}


def activity_figures(reading: Reading[ActivityRow]) -> dict[str, object]:
    totals: dict[str, Any] = reading.totals
    return {
        "rows_imported": reading.accepted,
        "rows_refused": reading.rejected,
        "laki_laki": totals["male"],
        "perempuan": totals["female"],
        "tidak_dirinci": totals["unspecified"],
        "jumlah_hadir": totals["attendances"],
        "disabilitas": totals["disability"],
        "usia": {
            "Usia <15": totals["under_15"],
            "Usia 15-24": totals["age_15_24"],
            "Usia 25-59": totals["age_25_59"],
            "Usia 60+": totals["age_60_plus"],
        },
        "biaya_rp": totals["cost_idr_exact"],
        "per_kelompok": labelled(totals["by_strategy"], STRATEGIES),
    }


def partner_figures(reading: Reading[PartnerRow]) -> dict[str, object]:
    totals: dict[str, Any] = reading.totals
    spread = totals["village_replications"]
    return {
        "rows_imported": reading.accepted,
        "rows_refused": reading.rejected,
        "per_jenis": labelled(totals["by_kind"], LIBRARY_KINDS),
        "per_asal": labelled(totals["by_origin"], ORIGINS),
        "per_tahun": totals["by_year"],
        "per_dana": labelled(totals["by_funder"], FUNDERS),
        "replikasi_desa": {
            "desa": spread["villages"],
            "kabupaten_kota": spread["regencies"],
            "provinsi": spread["provinces"],
        },
    }


@needs_cases
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem)
def test_totals_are_the_expected_ones(path: Path) -> None:
    expected, reading = case(path)
    is_partners = expected["file"].startswith("mitra")
    figures = partner_figures(reading) if is_partners else activity_figures(reading)
    assert figures == expected["totals"]
    assert reading.read == expected["data_rows"]


@needs_cases
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("rusak.xlsx", "damaged_file"),
        ("bukan-excel.xlsx", "wrong_type"),
        ("bom-zip.xlsx", "unsafe_file"),
    ],
)
def test_file_that_cannot_be_read_says_why(name: str, kind: str) -> None:
    with (CASES / name).open("rb") as file, pytest.raises(UnreadableFile) as caught:
        read_table(file, name=name, layout=ACTIVITIES)
    assert caught.value.kind == kind


@needs_cases
def test_file_of_headings_alone_holds_no_rows() -> None:
    with (CASES / "kosong.xlsx").open("rb") as file:
        table = read_table(file, name="kosong.xlsx", layout=ACTIVITIES)
    assert list(table.data()) == []
