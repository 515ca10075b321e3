"""Means, totals, ratios and proportions of a population, with their uncertainty.

Taylor linearisation as in R's `survey`: each estimator has an influence per row, and
the design turns influences into variances. Formulas, conventions and sources:
`docs/methods/estimation.md`, sections 1 to 3.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit

from sinergi.evaluation.statistics.design import Missing, SurveyDesign
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.groups import Flags, Floats, Labels, is_missing

CONFIDENCE = 0.95
#: A share of the total below which a difference is rounding.
ROUNDING = 1e-9
Interval = tuple[float, float]


@dataclass(frozen=True)
class Estimate:
    """A figure of the population; None where it is undefined.

    Attributes:
        value: The point estimate.
        se: Standard error.
        ci: 95 % confidence interval, by Student's t with `df`.
        deff: Design effect against simple random sampling without replacement.
        df: Degrees of freedom: first-stage units less strata, in the domain.
        influence: The linearised value of each row.
        used: Which rows the estimate rests on.
    """

    value: float | None
    se: float | None
    ci: Interval | None
    deff: float | None
    df: int
    influence: Floats
    used: Flags

    @property
    def n(self) -> int:
        """How many rows the estimate rests on."""
        return int(self.used.sum())


def mean(design: SurveyDesign, values: Floats, domain: Flags | None = None) -> Estimate:
    """The mean of the population, or of a domain of it.

    Raises:
        UnfitData: An answer is missing, and the design says that none may be.
    """
    used, (values,) = _used(design, domain, values)
    weights = _weights(design, used)
    size = float(weights.sum())
    if size == 0:
        return _nothing(design, domain)
    value = float(np.sum(weights * values) / size)
    spread = _simple_variance(values, weights, used)
    if spread <= (ROUNDING * value) ** 2 and np.ptp(values[used]) == 0:
        value, spread = float(values[used][0]), 0.0
        values = np.full(len(values), value)
    influence = weights * (values - value) / size
    found = _estimate(design, value, influence, used, domain)
    return _with_deff(found, spread, size)


def proportion(
    design: SurveyDesign, labels: Labels, level: object, domain: Flags | None = None
) -> Estimate:
    """The share of the population at a level: the mean of an indicator.

    `labels` hold None, NaN or an empty text where there is no answer.
    """
    return mean(design, indicator(labels, level), domain)


def indicator(labels: Labels, level: object) -> Floats:
    """1 at the level, 0 at others, NaN where there is no label."""
    return np.where(is_missing(labels), np.nan, (labels == level).astype(float))


def total(
    design: SurveyDesign, values: Floats, domain: Flags | None = None
) -> Estimate:
    """The total of the population, or of a domain of it."""
    used, (values,) = _used(design, domain, values)
    weights = _weights(design, used)
    size = float(weights.sum())
    if size == 0:
        return _nothing(design, domain)
    influence = weights * values
    found = _estimate(design, float(influence.sum()), influence, used, domain)
    spread = _simple_variance(values, weights, used) * size**2
    return _with_deff(found, spread, size)


def ratio(
    design: SurveyDesign,
    numerator: Floats,
    denominator: Floats,
    domain: Flags | None = None,
) -> Estimate:
    """The ratio of two totals of the population, or of a domain of it."""
    used, columns = _used(design, domain, numerator, denominator)
    numerator, denominator = columns
    weights = _weights(design, used)
    below = np.sum(weights * denominator)
    if below == 0:
        return _nothing(design, domain)
    value = float(np.sum(weights * numerator) / below)
    residuals = (numerator - value * denominator) / below
    found = _estimate(design, value, weights * residuals, used, domain)
    size = float(weights.sum())
    spread = _simple_variance(residuals, weights, used) * size**2
    return _with_deff(found, spread, size)


def mean_of(design: SurveyDesign, parts: list[Estimate]) -> Estimate:
    """The plain mean of several estimates of one domain, which vary together."""
    values = [part.value for part in parts if part.value is not None]
    influence = np.mean([part.influence for part in parts], axis=0)
    used: Flags = np.any([part.used for part in parts], axis=0)
    df = min(part.df for part in parts)
    if len(values) < len(parts):
        return Estimate(None, None, None, None, df, influence, used)
    return _spread(design, float(np.mean(values)), influence, used, df)


def interval(value: float, se: float, df: float) -> Interval | None:
    """The 95 % interval by Student's t; none without degrees of freedom."""
    if df <= 0:
        return None
    reach = float(stdtrit(df, (1 + CONFIDENCE) / 2)) * se
    return value - reach, value + reach


def _used(
    design: SurveyDesign, domain: Flags | None, *columns: Floats
) -> tuple[Flags, list[Floats]]:
    """Which rows of the domain have all values; missing ones become 0."""
    arrays = [np.asarray(column, float) for column in columns]
    inside = np.ones(len(design.weights), bool) if domain is None else domain
    given = np.logical_and.reduce([~np.isnan(array) for array in arrays])
    if design.missing == Missing.FAIL and (inside & ~given).any():
        raise UnfitData(
            gettext_noop("%(count)s answers are missing, and “missing” is “fail”."),
            count=int((inside & ~given).sum()),
        )
    used = inside & given
    if given.all():
        return used, arrays
    return used, [np.where(given, array, 0) for array in arrays]


def _weights(design: SurveyDesign, used: Flags) -> Floats:
    """The weights of the rows used, 0 for others."""
    return design.weights if used.all() else np.where(used, design.weights, 0)


def _estimate(
    design: SurveyDesign,
    value: float,
    influence: Floats,
    used: Flags,
    domain: Flags | None,
) -> Estimate:
    df = design.degrees_of_freedom(domain)
    return _spread(design, value, influence, used, df)


def _spread(
    design: SurveyDesign, value: float, influence: Floats, used: Flags, df: int
) -> Estimate:
    """An estimate with its standard error and interval."""
    variance = design.variance(influence, used)
    if np.isnan(variance):
        return Estimate(value, None, None, None, df, influence, used)
    se = float(np.sqrt(variance))
    ci = interval(value, se, df)
    return Estimate(value, se, ci, None, df, influence, used)


def _nothing(design: SurveyDesign, domain: Flags | None) -> Estimate:
    count = len(design.weights)
    df = design.degrees_of_freedom(domain)
    nobody = np.zeros(count, bool)
    return Estimate(None, None, None, None, df, np.zeros(count), nobody)


def _simple_variance(values: Floats, weights: Floats, used: Flags) -> float:
    """The population's variance over n, without finite-population correction."""
    count, size = int(used.sum()), weights.sum()
    if count < 2:
        return 0.0
    centred = values - np.sum(weights * values) / size
    return float(np.sum(weights * centred**2) / size / (count - 1))


def _with_deff(found: Estimate, spread: float, size: float) -> Estimate:
    """Variance over that of a simple random sample of as many, without replacement.

    Undefined where the weights do not add up to more than the sample, and where there
    is no variance.
    """
    unseen = 1 - found.n / size
    if unseen < ROUNDING or spread <= 0 or not found.se:
        return found
    return replace(found, deff=found.se**2 / (spread * unseen))
