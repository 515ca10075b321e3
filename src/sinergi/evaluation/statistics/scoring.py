"""From answers to scores: item, variable, overall, and the class of a score.

Conventions: `docs/methods/estimation.md`, section 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.groups import Flags, Floats, Labels

CENT = Decimal("0.01")
#: Digits after the point that a computed score can be trusted for.
TRUSTED = Decimal("1e-9")


@dataclass(frozen=True)
class Scale:
    """The scale of the answers, and its classes of equal width, lowest first."""

    lowest: float
    highest: float
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not -np.inf < self.lowest < self.highest < np.inf:
            message = gettext_noop("The scale must end above its beginning.")
            raise UnfitData(message)

    def outside(self, values: ArrayLike) -> Flags:
        """Which values lie beyond the scale; a missing one does not."""
        numbers = np.asarray(values, float)
        is_outside: Flags = (numbers < self.lowest) | (numbers > self.highest)
        return is_outside

    def class_of(self, score: float) -> str:
        """The label of the class that a score falls into.

        The score is rounded half up to two decimals first. Classes are closed above:
        on 1-5 in five classes 3.41-4.20 is the fourth.

        Raises:
            UnfitData: There are no classes, or the score lies beyond the scale.
        """
        shown = Fraction(two_decimals(score))
        lowest, highest = Fraction(str(self.lowest)), Fraction(str(self.highest))
        if not self.labels or not lowest <= shown <= highest:
            message = gettext_noop("The score %(score)s is in no class of the scale.")
            raise UnfitData(message, score=two_decimals(score))
        width = (highest - lowest) / len(self.labels)
        above = -((lowest - shown) // width)  # closed above: rounded up
        return self.labels[max(int(above), 1) - 1]

    def classes_of(self, scores: Floats) -> Labels:
        """The label of the class of each score, empty where there is none."""
        distinct, place = np.unique(scores, return_inverse=True)
        labels = ["" if np.isnan(it) else self.class_of(it) for it in distinct]
        return np.array(labels, str)[place]

    def shares(self, scores: Floats) -> Floats:
        """Each score as a share of the scale, 0 to 1."""
        return (scores - self.lowest) / (self.highest - self.lowest)

    def share(self, score: float) -> float:
        """The score as a share of the scale, 0 to 1: comparable between scales."""
        return (score - self.lowest) / (self.highest - self.lowest)


def two_decimals(score: float) -> Decimal:
    """Rounded half up, whatever the binary form made of the last digit."""
    exact = Decimal(repr(float(score))).quantize(TRUSTED, ROUND_HALF_UP)
    return exact.quantize(CENT, ROUND_HALF_UP)


def respondent_scores(answers: Floats) -> Floats:
    """Each respondent's mean over the items answered; NaN where there is none.

    Args:
        answers: One row per respondent, one column per item, NaN where not answered.
    """
    missing = np.isnan(answers)
    if not missing.any() and answers.shape[1]:
        return np.asarray(answers.mean(axis=1), float)
    count = (~missing).sum(axis=1)
    total = np.where(missing, 0, answers).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def stacked(columns: Sequence[Floats]) -> Floats:
    """Columns of answers beside each other; each lies in one piece."""
    return np.array(columns, float).T
