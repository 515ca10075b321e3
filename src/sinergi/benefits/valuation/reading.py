"""Reads what people write in a YAML model, and names all that is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sinergi.benefits.valuation.estimates import AMOUNT, Z_95, Bounds, Estimate
from sinergi.benefits.valuation.problems import Problem

Choice = TypeVar("Choice", bound=StrEnum)
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
#: Amounts beyond this have no name in rupiah and no use here.
LARGEST = Decimal(10) ** 15
#: What is nearer to 0 than this was not meant.
SMALLEST = Decimal("1e-9")
LONGEST_TEXT = 500
RANGE = ("low", "high", "se", "ci")


def named(value: object) -> str:
    """A value as it stands in a sentence; what holds others is named by its shape."""
    if value is None:
        return "an empty value"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "names and values"
    if isinstance(value, list | tuple | set):
        return "a list"
    text = str(value)
    return f"{text[:40]}…" if len(text) > 41 else text


class Reader:
    """Takes values apart, and collects what is wrong instead of stopping at it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, path: str, kind: str, **values: object) -> None:
        """Note one thing that is wrong."""
        said = {name: named(value) for name, value in values.items()}
        self.problems.append(Problem(path, kind, said))

    def mapping(
        self, path: str, raw: object, known: Sequence[str], needed: Sequence[str] = ()
    ) -> Mapping[str, object]:
        """Names and values; unknown names are refused, and so are missing ones."""
        if not isinstance(raw, Mapping):
            self.refuse(path, "not_a_mapping", value=raw)
            return {}
        for name in raw:
            if name not in known:
                self.problems.append(
                    Problem(
                        path,
                        "unknown_key",
                        {"value": named(name), "known": ", ".join(known)},
                    )
                )
        for name in needed:
            if raw.get(name) is None:
                self.refuse(under(path, name), "missing")
        return {str(name): value for name, value in raw.items() if name in known}

    def rows(self, path: str, raw: object) -> list[tuple[str, object]]:
        """The entries of a list, each with its path; no list at all is none."""
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.refuse(path, "not_a_list")
            return []
        return [(f"{path}[{place}]", row) for place, row in enumerate(raw)]

    def number(self, path: str, raw: object) -> Decimal | None:
        """A finite number, exactly as it was written."""
        if isinstance(raw, str):
            self.refuse(path, "number_as_text", value=raw)
            return None
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
            self.refuse(path, "not_a_number", value=raw)
            return None
        value = Decimal(str(raw)) if isinstance(raw, float) else Decimal(raw)
        if not value.is_finite():
            self.refuse(path, "not_finite", value=raw)
            return None
        if value.copy_abs() > LARGEST:
            self.refuse(path, "too_big", value=raw)
            return None
        if 0 < value.copy_abs() < SMALLEST:
            self.refuse(path, "too_small", value=raw)
            return None
        return value

    def bounded(self, path: str, raw: object, bounds: Bounds) -> Decimal | None:
        """A number that has a meaning here."""
        value = self.number(path, raw)
        if value is None:
            return None
        if value < bounds.low:
            self.refuse(path, "negative", value=value)
            return None
        if bounds.high is not None and value > bounds.high:
            self.refuse(path, "share_above_one", value=value)
            return None
        return value

    def whole(self, path: str, raw: object, low: int, high: int) -> int:
        """A whole number between two ends; the lower end where it is none."""
        value = self.number(path, raw)
        if value is None:
            return low
        if value != value.to_integral_value():
            self.refuse(path, "not_whole", value=raw)
            return low
        if not low <= value <= high:
            self.refuse(path, "out_of_range", value=raw, low=low, high=high)
            return low
        return int(value)

    def text(self, path: str, raw: object, *, longest: int = LONGEST_TEXT) -> str:
        """A text; numbers are taken as they stand, nothing as an empty one."""
        if raw is None:
            return ""
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            self.refuse(path, "not_text", value=raw)
            return ""
        text = str(raw).strip()
        if len(text) > longest:
            self.refuse(path, "too_long", value=longest)
            return ""
        return text

    def key(self, path: str, raw: object) -> str:
        """A short name that paths are made of."""
        text = self.text(path, raw)
        if text and not KEY.fullmatch(text):
            self.refuse(path, "bad_key", value=text)
        return text

    def truth(self, path: str, raw: object) -> bool:
        """True or false; nothing is false."""
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        self.refuse(path, "not_yes_or_no", value=raw)
        return False

    def choice(
        self, path: str, raw: object, among: type[Choice], default: Choice
    ) -> Choice:
        """One of a closed list."""
        if raw is None:
            return default
        if isinstance(raw, str) and raw in list(among):
            return among(raw)
        values = {"value": named(raw), "known": ", ".join(among)}
        self.problems.append(Problem(path, "unknown_choice", values))
        return default

    def estimate(
        self, path: str, raw: object, bounds: Bounds, also: Sequence[str] = ()
    ) -> Estimate:
        """A bare number, or a `value` with its range or its standard error."""
        if not isinstance(raw, Mapping):
            return Estimate(self.bounded(path, raw, bounds) or Decimal(0))
        given = self.mapping(path, raw, ("value", *RANGE, *also), ("value",))
        if given.get("value") is None:
            return Estimate(Decimal(0))
        value = self.bounded(under(path, "value"), given["value"], bounds)
        if value is None:
            return Estimate(Decimal(0))
        has_se = given.get("se") is not None or given.get("ci") is not None
        if has_se and {"low", "high"} & given.keys():
            self.refuse(path, "range_and_se")
        elif has_se:
            return Estimate(value, se=self._standard_error(path, given))
        elif {"low", "high"} & given.keys():
            return self._ranged(path, value, given, bounds)
        return Estimate(value)

    def _ranged(
        self, path: str, value: Decimal, given: Mapping[str, object], bounds: Bounds
    ) -> Estimate:
        if given.get("low") is None or given.get("high") is None:
            self.refuse(path, "half_range")
            return Estimate(value)
        low = self.bounded(under(path, "low"), given["low"], bounds)
        high = self.bounded(under(path, "high"), given["high"], bounds)
        if low is None or high is None:
            return Estimate(value)
        if not low <= value <= high:
            self.refuse(path, "range_out_of_order", low=low, value=value, high=high)
        return Estimate(value, low=low, high=high)

    def _standard_error(self, path: str, given: Mapping[str, object]) -> Decimal:
        if given.get("ci") is None:
            found = self.bounded(under(path, "se"), given["se"], AMOUNT)
            return found or Decimal(0)
        if given.get("se") is not None:
            self.refuse(path, "range_and_se")
        ends = [
            self.number(place, end)
            for place, end in self.rows(under(path, "ci"), given["ci"])
        ]
        if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            self.refuse(under(path, "ci"), "half_range")
            return Decimal(0)
        return (ends[1] - ends[0]) / (2 * Z_95)


def under(path: str, name: str) -> str:
    """The path of a name within a path."""
    return f"{path}.{name}" if path else name
