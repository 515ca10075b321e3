"""From a file of answers and a design to the figures of a study.

Conventions and a worked example: `docs/methods/estimation.md`, sections 4 and 9.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.change import paired_change
from sinergi.evaluation.statistics.comparison import rao_scott
from sinergi.evaluation.statistics.design import Missing, SurveyDesign
from sinergi.evaluation.statistics.drawing import survey_design
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.estimation import Estimate
from sinergi.evaluation.statistics.groups import Flags, Floats, Labels
from sinergi.evaluation.statistics.plans import (
    Asked,
    Comparison,
    Margin,
    Pair,
    Plan,
    cell_name,
)
from sinergi.evaluation.statistics.reliability import alpha
from sinergi.evaluation.statistics.scoring import respondent_scores, stacked
from sinergi.evaluation.statistics.tables import Refusal, Table
from sinergi.evaluation.statistics.weighting import post_stratify, rake

OFF_SCALE = gettext_noop(
    "Row %(row)s, column “%(column)s”: “%(value)s” is not on the scale."
)
OFF_CHOICES = gettext_noop(
    "Row %(row)s, column “%(column)s”: “%(value)s” is no answer of the questionnaire."
)
NEEDED = gettext_noop(
    "Row %(row)s, column “%(column)s”: the design needs a value here."
)
NO_ANSWER = gettext_noop(
    "Row %(row)s, column “%(column)s”: there is no answer, and “missing” is “fail”."
)
#: A comparison of more levels of a column tells nobody anything.
MOST_LEVELS = 30
Document = dict[str, object]


@dataclass(frozen=True)
class Evaluation:
    """What came of a file: the document, and the cells that were refused.

    A refused cell counts as an answer that is missing.
    """

    document: Document
    refusals: list[Refusal]


def evaluate(
    plan: Plan, table: Table, choices: Mapping[str, Collection[float]] | None = None
) -> Evaluation:
    """Compute what the plan asks for.

    Args:
        plan: The design and the questions.
        table: The answers, a row per respondent.
        choices: The codes that each item allows, where a questionnaire says so.

    Raises:
        UnfitData: The design cannot be, a column is not there, or an answer is missing
            where none may be.
    """
    study = _Study(plan, table, design_of(plan, table), choices or {})
    variables = [study.variable(name) for name in plan.variables]
    scores = [found for _, found in variables]
    document = {
        "n": len(table),
        "design": {
            "strata": study.design.stratum_count,
            "psu": study.design.psu_count,
        },
        "variables": [shown for shown, _ in variables],
        "overall": study.overall(scores) if scores else None,
        "estimates": [
            shown for asked in plan.estimates for shown in study.estimates(asked)
        ],
    }
    if plan.changes:
        document["change"] = [study.change(pair) for pair in plan.changes]
    if plan.comparisons:
        document["compare"] = [study.comparison(it) for it in plan.comparisons]
    return Evaluation(document, list(study.refusals.values()))


def design_of(plan: Plan, table: Table) -> SurveyDesign:
    """The design, its weights fitted to the totals that the plan knows.

    Raises:
        UnfitData: Something in its columns is doubtful, or no weights fit.
    """
    design = _drawn(plan, table)
    if plan.post_strata:
        return post_stratify(design, *_margin(table, plan.post_strata))
    if plan.margins:
        return rake(design, [_margin(table, margin) for margin in plan.margins])
    return design


def _margin(table: Table, margin: Margin) -> tuple[Labels, Mapping[str, float]]:
    """The cell of each row, named as in the totals; 1.0 in the file is the level 1."""
    columns = [_sure_labels(table, name).tolist() for name in margin.columns]
    cells, place = np.unique(
        [cell_name(labels) for labels in zip(*columns, strict=True)],
        return_inverse=True,
    )
    known = {_numbered(name): name for name in margin.totals}
    named = [
        it if it in margin.totals else known.get(_numbered(it), it)
        for it in map(str, cells)
    ]
    return np.array(named, str)[place], margin.totals


def _numbered(cell: str) -> tuple[float | str, ...]:
    """The labels of a cell, numbers as numbers."""
    labels = cell.split(cell_name(("", "")))
    numbers = map(_as_number, labels)
    return tuple(
        label if number is None else number
        for label, number in zip(labels, numbers, strict=True)
    )


def _drawn(plan: Plan, table: Table) -> SurveyDesign:
    """The design, read from its columns; nothing in them may be doubtful."""
    return survey_design(
        len(table),
        weights=_sure(table, plan.weights) if plan.weights else None,
        strata=[_sure_labels(table, name) for name in plan.strata],
        clusters=[_sure_labels(table, name) for name in plan.clusters],
        fpc=[_sure(table, name) for name in plan.fpc],
        lonely_psu=plan.lonely_psu,
        missing=plan.missing,
        first_row=table.first_row,
    )


def _sure(table: Table, name: str) -> Floats:
    numbers, refusals = table.numbers(name)
    if refusals:
        raise refusals[0].as_error()
    _check_given(table, name, np.isnan(numbers), NEEDED)
    return numbers


def _sure_labels(table: Table, name: str) -> Labels:
    labels = table.texts(name)
    _check_given(table, name, labels == "", NEEDED)
    return labels


def _check_given(table: Table, name: str, is_missing: Flags, template: str) -> None:
    rows = np.flatnonzero(is_missing)
    if len(rows):
        raise UnfitData(template, row=int(rows[0]) + table.first_row, column=name)


@dataclass(frozen=True)
class _Study:
    """A plan with its table and design, collecting what it refuses."""

    plan: Plan
    table: Table
    design: SurveyDesign
    choices: Mapping[str, Collection[float]]
    refusals: dict[tuple[int, str], Refusal] = field(default_factory=dict)

    def variable(self, name: str) -> tuple[Document, Estimate]:
        """The score of a variable, as shown and as estimated."""
        answers = stacked([self._answers(item) for item in self.plan.variables[name]])
        found = estimation.mean(self.design, respondent_scores(answers))
        return {"name": name, **self._score(found), "alpha": alpha(answers)}, found

    def overall(self, scores: list[Estimate]) -> Document:
        """The plain mean of the variables."""
        return self._score(estimation.mean_of(self.design, scores))

    def estimates(self, asked: Asked) -> Iterator[Document]:
        """The estimate of the whole, or of each domain that occurs."""
        for domain, inside in self._domains(asked.by):
            found = self._estimate(asked, inside)
            yield {
                "kind": asked.kind,
                "name": asked.name,
                **({"level": asked.level} if asked.level else {}),
                "domain": domain,
                "estimate": found.value,
                "se": found.se,
                "ci": found.ci,
                "deff": found.deff,
                "df": found.df,
                "n": found.n,
            }

    def change(self, pair: Pair) -> Document:
        """What rose or fell of the same respondents."""
        before, after = (self._numbers(name) for name in (pair.before, pair.after))
        found = paired_change(self.design, before, after)
        went_up = found.went_up
        return {
            "before": pair.before,
            "after": pair.after,
            "mean_before": found.before.value,
            "mean_after": found.after.value,
            "difference": found.difference,
            "se": found.se,
            "ci": found.ci,
            "effect": found.effect,
            "went_up": went_up.value if went_up else None,
            "df": found.before.df,
            "n": found.before.n,
        }

    def comparison(self, asked: Comparison) -> Document:
        """Whether the answers to an item differ between groups."""
        groups, answers = self._few_labels(asked.by), self._few_labels(asked.item)
        found = rao_scott(self.design, groups, answers)
        is_sure = found is not None and np.isfinite(found.p)
        return {
            "item": asked.item,
            "by": asked.by,
            "f": found.statistic if found and is_sure else None,
            "df": found.df if found and is_sure else None,
            "p": found.p if found and is_sure else None,
            "n": int(np.sum((groups != "") & (answers != ""))),
        }

    def _few_labels(self, name: str) -> Labels:
        """The labels of a column that groups rows; refused answers are none."""
        labels = self._labels(name)
        if any(name in items for items in self.plan.variables.values()):
            labels = np.where(np.isnan(self._answers(name)), "", labels)
        count = len(_levels(labels))
        if count > MOST_LEVELS:
            message = gettext_noop(
                "The column “%(column)s” has %(count)s levels; a comparison is of "
                "%(most)s at most."
            )
            raise UnfitData(message, column=name, count=count, most=MOST_LEVELS)
        return labels

    def _score(self, found: Estimate) -> Document:
        scale, label = self.plan.scale, None
        if scale is not None and scale.labels and found.value is not None:
            label = scale.class_of(found.value)
        return {"mean": found.value, "se": found.se, "ci": found.ci, "class": label}

    def _estimate(self, asked: Asked, inside: Flags | None) -> Estimate:
        if asked.kind == "proportion":
            values = self._at_level(asked.columns[0], asked.level)
            return estimation.mean(self.design, values, inside)
        values, *others = [self._numbers(name) for name in asked.columns]
        if asked.kind == "ratio":
            return estimation.ratio(self.design, values, others[0], inside)
        estimator = estimation.mean if asked.kind == "mean" else estimation.total
        return estimator(self.design, values, inside)

    def _domains(
        self, by: tuple[str, ...]
    ) -> Iterator[tuple[dict[str, str], Flags | None]]:
        """Each combination of labels that occurs, the first column changing fastest."""
        if not by:
            yield {}, None
            return
        columns = [self._labels(name) for name in by]
        levels = [_levels(column) for column in columns]
        for combination in product(*reversed(levels)):
            labels = combination[::-1]
            inside: Flags = np.logical_and.reduce(
                [column == label for column, label in zip(columns, labels, strict=True)]
            )
            if inside.any():
                yield dict(zip(by, labels, strict=True)), inside

    def _answers(self, item: str) -> Floats:
        """The answers to an item; what the scale or the form forbids is refused."""
        values, refusals = self.table.numbers(item)
        if self.plan.scale is not None:
            is_off = self.plan.scale.outside(values)
            values = self._refuse(item, values, is_off, OFF_SCALE, refusals)
        if item in self.choices:
            is_off = ~np.isnan(values) & ~np.isin(values, list(self.choices[item]))
            values = self._refuse(item, values, is_off, OFF_CHOICES, refusals)
        return self._checked(item, values, refusals)

    def _refuse(
        self,
        item: str,
        values: Floats,
        is_off: Flags,
        template: str,
        refusals: list[Refusal],
    ) -> Floats:
        """The values without those that are refused, which are noted."""
        if not is_off.any():
            return values
        refusals += self.table.refusals(item, is_off, template)
        return np.where(is_off, np.nan, values)

    def _numbers(self, name: str) -> Floats:
        if any(name in items for items in self.plan.variables.values()):
            return self._answers(name)
        return self._checked(name, *self.table.numbers(name))

    def _checked(self, name: str, values: Floats, refusals: list[Refusal]) -> Floats:
        if self.plan.missing == Missing.FAIL:
            if refusals:
                raise refusals[0].as_error()
            _check_given(self.table, name, np.isnan(values), NO_ANSWER)
        self.refusals.update({(it.row, it.column): it for it in refusals})
        return values

    def _labels(self, name: str) -> Labels:
        labels = self.table.texts(name)
        if self.plan.missing == Missing.FAIL:
            _check_given(self.table, name, labels == "", NO_ANSWER)
        return labels

    def _at_level(self, name: str, level: str) -> Floats:
        """1 at the level and 0 at others; 1.0 in the file is the level 1."""
        labels = self._labels(name)
        levels = _levels(labels)
        same = [it for it in levels if it == level] or [
            it for it in levels if _as_number(it) == _as_number(level) is not None
        ]
        if not same:
            message = gettext_noop(
                "The column “%(column)s” never has the level “%(level)s”. It has: "
                "%(levels)s."
            )
            known = ", ".join(levels[:20])
            raise UnfitData(message, column=name, level=level, levels=known)
        return np.where(labels == "", np.nan, np.isin(labels, same).astype(float))


def _levels(labels: Labels) -> list[str]:
    """The labels that occur, numbers in their order and before texts."""
    levels = [str(label) for label in np.unique(labels) if label]
    return sorted(levels, key=_sort_key)


def _sort_key(label: str) -> tuple[bool, float, str]:
    number = _as_number(label)
    return number is None, number or 0.0, label


def _as_number(label: str) -> float | None:
    try:
        return float(label)
    except ValueError:
        return None
