"""Contingent valuation: what people say that they would pay.

Double-bounded questions by interval-data maximum likelihood (Hanemann, Loomis and
Kanninen 1991), payment cards by interval regression (Cameron and Huppert 1989), open
answers by means. Formulas and sources: `docs/methods/valuation.md`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, ndtr

from sinergi.benefits.valuation.estimates import Array
from sinergi.benefits.valuation.problems import gettext_noop

#: Fewer answers than this say nothing about a population.
LEAST = 10
DRAWS = 10_000
INTERVAL = (0.025, 0.975)
#: A spread so small beside the bids means that answers do not determine it.
SMALLEST_SPREAD = 1e-4


class Distribution(StrEnum):
    """How willingness to pay is spread among people."""

    NORMAL = "normal"
    LOGISTIC = "logistic"


class UnfitAnswers(ValueError):
    """Answers from which willingness to pay cannot be estimated, and why.

    `why` is an English sentence to be filled with `values`; pages translate it.
    """

    def __init__(self, why: str, **values: object) -> None:
        self.why = why
        self.values = {name: str(value) for name, value in values.items()}
        super().__init__(why % self.values)


@dataclass(frozen=True)
class Willingness:
    """Willingness to pay of a person: estimate, standard error, 95% interval.

    `mean` is the mean of the fitted distribution, which is its median too; where it
    is symmetric about a value near 0, part of it is negative, and `mean_positive`
    counts those as 0 (Hanemann 1984).
    """

    method: str
    n: int
    mean: float
    se: float
    ci: tuple[float, float]
    median: float
    mean_positive: float
    spread: float


@dataclass(frozen=True)
class Aggregate:
    """Willingness of a whole population, in rupiah."""

    amount: float
    se: float
    ci: tuple[float, float]


def aggregate(
    found: Willingness, population: float, *, payers: float = 1.0
) -> Aggregate:
    """The mean over a population.

    Args:
        found: Willingness of a person.
        population: How many people the sample stands for.
        payers: Share of them that takes part in the market at all, without protest.
    """
    people = population * payers
    low, high = found.ci
    return Aggregate(
        found.mean * people, found.se * people, (low * people, high * people)
    )


@dataclass(frozen=True)
class TwoBids:
    """Answers to a first bid and to a second one, which is higher after a yes."""

    first: float
    second: float
    says_first: bool
    says_second: bool

    def interval(self) -> tuple[float, float]:
        """Between which amounts the willingness lies.

        Raises:
            UnfitAnswers: The second bid does not follow from the first answer.
        """
        is_higher = self.second > self.first
        if self.first < 0 or self.second < 0 or self.second == self.first:
            raise UnfitAnswers(gettext_noop("bids must be positive and differ"))
        if is_higher != self.says_first:
            raise UnfitAnswers(
                gettext_noop("the second bid is higher after a yes, lower after a no")
            )
        if self.says_first:
            return (
                (self.second, np.inf) if self.says_second else (self.first, self.second)
            )
        return (self.second, self.first) if self.says_second else (-np.inf, self.second)


def double_bounded(
    answers: Sequence[TwoBids],
    *,
    distribution: Distribution = Distribution.NORMAL,
    weights: Sequence[float] | None = None,
    seed: int = 1,
) -> Willingness:
    """Mean and median from two bids per person.

    Raises:
        UnfitAnswers: Too few answers, or such that they determine nothing.
    """
    bounds = np.array([one.interval() for one in answers], dtype=np.float64)
    return _fitted("double_bounded", bounds, distribution, weights, seed)


def payment_card(
    intervals: Sequence[tuple[float, float]],
    *,
    distribution: Distribution = Distribution.NORMAL,
    weights: Sequence[float] | None = None,
    seed: int = 1,
) -> Willingness:
    """Mean and median from the amount marked on a card and the next one above.

    The highest amount of a card has no end: `(500000, inf)`.

    Raises:
        UnfitAnswers: Too few answers, or such that they determine nothing.
    """
    return _fitted(
        "payment_card",
        np.array(intervals, dtype=np.float64),
        distribution,
        weights,
        seed,
    )


def open_ended(
    amounts: Sequence[float],
    *,
    weights: Sequence[float] | None = None,
    trim: float = 0.05,
    seed: int = 1,
    resamples: int = 2_000,
) -> Willingness:
    """Mean, with its bootstrap interval, and the mean without the extremes.

    Here `mean_positive` is the trimmed mean: a share `trim` is left out at either end.

    Raises:
        UnfitAnswers: Too few answers, or a negative one.
    """
    said = np.asarray(amounts, dtype=np.float64)
    heavy = _weights(weights, len(said))
    if not np.all(np.isfinite(said)) or np.any(said < 0):
        raise UnfitAnswers(gettext_noop("amounts must be numbers of 0 or more"))
    mean = float(np.average(said, weights=heavy))
    share = heavy / heavy.sum()
    se = float(
        np.sqrt(np.sum((share * (said - mean)) ** 2) * len(said) / (len(said) - 1))
    )
    chance = np.random.default_rng(seed)
    picks = chance.integers(0, len(said), (resamples, len(said)))
    means = (said[picks] * heavy[picks]).sum(axis=1) / heavy[picks].sum(axis=1)
    low, high = np.quantile(means, INTERVAL)
    order = np.argsort(said, kind="stable")
    return Willingness(
        method="open",
        n=len(said),
        mean=mean,
        se=se,
        ci=(float(low), float(high)),
        median=_weighted_median(said[order], share[order]),
        mean_positive=_trimmed(said[order], share[order], trim),
        spread=float(np.sqrt(np.sum(share * (said - mean) ** 2))),
    )


def _weighted_median(ordered: Array, share: Array) -> float:
    place = int(np.searchsorted(np.cumsum(share), 0.5 - 1e-12))
    above = ordered[min(place, len(ordered) - 1)]
    is_between = abs(float(np.cumsum(share)[place]) - 0.5) < 1e-12
    after = ordered[min(place + 1, len(ordered) - 1)]
    return float((above + after) / 2) if is_between else float(above)


def _trimmed(ordered: Array, share: Array, trim: float) -> float:
    ends = np.cumsum(share)
    inside = np.clip(
        np.minimum(ends, 1 - trim) - np.maximum(ends - share, trim), 0, None
    )
    return float(np.average(ordered, weights=inside))


def _weights(weights: Sequence[float] | None, count: int) -> Array:
    if count < LEAST:
        raise UnfitAnswers(
            gettext_noop(
                "%(count)s answers are too few; at least %(least)s are needed"
            ),
            count=count,
            least=LEAST,
        )
    found = np.ones(count) if weights is None else np.asarray(weights, dtype=np.float64)
    if len(found) != count or not np.all(np.isfinite(found)) or np.any(found <= 0):
        raise UnfitAnswers(gettext_noop("each answer needs a weight above 0"))
    balanced: Array = found * count / found.sum()
    return balanced


def _fitted(
    method: str,
    bounds: NDArray[np.float64],
    distribution: Distribution,
    weights: Sequence[float] | None,
    seed: int,
) -> Willingness:
    """Interval-data maximum likelihood for a centre and a spread."""
    heavy = _weights(weights, len(bounds))
    low, high = bounds[:, 0], bounds[:, 1]
    if np.any(np.isnan(bounds)) or np.any(low >= high):
        raise UnfitAnswers(
            gettext_noop("each interval needs a low end below its high end")
        )
    middle = _determined(low, high)
    scale = max(float(np.std(middle)), float(np.mean(np.abs(middle))) / 10, 1e-9)

    def negative(theta: Array) -> tuple[float, Array]:
        return _negative_likelihood(
            theta, low / scale, high / scale, heavy, distribution
        )

    start = np.array([float(np.mean(middle)) / scale, 0.0])
    found = minimize(  # type: ignore[no-untyped-call]
        negative, start, jac=True, method="BFGS", options={"gtol": 1e-7}
    )
    covariance = _covariance(negative, found.x)
    mean, spread = float(found.x[0]) * scale, float(np.exp(found.x[1])) * scale
    if spread < SMALLEST_SPREAD * scale:
        raise UnfitAnswers(
            gettext_noop("the answers do not determine how willingness is spread")
        )
    chance = np.random.default_rng(seed)
    drawn = chance.multivariate_normal(found.x, covariance, DRAWS)[:, 0] * scale
    interval = np.quantile(drawn, INTERVAL)
    return Willingness(
        method=method,
        n=len(bounds),
        mean=mean,
        se=float(np.sqrt(covariance[0, 0])) * scale,
        ci=(float(interval[0]), float(interval[1])),
        median=mean,
        mean_positive=_mean_positive(mean, spread, distribution),
        spread=spread,
    )


def _determined(low: Array, high: Array) -> Array:
    """The middles of the intervals, where the answers pin down centre and spread.

    One amount that lies within every interval explains all of them with no spread at
    all; then nothing can be estimated.
    """
    if np.max(low) <= np.min(high):
        raise UnfitAnswers(
            gettext_noop("all answers agree with one amount; bids must spread wider")
        )
    ends = np.where(np.isfinite(low), low, high), np.where(np.isfinite(high), high, low)
    middle: Array = (ends[0] + ends[1]) / 2
    return middle


def _negative_likelihood(
    theta: Array, low: Array, high: Array, heavy: Array, distribution: Distribution
) -> tuple[float, Array]:
    """-log L and its gradient in (centre, log spread)."""
    cdf, density = _shape(distribution)
    spread = float(np.exp(np.clip(theta[1], -30, 30)))
    below, above = (low - theta[0]) / spread, (high - theta[0]) / spread
    # The right tail by its mirror image, so that no digits are lost.
    mirrored = cdf(-below) - cdf(-above)
    chance = np.where(below > 0, mirrored, cdf(above) - cdf(below))
    chance = np.maximum(chance, 1e-300)
    at_low, at_high = density(below), density(above)
    centre = (at_low - at_high) / spread
    width = _times(below, at_low) - _times(above, at_high)
    gradient = np.array(
        [np.sum(heavy * centre / chance), np.sum(heavy * width / chance)]
    )
    return -float(np.sum(heavy * np.log(chance))), -gradient


def _shape(
    distribution: Distribution,
) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """The standard distribution function and its density."""
    if distribution == Distribution.NORMAL:
        return ndtr, _bell
    return expit, lambda at: expit(at) * expit(-at)


def _bell(at: Array) -> Array:
    density: Array = np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi)
    return density


def _times(end: Array, density: Array) -> Array:
    """End times density, which is nought at infinity."""
    product: Array = np.where(np.isfinite(end), end, 0.0) * density
    return product


def _covariance(
    negative: Callable[[Array], tuple[float, Array]], theta: Array
) -> Array:
    """The inverse of the observed information, from differences of the gradient."""
    step = 1e-5
    rows = []
    for place in range(2):
        move = np.zeros(2)
        move[place] = step
        rows.append(
            (negative(theta + move)[1] - negative(theta - move)[1]) / (2 * step)
        )
    curved = np.array(rows, dtype=np.float64)
    information: Array = np.asarray((curved + curved.T) / 2, dtype=np.float64)
    try:
        covariance: Array = np.asarray(np.linalg.inv(information), np.float64)
    except np.linalg.LinAlgError:
        raise UnfitAnswers(
            gettext_noop("the answers do not determine an estimate")
        ) from None
    if not np.all(np.isfinite(covariance)) or np.any(
        np.linalg.eigvalsh(information) <= 0
    ):
        raise UnfitAnswers(gettext_noop("the answers do not determine an estimate"))
    return covariance


def _mean_positive(mean: float, spread: float, distribution: Distribution) -> float:
    """The mean where negative amounts count as 0."""
    at = mean / spread
    if distribution == Distribution.NORMAL:
        return float(mean * ndtr(at) + spread * _bell(np.asarray(at)))
    return float(spread * np.logaddexp(0.0, at))
