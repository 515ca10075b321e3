"""Weights fitted to known totals: post-stratification and raking.

Both give a design whose variances count only what the known totals leave
unexplained. Formulas and sources: `docs/methods/estimation.md`, section 5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg

from sinergi.evaluation.statistics.design import SurveyDesign
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.groups import Floats, Ints, Labels, is_missing, sums

Totals = Mapping[str, float]
#: Raking has converged when each margin is met to this share of its total.
PRECISION = 1e-12
MOST_STEPS = 100
MOST_HALVINGS = 30


@dataclass(frozen=True)
class PostStrata:
    """Cells whose totals are known: what varies between them is explained."""

    cell: Ints
    before: Floats
    after: Floats

    def residuals(self, influence: Floats) -> Floats:
        """Less the mean of the cell, each mean weighted as before the fitting."""
        count = int(self.cell.max()) + 1
        size = np.bincount(self.cell, self.before, count)
        share = self.before / self.after
        means = sums(self.cell, influence * share[:, None], count) / size[:, None]
        left: Floats = influence - means[self.cell] * self.after[:, None]
        return left


@dataclass(frozen=True)
class Margins:
    """Margins whose totals are known: what a regression on them fits is explained."""

    basis: Floats
    scale: Floats

    def residuals(self, influence: Floats) -> Floats:
        """What is orthogonal to the margins, in the metric of the weights."""
        scaled = influence / self.scale[:, None]
        left = scaled - self.basis @ (self.basis.T @ scaled)
        return np.asarray(left * self.scale[:, None], float)


def post_stratify(
    design: SurveyDesign, cells: Labels, population: Totals
) -> SurveyDesign:
    """Weights whose sums over cells are those of the population.

    Raises:
        UnfitData: A cell has no known total, or none of the sample.
    """
    cell, totals = _matched(cells, population)
    sampled = np.bincount(cell, design.weights)
    after = design.weights * (totals / sampled)[cell]
    adjustment = PostStrata(cell, design.weights, after)
    return _adjusted(design, after, adjustment)


def rake(
    design: SurveyDesign, margins: Sequence[tuple[Labels, Totals]]
) -> SurveyDesign:
    """Weights whose sums over each margin are those of the population.

    Of all weights that do, those nearest to the given ones in the sense of raking
    (multipliers are products of one factor per margin); fitted to 1e-12.

    Raises:
        UnfitData: Margins do not go with the sample or each other, or no weights
            satisfy them all.
    """
    matched = [_matched(labels, totals) for labels, totals in margins]
    wholes = [float(totals.sum()) for _, totals in matched]
    if max(wholes) - min(wholes) > 1e-9 * max(wholes):
        message = gettext_noop("The margins have different sums: %(sums)s.")
        raise UnfitData(message, sums=", ".join(f"{whole:g}" for whole in wholes))
    columns, targets = _dummies(matched)
    scale = wholes[0] / design.weights.sum()
    after = _raked(columns, design.weights * scale, targets)
    # The metric of R's calibrate(): the multiplier times the root of the old weight.
    metric = after / np.sqrt(design.weights)
    basis = linalg.orth(columns * np.sqrt(design.weights)[:, None])
    return _adjusted(design, after, Margins(basis, metric))


def _adjusted(
    design: SurveyDesign, weights: Floats, adjustment: PostStrata | Margins
) -> SurveyDesign:
    return replace(
        design, weights=weights, adjustments=(*design.adjustments, adjustment)
    )


def _matched(labels: Labels, population: Totals) -> tuple[Ints, Floats]:
    """The place of each row's label, and the known total of each place."""
    labels = np.asarray(labels)
    if is_missing(labels).any():
        message = gettext_noop("A row has no label in a column that weights follow.")
        raise UnfitData(message)
    levels, place = np.unique(labels, return_inverse=True)
    known = {level: float(total) for level, total in population.items()}
    sampled = [str(level) for level in levels.tolist()]
    unknown = sorted(set(sampled) - set(known))
    unsampled = sorted(set(known) - set(sampled))
    if unknown or unsampled:
        message = gettext_noop("There is no population total for: %(levels)s.")
        if not unknown:
            message = gettext_noop("Nobody in the sample belongs to: %(levels)s.")
        raise UnfitData(message, levels=", ".join(unknown or unsampled))
    totals = np.array([known[level] for level in sampled])
    if not (np.isfinite(totals) & (totals > 0)).all():
        raise UnfitData(gettext_noop("Population totals must be above 0."))
    return np.asarray(place, np.int64), totals


def _dummies(matched: Sequence[tuple[Ints, Floats]]) -> tuple[Floats, Floats]:
    """A constant and an indicator per level but the first of margins; their totals."""
    place, totals = matched[0]
    columns, targets = [np.ones(len(place))], [float(totals.sum())]
    for place, totals in matched:
        for level in range(1, len(totals)):
            columns.append((place == level).astype(float))
            targets.append(float(totals[level]))
    return np.column_stack(columns), np.array(targets)


def _raked(columns: Floats, weights: Floats, targets: Floats) -> Floats:
    """Newton's method on the dual, steps halved until the misfit falls."""
    factors = np.zeros(columns.shape[1])
    raked = weights
    misfit = targets - columns.T @ raked
    for _ in range(MOST_STEPS):
        if np.all(np.abs(misfit) <= PRECISION * (1 + np.abs(targets))):
            return raked
        hessian = (columns * raked[:, None]).T @ columns
        step = np.linalg.lstsq(hessian, misfit, rcond=None)[0]
        for _ in range(MOST_HALVINGS):
            tried = weights * np.exp(np.minimum(columns @ (factors + step), 500))
            left = targets - columns.T @ tried
            if np.abs(left).sum() < np.abs(misfit).sum():
                break
            step = step / 2
        else:
            break
        factors, raked, misfit = factors + step, tried, left
    if np.all(np.abs(misfit) <= 1e-10 * (1 + np.abs(targets))):
        return raked
    raise UnfitData(
        gettext_noop(
            "Raking does not converge: no weights above 0 satisfy all margins. Merge "
            "small levels, or leave a margin out."
        )
    )
