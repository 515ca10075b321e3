"""One page of a questionnaire as a form: what is asked, was typed, and does not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sinergi.core.forms import DayInput, DigitsInput
from sinergi.evaluation.questionnaires.definition import (
    SHOWN,
    Definition,
    Page,
    Question,
    Text,
    in_language,
)
from sinergi.evaluation.questionnaires.filling import Filling
from sinergi.evaluation.questionnaires.typed import from_typed
from sinergi.evaluation.questionnaires.xlsform import UNIT_QUESTION
from sinergi.evaluation.wording import answer_words

#: More choices than this are a list to open, on a phone as well.
MOST_RADIOS = 20
#: A range of so many steps is drawn as radio buttons.
MOST_STEPS = 11
PREFIX = "q"
SHORT = {"class": "input--short", "autocomplete": "off"}
Data = Mapping[str, object]


@dataclass(frozen=True)
class Item:
    """A line of the page: a field, or words alone."""

    kind: str
    text: str = ""
    hint: str = ""
    field: BoundField | None = None


class Asked:
    """A questionnaire being filled in, in the language of the moment."""

    def __init__(self, filling: Filling, known_unit: str = "") -> None:
        self.filling = filling
        self.known_unit = known_unit
        self.language = get_language() or "id"

    @property
    def definition(self) -> Definition:
        """The questionnaire."""
        return self.filling.definition

    def words(self, question: Question, text: Text) -> str:
        """A text of a question with its values."""
        parts = in_language(text, self.definition.languages, self.language)
        return self.filling.shown(question, parts)

    def pages(self) -> list[Page]:
        """The pages on which something is asked or shown now."""
        return [page for page in self.definition.pages if self.names(page)]

    def names(self, page: Page) -> list[str]:
        """What stands on a page now."""
        return [
            name
            for name in page.questions
            if self.filling.is_asked(name) and not self._is_known(name)
        ]

    def _is_known(self, name: str) -> bool:
        return name == UNIT_QUESTION and bool(self.known_unit)

    def page_title(self, page: Page) -> str:
        """What stands above a page."""
        parts = in_language(page.label, self.definition.languages, self.language)
        first = self.definition.by_name[page.questions[0]]
        return self.filling.shown(first, parts)

    def page_with(self, name: str) -> int:
        """The number of the page on which a question stands, from 1."""
        places = (
            number
            for number, page in enumerate(self.pages(), 1)
            if name in page.questions
        )
        return next(places, 1)


class PageForm(forms.Form):
    """The fields of one page; what fits is said by the questionnaire, not by them."""

    def __init__(self, asked: Asked, page: Page, data: "QueryDict | None") -> None:
        self.asked = asked
        self.page = page
        self.names = asked.names(page)
        given: Data = self._kept() if data is None else data
        super().__init__(given, prefix=PREFIX)
        for question in self.questions:
            self.fields[question.name] = _field(asked, question)

    @property
    def questions(self) -> list[Question]:
        """The questions of the page that are asked now."""
        by_name = self.asked.definition.by_name
        listed = (by_name[name] for name in self.names)
        return [question for question in listed if question.asks]

    def full_clean(self) -> None:
        """Nothing is judged here: see `show_problems`."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, object] = {}

    def _kept(self) -> Data:
        answers = self.asked.filling.answers
        return {
            f"{PREFIX}-{question.name}": _displayed(question, answers[question.name])
            for question in self.questions
            if answers[question.name]
        }

    def typed(self) -> dict[str, str]:
        """What was typed, as the form holds it."""
        return {
            question.name: from_typed(question, self._raw(question))
            for question in self.questions
        }

    def _raw(self, question: Question) -> str:
        bound = self[question.name]
        value = bound.field.widget.value_from_datadict(
            self.data, self.files, bound.html_name
        )
        if question.kind == "acknowledge":
            return "OK" if value else ""
        if isinstance(value, list):
            return " ".join(map(str, value))
        return str(value or "")

    def show_problems(self, names: Sequence[str]) -> bool:
        """Say at their fields what does not fit; whether there is anything."""
        language = self.asked.language
        filling = self.asked.filling
        for problem in filling.problems(names):
            words = answer_words(filling, problem, language)
            self.add_error(problem.name if problem.name in self.fields else None, words)
        return bool(self.errors)

    def items(self) -> list[Item]:
        """The lines of the page, in order."""
        return [self._item(self.asked.definition.by_name[name]) for name in self.names]

    def _item(self, question: Question) -> Item:
        if question.asks:
            is_likert = "likert" in question.appearance
            kind = "likert" if is_likert else question.kind
            return Item(kind, field=self[question.name])
        text = self.asked.words(question, question.label)
        if question.kind not in SHOWN:
            text = f"{text} {self.asked.filling.value(question.name)}".strip()
        kind = question.kind if question.kind in SHOWN else "note"
        return Item(kind, text, self.asked.words(question, question.hint))


def _displayed(question: Question, value: str) -> object:
    """A kept answer as the field shows it."""
    if question.kind == "select_multiple":
        return value.split()
    if question.kind == "date" and len(parts := value.split("-")) == 3:
        return "/".join(reversed(parts))
    return value


def _field(asked: Asked, question: Question) -> forms.Field:
    label = asked.words(question, question.label) or question.name
    hint = escape(asked.words(question, question.hint))
    required = asked.filling.is_required(question)
    choices = _choices(asked, question)
    if choices:
        return _choice_field(question, choices, label, hint, required=required)
    if question.kind == "acknowledge":
        return forms.BooleanField(label=label, help_text=hint, required=required)
    widget = _widget(question)
    return forms.CharField(
        label=label, help_text=hint, required=required, widget=widget
    )


def _choices(asked: Asked, question: Question) -> list[tuple[str, str]]:
    if question.kind == "range":
        return _steps(question)
    definition = asked.definition
    return [
        (
            choice.code,
            asked.filling.shown(
                question,
                in_language(choice.label, definition.languages, asked.language),
            ),
        )
        for choice in asked.filling.choices(question)
    ]


def _steps(question: Question) -> list[tuple[str, str]]:
    """The steps of a short range of whole numbers."""
    ends = [question.parameters.get(key, "") for key in ("start", "end", "step")]
    if not all(end.isdecimal() and len(end) < 6 for end in ends):
        return []
    start, end, step = map(int, ends)
    steps = range(start, end + 1, step or 1)
    return [(str(at), str(at)) for at in steps] if len(steps) <= MOST_STEPS else []


def _choice_field(
    question: Question,
    choices: list[tuple[str, str]],
    label: str,
    hint: str,
    *,
    required: bool,
) -> forms.Field:
    if question.kind == "select_multiple":
        return forms.MultipleChoiceField(
            label=label,
            help_text=hint,
            required=required,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )
    is_long = len(choices) > MOST_RADIOS or "minimal" in question.appearance
    widget = forms.Select if is_long else forms.RadioSelect
    listed = [("", _("Choose")), *choices] if is_long else choices
    return forms.ChoiceField(
        label=label, help_text=hint, required=required, choices=listed, widget=widget
    )


def _widget(question: Question) -> forms.Widget:
    widgets: dict[str, forms.Widget] = {
        "integer": DigitsInput(),
        "range": DigitsInput(),
        "date": DayInput(),
        "decimal": forms.TextInput(SHORT | {"inputmode": "decimal"}),
        "time": forms.TextInput(SHORT | {"placeholder": "08:30"}),
        "datetime": forms.TextInput(SHORT | {"type": "datetime-local"}),
    }
    if "multiline" in question.appearance:
        return forms.Textarea({"rows": 4})
    return widgets.get(question.kind) or forms.TextInput({"autocomplete": "off"})
