"""Whether groups differ, and when studies may stand beside each other.

Formulas and sources: `docs/methods/estimation.md`, section 7.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import special

from sinergi.evaluation.statistics.design import SurveyDesign
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.estimation import Estimate
from sinergi.evaluation.statistics.groups import Floats, Ints, Labels, is_missing
from sinergi.evaluation.statistics.scoring import Scale


@dataclass(frozen=True)
class RaoScott:
    """Rao and Scott's corrections of Pearson's test of independence.

    Attributes:
        statistic: Pearson's X2 over the mean design effect, for the F distribution.
        df: Its degrees of freedom, corrected to the second order.
        p: Probability of as much, by F (second order).
        first_order: Pearson's X2 over the mean design effect, as a chi-squared.
        first_order_df: Its degrees of freedom.
        first_order_p: Probability of as much, by chi-squared.
    """

    statistic: float
    df: tuple[float, float]
    p: float
    first_order: float
    first_order_df: int
    first_order_p: float


def rao_scott(design: SurveyDesign, rows: Labels, columns: Labels) -> RaoScott | None:
    """Test whether two classifications are independent, minding the design.

    Rows with either label missing are left out. None where nothing can differ: a
    single row or column, or no variance.
    """
    labels = [np.asarray(rows), np.asarray(columns)]
    used = ~(is_missing(labels[0]) | is_missing(labels[1]))
    coded = [np.unique(part[used], return_inverse=True)[1] for part in labels]
    shape = tuple(int(part.max(initial=-1)) + 1 for part in coded)
    if min(shape) < 2:
        return None
    cell = np.full(len(used), -1)
    cell[used] = coded[0] * shape[1] + coded[1]
    shares, covariance = _cells(design, cell, shape[0] * shape[1])
    effects = _design_effects(shares.reshape(shape), covariance)
    if effects is None:
        return None
    return _tested(design, shares.reshape(shape), effects)


def _cells(design: SurveyDesign, cell: Ints, count: int) -> tuple[Floats, Floats]:
    """The share of each cell and the covariance of the shares."""
    used = cell >= 0
    weights = np.where(used, design.weights, 0)
    size = weights.sum()
    is_in = cell[:, None] == np.arange(count)
    shares = weights @ is_in / size
    influence = np.where(used[:, None], weights[:, None] * (is_in - shares) / size, 0)
    return shares, design.covariance(influence, used)


def _design_effects(shares: Floats, covariance: Floats) -> Floats | None:
    """The matrix of design effects of the interaction, for a sample of one."""
    contrasts = _interaction(shares.shape)
    flat = shares.ravel()
    inverse = np.divide(1, flat, out=np.zeros_like(flat), where=flat > 0)
    simple = contrasts.T @ (inverse[:, None] * contrasts)
    scaled = inverse[:, None] * contrasts
    try:
        effects = np.linalg.solve(simple, scaled.T @ covariance @ scaled)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(effects, float) if np.trace(effects) > 0 else None


def _interaction(shape: tuple[int, ...]) -> Floats:
    """Columns that span the interaction: orthogonal to rows and columns."""
    parts = [np.vstack([np.eye(size - 1), -np.ones(size - 1)]) for size in shape]
    return np.asarray(np.kron(parts[0], parts[1]), float)


def _tested(design: SurveyDesign, shares: Floats, effects: Floats) -> RaoScott:
    expected = np.outer(shares.sum(axis=1), shares.sum(axis=0))
    pearson = float(np.sum((shares - expected) ** 2 / expected))
    trace = float(np.trace(effects))
    statistic = pearson / trace
    numerator = trace**2 / float(np.trace(effects @ effects))
    denominator = numerator * design.degrees_of_freedom()
    count = len(effects)
    return RaoScott(
        statistic=statistic,
        df=(numerator, denominator),
        p=float(special.fdtrc(numerator, denominator, statistic)),
        first_order=statistic * count,
        first_order_df=count,
        first_order_p=float(special.chdtrc(count, statistic * count)),
    )


def normalised(found: Estimate, scale: Scale) -> Estimate:
    """A score as a share of its scale, 0 to 1, with its uncertainty."""
    width = scale.highest - scale.lowest
    return replace(
        found,
        value=None if found.value is None else scale.share(found.value),
        se=None if found.se is None else found.se / width,
        ci=found.ci and (scale.share(found.ci[0]), scale.share(found.ci[1])),
        influence=found.influence / width,
    )


def beside(
    one: tuple[Estimate, Scale], other: tuple[Estimate, Scale]
) -> tuple[Estimate, Estimate]:
    """Scores of two studies as they may be drawn on one axis: on one scale alone.

    Raises:
        UnfitData: The scales differ; `normalised` makes them comparable.
    """
    ends = {(scale.lowest, scale.highest) for _, scale in (one, other)}
    if len(ends) > 1:
        message = gettext_noop(
            "These scores are on different scales and cannot stand on one axis: "
            "compare them as shares of their scales."
        )
        raise UnfitData(message)
    return one[0], other[0]
