"""Computes what a study found from its responses, or reads what was frozen.

Method: `docs/methods/estimation.md`. One stage of simple random sampling is corrected
for its finite population; clusters and chances by size are taken as drawn with
replacement at the first stage, which never understates the error.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import Count
from django.utils.translation import get_language

from sinergi.core.dates import now
from sinergi.evaluation.enums import (
    Audience,
    InstrumentState,
    StudyState,
    UnitRole,
    UnitState,
)
from sinergi.evaluation.findings import (
    METHOD_VERSION,
    Findings,
    Item,
    Part,
    Score,
    Variable,
)
from sinergi.evaluation.models import (
    Instrument,
    SampleUnit,
    Stratum,
    Study,
    StudyFindings,
)
from sinergi.evaluation.queries.instruments import variables_of
from sinergi.evaluation.queries.microdata import Floats, Microdata, microdata_of
from sinergi.evaluation.questionnaires.definition import Definition, Text, in_language
from sinergi.evaluation.sampling.stages import Method
from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.design import LonelyPsu, SurveyDesign
from sinergi.evaluation.statistics.drawing import survey_design
from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.estimation import Estimate
from sinergi.evaluation.statistics.reliability import alpha, item_total, omega
from sinergi.evaluation.statistics.scoring import Scale, respondent_scores, stacked

LOST = (UnitState.REFUSED, UnitState.UNREACHABLE)

#: Parts with fewer responses show no score of their own, as in the microdata.
LEAST_IN_PART = 5


@dataclass(frozen=True)
class Computed:
    """Findings, when they were computed, and by which method."""

    findings: Findings
    computed_at: dt.datetime
    method_version: int
    is_frozen: bool = False


def findings_of(study: Study) -> Computed | None:
    """What a study found: frozen once published, till then of this moment.

    None as long as no response counts.
    """
    if study.state == StudyState.PUBLISHED:
        frozen = StudyFindings.objects.filter(study=study).first()
        if frozen:
            found = Findings.from_json(frozen.document)
            return Computed(found, frozen.computed_at, frozen.method_version, True)
    return computed_findings(study)


def computed_findings(study: Study) -> Computed | None:
    """What the responses say at this moment; None as long as too few count."""
    instrument = instrument_of(study)
    if instrument is None or not instrument.variables:
        return None
    data = microdata_of(study, instrument)
    if not len(data):
        return None
    try:
        findings = _Reckoning(study, instrument, data).findings()
    except UnfitData:  # one unit alone says nothing of how figures vary
        return None
    return Computed(findings, now(), METHOD_VERSION)


def instrument_of(
    study: Study, audience: str = Audience.EFFECTIVENESS
) -> Instrument | None:
    """The latest version of a questionnaire that was in the field."""
    versions = study.instruments.filter(audience=audience)
    fielded = versions.exclude(state=InstrumentState.DRAFT)
    found = fielded.order_by("-version").first()
    if found:
        found.variables = variables_of(found)
    return found


def scale_of(study: Study) -> Scale:
    """The scale of a study and its classes."""
    return Scale(study.scale_min, study.scale_max, tuple(study.class_labels))


def design_of(study: Study, data: Microdata) -> SurveyDesign:
    """How the responses were drawn; equal weights where there is no sample."""
    if not any(data.strata):
        return survey_design(len(data))
    clusters = [np.array(data.clusters, str)] if any(data.clusters) else []
    return survey_design(
        len(data),
        weights=data.weights,
        strata=[np.array(data.strata, str)],
        clusters=clusters,
        fpc=[data.populations] if is_simple(study, data) else [],
        lonely_psu=LonelyPsu.ADJUST,
    )


def answers_of(
    study: Study, instrument: Instrument, data: Microdata, variable: str
) -> Floats:
    """A row per respondent, a column per item; off the scale counts as missing."""
    items = instrument.variables[variable]
    answers = stacked([data.numbers(item) for item in items])
    return np.where(scale_of(study).outside(answers), np.nan, answers)


def score_of(scale: Scale, name: str, found: Estimate) -> Score:
    """An estimate as a score with its class."""
    klass = ""
    if found.value is not None and scale.labels:
        klass = scale.class_of(found.value)
    return Score(name, found.value, found.se, found.ci, found.deff, klass, found.n)


def words_of(text: Text, definition: Definition) -> str:
    """A text of a questionnaire in the reader's language."""
    return "".join(in_language(text, definition.languages, get_language() or ""))


def is_simple(study: Study, data: Microdata) -> bool:
    """Whether units were drawn in one stage, each with the same chance."""
    method = study.design.get("method", Method.SRS)
    return method == Method.SRS and any(data.strata) and not any(data.clusters)


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

    @cached_property
    def definition(self) -> Definition:
        return Definition.from_json(self.instrument.definition)

    def findings(self) -> Findings:
        found = [self._variable(name) for name in self.instrument.variables]
        scores = [estimate for _variable, estimate in found]
        return Findings(
            n=len(self.data),
            overall=self._score("", estimation.mean_of(self.design, scores)),
            variables=tuple(variable for variable, _estimate in found),
            parts=tuple(self._parts()),
        )

    def _variable(self, name: str) -> tuple[Variable, Estimate]:
        items = self.instrument.variables[name]
        answers = self._answers(name)
        found = estimation.mean(self.design, respondent_scores(answers))
        variable = Variable(
            score=self._score(name, found),
            alpha=alpha(answers),
            omega=omega(answers),
            items=tuple(self._items(items, answers)),
        )
        return variable, found

    def _answers(self, variable: str) -> Floats:
        return answers_of(self.study, self.instrument, self.data, variable)

    def _items(self, names: Sequence[str], answers: Floats) -> list[Item]:
        fits = item_total(answers) if len(names) > 1 else [None] * len(names)
        return [
            Item(
                score=self._score(name, estimation.mean(self.design, column)),
                label=self._label(name),
                shares=self._shares(column),
                fit=fit,
            )
            for name, column, fit in zip(names, answers.T, fits, strict=True)
        ]

    def _label(self, item: str) -> str:
        question = self.definition.by_name.get(item)
        if question is None:
            return item
        return words_of(question.label, self.definition) or item

    def _shares(self, column: Floats) -> dict[str, float]:
        """The weighted share of each code of the scale, 0 to 1."""
        codes = range(self.study.scale_min, self.study.scale_max + 1)
        weights = np.where(np.isnan(column), 0, self.data.weights)
        whole = weights.sum() or 1.0
        return {
            str(code): float(weights[column == code].sum() / whole) for code in codes
        }

    def _parts(self) -> list[Part]:
        answered = _units(self.study, state=UnitState.ANSWERED)
        lost = _units(self.study, role=UnitRole.MAIN, state__in=LOST)
        return [
            Part(
                label=stratum.label,
                population=stratum.population_count,
                drawn=stratum.sample_count,
                answered=answered.get(stratum.pk, 0),
                lost=lost.get(stratum.pk, 0),
                score=self._part(stratum),
            )
            for stratum in self.study.strata.all()
        ]

    def _part(self, stratum: Stratum) -> Score:
        """The overall score of a stratum; of few responses it would tell whose."""
        inside = np.array([key == stratum.key for key in self.data.strata], bool)
        if (count := int(inside.sum())) < LEAST_IN_PART:
            return Score(stratum.key, None, None, None, None, "", count)
        scores = [
            estimation.mean(self.design, respondent_scores(self._answers(name)), inside)
            for name in self.instrument.variables
        ]
        return self._score(stratum.key, estimation.mean_of(self.design, scores))

    def _score(self, name: str, found: Estimate) -> Score:
        return score_of(self.scale, name, found)


def _units(study: Study, **condition: object) -> dict[int, int]:
    """How many units of each stratum fulfil a condition."""
    rows = SampleUnit.objects.filter(study=study, **condition).order_by()
    return dict(rows.values_list("stratum_id").annotate(Count("pk")))
