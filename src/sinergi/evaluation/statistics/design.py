"""How a sample was drawn, and what that does to the spread of a figure.

A design turns the linearised values of an estimator (its *influence*, one per row)
into deviations whose squares add up to its variance. Formulas, conventions and
sources: `docs/methods/estimation.md`, sections 1 and 2.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

import numpy as np

from sinergi.evaluation.statistics.groups import Flags, Floats, Ints, sums

#: A stratum that leaves a smaller share of its population unseen was taken whole.
TAKEN_WHOLE = 1e-7


class LonelyPsu(StrEnum):
    """What becomes of a stratum of which only one unit was drawn."""

    FAIL = "fail"
    CERTAINTY = "certainty"
    ADJUST = "adjust"
    AVERAGE = "average"


class Missing(StrEnum):
    """What becomes of a missing answer."""

    OMIT = "omit"
    FAIL = "fail"


class Adjustment(Protocol):
    """A calibration of the weights, which takes away what it explains."""

    def residuals(self, influence: Floats) -> Floats:
        """The influence that known totals leave unexplained."""


@dataclass(frozen=True)
class Stage:
    """One stage of drawing: strata within the units of the stage before.

    Attributes:
        unit: For each row the sampled unit that it belongs to.
        stratum: For each unit its stratum.
        size: For each stratum how many units were drawn.
        parent: For each stratum the unit of the stage before.
        unseen: For each unit the share of its stratum that was not drawn, 1 - n / N.
        outer: For each unit the product of n / N over the stages before.
    """

    unit: Ints
    stratum: Ints
    size: Ints
    parent: Ints
    unseen: Floats
    outer: Floats

    @cached_property
    def is_whole(self) -> Flags:
        """For each stratum: everything was drawn."""
        most = np.zeros(len(self.size))
        np.maximum.at(most, self.stratum, self.unseen)
        return np.asarray(most < TAKEN_WHOLE, bool)

    @cached_property
    def is_lonely(self) -> Flags:
        """For each stratum: one unit stands for several."""
        return np.asarray((self.size == 1) & ~self.is_whole, bool)

    @cached_property
    def scale(self) -> Floats:
        """For each unit the root of what its squared deviation counts."""
        size = self.size[self.stratum]
        factor = self.outer * self.unseen * size / np.maximum(size - 1, 1)
        factor[self.is_whole[self.stratum]] = 0
        return np.sqrt(factor)

    @cached_property
    def is_of_rows(self) -> bool:
        """The units are the rows, in their order."""
        return len(self.stratum) == len(self.unit) and bool(
            np.all(np.diff(self.unit) == 1)
        )

    def totals(self, values: Floats) -> Floats:
        """The column sums of each unit."""
        if self.is_of_rows:
            return values
        return sums(self.unit, values, len(self.stratum))


@dataclass(frozen=True)
class SurveyDesign:
    """Weights and stages of a sample; made by `drawing.survey_design`.

    Attributes:
        weights: How many units of the population each row stands for.
        stages: Stages that add to the variance, first stage first.
        lonely_psu: What becomes of a stratum with one unit.
        missing: What becomes of missing answers.
        adjustments: Calibrations that the weights went through.
    """

    weights: Floats
    stages: tuple[Stage, ...]
    lonely_psu: LonelyPsu = LonelyPsu.FAIL
    missing: Missing = Missing.OMIT
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def stratum_count(self) -> int:
        """First-stage strata; a sample without strata is one."""
        return len(self.stages[0].size)

    @property
    def psu_count(self) -> int:
        """Units of the first stage."""
        return len(self.stages[0].stratum)

    def degrees_of_freedom(self, used: Flags | None = None) -> int:
        """First-stage units less strata, of the rows used."""
        if used is None:
            return self.psu_count - self.stratum_count
        first = self.stages[0]
        is_used = np.zeros(self.psu_count, bool)
        is_used[first.unit[used]] = True
        return int(is_used.sum()) - len(np.unique(first.stratum[is_used]))

    def variance(self, influence: Floats, used: Flags | None = None) -> float:
        """The variance of an estimator with this influence (one value a row).

        NaN where lonely strata are to be averaged over others and there are none.
        """
        deviations = self._deviations(influence[:, None], used)
        return float(np.sum(deviations**2))

    def covariance(self, influence: Floats, used: Flags | None = None) -> Floats:
        """The covariance of several estimators (a column each)."""
        deviations = self._deviations(influence, used)
        return np.asarray(deviations.T @ deviations, float)

    def _deviations(self, influence: Floats, used: Flags | None) -> Floats:
        for adjustment in self.adjustments:
            influence = adjustment.residuals(influence)
        if used is None or self.adjustments:
            used = np.ones(len(influence), bool)
        return np.concatenate(
            [
                _stage_deviations(stage, influence, used, self.lonely_psu)
                for stage in self.stages
            ]
        )


def _stage_deviations(
    stage: Stage, influence: Floats, used: Flags, lonely: LonelyPsu
) -> Floats:
    """Scaled deviations of the units' totals from the mean of their stratum."""
    totals = stage.totals(influence)
    means = sums(stage.stratum, totals, len(stage.size)) / stage.size[:, None]
    if lonely == LonelyPsu.ADJUST:
        means[stage.size == 1] = 0
    scaled: Floats = (totals - means[stage.stratum]) * stage.scale[:, None]
    if lonely == LonelyPsu.AVERAGE and stage.is_lonely.any():
        scaled *= np.sqrt(_stretch(stage, used))[stage.parent[stage.stratum], None]
    return scaled


def _stretch(stage: Stage, used: Flags) -> Floats:
    """For each parent: strata over strata that show a variance, among those used.

    NaN for parents whose strata are all lonely.
    """
    is_used = np.zeros(len(stage.size), bool)
    is_used[stage.stratum[stage.unit[used]]] = True
    count = int(stage.parent.max()) + 1
    strata = np.bincount(stage.parent[is_used], minlength=count)
    shown = np.bincount(stage.parent[is_used & ~stage.is_lonely], minlength=count)
    stretch = strata / np.maximum(shown, 1)
    stretch[(shown == 0) & (strata > 0)] = np.nan
    return stretch
