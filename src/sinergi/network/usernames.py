"""User names made from places: short, readable, unique."""

import re
import unicodedata
from collections.abc import Iterator

#: Long enough for a name and its regency, short enough for one line of a card.
LONGEST = 40
_OTHER = re.compile(r"[^a-z0-9]+")
_KIND = re.compile(r"^(kabupaten|kota administrasi|kota|desa|kelurahan|kecamatan)-")


def slug(text: str) -> str:
    """`Embong Kaliasin` as `embong-kaliasin`."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "")).encode(
        "ascii", "ignore"
    )
    return _OTHER.sub("-", plain.decode().lower()).strip("-")


def candidates(name: str, above: list[str]) -> Iterator[str]:
    """User names for a place, the shortest first, without end.

    Args:
        name: What the account is called after: the village or the library.
        above: Names of the areas around it, nearest first; each one makes a name
            that is taken elsewhere more special.
    """
    parts = [slug(name) or "perpustakaan"]
    yield _cut(parts[0])
    for area in above:
        parts.append(_KIND.sub("", slug(area)))
        yield _cut("-".join(parts))
    number = 2
    while True:
        tail = f"-{number}"
        yield _cut("-".join(parts[:2]), LONGEST - len(tail)) + tail
        number += 1


def choose(name: str, above: list[str], taken: set[str]) -> str:
    """The first candidate that is free; it is taken from then on."""
    chosen = next(each for each in candidates(name, above) if each not in taken)
    taken.add(chosen)
    return chosen


def _cut(text: str, longest: int = LONGEST) -> str:
    return text[:longest].rstrip("-")
