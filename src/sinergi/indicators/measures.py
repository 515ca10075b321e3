"""The registry of measures: every number that Sinergi publishes, defined once.

A measure is a sum of whole numbers over library-months, or a share of two such
sums; ratios are derived after adding up. No Django, no clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sinergi.indicators.errors import UnknownMeasure

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Cubes on which measures stand.
ACTIVITIES = "activity_months"
STATISTICS = "statistics_months"
NETWORK = "partnerships"
#: The years that older systems handed over.
HISTORY = "history"

STRATEGIES = (
    "information_services",
    "community_involvement",
    "advocacy",
    "publication",
)
FIELDS = (
    "economy",
    "education",
    "health",
    "social_culture",
    "digital",
    "environment_agriculture",
    "other",
)
PAYERS = (
    "apbn",
    "apbd_province",
    "apbd_regency",
    "village_fund",
    "csr",
    "university",
    "self",
)
AGE_BANDS = {
    "under_15": "age_under_15",
    "15_24": "age_15_24",
    "25_59": "age_25_59",
    "60_plus": "age_60_plus",
}


@dataclass(frozen=True)
class Measure:
    """A published number.

    Attributes:
        key: Stable name, as in the API.
        name_id: Indonesian name.
        name_en: English name.
        unit: What is counted: attendances, persons, activities, percent, idr, ...
        cube: The cube or dimension it is computed from.
        grain: What one row of its source stands for.
        source: Where the records come from, in words.
        version: Raised whenever the definition changes.
        column: The column of the cube that is summed; of a share, its numerator.
        over: The summed column that is a share's denominator (unit percent).
        variety_of: Columns of which those above 0 are counted, instead of a sum.
        scales: Whether a target grows with the window (counts do; shares and
            measures of variety do not).
        is_stock: Whether it is a level at the end of the month, not a flow.
        cell: The breakdown cell of another measure that it equals, for disclosure.
    """

    key: str
    name_id: str
    name_en: str
    unit: str
    source: str
    column: str = ""
    over: str = ""
    variety_of: tuple[str, ...] = ()
    cube: str = ACTIVITIES
    grain: str = "library, month"
    version: int = 1
    scales: bool = True
    is_stock: bool = False
    cell: tuple[str, str] | None = None

    def name(self, language: str) -> str:
        """The name in a language, `id` or `en`."""
        return self.name_en if language == "en" else self.name_id

    @property
    def is_share(self) -> bool:
        """Whether the value is a percentage of two sums."""
        return bool(self.over)

    @property
    def is_running(self) -> bool:
        """Whether it adds up everything since its start."""
        return self.key.endswith("_cumulative")

    @property
    def is_judgeable(self) -> bool:
        """Whether a scheme may judge libraries by it; nobody is judged by spending."""
        known = bool(self.column or self.variety_of)
        return self.cube == ACTIVITIES and known and self.unit != "idr"

    def reachable(self, months: int) -> int | None:
        """The largest value that it can reach in some months, None without a limit."""
        if self.is_share:
            return 100
        if self.variety_of:
            return len(self.variety_of)
        return months if self.unit == "months" else None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the cube that it needs."""
        return self.variety_of or tuple(c for c in (self.column, self.over) if c)

    def sum_in(self, table: "ir.Table") -> "ir.IntegerScalar":
        """The number over a group of rows, as an expression; None without a row."""
        if not self.variety_of:
            total: ir.IntegerScalar = table[self.column].sum()
            return total
        first, *others = (
            (table[name].sum() > 0).cast("int64") for name in self.variety_of
        )
        kinds: ir.IntegerScalar = sum(others, start=first)
        return kinds

    def sum_of(self, rows: Sequence[Mapping[str, int | None]]) -> int | None:
        """The same number over rows in memory."""
        if self.variety_of:
            found = [sum(row[name] or 0 for row in rows) for name in self.variety_of]
            return sum(1 for value in found if value > 0) if rows else None
        return added(row[self.column] for row in rows)

    def whole_of(self, rows: Sequence[Mapping[str, int | None]]) -> int | None:
        """The denominator of a share over rows in memory."""
        return added(row[self.over] for row in rows) if self.over else None


def added(values: Iterable[int | None]) -> int | None:
    """The sum of what was reported; None where nothing was."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


_REPORTS = "verified activity reports"
_STATISTICS = "verified monthly library statistics (ISO 2789)"
_NETWORK = "partnerships of the network"

_STRATEGY_NAMES = {
    "information_services": ("Peningkatan layanan informasi", "Service improvements"),
    "community_involvement": (
        "Kegiatan pelibatan masyarakat",
        "Community-involvement activities",
    ),
    "advocacy": ("Advokasi dan kemitraan", "Advocacy and partnership"),
    "publication": ("Publikasi", "Publications"),
}
_AGE_NAMES = {
    "under_15": ("Kehadiran di bawah 15 tahun", "Attendances under 15"),
    "15_24": ("Kehadiran 15–24 tahun", "Attendances aged 15–24"),
    "25_59": ("Kehadiran 25–59 tahun", "Attendances aged 25–59"),
    "60_plus": ("Kehadiran 60 tahun ke atas", "Attendances aged 60 and over"),
}
_PAYER_NAMES = {
    "apbn": "APBN",
    "apbd_province": "APBD provinsi",
    "apbd_regency": "APBD kabupaten/kota",
    "village_fund": "Dana Desa",
    "csr": "CSR",
    "university": "perguruan tinggi",
    "self": "swadaya",
}
_PAYER_NAMES_EN = {
    "apbn": "the national budget",
    "apbd_province": "provincial budgets",
    "apbd_regency": "regency/city budgets",
    "village_fund": "village funds",
    "csr": "companies (CSR)",
    "university": "universities",
    "self": "own means",
}

_ALL: list[Measure] = [
    Measure("activities", "Kegiatan", "Activities", "activities", _REPORTS,
            "activities"),
    Measure("attendances", "Jumlah hadir (kehadiran)", "Attendances", "attendances",
            _REPORTS, "attendances"),
    Measure("persons", "Jumlah orang", "Persons", "persons", _REPORTS,
            "persons"),
    Measure("male", "Kehadiran laki-laki", "Attendances, male", "attendances",
            _REPORTS, "male", cell=("sex", "male")),
    Measure("female", "Kehadiran perempuan", "Attendances, female", "attendances",
            _REPORTS, "female", cell=("sex", "female")),
    Measure("with_disability", "Kehadiran penyandang disabilitas",
            "Attendances, persons with disability", "attendances", _REPORTS,
            "with_disability", cell=("disability", "with")),
    *(
        Measure(column, *_AGE_NAMES[band], "attendances", _REPORTS, column,
                cell=("age_band", band))
        for band, column in AGE_BANDS.items()
    ),
    Measure("cost_idr", "Biaya kegiatan", "Activity cost", "idr", _REPORTS,
            "cost_sen"),
    Measure("in_kind_idr", "Bantuan barang atau jasa", "Support in kind", "idr",
            _REPORTS, "in_kind_sen"),
    *(
        Measure(f"cost_{payer}", f"Biaya dari {_PAYER_NAMES[payer]}",
                f"Cost paid by {_PAYER_NAMES_EN[payer]}", "idr", _REPORTS,
                f"cost_{payer}_sen")
        for payer in PAYERS
    ),
    *(
        Measure(f"activities_{strategy}", *_STRATEGY_NAMES[strategy], "activities",
                _REPORTS, f"strategy_{strategy}")
        for strategy in STRATEGIES
    ),
    Measure("activities_with_collaborators", "Kegiatan dengan mitra kegiatan",
            "Activities with collaborators", "activities", _REPORTS,
            "with_collaborators"),
    Measure("distinct_fields", "Ragam bidang", "Variety of fields", "fields",
            _REPORTS, variety_of=tuple(f"field_{field}" for field in FIELDS),
            scales=False),
    Measure("evidence_share", "Laporan dengan bukti", "Reports with evidence",
            "percent", _REPORTS, "with_evidence", "activities",
            scales=False),
    Measure("on_time_share", "Laporan tepat waktu", "Reports on time", "percent",
            _REPORTS, "on_time", "activities", scales=False),
    Measure("months_reported", "Bulan dengan laporan", "Months with reports",
            "months", _REPORTS, "reported"),
    Measure("visits", "Kunjungan", "Visits", "visits", _STATISTICS,
            "visits", cube=STATISTICS),
    Measure("active_users", "Pemustaka aktif", "Active users", "persons",
            _STATISTICS, "active_users", cube=STATISTICS),
    Measure("loans", "Peminjaman", "Loans", "loans", _STATISTICS, "loans",
            cube=STATISTICS),
    Measure("new_members", "Anggota baru", "New members", "persons", _STATISTICS,
            "new_members", cube=STATISTICS),
    Measure("ict_uses", "Pemakaian komputer dan internet", "Computer and internet uses",
            "uses", _STATISTICS, "ict_uses", cube=STATISTICS),
    Measure("members", "Anggota", "Members", "persons", _STATISTICS,
            "members", cube=STATISTICS, is_stock=True),
    Measure("titles", "Judul", "Titles", "titles", _STATISTICS, "titles",
            cube=STATISTICS, is_stock=True),
    Measure("items", "Eksemplar", "Items", "items", _STATISTICS, "items",
            cube=STATISTICS, is_stock=True),
    Measure("partners", "Perpustakaan mitra", "Partner libraries", "libraries",
            _NETWORK, cube=NETWORK, grain="partnership", is_stock=True),
    Measure("replication_villages", "Desa replikasi mandiri",
            "Villages of self-funded replication", "libraries", _NETWORK,
            cube=NETWORK, grain="partnership", is_stock=True),
    Measure("replication_regencies", "Kabupaten/kota dengan replikasi mandiri",
            "Regencies/cities with self-funded replication", "regions", _NETWORK,
            cube=NETWORK, grain="partnership", is_stock=True),
    Measure("replication_provinces", "Provinsi dengan replikasi mandiri",
            "Provinces with self-funded replication", "regions", _NETWORK,
            cube=NETWORK, grain="partnership", is_stock=True),
    Measure("attendances_cumulative", "Jumlah hadir kumulatif sejak 2018",
            "Attendances, cumulative since 2018", "attendances",
            "yearly history handed over (2018–2021) and verified activity reports",
            grain="library, year or month", is_stock=True),
    Measure("activities_cumulative", "Kegiatan kumulatif sejak 2018",
            "Activities, cumulative since 2018", "activities",
            "yearly history handed over (2018–2021) and verified activity reports",
            grain="library, year or month", is_stock=True),
]  # fmt: skip

MEASURES: dict[str, Measure] = {measure.key: measure for measure in _ALL}


def measure_of(key: str) -> Measure:
    """The measure of a key.

    Raises:
        UnknownMeasure: No measure has this key.
    """
    try:
        return MEASURES[key]
    except KeyError:
        raise UnknownMeasure(key) from None
