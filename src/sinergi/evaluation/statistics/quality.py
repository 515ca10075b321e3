"""Signs of doubtful answering: shown to people, never a reason to drop by itself.

Formulas and sources: `docs/methods/estimation.md`, section 8.
"""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Fewer equal answers than this are a coincidence.
FEWEST_ITEMS = 4
#: Whoever needs less than this share of the median time cannot have read.
SPEED_SHARE = 1 / 3
#: A variance below this share of the squared mean is what rounding left of none.
NO_SPREAD = 1e-12


def straight_lined(answers: ArrayLike, *, fewest: int = FEWEST_ITEMS) -> Flags:
    """Who gave the same answer to every item answered, and answered enough of them.

    Args:
        answers: One row per respondent, one column per item of one scale, NaN where
            there is no answer.
        fewest: How many answers make a line.
    """
    table = np.asarray(answers, float)
    if table.shape[1] == 0:
        return np.zeros(len(table), bool)
    is_given = ~np.isnan(table)
    lowest = np.where(is_given, table, np.inf).min(axis=1)
    highest = np.where(is_given, table, -np.inf).max(axis=1)
    is_line: Flags = (is_given.sum(axis=1) >= fewest) & (lowest == highest)
    return is_line


def speeders(seconds: ArrayLike, *, share: float = SPEED_SHARE) -> Flags:
    """Who filled in the form in under a third of the median time of all.

    NaN, and durations that are not above 0 (a clock that was set), are not judged.
    """
    times = np.asarray(seconds, float)
    is_known = np.isfinite(times) & (times > 0)
    if not is_known.any():
        return np.zeros(times.shape, bool)
    is_fast: Flags = is_known & (times < share * np.median(times[is_known]))
    return is_fast


def duplicates(answers: Sequence[Sequence[Hashable]]) -> Flags:
    """Which rows give exactly the answers of an earlier row; an empty row never does.

    `None` and NaN stand for no answer.
    """
    seen: set[tuple[Hashable, ...]] = set()
    found = []
    for row in answers:
        given = tuple(None if value != value else value for value in row)  # noqa: PLR0124 - NaN
        found.append(given in seen and any(value is not None for value in given))
        seen.add(given)
    return np.array(found, bool)


def intraclass_correlation(
    values: ArrayLike, groups: Sequence[Hashable] | NDArray[np.generic]
) -> float | None:
    """How alike answers within a group (an interviewer's) are: ANOVA ICC(1).

    (MSB - MSW) / (MSB + (m0 - 1) MSW), with m0 the mean group size adjusted for
    unequal groups. May be negative. None where it is undefined: fewer than two groups,
    nobody beside another in any group, or no variance at all.
    """
    numbers = np.asarray(values, float)
    is_given = ~np.isnan(numbers)
    numbers = numbers[is_given]
    _, group = np.unique(_codes(groups)[is_given], return_inverse=True)
    sizes = np.bincount(group)
    means = np.bincount(group, numbers) / np.maximum(sizes, 1)
    within = float(np.sum((numbers - means[group]) ** 2))
    return intraclass_of_groups(sizes, means, within)


def intraclass_of_groups(
    sizes: ArrayLike, means: ArrayLike, within: float
) -> float | None:
    """The same from each group's size and mean, and the squares within all groups.

    `within` is the sum of squared distances of all values from their group's mean.
    """
    sizes, means = np.asarray(sizes, float), np.asarray(means, float)
    total, count = sizes.sum(), len(sizes)
    if count < 2 or total == count:
        return None
    mean = np.sum(sizes * means) / total
    between = np.sum(sizes * (means - mean) ** 2) / (count - 1)
    within_mean = within / (total - count)
    typical = (total - np.sum(sizes**2) / total) / (count - 1)
    spread = between + (typical - 1) * within_mean
    is_spread = spread > NO_SPREAD * mean**2
    return float((between - within_mean) / spread) if is_spread else None


def _codes(groups: Sequence[Hashable] | NDArray[np.generic]) -> NDArray[np.int64]:
    """A number for each group, by equality."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in groups])
