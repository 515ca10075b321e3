"""Reads how a sample was drawn, and refuses what cannot be.

Conventions: `docs/methods/estimation.md`, section 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sinergi.evaluation.statistics.design import (
    LonelyPsu,
    Missing,
    Stage,
    SurveyDesign,
)
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.groups import (
    Floats,
    Ints,
    Labels,
    codes,
    first_of,
    first_rows,
    paired,
)


def survey_design(
    count: int,
    *,
    weights: ArrayLike | None = None,
    strata: Sequence[Labels] = (),
    clusters: Sequence[Labels] = (),
    fpc: Sequence[ArrayLike] = (),
    lonely_psu: LonelyPsu | str = LonelyPsu.FAIL,
    missing: Missing | str = Missing.OMIT,
    first_row: int = 1,
) -> SurveyDesign:
    """Describe how `count` rows were drawn.

    Args:
        count: Number of rows.
        weights: Units of the population that each row stands for. Absent: derived from
            `fpc`, else all 1.
        strata: Labels of the strata, a column per stage.
        clusters: Labels of the drawn units, a column per stage. A label is of its own
            in each stratum and in each unit of the stage before. Absent: rows.
        fpc: Sizes of the population that the units of each stage were drawn from, as
            counts, or as shares of at most 1. Absent: drawn with replacement.
        lonely_psu: What becomes of a stratum of which one unit was drawn.
        missing: What becomes of missing answers.
        first_row: Number of the first row, for messages.

    Raises:
        UnfitData: Something in the design cannot be; the message names the row.
    """
    if count == 0:
        raise UnfitData(gettext_noop("There is no row of data."))
    _check_stages(len(strata), len(clusters), len(fpc))
    nested = _nested(count, strata, clusters, first_row)
    populations: list[Floats] = []
    if fpc:
        given = np.column_stack([np.asarray(column, float) for column in fpc])
        populations = _Fpc(given, nested, first_row).populations()
    if weights is None:
        weights = _implied_weights(count, nested, populations)
    design = SurveyDesign(
        weights=_checked_weights(np.asarray(weights, float), first_row),
        stages=_stages(nested, populations),
        lonely_psu=LonelyPsu(lonely_psu),
        missing=Missing(missing),
    )
    _check_lonely(design, strata, clusters)
    return design


def _check_stages(strata: int, clusters: int, fpc: int) -> None:
    stages = max(clusters, 1)
    if strata > stages:
        message = gettext_noop(
            "There are %(count)s columns of strata, but %(stages)s stages: give one "
            "column of strata per stage."
        )
        raise UnfitData(message, count=strata, stages=stages)
    if fpc not in (0, stages):
        message = gettext_noop(
            "There are %(count)s columns of fpc, but %(stages)s stages: give one "
            "column of fpc per stage, or none."
        )
        raise UnfitData(message, count=fpc, stages=stages)


Nested = list[tuple[Ints, Ints]]


def _nested(
    count: int, strata: Sequence[Labels], clusters: Sequence[Labels], first_row: int
) -> Nested:
    """For each stage the unit of each row, and the stratum of each unit."""
    parent: Ints = np.zeros(count, np.int64)
    stages: Nested = []
    for stage in range(max(len(clusters), 1)):
        stratum = parent
        if stage < len(strata):
            stratum = paired(parent, codes(strata[stage], "strata", first_row))
        unit = np.arange(count)
        if clusters:
            unit = paired(stratum, codes(clusters[stage], "clusters", first_row))
        stages.append((unit, first_of(unit, stratum)))
        parent = unit
    return stages


@dataclass(frozen=True)
class _Fpc:
    """The given sizes of populations, a row per row and a column per stage."""

    given: Floats
    nested: Nested
    first_row: int

    def populations(self) -> list[Floats]:
        """For each stage the size of the population that each unit was drawn from."""
        self._check_values()
        return [self._population(stage) for stage in range(len(self.nested))]

    @property
    def _are_counts(self) -> bool:
        return bool((self.given > 1).any())

    def _check_values(self) -> None:
        wrong = np.flatnonzero(~(self.given > 0).all(axis=1))
        if len(wrong):
            message = gettext_noop("Row %(row)s: fpc must be a number above 0.")
            raise UnfitData(message, row=wrong[0] + self.first_row)
        shares = np.flatnonzero((self.given < 1).any(axis=1))
        if self._are_counts and len(shares):
            message = gettext_noop(
                "Row %(row)s: fpc holds counts and shares below 1; give either counts "
                "of the population or shares of it that were drawn."
            )
            raise UnfitData(message, row=shares[0] + self.first_row)

    def _population(self, stage: int) -> Floats:
        """Counts are one per stratum; shares may differ by unit (drawn by size)."""
        unit, stratum = self.nested[stage]
        group = stratum[unit] if self._are_counts else unit
        given = self._common(group, stage)[first_rows(unit)]
        size = np.bincount(stratum)[stratum]
        population: Floats = given if self._are_counts else size / given
        too_small = np.flatnonzero((population < size)[unit])
        if len(too_small):
            row = too_small[0]
            message = gettext_noop(
                "Row %(row)s: fpc of stage %(stage)s says %(population)s units, but "
                "%(size)s of its stratum were drawn."
            )
            raise UnfitData(
                message,
                row=row + self.first_row,
                stage=stage + 1,
                population=f"{population[unit[row]]:g}",
                size=size[unit[row]],
            )
        return population

    def _common(self, group: Ints, stage: int) -> Floats:
        """The column, which must be the same throughout each group."""
        column: Floats = self.given[:, stage]
        differing = np.flatnonzero(column != first_of(group, column)[group])
        if len(differing):
            message = gettext_noop(
                "Row %(row)s: fpc of stage %(stage)s differs from that of other rows "
                "of the same stratum."
            )
            row = differing[0] + self.first_row
            raise UnfitData(message, row=row, stage=stage + 1)
        return column


def _stages(nested: Nested, populations: list[Floats]) -> tuple[Stage, ...]:
    """The stages that add to the variance: without fpc the first alone."""
    stages: list[Stage] = []
    outer = np.ones(len(nested[0][1]))
    parent = np.zeros(int(nested[0][1].max()) + 1, np.int64)
    for index, (unit, stratum) in enumerate(nested[: max(len(populations), 1)]):
        size = np.bincount(stratum)
        drawn = np.zeros(len(stratum))
        if populations:
            drawn = size[stratum] / populations[index]
        stages.append(Stage(unit, stratum, size, parent, 1 - drawn, outer))
        if index + 1 < len(populations):
            below, below_stratum = nested[index + 1]
            above = unit[first_rows(below)]
            outer = (outer * drawn)[above]
            parent = first_of(below_stratum, above)
    return tuple(stages)


def _implied_weights(count: int, nested: Nested, populations: list[Floats]) -> Floats:
    """Population over sample, multiplied over the stages; 1 without populations."""
    weights = np.ones(count)
    for (unit, stratum), population in zip(nested, populations, strict=False):
        weights *= (population / np.bincount(stratum)[stratum])[unit]
    return weights


def _checked_weights(weights: Floats, first_row: int) -> Floats:
    wrong = np.flatnonzero(~(np.isfinite(weights) & (weights > 0)))
    if len(wrong):
        message = gettext_noop(
            "Row %(row)s: the weight is missing or not above 0. Leave rows that stand "
            "for nobody out of the file."
        )
        raise UnfitData(message, row=wrong[0] + first_row)
    return weights


def _check_lonely(
    design: SurveyDesign, strata: Sequence[Labels], clusters: Sequence[Labels]
) -> None:
    if design.psu_count == 1 and not design.stages[0].is_whole[0]:
        message = gettext_noop(
            "The design has one primary sampling unit alone: nothing can be said on "
            "how figures vary."
        )
        raise UnfitData(message)
    for number, stage in enumerate(design.stages, 1):
        if design.lonely_psu == LonelyPsu.AVERAGE:
            _check_average(stage)
        lonely = np.flatnonzero(stage.is_lonely[stage.stratum[stage.unit]])
        if design.lonely_psu == LonelyPsu.FAIL and len(lonely):
            message = gettext_noop(
                "Stratum “%(stratum)s” has only one sampled unit at stage %(stage)s: "
                "merge it with another, or choose lonely_psu certainty, adjust or "
                "average."
            )
            columns = [*strata[:number], *clusters[: number - 1]]
            name = " / ".join(str(column[lonely[0]]) for column in columns)
            raise UnfitData(message, stratum=name, stage=number)


def _check_average(stage: Stage) -> None:
    """Each unit of the stage before has a stratum that shows a variance."""
    parents = np.unique(stage.parent)
    if len(np.unique(stage.parent[~stage.is_lonely])) < len(parents):
        message = gettext_noop(
            "No stratum has more than one unit, so there is no variance to average for "
            "the strata with one: choose another lonely_psu."
        )
        raise UnfitData(message)
