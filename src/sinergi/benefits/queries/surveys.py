"""What a study's answers say of a quantity, or of what people would pay."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sinergi.benefits.errors import UnfitValuation
from sinergi.benefits.valuation.answers import COLUMNS, Method, willingness
from sinergi.benefits.valuation.contingent import (
    Distribution,
    UnfitAnswers,
    Willingness,
)
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.microdata import Microdata, microdata_of
from sinergi.evaluation.queries.results import design_of, instrument_of
from sinergi.evaluation.statistics import estimation


@dataclass(frozen=True)
class Quantity:
    """The total of an answer over a population, with its standard error."""

    value: float
    se: float
    n: int


def quantity_of(
    study: Study, audience: str, question: str, *, population: float
) -> Quantity:
    """The mean of a question times the people that the study stands for.

    Raises:
        UnfitValuation: The study has no such answers.
    """
    data = _data(study, audience)
    found = estimation.mean(design_of(study, data), data.numbers(question))
    if found.value is None or found.se is None or math.isnan(found.se):
        raise UnfitValuation(
            _("The study has no numbers for this question."), field="question"
        )
    return Quantity(found.value * population, found.se * population, found.n)


def willingness_of(
    study: Study,
    audience: str,
    method: Method,
    questions: Mapping[str, str],
    *,
    distribution: Distribution = Distribution.NORMAL,
) -> Willingness:
    """What people of a study would pay, from the questions of each part of an answer.

    Args:
        study: The study that asked.
        audience: Users, or people who do not use a library.
        method: How it asked.
        questions: Names of questions by the parts of `answers.COLUMNS`.
        distribution: How willingness is taken to be spread.

    Raises:
        UnfitValuation: The study has no such answers, or they determine nothing.
    """
    data = _data(study, audience)
    parts = COLUMNS[method]
    missing = [part for part in parts if part not in questions]
    if missing:
        raise UnfitValuation(
            _("Say which question asked for: %(parts)s.")
            % {"parts": ", ".join(missing)},
            field="question",
        )
    pairs = [
        ([row.get(questions[part]) for part in parts], weight)
        for row, weight in zip(data.answers, data.weights.tolist(), strict=True)
        if row.get(questions[parts[0]]) not in (None, "")
    ]
    try:
        return willingness(
            method,
            [cells for cells, _weight in pairs],
            distribution=distribution,
            weights=[weight for _cells, weight in pairs],
        )
    except UnfitAnswers as error:
        raise UnfitValuation(
            _("Willingness to pay cannot be estimated: %(value)s")
            % {"value": _(error.why) % error.values},
            field="question",
        ) from error


def _data(study: Study, audience: str) -> Microdata:
    instrument = instrument_of(study, audience)
    data = None if instrument is None else microdata_of(study, instrument)
    if data is None or not len(data):
        raise UnfitValuation(_("The study has no answers yet."), field="study")
    return data
