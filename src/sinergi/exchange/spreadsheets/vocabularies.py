"""Closed lists of the import: words as people type them, to codes of the platform."""

from collections.abc import Mapping
from dataclasses import dataclass

from sinergi.exchange.spreadsheets.text import word_key


@dataclass(frozen=True)
class Vocabulary:
    """A closed list: the choices as shown, and every spelling that is accepted."""

    labels: Mapping[str, str]
    codes: Mapping[str, str]

    def code(self, text: str) -> str | None:
        """The code of a typed word, or None where it is not in the list."""
        return self.codes.get(word_key(text))

    @property
    def choices(self) -> tuple[str, ...]:
        """The labels, in the order of the list."""
        return tuple(self.labels.values())


def vocabulary(entries: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """A list from code to spellings, the first of which is the label."""
    codes = {
        word_key(spelling): code
        for code, spellings in entries.items()
        for spelling in (*spellings, code.replace("_", " "), code)
    }
    return Vocabulary({code: words[0] for code, words in entries.items()}, codes)


STRATEGIES = vocabulary(
    {
        "information_services": (
            "Peningkatan Layanan Informasi",
            "Better information services",
            "Information services improvement",
        ),
        "community_involvement": ("Pelibatan Masyarakat", "Community involvement"),
        "advocacy": (
            "Advokasi dan Kemitraan",
            "Advokasi",
            "Advocacy and partnership",
            "Advocacy & partnership",
        ),
        "publication": ("Publikasi", "Publication"),
    }
)
FIELDS = vocabulary(
    {
        "economy": ("Ekonomi", "Economy"),
        "education": ("Pendidikan", "Education"),
        "health": ("Kesehatan", "Health"),
        "social_culture": (
            "Sosial Budaya",
            "Sosial dan Budaya",
            "Social and culture",
        ),
        "digital": ("Digital",),
        "environment_agriculture": (
            "Lingkungan dan Pertanian",
            "Environment and farming",
            "Environment and agriculture",
        ),
        "other": ("Lainnya", "Lain-lain", "Other"),
    }
)
FUNDERS = vocabulary(
    {
        "apbn": ("APBN", "National budget", "National"),
        "apbd_province": ("APBD provinsi", "Provincial budget"),
        "apbd_regency": (
            "APBD kabupaten",
            "APBD kabupaten/kota",
            "APBD kota",
            "Regency budget",
            "Regency/city budget",
        ),
        "village_fund": ("Dana Desa", "Village fund"),
        "csr": ("CSR", "CSR (TJSL)", "TJSL", "Company (CSR)"),
        "university": ("Perguruan tinggi", "University"),
    }
)
PAYERS = vocabulary(
    {
        "apbn": ("APBN", "National budget", "National"),
        "apbd_province": ("APBD provinsi", "Provincial budget"),
        "apbd_regency": (
            "APBD kabupaten",
            "APBD kabupaten/kota",
            "APBD kota",
            "Regency budget",
            "Regency/city budget",
        ),
        "village_fund": ("Dana Desa", "Village fund"),
        "csr": ("CSR", "CSR (TJSL)", "TJSL", "Company (CSR)"),
        "university": ("Perguruan tinggi", "University"),
        "self": ("Swadaya", "Own means", "Self-funded"),
    }
)
ORIGINS = vocabulary(
    {
        "full_support": ("Dukungan Penuh", "Full support"),
        "book_aid": ("Bantuan Buku", "Book aid"),
        "replication": (
            "Replikasi Mandiri",
            "Self-funded replication",
            "Replication",
        ),
    }
)
LIBRARY_KINDS = vocabulary(
    {
        "province": ("Provinsi", "Province", "Perpustakaan Provinsi"),
        "regency": (
            "Kabupaten/Kota",
            "Kabupaten",
            "Kota",
            "Regency/city",
            "Regency",
            "City",
        ),
        "village": (
            "Desa/Kelurahan",
            "Desa",
            "Kelurahan",
            "Village/ward",
            "Village",
            "Ward",
        ),
        "tbm": (
            "TBM",
            "Taman bacaan masyarakat",
            "Taman Bacaan Masyarakat (TBM)",
            "Community reading garden",
            "Community reading garden (TBM)",
        ),
        "other": ("Lainnya", "Other"),
    }
)
KIND_LEVELS = {
    "province": frozenset({"province"}),
    "regency": frozenset({"regency", "city"}),
    "village": frozenset({"desa", "kelurahan"}),
    "tbm": frozenset({"desa", "kelurahan"}),
    "other": frozenset(
        {"province", "regency", "city", "district", "desa", "kelurahan"}
    ),
}
NATIONAL_ORIGINS = frozenset({"full_support", "book_aid"})
