"""Numbers in a partner's own words, told from those that were verified. No Django."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

#: A number with its separators, as people write it in either language.
NUMBER = re.compile(r"(?<![\w.,])\d[\d.,]*")
#: One that can only be whole: its signs part groups of three.
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
YEARS = range(1900, 2100)
#: Where numbers are kept in hundredths, and which of those are.
HUNDREDTHS = ("score", "mean_score", "green_share")
POINTS = (
    *("score", "points", "gain", "to_next_band", "yellow_from", "green_from"),
    *("own", "low", "median", "high"),
)
#: What numbers records and says nothing.
NAMES = ("id", "key")


def unverified_numbers(text: str, numbers: Mapping[str, Any]) -> list[str]:
    """Numbers of a text that its verified numbers do not hold, each once.

    Years pass. A number is looked for with either decimal sign, a score in points.
    """
    known = set(_values(numbers))
    found: list[str] = []
    for match in NUMBER.finditer(text):
        written = match[0].rstrip(".,")
        readings = set(_readings(written))
        is_year = any(value in YEARS for value in readings) and len(written) == 4
        if not is_year and not readings & known and written not in found:
            found.append(written)
    return found


def _readings(written: str) -> Iterator[Decimal]:
    """`1.234,5` in Indonesian, `1,234.5` in English; `1.234` is whole in both."""
    if GROUPED.fullmatch(written):
        yield Decimal(written.replace(".", "").replace(",", ""))
        return
    for thousands, decimal in ((".", ","), (",", ".")):
        try:
            yield Decimal(written.replace(thousands, "").replace(decimal, "."))
        except InvalidOperation:
            continue


def _values(value: Any, key: str = "", *, points: bool = False) -> Iterator[Decimal]:
    """Every number below a value."""
    points = points or key in HUNDREDTHS
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in NAMES:
                yield from _values(inner, name, points=points)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, key, points=points)
    elif isinstance(value, int) and not isinstance(value, bool):
        is_hundredths = points and key in POINTS
        yield Decimal(value).scaleb(-2) if is_hundredths else Decimal(value)
    elif isinstance(value, str) and key in ("actual", "target"):
        yield Decimal(value)
