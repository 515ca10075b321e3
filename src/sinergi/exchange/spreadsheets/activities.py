"""Activities as offices list them: columns, rules of a row, totals."""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from sinergi.exchange.spreadsheets.duplicates import are_near, numbers_in
from sinergi.exchange.spreadsheets.headers import Column, Layout
from sinergi.exchange.spreadsheets.placing import check_name, read_region
from sinergi.exchange.spreadsheets.problems import Problem
from sinergi.exchange.spreadsheets.reading import Table
from sinergi.exchange.spreadsheets.regions import RegionFinder
from sinergi.exchange.spreadsheets.rows import Reading, RowReader, count_by
from sinergi.exchange.spreadsheets.text import library_key
from sinergi.exchange.spreadsheets.vocabularies import FIELDS, PAYERS, STRATEGIES

AGES = ("under_15", "age_15_24", "age_25_59", "age_60_plus")
TITLE_LIMIT = 500
NAME_LIMIT = 255
TEXT_LIMIT = 2000
#: So many earlier titles of one place, day and group a title is compared with, or
#: a file of one day's rows alone would take hours.
MOST_COMPARED = 100


def _ages(*bands: str) -> tuple[str, ...]:
    """The headings of an age band, with and without words around it."""
    return tuple(
        f"{before}{band}{after}".strip()
        for band in bands
        for before in ("", "Usia ", "Umur ", "Age ", "Ages ", "Aged ")
        for after in ("", " Tahun", " Thn", " Th", " years")
    )


ACTIVITIES = Layout(
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
            "library",
            "Nama Perpustakaan",
            ("Perpustakaan", "Library", "Library Name", "Name of Library"),
            ("Nama", "Name"),
        ),
        Column(
            "date",
            "Tanggal",
            (
                "Tgl",
                "Tanggal Kegiatan",
                "Tgl Kegiatan",
                "Tanggal Pelaksanaan",
                "Waktu Pelaksanaan",
                "Date",
                "Activity Date",
                "Date of Activity",
            ),
        ),
        Column(
            "strategy",
            "Kelompok",
            ("Kelompok Kegiatan", "Strategi", "Activity Group", "Group", "Strategy"),
        ),
        Column("field", "Bidang", ("Bidang Kegiatan", "Field", "Subject")),
        Column(
            "title",
            "Judul Kegiatan",
            ("Judul", "Nama Kegiatan", "Activity Title", "Title", "Activity Name"),
            ("Kegiatan", "Activity"),
        ),
        Column(
            "male",
            "Laki-laki",
            (
                "Laki laki",
                "Laki",
                "L",
                "Lk",
                "Pria",
                "Jumlah Laki-laki",
                "Peserta Laki-laki",
                "Male",
                "Men",
                "M",
            ),
        ),
        Column(
            "female",
            "Perempuan",
            (
                "P",
                "Pr",
                "Wanita",
                "Jumlah Perempuan",
                "Peserta Perempuan",
                "Female",
                "Women",
                "F",
            ),
        ),
        Column(
            "disability",
            "Disabilitas",
            (
                "Penyandang Disabilitas",
                "Difabel",
                "Disability",
                "Disabled",
                "Persons with Disability",
                "Persons with Disabilities",
            ),
        ),
        Column(
            "under_15",
            "Usia <15",
            _ages("<15", "0-14", "di bawah 15", "under 15"),
        ),
        Column("age_15_24", "Usia 15-24", _ages("15-24")),
        Column("age_25_59", "Usia 25-59", _ages("25-59")),
        Column("age_60_plus", "Usia 60+", _ages("60+", ">60", "60", "60 ke atas")),
        Column(
            "attendances",
            "Jumlah Hadir",
            (
                "Kehadiran",
                "Jumlah Kehadiran",
                "Total Hadir",
                "Hadir",
                "Jumlah Peserta",
                "Total Peserta",
                "Peserta",
                "Jumlah Orang Hadir",
                "Attendance",
                "Attendances",
                "Total Attendance",
                "Total Attendances",
                "Participants",
            ),
            ("Jumlah", "Total", "Jml"),
        ),
        Column(
            "collaborators",
            "Mitra",
            (
                "Mitra Kegiatan",
                "Mitra Kerja",
                "Partner",
                "Partners",
                "Collaborator",
                "Collaborators",
            ),
        ),
        Column(
            "payer",
            "Sumber Dana",
            (
                "Sumber Pendanaan",
                "Pendanaan",
                "Dana",
                "Sumber Anggaran",
                "Funder",
                "Funding Source",
                "Source of Funds",
                "Payer",
                "Funding",
            ),
        ),
        Column(
            "cost",
            "Biaya (Rp)",
            (
                "Biaya",
                "Biaya Kegiatan",
                "Biaya Kegiatan (Rp)",
                "Anggaran",
                "Anggaran (Rp)",
                "Jumlah Biaya",
                "Jumlah Biaya (Rp)",
                "Cost",
                "Cost (Rp)",
                "Cost (IDR)",
                "Activity Cost",
                "Budget",
            ),
        ),
        Column(
            "evidence",
            "Bukti (tautan/berkas)",
            (
                "Bukti",
                "Bukti Kegiatan",
                "Dokumentasi",
                "Tautan",
                "Foto",
                "Evidence",
                "Evidence (link/file)",
                "Link",
            ),
        ),
    ),
    required=(
        ("region", "library"),
        ("date",),
        ("strategy",),
        ("title",),
        ("attendances",),
    ),
    identity=("region", "library", "date", "strategy", "field", "title", "payer"),
)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity fit to be taken in; None is *not reported*."""

    row_number: int
    region_code: str
    region_kind: str
    library_name: str
    started_on: date
    strategy: str
    field: str | None
    title: str
    attendances: int
    male: int | None = None
    female: int | None = None
    disability: int | None = None
    under_15: int | None = None
    age_15_24: int | None = None
    age_25_59: int | None = None
    age_60_plus: int | None = None
    collaborators: str = ""
    payer: str | None = None
    cost_idr: Decimal | None = None
    evidence: str = ""

    @property
    def unspecified(self) -> int:
        """Attendances of no reported sex."""
        return self.attendances - (self.male or 0) - (self.female or 0)


def read_activities(
    table: Table, *, finder: RegionFinder, as_of: date
) -> Reading[ActivityRow]:
    """Validate every row of a table against the rules of the import."""
    register = _Register()
    rows: list[ActivityRow] = []
    problems: list[Problem] = []
    read = 0
    for record in table.data():
        read += 1
        reader = RowReader(record, table, as_of=as_of)
        activity = _read_row(reader, finder)
        register.check_equal(reader)
        if activity and not reader.errors:
            register.check_near(reader, activity)
            rows.append(activity)
        problems.extend(reader.problems)
    return Reading(table, tuple(rows), tuple(problems), read, activity_totals(rows))


def _read_row(row: RowReader, finder: RegionFinder) -> ActivityRow | None:
    library_name = row.words("library", limit=NAME_LIMIT)
    region = read_region(row, library_name, finder)
    if region:
        check_name(row, region, library_name, finder)
    started_on = row.date("date")
    strategy = row.choice("strategy", STRATEGIES, is_required=True)
    field = row.lenient_choice("field", FIELDS, "other")
    title = row.prose("title", limit=TITLE_LIMIT, is_required=True)
    counts = {key: row.count(key) for key in ("male", "female", "disability", *AGES)}
    attendances = row.count("attendances", is_required=True)
    if attendances is not None:
        _check_sums(row, counts, attendances)
    collaborators = row.prose("collaborators", limit=TEXT_LIMIT)
    payer = row.choice("payer", PAYERS)
    cost = row.money("cost")
    evidence = row.prose("evidence", limit=TEXT_LIMIT)
    if row.errors or not (region and started_on and strategy):
        return None
    if attendances is None:
        return None
    return ActivityRow(
        row_number=row.record.row_number,
        region_code=region.code,
        region_kind=region.kind,
        library_name=library_name,
        started_on=started_on,
        strategy=strategy,
        field=field,
        title=title,
        attendances=attendances,
        collaborators=collaborators,
        payer=payer,
        cost_idr=cost,
        evidence=evidence,
        **counts,
    )


def _check_sums(row: RowReader, counts: dict[str, int | None], total: int) -> None:
    """One finding at most: parts above the total, else parts below it."""
    breakdowns = (
        (_("sex"), [counts["male"], counts["female"]]),
        (_("age"), [counts[key] for key in AGES]),
        (_("disability"), [counts["disability"]]),
    )
    sums = [(label, _known_sum(parts)) for label, parts in breakdowns]
    above = [(label, known) for label, known in sums if known > total]
    below = [
        (label, known)
        for (label, parts), (_name, known) in zip(breakdowns[:2], sums[:2], strict=True)
        if None not in parts and known < total
    ]
    found = above or below
    labels = tuple(label for label, _sum in found)
    known = tuple(dict.fromkeys(known for _name, known in found))
    if above:
        row.refuse(
            "attendances", "parts_above_total", breakdown=labels, sum=known, total=total
        )
    elif below:
        row.warn(
            "attendances",
            "parts_below_total",
            str(total),
            breakdown=labels,
            sum=known,
            total=total,
        )


def _known_sum(parts: list[int | None]) -> int:
    return sum(part or 0 for part in parts)


class _Register:
    """The rows seen so far, for copies and near copies."""

    def __init__(self) -> None:
        self._equal: dict[tuple[object, ...], int] = {}
        self._near: dict[tuple[object, ...], deque[tuple[str, ActivityRow]]] = (
            defaultdict(lambda: deque(maxlen=MOST_COMPARED))
        )

    def check_equal(self, row: RowReader) -> None:
        """Note an error where an earlier row is equal in every column."""
        number = row.record.row_number
        other = self._equal.setdefault(row.equality_key(), number)
        if other != number:
            row.refuse("title", "exact_duplicate", other_row=other)

    def check_near(self, row: RowReader, activity: ActivityRow) -> None:
        """Note a warning where the same place did nearly the same that day."""
        title = library_key(activity.title)
        key = (
            activity.region_code,
            library_key(activity.library_name),
            activity.started_on,
            activity.strategy,
            numbers_in(title),
        )
        for earlier_title, earlier in self._near[key]:
            if are_near(earlier_title, title):
                row.warn(
                    "title",
                    "near_duplicate",
                    other_row=earlier.row_number,
                    title=earlier.title,
                    date=earlier.started_on,
                )
                break
        self._near[key].append((title, activity))


def activity_totals(rows: Iterable[ActivityRow]) -> dict[str, object]:
    """What the rows add up to; an unknown count adds nothing."""
    activities = list(rows)
    cost = sum((row.cost_idr or Decimal(0) for row in activities), Decimal(0))
    return {
        "activities": len(activities),
        "attendances": sum(row.attendances for row in activities),
        "male": _known_sum([row.male for row in activities]),
        "female": _known_sum([row.female for row in activities]),
        "unspecified": sum(row.unspecified for row in activities),
        "disability": _known_sum([row.disability for row in activities]),
        "under_15": _known_sum([row.under_15 for row in activities]),
        "age_15_24": _known_sum([row.age_15_24 for row in activities]),
        "age_25_59": _known_sum([row.age_25_59 for row in activities]),
        "age_60_plus": _known_sum([row.age_60_plus for row in activities]),
        "cost_idr": int(cost) if cost == int(cost) else float(cost),
        "cost_idr_exact": f"{cost:.2f}",
        "by_strategy": count_by(row.strategy for row in activities),
    }
