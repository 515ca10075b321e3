"""How areas are named and their codes read; no table is touched here."""

import re
import unicodedata
from functools import lru_cache

from sinergi.regions.enums import RegionKind

#: Kinds by the number of parts of a code.
LEVELS: dict[RegionKind, int] = {
    RegionKind.PROVINCE: 1,
    RegionKind.REGENCY: 2,
    RegionKind.CITY: 2,
    RegionKind.DISTRICT: 3,
    RegionKind.DESA: 4,
    RegionKind.KELURAHAN: 4,
}

#: Kind words that the stored name does not carry. Terms of law in any language.
KIND_WORDS: dict[str, str] = {
    RegionKind.DISTRICT: "Kecamatan",
    RegionKind.DESA: "Desa",
    RegionKind.KELURAHAN: "Kelurahan",
}

#: What people call some provinces, beside the stored name.
ALIASES: dict[str, str] = {
    "31": "dki",
    "34": "diy jogja jogjakarta",
    "52": "ntb",
    "53": "ntt",
}

PAPUA = ("91", "92", "93", "94", "95", "96")
_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"['’`]")
_KIND_PREFIX = re.compile(r"^(?:kabupaten|kota)(?: administrasi)? (?=\S)")


def display_name(code: str, name: str, kind: str) -> str:
    """The name with its kind: "Kabupaten Bogor", "Desa X"; provinces as stored."""
    if kind == RegionKind.DISTRICT and code.startswith(PAPUA):
        return f"Distrik {name}"
    word = KIND_WORDS.get(kind, "")
    return f"{word} {name}" if word else name


def folded(text: str) -> str:
    """Small letters and digits, words parted by one space, accents dropped."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_WORD.findall(_APOSTROPHE.sub("", plain)))


@lru_cache(maxsize=4096)
def base_name(name: str) -> str:
    """The folded name without its kind: "Kota Bogor" is "bogor"."""
    return _KIND_PREFIX.sub("", folded(name))


def search_words(code: str, name: str, kind: str) -> str:
    """The words by which an area is found, each after a space."""
    base = base_name(name)
    word = KIND_WORDS.get(kind, "").lower()
    full = f"{word} {base}" if word else folded(name)
    found = [full, base.replace(" ", ""), ALIASES.get(code, "")]
    if kind == RegionKind.PROVINCE:
        found.append("provinsi")
    elif kind == RegionKind.DISTRICT:
        found.append("distrik")
    return " " + " ".join(dict.fromkeys(word for word in found if word))


def parent_code(code: str) -> str:
    """The code of the area above; '' above a province."""
    return code.rpartition(".")[0]


def ancestor_codes(code: str) -> list[str]:
    """The codes above a code, province first."""
    parts = code.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def regency_code(code: str) -> str:
    """The regency or city that a code is or lies in; of a province, itself."""
    return ".".join(code.split(".")[:2])


def is_within(code: str, area: str) -> bool:
    """Whether a code is an area or lies in it; everything lies in ''."""
    return not area or code == area or code.startswith(f"{area}.")


def recoded(code: str, mapping: dict[str, str]) -> str:
    """A code after the longest of its prefixes in the mapping was replaced."""
    for prefix in (code, *reversed(ancestor_codes(code))):
        if prefix in mapping:
            return mapping[prefix] + code[len(prefix) :]
    return code


def kind_of_code(code: str) -> RegionKind:
    """The kind that a code says (Kemendagri's numbering)."""
    parts = code.split(".")
    match len(parts):
        case 1:
            return RegionKind.PROVINCE
        case 2:
            return RegionKind.CITY if parts[1] >= "71" else RegionKind.REGENCY
        case 3:
            return RegionKind.DISTRICT
        case _:
            urban = parts[3].startswith("1")
            return RegionKind.KELURAHAN if urban else RegionKind.DESA
