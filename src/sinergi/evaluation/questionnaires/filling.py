"""A questionnaire being filled in: what is asked, what is reckoned, what does not fit.

Answers are the texts that an XForm holds: `4`, `2022-12-31`, `rice fish` for two codes.
"""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sinergi.evaluation.questionnaires.definition import (
    SELECTS,
    SHOWN,
    Choice,
    Definition,
    Parts,
    Question,
)
from sinergi.evaluation.questionnaires.expressions import ExpressionError
from sinergi.evaluation.questionnaires.typed import value_problem
from sinergi.evaluation.questionnaires.values import (
    LONGEST_VALUE,
    Value,
    to_text,
    to_truth,
)

#: What a change may set off: conditions that look back are seen after so many rounds.
MOST_ROUNDS = 6


@dataclass(frozen=True)
class Unfit:
    """An answer that does not fit; `kind` is `required`, `constraint` or a type's."""

    name: str
    kind: str


class _Moment:
    """The scope of an expression: the answers now, and the clock."""

    def __init__(self, filling: "Filling", columns: Mapping[str, str]) -> None:
        self.filling = filling
        self.columns = columns

    def value(self, name: str) -> str:
        """The answer, empty while the question is not asked."""
        return self.filling.value(name)

    def column(self, name: str) -> str:
        """A column of the choice that is looked at."""
        return self.columns.get(name, "")

    def label(self, question: str, code: str) -> str:
        """What people read for a code, in the first language of the form."""
        return self.filling.label(question, code)

    def today(self) -> str:
        """The day of filling in."""
        return self.filling.now.date().isoformat()

    def now(self) -> str:
        """The moment of filling in."""
        return self.filling.now.isoformat(timespec="seconds")


class Filling:
    """The state of one respondent's answers."""

    def __init__(
        self, definition: Definition, answers: Mapping[str, str], now: dt.datetime
    ) -> None:
        self.definition = definition
        self.now = now
        self.answers = {
            question.name: answers.get(question.name, "")[:LONGEST_VALUE]
            for question in definition.questions
        }
        self.hidden: frozenset[str] = frozenset()
        self._plain = _Moment(self, MappingProxyType({}))
        self._settle()

    def _settle(self) -> None:
        """Reckon conditions and calculations in order until nothing moves."""
        for _round in range(MOST_ROUNDS):
            before = self.hidden, dict(self.answers)
            hidden = set(self.hidden)
            for question in self.definition.questions:
                self._settle_one(question, hidden)
            if before == (self.hidden, self.answers):
                return

    def _settle_one(self, question: Question, hidden: set[str]) -> None:
        is_asked = all(
            to_truth(self.evaluate(question, condition))
            for condition in question.relevant
        )
        if is_asked == (question.name in hidden):
            hidden ^= {question.name}
            self.hidden = frozenset(hidden)
        if question.calculation and is_asked:
            reckoned = self.evaluate(question, question.calculation)
            is_number = isinstance(reckoned, float) and math.isfinite(reckoned)
            keeps = is_number or not isinstance(reckoned, float)
            self.answers[question.name] = (
                to_text(reckoned)[:LONGEST_VALUE] if keeps else ""
            )

    def value(self, name: str) -> str:
        """The answer to a question, empty while it is not asked."""
        return "" if name in self.hidden else self.answers.get(name, "")

    def label(self, question: str, code: str) -> str:
        """What people read for a code of a question's list."""
        asked = self.definition.by_name[question]
        for choice in self.definition.lists.get(asked.choices, ()):
            if choice.code == code:
                text = choice.label
                return self.shown(asked, next(iter(text.values()), ()))
        return code

    def evaluate(
        self,
        question: Question,
        expression: str,
        columns: Mapping[str, str] = MappingProxyType({}),
    ) -> Value:
        """The value of an expression where a question stands.

        What the web page does not serve was named when the form was uploaded; it
        counts as true, so that nothing is hidden by it.
        """
        scope = _Moment(self, columns) if columns else self._plain
        try:
            return self.definition.expression(question, expression)(scope)
        except ExpressionError:
            return True

    def is_asked(self, name: str) -> bool:
        """Whether the conditions of a question hold."""
        return name not in self.hidden

    def is_required(self, question: Question) -> bool:
        """Whether an answer must be given."""
        return bool(question.required) and to_truth(
            self.evaluate(question, question.required)
        )

    def choices(self, question: Question) -> Sequence[Choice]:
        """The choices of a question that its filter leaves."""
        listed = self.definition.lists.get(question.choices, ())
        if not question.choice_filter:
            return listed
        return [
            choice
            for choice in listed
            if to_truth(
                self.evaluate(
                    question,
                    question.choice_filter,
                    {"name": choice.code, **choice.columns},
                )
            )
        ]

    def shown(self, question: Question, parts: Parts) -> str:
        """A text with the values that it names."""
        return "".join(
            self._named(question, part) if place % 2 else part
            for place, part in enumerate(parts)
        )

    def _named(self, question: Question, expression: str) -> str:
        value = self.evaluate(question, expression)
        return "" if isinstance(value, bool) else to_text(value)

    def problems(self, names: Sequence[str] | None = None) -> Iterator[Unfit]:
        """What does not fit among these questions, or among all."""
        for question in self.definition.questions:
            is_meant = names is None or question.name in names
            if is_meant and question.asks and self.is_asked(question.name):
                kind = self._problem(question)
                if kind:
                    yield Unfit(question.name, kind)

    def _problem(self, question: Question) -> str:
        value = self.value(question.name)
        if not value.strip():
            is_missing = self.is_required(question) and self._is_sure(question)
            return "required" if is_missing else ""
        codes = self._codes(question) if question.kind in SELECTS else frozenset()
        kind = value_problem(question, value, codes)
        if kind or not question.constraint:
            return kind
        fits = to_truth(self.evaluate(question, question.constraint))
        return "" if fits else "constraint"

    def _is_sure(self, question: Question) -> bool:
        """Whether all that decides on asking can be evaluated here."""
        try:
            for expression in (*question.relevant, question.required):
                self.definition.expression(question, expression)
        except ExpressionError:
            return False
        return True

    def _codes(self, question: Question) -> frozenset[str]:
        return frozenset(choice.code for choice in self.choices(question))

    def given(self) -> dict[str, str]:
        """The answers of all that is asked and answered."""
        return {
            question.name: value
            for question in self.definition.questions
            if question.kind not in SHOWN and (value := self.value(question.name))
        }
