"""k-anonymity of microdata: nobody stands out by what others know of them.

Source: Sweeney, L. (2002), k-anonymity: a model for protecting privacy, International
Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10(5). Known to others
are the keys (level, area, year); the answers are not. Local suppression: a record
whose keys fewer than k share loses its last key, then the one before, until at least k
share what is left. Records that stay fewer than k without any key are left out.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: What stands where a key was suppressed.
HIDDEN = "*"

Record = Mapping[str, object]


@dataclass(frozen=True)
class Anonymised:
    """Records that can be published, and what that cost.

    Attributes:
        records: The records, in the order of their keys and no other.
        smallest: Records in the smallest group of equal keys; None without records.
        hidden: How many keys were suppressed.
        left_out: How many records could not be published at all.
    """

    records: tuple[dict[str, object], ...]
    smallest: int | None
    hidden: int
    left_out: int


def smallest_group(records: Sequence[Record], keys: Sequence[str]) -> int | None:
    """How many records share the rarest combination of keys; None without records."""
    return min(_sizes(records, keys).values(), default=None)


def anonymise(records: Sequence[Record], keys: Sequence[str], k: int) -> Anonymised:
    """Suppress keys until at least k records share every combination.

    Args:
        records: The microdata; other columns than the keys stay as they are.
        keys: What others may know of a respondent, the most telling last.
        k: The size that every group must have, at least 2.

    Raises:
        ValueError: `k` is below 2.
    """
    if k < 2:
        raise ValueError("k must be at least 2")
    rows = [dict(record) for record in records]
    hidden = 0
    for key in reversed(keys):
        hidden += _suppress(rows, keys, key, k)
    sizes = _sizes(rows, keys)
    kept = [row for row in rows if sizes[_group(row, keys)] >= k]
    kept.sort(key=lambda row: _sorting(row, keys))
    return Anonymised(
        records=tuple(kept),
        smallest=smallest_group(kept, keys),
        hidden=hidden,
        left_out=len(rows) - len(kept),
    )


def telling_groups(sizes: Mapping[str, int], k: int) -> list[str]:
    """The groups that may be shown: of at least k, in the order given.

    Where those left out are fewer than k together, the smallest of the others goes
    with them, or they could be reckoned as what is left of the whole.
    """
    shown = [group for group, size in sizes.items() if size >= k]
    while shown and 0 < sum(sizes.values()) - sum(sizes[it] for it in shown) < k:
        shown.remove(min(shown, key=lambda group: sizes[group]))
    return shown


def _suppress(
    rows: Sequence[dict[str, object]], keys: Sequence[str], key: str, k: int
) -> int:
    """Hide one key in the records of small groups; how many it was."""
    sizes = _sizes(rows, keys)
    small = [row for row in rows if sizes[_group(row, keys)] < k and row[key] != HIDDEN]
    for row in small:
        row[key] = HIDDEN
    return len(small)


def _sizes(
    records: Sequence[Record], keys: Sequence[str]
) -> Counter[tuple[object, ...]]:
    return Counter(_group(record, keys) for record in records)


def _group(record: Record, keys: Sequence[str]) -> tuple[object, ...]:
    return tuple(record[key] for key in keys)


def _sorting(record: Record, keys: Sequence[str]) -> tuple[str, ...]:
    """By keys, then by answers, so that the order of arrival is not given away."""
    others = sorted(name for name in record if name not in keys)
    return tuple(str(record[name]) for name in [*keys, *others])
