"""Compares what a study found: between groups, with another study, before and after.

Method: `docs/methods/estimation.md`, section 7. Groups of few are not shown, nor is a
change that few answered both times.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db.models import QuerySet

from sinergi.evaluation.enums import Audience, StudyState
from sinergi.evaluation.findings import Score
from sinergi.evaluation.models import Instrument, Study
from sinergi.evaluation.queries.microdata import Microdata, microdata_of
from sinergi.evaluation.queries.results import (
    answers_of,
    design_of,
    instrument_of,
    scale_of,
    score_of,
    words_of,
)
from sinergi.evaluation.questionnaires.definition import (
    NUMBERS,
    Definition,
    Question,
)
from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.anonymity import telling_groups
from sinergi.evaluation.statistics.change import (
    Change,
    independent_change,
    paired_change,
)
from sinergi.evaluation.statistics.comparison import RaoScott, rao_scott
from sinergi.evaluation.statistics.design import SurveyDesign
from sinergi.evaluation.statistics.groups import Flags, Floats, Labels
from sinergi.evaluation.statistics.scoring import Scale, respondent_scores, stacked
from sinergi.evaluation.statistics.tables import HUGE
from sinergi.evaluation.words import variable_label

#: Fewer respondents than these are not shown as a group.
FEWEST = 5
#: More choices than these are no groups that can be taken in.
MOST_GROUPS = 8
#: The grouping by the strata of the sample; no question has such a name.
STRATA = "-"
#: The kinds of question whose answers are numbers, or codes that may be.
COUNTED = NUMBERS | {"select_one", "calculate"}
#: How the names of two questions, or two variables, end that ask one thing twice.
ENDINGS = (("_before", "_after"), ("_sebelum", "_sesudah"))


@dataclass(frozen=True)
class Answered:
    """The responses to a questionnaire of a study, read once they are needed."""

    study: Study
    instrument: Instrument

    @cached_property
    def data(self) -> Microdata:
        """The responses that count now."""
        return microdata_of(self.study, self.instrument)

    @property
    def is_any(self) -> bool:
        """Whether a response counts; of what is published one does."""
        return self.study.state == StudyState.PUBLISHED or len(self.data) > 0

    @cached_property
    def design(self) -> SurveyDesign:
        """How they were drawn."""
        return design_of(self.study, self.data)

    @cached_property
    def scale(self) -> Scale:
        """The scale of their items."""
        return scale_of(self.study)

    @cached_property
    def definition(self) -> Definition:
        """The questions."""
        return Definition.from_json(self.instrument.definition)

    @cached_property
    def scores(self) -> Mapping[str, Floats]:
        """Each respondent's score of each variable."""
        return {
            name: respondent_scores(
                answers_of(self.study, self.instrument, self.data, name)
            )
            for name in self.instrument.variables
        }

    @cached_property
    def items(self) -> frozenset[str]:
        """The questions that belong to a variable."""
        return frozenset(
            item for names in self.instrument.variables.values() for item in names
        )


def answered(study: Study, audience: str = Audience.EFFECTIVENESS) -> Answered | None:
    """The responses to a questionnaire of a study; None while it was in no field."""
    instrument = instrument_of(study, audience)
    return Answered(study, instrument) if instrument else None


@dataclass(frozen=True)
class Grouping:
    """Something by which respondents fall into groups: code and label of each."""

    key: str
    label: str
    groups: Mapping[str, str]


@dataclass(frozen=True)
class Compared:
    """One score by group, and whether the groups differ; `name` is empty for all."""

    name: str
    groups: Sequence[tuple[str, Score]]
    test: RaoScott | None


def groupings_of(given: Answered) -> list[Grouping]:
    """By stratum, and by each question with few choices that no variable has."""
    strata = {stratum.key: stratum.label for stratum in given.study.strata.all()}
    found = [Grouping(STRATA, "", strata)] if len(strata) > 1 else []
    return found + [
        _grouping(question, given.definition)
        for question in given.definition.questions
        if question.kind == "select_one"
        and question.name not in given.items
        and 1 < len(given.definition.codes(question)) <= MOST_GROUPS
    ]


def _grouping(question: Question, definition: Definition) -> Grouping:
    choices = definition.lists[question.choices]
    return Grouping(
        question.name,
        words_of(question.label, definition) or question.name,
        {it.code: words_of(it.label, definition) or it.code for it in choices},
    )


def compared_groups(given: Answered, grouping: Grouping) -> list[Compared]:
    """The whole and each variable by group; groups that tell of few are left out."""
    labels = _labels(given, grouping)
    sizes = {code: int(np.sum(labels == code)) for code in grouping.groups}
    shown = telling_groups({code: size for code, size in sizes.items() if size}, FEWEST)
    if len(shown) < 2 or not given.scores:
        return []
    inside = {code: np.asarray(labels == code, bool) for code in shown}
    labels = np.where(np.isin(labels, shown), labels, "")
    whole = respondent_scores(stacked(list(given.scores.values())))
    names = list(given.scores)
    return [
        _compared(given, "", names, whole, (grouping, inside, labels)),
        *(
            _compared(given, name, [name], scores, (grouping, inside, labels))
            for name, scores in given.scores.items()
        ),
    ]


def _labels(given: Answered, grouping: Grouping) -> Labels:
    if grouping.key == STRATA:
        return np.array(given.data.strata, str)
    answers = [row.get(grouping.key) for row in given.data.answers]
    return np.array(["" if it is None else str(it) for it in answers], str)


def _compared(
    given: Answered,
    name: str,
    variables: Sequence[str],
    scores: Floats,
    by: tuple[Grouping, Mapping[str, Flags], Labels],
) -> Compared:
    grouping, inside, labels = by
    groups = [
        (grouping.groups[code], _score(given, name, variables, rows))
        for code, rows in inside.items()
    ]
    classes = given.scale.classes_of(scores) if given.scale.labels else None
    test = None if classes is None else rao_scott(given.design, labels, classes)
    return Compared(name, groups, test if test and np.isfinite(test.p) else None)


def _score(given: Answered, name: str, variables: Sequence[str], rows: Flags) -> Score:
    """The plain mean of variables in a group, without figures where few answered."""
    parts = [
        estimation.mean(given.design, given.scores[variable], rows)
        for variable in variables
    ]
    found = score_of(given.scale, name, estimation.mean_of(given.design, parts))
    if min(part.n for part in parts) < FEWEST:
        return Score(name, None, None, None, None, "", found.n)
    return found


@dataclass(frozen=True)
class Bridge:
    """Two studies beside each other, the earlier first, in per cent of their scales."""

    earlier: Study
    later: Study
    changes: Sequence[tuple[str, Change]]


def studies_to_compare(study: Study) -> QuerySet[Study]:
    """The other studies that are published, newest first."""
    return Study.objects.filter(state=StudyState.PUBLISHED).exclude(pk=study.pk)


def bridge_of(given: Answered, other: Study) -> Bridge | None:
    """The change of the variables that both studies have; None where none is."""
    found = answered(other)
    if found is None or not len(found.data) or not len(given.data):
        return None
    earlier, later = sorted((found, given), key=_years)
    shared = [name for name in given.scores if name in found.scores]
    changes = [(name, _between(earlier, later, name)) for name in shared]
    return Bridge(earlier.study, later.study, [it for it in changes if _is_of_many(it)])


def _years(given: Answered) -> tuple[int, int]:
    return given.study.to_year, given.study.from_year


def _between(earlier: Answered, later: Answered, name: str) -> Change:
    first, second = (
        100 * one.scale.shares(one.scores[name]) for one in (earlier, later)
    )
    return independent_change(earlier.design, first, later.design, second)


def _is_of_many(named: tuple[str, Change]) -> bool:
    change = named[1]
    return min(change.before.n, change.after.n) >= FEWEST


def paired_changes(study: Study) -> list[tuple[str, Change]]:
    """What the same respondents said before and after, of all questionnaires."""
    return [
        named
        for audience in Audience
        if (given := answered(study, audience)) and _twice(given)
        for named in _paired(given)
        if _is_of_many(named)
    ]


def _twice(given: Answered) -> list[tuple[str, str]]:
    """Variables, and questions of none, whose names differ in their ending alone."""
    asked = {it.name for it in given.definition.questions if it.kind in COUNTED}
    names = {*given.instrument.variables, *asked} - given.items
    return [
        (name, name.removesuffix(first) + second)
        for name in names
        for first, second in ENDINGS
        if name.endswith(first) and name.removesuffix(first) + second in names
    ]


def _paired(given: Answered) -> Iterator[tuple[str, Change]]:
    """The change from each first to its second, in the order of their names."""
    for first, second in sorted(_twice(given)) if len(given.data) else ():
        before, after = _values(given, first), _values(given, second)
        label = _label(given, second)
        yield label, paired_change(given.design, before, after)


def _label(given: Answered, name: str) -> str:
    """The words of a question, or of a variable."""
    question = given.definition.by_name.get(name)
    words = words_of(question.label, given.definition) if question else ""
    return words or variable_label(name)


def _values(given: Answered, name: str) -> Floats:
    """The scores of a variable, or the answers to a question that are numbers."""
    if name in given.scores:
        return given.scores[name]
    answers = given.data.numbers(name)
    return np.where(np.abs(answers) < HUGE, answers, np.nan)
