"""Questionnaires, the units of their samples, and who answered so far."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from sinergi.evaluation.enums import InstrumentState, UnitRole, UnitState
from sinergi.evaluation.models import (
    ImportFile,
    Instrument,
    SampleUnit,
    Study,
    WebCopy,
)
from sinergi.evaluation.queries.studies import may_edit
from sinergi.evaluation.questionnaires.definition import (
    Definition,
    Question,
    in_language,
)
from sinergi.evaluation.questionnaires.xlsform import UNIT_QUESTION

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

WITHOUT_FILES = ("xlsform", "xform")
#: So many choices of a list are read on a preview; the others are counted.
MOST_CHOICES = 40


def readable_by(user: "User | AnonymousUser", study: Study) -> QuerySet[Instrument]:
    """The questionnaires of a study; drafts are for those who may change it."""
    rows = Instrument.objects.filter(study=study)
    return rows if may_edit(user, study) else rows.exclude(state=InstrumentState.DRAFT)


def instruments_of(user: "User | AnonymousUser", study: Study) -> QuerySet[Instrument]:
    """The questionnaires of a study, newest version first, without their files."""
    return (
        readable_by(user, study)
        .defer(*WITHOUT_FILES)
        .annotate(response_count=Count("responses"))
    )


def instrument_of(
    user: "User | AnonymousUser", study: Study, key: int
) -> Instrument | None:
    """One questionnaire of a study, with its files left in the database."""
    rows = readable_by(user, study).filter(pk=key).select_related("study")
    return rows.defer(*WITHOUT_FILES).first()


def workbook_of(instrument: Instrument) -> bytes:
    """The workbook as it was sent."""
    return bytes(
        Instrument.objects.values_list("xlsform", flat=True).get(pk=instrument.pk)
    )


#: Questions of versions that have been in the field and change no more, with their
#: expressions read; reading them anew costs more than all that is asked of them.
_frozen: dict[tuple[object, ...], Definition] = {}
MOST_FROZEN = 64


def definition_of(instrument: Instrument) -> Definition:
    """The questions of a version."""
    if instrument.fielded_at is None:
        return Definition.from_json(instrument.definition)
    key = (instrument.pk, instrument.form_id, instrument.version, instrument.fielded_at)
    if key not in _frozen:
        if len(_frozen) >= MOST_FROZEN:
            _frozen.clear()
        _frozen[key] = Definition.from_json(instrument.definition)
    return _frozen[key]


def variables_of(instrument: Instrument) -> dict[str, list[str]]:
    """Which items belong together, in the order of the form.

    PostgreSQL keeps the keys of a JSON object in an order of its own.
    """
    names = definition_of(instrument).by_name
    place = {name: number for number, name in enumerate(names)}
    return dict(
        sorted(
            instrument.variables.items(),
            key=lambda pair: (place.get(pair[1][0], len(place)), pair[1][0]),
        )
    )


def unit_of(study: Study, code: str) -> SampleUnit | None:
    """The unit of the sample that a code names, whatever case it is typed in."""
    code = code.strip()
    if not code or len(code) > 40:
        return None
    return SampleUnit.objects.filter(study=study, code__iexact=code).first()


def takes_unit(definition: Definition) -> bool:
    """Whether respondents say by a code which unit they are."""
    return UNIT_QUESTION in definition.by_name


def links_of(instrument: Instrument) -> QuerySet[WebCopy]:
    """The personal links of a version: of all units drawn or put in their place."""
    return (
        WebCopy.objects.filter(instrument=instrument, unit__isnull=False)
        .exclude(unit__role=UnitRole.REPLACEMENT, unit__state=UnitState.RESERVE)
        .select_related("unit__stratum", "unit__library__region")
        .order_by("unit__stratum__order", "unit__order")
    )


def copy_by_token(token: str) -> WebCopy | None:
    """The copy that a link opens."""
    rows = WebCopy.objects.filter(token=token)
    return rows.select_related("instrument__study", "unit").first()


def instrument_by_token(token: str) -> Instrument | None:
    """The version that a public link opens."""
    if not token:
        return None
    rows = Instrument.objects.filter(web_token=token)
    return rows.select_related("study").defer(*WITHOUT_FILES).first()


def newer_version(instrument: Instrument) -> Instrument | None:
    """The version in the field that took the place of a closed one."""
    rows = Instrument.objects.filter(
        study=instrument.study_id,
        audience=instrument.audience,
        state=InstrumentState.FIELDED,
    )
    return rows.defer(*WITHOUT_FILES).first()


def file_of(instrument: Instrument, key: uuid.UUID) -> ImportFile | None:
    """A sent file of responses."""
    return ImportFile.objects.filter(instrument=instrument, pk=key).first()


def files_of(instrument: Instrument) -> QuerySet[ImportFile]:
    """The latest sent files."""
    return ImportFile.objects.filter(instrument=instrument)[:10]


@dataclass(frozen=True)
class ShownQuestion:
    """A question as people read it on a preview or on paper."""

    question: Question
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    conditions: str
    variable: str
    further_choices: int = 0

    @property
    def is_shown_only(self) -> bool:
        """Whether it asks nothing."""
        return not self.question.asks


@dataclass(frozen=True)
class ShownPage:
    """A page of a preview."""

    label: str
    questions: tuple[ShownQuestion, ...]


class Preview:
    """A questionnaire as its respondents will see it, in one language."""

    def __init__(self, instrument: Instrument, language: str) -> None:
        self.definition = definition_of(instrument)
        self.language = language
        self.variables: Mapping[str, list[str]] = instrument.variables
        self.variable_of = {
            name: variable
            for variable, names in self.variables.items()
            for name in names
        }

    @cached_property
    def pages(self) -> list[ShownPage]:
        """The pages in order."""
        by_name = self.definition.by_name
        return [
            ShownPage(
                self._text(page.label),
                tuple(self._shown(by_name[name]) for name in page.questions),
            )
            for page in self.definition.pages
        ]

    @property
    def asked_count(self) -> int:
        """How many questions there are to answer."""
        return sum(question.asks for question in self.definition.questions)

    def items(self) -> list[tuple[str, list[str]]]:
        """The variables with the words of their items."""
        by_name = self.definition.by_name
        return [
            (variable, [self._text(by_name[name].label) for name in names])
            for variable, names in self.variables.items()
        ]

    def _text(self, text: "Mapping[str, tuple[str, ...]]") -> str:
        parts = in_language(text, self.definition.languages, self.language)
        return "".join(
            _blank(part) if place % 2 else part for place, part in enumerate(parts)
        )

    def _shown(self, question: Question) -> ShownQuestion:
        choices = self.definition.lists.get(question.choices, ())
        return ShownQuestion(
            question=question,
            label=self._text(question.label) or question.name,
            hint=self._text(question.hint),
            choices=tuple(
                (c.code, self._text(c.label)) for c in choices[:MOST_CHOICES]
            ),
            further_choices=max(0, len(choices) - MOST_CHOICES),
            conditions=" · ".join(question.relevant),
            variable=self.variable_of.get(question.name, ""),
        )


def _blank(expression: str) -> str:
    """Where a value will stand."""
    return f"[{expression.rpartition('/')[2].strip()}]"
