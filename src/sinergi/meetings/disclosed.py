"""The numbers of an update as everybody may see them. No Django.

Counts of persons below five are hidden, and so is what would give them away: months
add up to the sum of the period, and the sexes to all attendances.
"""

import copy
from collections.abc import Mapping
from typing import Any

from sinergi.analytics.disclosure import THRESHOLD, hidden_cells

#: Units whose small numbers could point at a person.
PERSONAL = ("attendances", "persons")

Numbers = dict[str, Any]


def as_public(numbers: Mapping[str, Any]) -> Numbers:
    """A copy in which hidden values are None and named in `hidden` beside them."""
    shown: Numbers = copy.deepcopy(dict(numbers))
    sums, trend = shown["figures"], shown["trend"]
    total = sums["attendances"]
    gone = _sexes(sums)
    if _is_small(total):
        gone.add("attendances")
    months = {
        (row["month"],): row["attendances"]
        for row in trend
        if row["attendances"] is not None
    }
    hidden = hidden_cells(months)
    for row in trend:
        row["hidden"] = ["attendances"] if (row["month"],) in hidden else []
        _hide(row, row["hidden"])
    sums["hidden"] = sorted(gone)
    _hide(sums, sums["hidden"])
    for line in shown["score"]["lines"]:
        is_small = line["unit"] in PERSONAL and _is_small(_number(line["actual"]))
        line["hidden"] = ["actual"] if is_small else []
        _hide(line, line["hidden"])
    _hide_standing(shown["peers"]["standings"].get("attendances"))
    return shown


def _sexes(sums: Mapping[str, Any]) -> set[str]:
    """Which of the sexes must not be shown; the rest of the sum is one of them."""
    female, male, total = (sums[key] or 0 for key in ("female", "male", "attendances"))
    cells = {("female",): female, ("male",): male, ("rest",): total - female - male}
    return {key for (key,) in hidden_cells(cells)} - {"rest"}


def _hide_standing(standing: Numbers | None) -> None:
    if standing is None:
        return
    names = ("own", "low", "median", "high")
    standing["hidden"] = [name for name in names if _is_small(standing[name])]
    _hide(standing, standing["hidden"])


def _hide(values: Numbers, names: list[str]) -> None:
    for name in names:
        values[name] = None


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def _is_small(value: float | None) -> bool:
    return value is not None and 0 < value < THRESHOLD
