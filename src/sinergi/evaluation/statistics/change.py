"""What changed from before to after, and how much that is.

Formulas and sources: `docs/methods/estimation.md`, section 7.
"""

from dataclasses import dataclass

import numpy as np

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.design import SurveyDesign
from sinergi.evaluation.statistics.estimation import Estimate, Interval
from sinergi.evaluation.statistics.groups import Floats


@dataclass(frozen=True)
class Change:
    """The mean before and after, and the difference.

    Attributes:
        before: Mean before, of the same respondents where the change is paired.
        after: Mean after.
        difference: After less before.
        se: Standard error of the difference.
        ci: 95 % confidence interval of the difference.
        effect: The difference in standard deviations: of the differences (Cohen's
            d_z) where paired; pooled, corrected for small samples (Hedges' g) where
            not. None where nothing varies.
        went_up: Share of respondents whose value rose; None where not paired.
    """

    before: Estimate
    after: Estimate
    difference: float | None
    se: float | None
    ci: Interval | None
    effect: float | None
    went_up: Estimate | None


def paired_change(design: SurveyDesign, before: Floats, after: Floats) -> Change:
    """The change of respondents who answered both times."""
    rise = np.asarray(after, float) - np.asarray(before, float)
    is_both = ~np.isnan(rise)
    found = estimation.mean(design, rise)
    spread = spread_of(design, rise)
    effect = None
    if found.value is not None and spread:
        effect = found.value / spread
    return Change(
        before=estimation.mean(design, np.where(is_both, before, np.nan)),
        after=estimation.mean(design, np.where(is_both, after, np.nan)),
        difference=found.value,
        se=found.se,
        ci=found.ci,
        effect=effect,
        went_up=estimation.mean(design, np.where(is_both, rise > 0, np.nan)),
    )


def independent_change(
    earlier: SurveyDesign, before: Floats, later: SurveyDesign, after: Floats
) -> Change:
    """The change between two samples that were drawn independently."""
    first = estimation.mean(earlier, before)
    second = estimation.mean(later, after)
    difference = se = ci = effect = None
    if first.value is not None and second.value is not None:
        difference = second.value - first.value
        spread = _pooled(
            (spread_of(earlier, before), first.n), (spread_of(later, after), second.n)
        )
        effect = (
            difference / spread * _small(first.n + second.n - 2) if spread else None
        )
        if first.se is not None and second.se is not None:
            se = float(np.hypot(first.se, second.se))
            ci = estimation.interval(difference, se, first.df + second.df)
    return Change(first, second, difference, se, ci, effect, None)


def spread_of(design: SurveyDesign, values: Floats) -> float | None:
    """The standard deviation in the population; None where nothing varies."""
    numbers = np.asarray(values, float)
    given = ~np.isnan(numbers)
    numbers, weights = numbers[given], design.weights[given]
    if len(numbers) < 2 or numbers.min() == numbers.max():
        return None
    mean = np.average(numbers, weights=weights)
    variance = np.average((numbers - mean) ** 2, weights=weights)
    return float(np.sqrt(variance * len(numbers) / (len(numbers) - 1)))


def _pooled(*parts: tuple[float | None, int]) -> float | None:
    squares = sum((n - 1) * (spread or 0) ** 2 for spread, n in parts)
    freedom = sum(n - 1 for _, n in parts)
    return float(np.sqrt(squares / freedom)) if squares else None


def _small(freedom: int) -> float:
    """Hedges' correction of the bias in small samples."""
    return 1 - 3 / (4 * freedom - 1)
