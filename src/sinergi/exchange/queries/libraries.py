"""Finds the library that a row means, whatever way its name was written."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sinergi.exchange.spreadsheets.regions import NICKNAME
from sinergi.exchange.spreadsheets.text import clean_words, library_key
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library

CHUNK = 5000
KINDS_OF_REGIONS = {
    "province": LibraryKind.PROVINCE,
    "regency": LibraryKind.REGENCY,
    "city": LibraryKind.REGENCY,
    "district": LibraryKind.OTHER,
    "desa": LibraryKind.VILLAGE,
    "kelurahan": LibraryKind.VILLAGE,
}
GARDENS = ("tbm ", "taman baca", "taman bacaan")
SPELLINGS = {
    "perpus": "perpustakaan",
    "kab": "kabupaten",
    "kel": "kelurahan",
    "prov": "provinsi",
    "propinsi": "provinsi",
}
LEFT_OUT = frozenset({"umum", "daerah", "dinas", "dan", "kearsipan", "arsip"})


@dataclass(slots=True)
class Candidate:
    """A library as rows are matched with it; one to be taken in has no id yet."""

    id: int | None
    name: str
    kind: str
    region: str
    npp: str = ""
    closed_on: dt.date | None = None


def kind_of(library_name: str, region_kind: str) -> str:
    """The kind of a library that a row of activities names without its kind."""
    if f"{library_key(library_name)} ".startswith(GARDENS):
        return LibraryKind.TBM
    return KINDS_OF_REGIONS[region_kind]


def plain_name(library_name: str) -> str:
    """Key of a name without its nickname and the words that offices add or drop."""
    name = NICKNAME.sub(" ", clean_words(library_name))
    words = [SPELLINGS.get(word, word) for word in library_key(name).split()]
    return "".join(word for word in words if word not in LEFT_OUT)


def has_nickname(library_name: str) -> bool:
    """Whether a name carries a second name in quotes."""
    return bool(NICKNAME.search(clean_words(library_name)))


class LibraryDirectory:
    """The libraries at the places of a file, stored ones and those to come."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._at: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self.by_npp: dict[str, Candidate] = {}
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Take one more library into account."""
        self._at[candidate.region, candidate.kind].append(candidate)
        if candidate.npp:
            self.by_npp[candidate.npp] = candidate

    def find(self, name: str, kind: str, region: str) -> Sequence[Candidate]:
        """The libraries that a name fits: none, the one, or several."""
        here = self._at.get((region, kind), [])
        open_ones = [one for one in here if one.closed_on is None]
        return _fitting(name, open_ones) or _fitting(name, here)


def _fitting(name: str, here: Sequence[Candidate]) -> Sequence[Candidate]:
    if not name:
        return here
    key = library_key(name).replace(" ", "")
    same = [one for one in here if library_key(one.name).replace(" ", "") == key]
    if same:
        return same[:1]
    plain, nicknamed = plain_name(name), has_nickname(name)
    return [
        one
        for one in here
        if plain_name(one.name) == plain and not (nicknamed and has_nickname(one.name))
    ]


def libraries_at(regions: Iterable[str], npps: Iterable[str] = ()) -> LibraryDirectory:
    """The stored libraries of some regions, and those that carry some NPP."""
    found: dict[int, Candidate] = {}
    for field, values in (("region__in", regions), ("npp__in", npps)):
        wanted = sorted(set(values))
        for start in range(0, len(wanted), CHUNK):
            chunk = {field: wanted[start : start + CHUNK]}
            for row in Library.objects.filter(**chunk).values_list(
                "id", "name", "kind", "region_id", "npp", "closed_on"
            ):
                found[row[0]] = Candidate(*row[:4], row[4] or "", row[5])
    return LibraryDirectory(found[key] for key in sorted(found))
