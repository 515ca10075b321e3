"""Partner libraries as offices list them: columns, rules of a row, totals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sinergi.core.spreadsheets.cells import as_text
from sinergi.exchange.spreadsheets.headers import Column, Layout
from sinergi.exchange.spreadsheets.placing import check_name, read_region
from sinergi.exchange.spreadsheets.problems import Problem
from sinergi.exchange.spreadsheets.reading import Table
from sinergi.exchange.spreadsheets.regions import RegionFinder, RegionMatch
from sinergi.exchange.spreadsheets.rows import Reading, RowReader, count_by
from sinergi.exchange.spreadsheets.text import clean_words, library_key
from sinergi.exchange.spreadsheets.vocabularies import (
    FUNDERS,
    KIND_LEVELS,
    LIBRARY_KINDS,
    NATIONAL_ORIGINS,
    ORIGINS,
)

FIRST_YEAR = 2018
YEAR = re.compile(r"[0-9]{4}")
NAME_LIMIT = 255
SHORT_LIMIT = 100

PARTNERS = Layout(
    columns=(
        Column(
            "region",
            "Kode Wilayah",
            (
                "Kode",
                "Kode Desa",
                "Kode Kemendagri",
                "Kode Wilayah Kemendagri",
                "Kode Daerah",
                "Region Code",
                "Code",
                "Area Code",
            ),
            ("Wilayah", "Kabupaten/Kota", "Kab/Kota", "Region", "Regency/City"),
        ),
        Column(
            "kind",
            "Jenis",
            (
                "Jenis Perpustakaan",
                "Tingkat",
                "Kind",
                "Type",
                "Library Kind",
                "Library Type",
                "Kind of Library",
            ),
        ),
        Column(
            "library",
            "Nama Perpustakaan",
            (
                "Perpustakaan",
                "Nama Mitra",
                "Perpustakaan Mitra",
                "Library",
                "Library Name",
                "Name of Library",
                "Partner Library",
            ),
            ("Nama", "Name"),
        ),
        Column(
            "origin",
            "Asal Kemitraan",
            (
                "Asal",
                "Asal Mitra",
                "Jenis Kemitraan",
                "Origin",
                "Partnership Origin",
                "Origin of Partnership",
            ),
        ),
        Column(
            "year",
            "Tahun Masuk",
            ("Tahun Bergabung", "Tahun Kemitraan", "Intake Year", "Year Joined"),
            ("Tahun", "Year"),
        ),
        Column(
            "funder",
            "Sumber Dana",
            (
                "Sumber Pendanaan",
                "Pendanaan",
                "Dana",
                "Sumber Anggaran",
                "Funder",
                "Funding Source",
                "Source of Funds",
                "Funding",
            ),
        ),
        Column(
            "decree",
            "Nomor SK",
            (
                "No SK",
                "SK",
                "Surat Keputusan",
                "Nomor Surat Keputusan",
                "Decree",
                "Decree Number",
            ),
        ),
        Column(
            "manager",
            "Nama Pengelola",
            ("Pengelola", "Manager", "Library Manager", "Manager Name"),
        ),
        Column(
            "phone",
            "Telepon",
            (
                "No Telepon",
                "Nomor Telepon",
                "Telp",
                "No Telp",
                "HP",
                "No HP",
                "Nomor HP",
                "Telephone",
                "Phone",
                "Phone Number",
            ),
        ),
        Column("npp", "NPP", ("Nomor Pokok Perpustakaan", "Library Master Number")),
    ),
    required=(
        ("region",),
        ("kind",),
        ("library",),
        ("origin",),
        ("year",),
        ("funder",),
    ),
    identity=("region", "kind", "library", "origin", "funder", "decree"),
)


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner library fit to be taken in."""

    row_number: int
    region_code: str
    region_kind: str
    kind: str
    library_name: str
    origin: str
    intake_year: int
    funder: str
    decree: str = ""
    manager: str = ""
    phone: str = ""
    npp: str = ""


def read_partners(
    table: Table, *, finder: RegionFinder, as_of: date
) -> Reading[PartnerRow]:
    """Validate every row of a table against the rules of the import."""
    register = _Register()
    rows: list[PartnerRow] = []
    problems: list[Problem] = []
    read = 0
    for record in table.data():
        read += 1
        reader = RowReader(record, table, as_of=as_of)
        partner = _read_row(reader, finder)
        register.check(reader, partner)
        if partner and not reader.errors:
            rows.append(partner)
        problems.extend(reader.problems)
    return Reading(table, tuple(rows), tuple(problems), read, partner_totals(rows))


def _read_row(row: RowReader, finder: RegionFinder) -> PartnerRow | None:
    library_name = row.words("library", limit=NAME_LIMIT, is_required=True)
    region = read_region(row, library_name, finder)
    kind = row.choice("kind", LIBRARY_KINDS, is_required=True)
    if region:
        _check_level(row, region, kind, library_name, finder)
    origin = row.choice("origin", ORIGINS, is_required=True)
    year = _read_year(row)
    funder = row.choice("funder", FUNDERS, is_required=True)
    if origin and funder and (funder == "apbn") != (origin in NATIONAL_ORIGINS):
        row.warn(
            "funder",
            "funder_mismatch",
            FUNDERS.labels[funder],
            origin=ORIGINS.labels[origin],
        )
    decree = row.words("decree", limit=NAME_LIMIT)
    manager = row.words("manager", limit=NAME_LIMIT)
    phone = row.words("phone", limit=SHORT_LIMIT)
    npp = row.words("npp", limit=SHORT_LIMIT)
    if row.errors or not (region and kind and origin and year and funder):
        return None
    return PartnerRow(
        row_number=row.record.row_number,
        region_code=region.code,
        region_kind=region.kind,
        kind=kind,
        library_name=library_name,
        origin=origin,
        intake_year=year,
        funder=funder,
        decree=decree,
        manager=manager,
        phone=phone,
        npp=npp,
    )


def _check_level(
    row: RowReader,
    region: RegionMatch,
    kind: str | None,
    library_name: str,
    finder: RegionFinder,
) -> None:
    """One error at most: a kind of another level, else a name of another region."""
    if kind and region.kind not in KIND_LEVELS[kind]:
        row.refuse("kind", "kind_level_mismatch", code=region.code, name=region.name)
    else:
        check_name(row, region, library_name, finder)


def _read_year(row: RowReader) -> int | None:
    cell = row.value("year", is_required=True)
    if cell is None:
        return None
    text = clean_words(as_text(cell))
    is_number = isinstance(cell, str | int | float) and not isinstance(cell, bool)
    if is_number and YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= row.as_of.year:
        row.canon["year"] = int(text)
        return int(text)
    row.refuse("year", "bad_year", first=str(FIRST_YEAR), last=str(row.as_of.year))
    return None


class _Register:
    """The rows seen so far, for copies and libraries named again."""

    def __init__(self) -> None:
        self._equal: dict[tuple[object, ...], int] = {}
        self._partners: dict[tuple[str, str, str], int] = {}

    def check(self, row: RowReader, partner: PartnerRow | None) -> None:
        """Note an error where a row, or its library, stands in the file already."""
        number = row.record.row_number
        equal = self._equal.setdefault(row.equality_key(), number)
        if equal != number:
            row.refuse("library", "exact_duplicate", other_row=equal)
        elif partner:
            name = library_key(partner.library_name)
            key = (partner.region_code, partner.kind, name)
            same = self._partners.setdefault(key, number)
            if same != number:
                row.refuse("library", "partner_duplicate", other_row=same)


def partner_totals(rows: Iterable[PartnerRow]) -> dict[str, object]:
    """How many partners of each sort, and how far village replication has spread."""
    partners = list(rows)
    replications = [
        row.region_code
        for row in partners
        if row.kind == "village" and row.origin == "replication"
    ]
    return {
        "partners": len(partners),
        "by_kind": count_by(row.kind for row in partners),
        "by_origin": count_by(row.origin for row in partners),
        "by_year": count_by(row.intake_year for row in partners),
        "by_funder": count_by(row.funder for row in partners),
        "village_replications": {
            "villages": len(replications),
            "regencies": len({code[:5] for code in replications}),
            "provinces": len({code[:2] for code in replications}),
        },
    }
