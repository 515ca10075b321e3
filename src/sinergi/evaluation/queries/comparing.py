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
from sinergi.evaluation.questionnaires.definition import Definition, Question
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

#: Fewer respondents than these are not shown as a group.
FEWEST = 5
#: More choices than these are no groups that can be taken in.
MOST_GROUPS = 8
#: The grouping by the strata of the sample; no question has such a name.
STRATA = "-"
#: How the names of two questions, or two variables, end that ask one thing twice.
ENDINGS = (("_before", "_after"), ("_sebelum", "_sesudah"))


@dataclass(frozen=True)
class Answered:
    """The responses to a questionnaire of a study, with their design."""

    study: Study
    instrument: Instrument
    data: Microdata

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
    """The responses of a study; None as long as none counts."""
    instrument = instrument_of(study, audience)
    if instrument is None:
        return None
    data = microdata_of(study, instrument)
    return Answered(study, instrument, data) if len(data) else None


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
    if len(shown) < 2:
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
    if found is None:
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
        if (given := answered(study, audience)) is not None
        for named in _paired(given)
        if _is_of_many(named)
    ]


def _paired(given: Answered) -> Iterator[tuple[str, Change]]:
    """Variables and questions of which two differ in their ending alone."""
    names = [*given.scores, *(set(given.definition.by_name) - given.items)]
    for name in sorted(names):
        for first, second in ENDINGS:
            stem = name.removesuffix(first)
            if stem != name and stem + second in names:
                before, after = _values(given, name), _values(given, stem + second)
                yield stem, paired_change(given.design, before, after)


def _values(given: Answered, name: str) -> Floats:
    """The scores of a variable, or the answers to a question."""
    return given.scores[name] if name in given.scores else given.data.numbers(name)
