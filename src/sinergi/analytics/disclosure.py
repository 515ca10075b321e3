"""Hiding small cells in everything that is public, last of all steps. Pure.

A cell of 1 to 4 persons could point at somebody. Hiding it alone does not help where
the others and their total are known, so that in each line (a row or a column whose
total may be known) more cells are hidden until what is hidden cannot be worked out.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

THRESHOLD = 5

Key = tuple[Hashable, ...]
Number = int | Decimal
K = TypeVar("K", bound=Key)


def hidden_cells(
    cells: Mapping[K, Number | None],
    *,
    groups: Sequence[Mapping[str, str]] = (),
    threshold: int = THRESHOLD,
) -> set[K]:
    """The keys of cells that must not be shown.

    Args:
        cells: Values by key; all keys have the same length, one part a dimension.
        groups: For each dimension, the group of a part whose total is known too
            (regencies of a province); parts without one share a group.
        threshold: Smallest count that may be shown.
    """
    hidden = {
        key
        for key, value in cells.items()
        if value is not None and 0 < value < threshold
    }
    lines = _lines(cells, groups)
    changed = True
    while changed:
        changed = False
        for line in lines:
            extra = _complement(cells, line, hidden, threshold)
            if extra is not None:
                hidden.add(extra)
                changed = True
    return hidden


def _lines(
    cells: Mapping[K, Number | None], groups: Sequence[Mapping[str, str]]
) -> list[list[K]]:
    """All sets of cells that add up to a total which may be known."""
    lines: dict[Key, list[K]] = defaultdict(list)
    for key in cells:
        for index, part in enumerate(key):
            group = groups[index].get(str(part)) if index < len(groups) else None
            lines[(index, group, *key[:index], *key[index + 1 :])].append(key)
    return [sorted(line, key=repr) for line in lines.values()]


def _complement(
    cells: Mapping[K, Number | None], line: list[K], hidden: set[K], threshold: int
) -> K | None:
    """One more cell to hide in a line whose hidden cells could be worked out."""
    out = [key for key in line if key in hidden]
    if not out:
        return None
    total = sum(cells[key] or 0 for key in out)
    if len(out) > 1 and total >= threshold:
        return None
    shown = [key for key in line if key not in hidden and cells[key]]
    return min(shown, key=lambda key: (cells[key] or 0, repr(key)), default=None)
