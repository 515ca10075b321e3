"""Places a row: finds the region that a code and a library's name mean together."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from rapidfuzz.fuzz import ratio

from sinergi.exchange.spreadsheets.text import (
    INVISIBLE,
    clean_words,
    compact_key,
    library_key,
)

REGENCY_KINDS = frozenset({"regency", "city"})
VILLAGE_KINDS = frozenset({"desa", "kelurahan"})
UPPER_KINDS = REGENCY_KINDS | {"province"}
SAME_NAME = 86
NICKNAME = re.compile(r"[“”„«\"][^“”„«»\"]*[“”»\"]|[‘'][^‘’']+[’']\s*$")
TITLE = re.compile(
    r"\b(?:kabupaten|kota|provinsi|administrasi|daerah istimewa|dki|di)\b"
)
LEVEL = re.compile(
    r"\b(?P<level>kabupaten|kab|kota|provinsi|prov|propinsi|kecamatan|kec|distrik|desa"
    r"|kelurahan|kel|gampong|nagari|kampung|pekon|regency|city|province|village)\b\s*"
)
OWN_NAME = re.compile(r"(?:tbm|taman|rumah|pojok|sudut|gerobak|saung)\b")
UNTITLED = re.compile(
    r"(?:perpustakaan|perpus)\s+(?:umum\s+)?(?:daerah\s+)?(?P<rest>.+)"
)
LEVEL_WORDS: Mapping[frozenset[str], tuple[str, ...]] = {
    frozenset({"regency"}): ("kabupaten", "kab", "regency"),
    frozenset({"city"}): ("kota", "city"),
    frozenset({"province"}): ("provinsi", "prov", "propinsi", "province"),
    frozenset({"district"}): ("kecamatan", "kec", "distrik"),
    VILLAGE_KINDS: (
        "desa",
        "kelurahan",
        "kel",
        "gampong",
        "nagari",
        "kampung",
        "pekon",
        "village",
    ),
}
LEVEL_KINDS = {word: kinds for kinds, words in LEVEL_WORDS.items() for word in words}
NAME = re.compile(r"[^\W\d_][^\d]+")
WIDTHS = (2, 2, 2, 4)
UNDOTTED = {4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """A region as the import needs it; `kind` as in the list of regions."""

    code: str
    name: str
    kind: str


class RegionFinder(Protocol):
    """Looks regions up; asked for every row, so it answers from memory."""

    def find(self, code: str) -> RegionMatch | None:
        """The region with exactly this code today."""

    def successor(self, code: str) -> RegionMatch | None:
        """The region of today that a code of the 2022 list has become."""

    def by_name(self, name: str, kinds: Collection[str]) -> Sequence[RegionMatch]:
        """The regions of these kinds whose bare name has this `compact_key`."""


class RegionIndex:
    """A finder over rows held in memory."""

    def __init__(
        self,
        regions: Iterable[tuple[str, str, str]],
        moved: Mapping[str, str] | None = None,
    ) -> None:
        """Take rows of code, name and kind, and old codes with their new ones."""
        self._regions = {code: (name, kind) for code, name, kind in regions}
        self._moved = moved or {}

    def find(self, code: str) -> RegionMatch | None:
        """The region with exactly this code today."""
        found = self._regions.get(code)
        return RegionMatch(code, *found) if found else None

    def successor(self, code: str) -> RegionMatch | None:
        """The region of today that a code of the 2022 list has become."""
        new_code = self._moved.get(code)
        return self.find(new_code) if new_code else None

    def by_name(self, name: str, kinds: Collection[str]) -> Sequence[RegionMatch]:
        """The regions of these kinds whose bare name has this `compact_key`."""
        is_village = not VILLAGE_KINDS.isdisjoint(kinds)
        names = self._village_names if is_village else self._upper_names
        return [region for region in names.get(name, ()) if region.kind in kinds]

    @cached_property
    def _upper_names(self) -> Mapping[str, list[RegionMatch]]:
        return self._names(is_village=False)

    @cached_property
    def _village_names(self) -> Mapping[str, list[RegionMatch]]:
        return self._names(is_village=True)

    def _names(self, *, is_village: bool) -> Mapping[str, list[RegionMatch]]:
        names: dict[str, list[RegionMatch]] = defaultdict(list)
        for code, (name, kind) in self._regions.items():
            if (kind in VILLAGE_KINDS) == is_village:
                region = RegionMatch(code, name, kind)
                names[bare_name(region)].append(region)
        return names


def bare_name(region: RegionMatch) -> str:
    """The compact key of a region's name without `Kabupaten` or `Kota`."""
    if region.kind in VILLAGE_KINDS:
        return compact_key(region.name)
    return _bare(library_key(region.name))


def _bare(key: str) -> str:
    return (TITLE.sub(" ", key) or key).replace(" ", "") or key.replace(" ", "")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """The place that a library's name tells: its level, where told, and its name."""

    kinds: frozenset[str]
    names: tuple[str, ...]
    is_titled: bool
    is_village: bool = False


def named_place(library_name: str) -> NamedPlace | None:
    """What `Perpustakaan Umum Kabupaten Jepara` tells of its place."""
    key = library_key(NICKNAME.sub(" ", clean_words(library_name)))
    if OWN_NAME.match(key):
        return None
    match = LEVEL.search(key)
    if match and match.end() < len(key):
        kinds = LEVEL_KINDS[match["level"]]
        names = _readings(key[match.end() :], kinds)
        is_village = match["level"] in {"desa", "kelurahan"}
        return NamedPlace(kinds, names, is_titled=True, is_village=is_village)
    untitled = UNTITLED.fullmatch(key)
    if untitled:
        return NamedPlace(REGENCY_KINDS, (_bare(untitled["rest"]),), is_titled=False)
    return None


def _readings(rest: str, kinds: frozenset[str]) -> tuple[str, ...]:
    """The name whole, and without a higher area that follows it."""
    bare = compact_key if kinds == VILLAGE_KINDS else _bare
    names = [bare(rest)]
    names += [
        bare(rest[: higher.start()])
        for higher in LEVEL.finditer(rest)
        if higher.start()
    ]
    return tuple(names)


def agrees(library_name: str, region: RegionMatch) -> bool:
    """Whether a library's name speaks of the region."""
    place = named_place(library_name)
    bare = bare_name(region)
    if place and place.is_titled:
        if region.kind not in place.kinds:
            return False
        return any(_is_same(name, bare) for name in place.names)
    return bare in compact_key(NICKNAME.sub(" ", library_name))


def _is_same(name: str, bare: str) -> bool:
    return name == bare or ratio(name, bare) >= SAME_NAME


def contradicts(library_name: str, region: RegionMatch, finder: RegionFinder) -> bool:
    """Whether a library's name speaks of a region other than the code's.

    A name that fits no region is a name of its own and contradicts nothing.
    """
    place = named_place(library_name)
    if place is None:
        return False
    bare = bare_name(region)
    if not place.is_titled:
        is_upper = region.kind in UPPER_KINDS and bare not in place.names[0]
        return is_upper and _fits(place, finder)
    if region.kind not in place.kinds:
        is_village = place.is_village and region.kind not in VILLAGE_KINDS
        return is_village or _fits(place, finder)
    if bare in place.names or (
        region.kind in VILLAGE_KINDS and agrees(library_name, region)
    ):
        return False
    return _fits(place, finder)


def _fits(place: NamedPlace, finder: RegionFinder) -> bool:
    return any(finder.by_name(name, place.kinds) for name in place.names)


def is_name(value: object) -> bool:
    """Whether a cell for a code holds a name instead."""
    return isinstance(value, str) and NAME.fullmatch(clean_words(value)) is not None


def regencies_named(
    name: str, finder: RegionFinder, *, is_region: bool = False
) -> list[RegionMatch]:
    """The regencies and cities that the name of a library, or their own, fits."""
    place = named_place(name)
    if place is None and is_region:
        names = (_bare(library_key(name)),)
        place = NamedPlace(REGENCY_KINDS, names, is_titled=False)
    if place is None or not place.kinds <= REGENCY_KINDS:
        return []
    for bare in place.names:
        if found := list(finder.by_name(bare, place.kinds)):
            return found
    return []


def typed_code(value: object) -> str:
    """A code cell as text: numbers without a needless fraction, no spaces."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = INVISIBLE.sub("", str(value))
    return "".join(clean_words(text).split())


@dataclass(frozen=True, slots=True)
class PlacedRegion:
    """The region of a code, and whether the code had to be repaired."""

    region: RegionMatch
    is_repaired: bool = False


def place_code(
    code: str, library_name: str, finder: RegionFinder
) -> PlacedRegion | None:
    """The region that a typed code means, or None where it is unknown.

    A repair counts only where the library's name agrees with it.
    """
    exact = finder.find(code)
    if exact and not contradicts(library_name, exact, finder):
        return PlacedRegion(exact)
    for candidate in _repairs(code, finder):
        if candidate != exact and agrees(library_name, candidate):
            return PlacedRegion(candidate, is_repaired=True)
    return PlacedRegion(exact) if exact else None


def _repairs(code: str, finder: RegionFinder) -> Iterable[RegionMatch]:
    """Regions that a damaged or outdated code may stand for, the likeliest first."""
    for spelling in _spellings(code):
        if spelling != code and (region := finder.find(spelling)):
            yield region
        if region := finder.successor(spelling):
            yield region


def _spellings(code: str) -> Iterable[str]:
    yield code
    dotted = re.sub(r"[,\-/_]", ".", code).strip(".'’‘`")
    yield dotted
    parts = dotted.split(".")
    if len(parts) == 1 and len(dotted) in UNDOTTED and dotted.isdigit():
        yield _with_dots(dotted)
    if len(parts) > 1 and len(parts) <= len(WIDTHS) and len(parts[-1]) > 0:
        short = WIDTHS[len(parts) - 1] - len(parts[-1])
        if short == 1 and all(len(part) == 2 for part in parts[:-1]):
            yield f"{dotted}0"


def _with_dots(digits: str) -> str:
    parts, start = [], 0
    for width in UNDOTTED[len(digits)]:
        parts.append(digits[start : start + width])
        start += width
    return ".".join(parts)
