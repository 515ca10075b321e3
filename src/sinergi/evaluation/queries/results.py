"""What a study found: scores with their uncertainty, and how the parts differ.

Method: `docs/methods/estimation.md`. One stage of simple random sampling is corrected
for its finite population; clusters and chances by size are taken as drawn with
replacement at the first stage, which never understates the error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import Count

from sinergi.evaluation.enums import InstrumentState, UnitRole, UnitState
from sinergi.evaluation.models import Instrument, SampleUnit, Stratum, Study
from sinergi.evaluation.queries.microdata import Floats, Microdata, microdata_of
from sinergi.evaluation.sampling.stages import Method
from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.design import LonelyPsu, SurveyDesign
from sinergi.evaluation.statistics.drawing import survey_design
from sinergi.evaluation.statistics.estimation import Estimate
from sinergi.evaluation.statistics.reliability import alpha, item_total, omega
from sinergi.evaluation.statistics.scoring import Scale, respondent_scores, stacked

LOST = (UnitState.REFUSED, UnitState.UNREACHABLE)


@dataclass(frozen=True)
class Score:
    """A score with its uncertainty; None where it is undefined.

    Attributes:
        name: Of the variable, item or part; empty for the whole.
        mean: On the scale of the study.
        se: Standard error.
        ci: 95 % confidence interval.
        klass: The class that the score falls into.
        n: Responses that it rests on.
    """

    name: str
    mean: float | None
    se: float | None
    ci: tuple[float, float] | None
    deff: float | None
    klass: str
    n: int


@dataclass(frozen=True)
class ItemResult:
    """One item: its score, how the answers are spread, and how well it fits."""

    score: Score
    shares: Mapping[int, float]
    fit: float | None


@dataclass(frozen=True)
class VariableResult:
    """One variable: its score, its reliability and its items."""

    score: Score
    alpha: float | None
    omega: float | None
    items: tuple[ItemResult, ...]


@dataclass(frozen=True)
class PartResult:
    """One stratum: its overall score, and what became of its main sample.

    `lost` units refused or were not reached; replacements may have answered instead.
    """

    stratum: Stratum
    answered: int
    lost: int
    score: Score

    @property
    def rate(self) -> float | None:
        """Response rate: answered units over units drawn, 0 to 1."""
        drawn = self.stratum.sample_count
        return min(self.answered / drawn, 1.0) if drawn else None


@dataclass(frozen=True)
class Results:
    """Everything that a study found with its questionnaire on effectiveness."""

    instrument: Instrument
    n: int
    overall: Score
    variables: tuple[VariableResult, ...]
    parts: tuple[PartResult, ...]


def instrument_of(study: Study, audience: str) -> Instrument | None:
    """The latest version of a questionnaire that was in the field."""
    versions = study.instruments.filter(audience=audience)
    return versions.exclude(state=InstrumentState.DRAFT).order_by("-version").first()


def results_of(study: Study, instrument: Instrument) -> Results | None:
    """What the responses so far say; None as long as there is none."""
    data = microdata_of(study, instrument)
    if not len(data) or not instrument.variables:
        return None
    return _Reckoning(study, instrument, data).results()


def scale_of(study: Study) -> Scale:
    """The scale of a study and its classes."""
    return Scale(study.scale_min, study.scale_max, tuple(study.class_labels))


@dataclass(frozen=True)
class _Reckoning:
    """One computation, on one set of responses."""

    study: Study
    instrument: Instrument
    data: Microdata

    @cached_property
    def scale(self) -> Scale:
        return scale_of(self.study)

    @cached_property
    def design(self) -> SurveyDesign:
        return design_of(self.study, self.data)

    def results(self) -> Results:
        found = [self._variable(name) for name in self.instrument.variables]
        scores = [estimate for _result, estimate in found]
        return Results(
            instrument=self.instrument,
            n=len(self.data),
            overall=self._score("", estimation.mean_of(self.design, scores)),
            variables=tuple(result for result, _estimate in found),
            parts=tuple(self._parts()),
        )

    def _variable(self, name: str) -> tuple[VariableResult, Estimate]:
        items = self.instrument.variables[name]
        answers = stacked([self.data.numbers(item) for item in items])
        found = estimation.mean(self.design, respondent_scores(answers))
        result = VariableResult(
            score=self._score(name, found),
            alpha=alpha(answers),
            omega=omega(answers),
            items=tuple(self._items(items, answers)),
        )
        return result, found

    def _items(self, names: Sequence[str], answers: Floats) -> list[ItemResult]:
        fits = item_total(answers) if len(names) > 1 else [None] * len(names)
        return [
            ItemResult(
                score=self._score(name, estimation.mean(self.design, column)),
                shares=self._shares(column),
                fit=fit,
            )
            for name, column, fit in zip(names, answers.T, fits, strict=True)
        ]

    def _shares(self, column: Floats) -> dict[int, float]:
        """The weighted share of each code of the scale, 0 to 1."""
        codes = range(self.study.scale_min, self.study.scale_max + 1)
        weights = np.where(np.isnan(column), 0, self.data.weights)
        whole = weights.sum() or 1.0
        return {code: float(weights[column == code].sum() / whole) for code in codes}

    def _parts(self) -> list[PartResult]:
        answered = _units(self.study, state=UnitState.ANSWERED)
        lost = _units(self.study, role=UnitRole.MAIN, state__in=LOST)
        return [
            PartResult(
                stratum=stratum,
                answered=answered.get(stratum.pk, 0),
                lost=lost.get(stratum.pk, 0),
                score=self._part(stratum),
            )
            for stratum in self.study.strata.all()
        ]

    def _part(self, stratum: Stratum) -> Score:
        """The overall score of a stratum."""
        inside = np.array([key == stratum.key for key in self.data.strata], bool)
        scores = [
            estimation.mean(self.design, self._respondents(name), inside)
            for name in self.instrument.variables
        ]
        return self._score(stratum.key, estimation.mean_of(self.design, scores))

    def _respondents(self, variable: str) -> Floats:
        items = self.instrument.variables[variable]
        return respondent_scores(stacked([self.data.numbers(item) for item in items]))

    def _score(self, name: str, found: Estimate) -> Score:
        klass = ""
        if found.value is not None and self.scale.labels:
            klass = self.scale.class_of(found.value)
        ci = found.ci
        return Score(name, found.value, found.se, ci, found.deff, klass, found.n)


def design_of(study: Study, data: Microdata) -> SurveyDesign:
    """How the responses were drawn; equal weights where there is no sample."""
    if not any(data.strata):
        return survey_design(len(data))
    clusters = [np.array(data.clusters, str)] if any(data.clusters) else []
    by_chance = study.design.get("method", Method.SRS) == Method.SRS
    return survey_design(
        len(data),
        weights=data.weights,
        strata=[np.array(data.strata, str)],
        clusters=clusters,
        fpc=[data.populations] if by_chance and not clusters else [],
        lonely_psu=LonelyPsu.ADJUST,
    )


def _units(study: Study, **condition: object) -> dict[int, int]:
    """How many units of each stratum fulfil a condition."""
    rows = SampleUnit.objects.filter(study=study, **condition).order_by()
    return dict(rows.values_list("stratum_id").annotate(Count("pk")))
