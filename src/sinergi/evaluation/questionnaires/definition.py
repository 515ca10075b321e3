"""A questionnaire as data: its pages, questions and choices, as JSON and back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import cast

from sinergi.evaluation.questionnaires.expressions import (
    Node,
    Places,
    read_expression,
)

#: A text in one language: plain parts, and at odd places expressions to be filled in.
Parts = tuple[str, ...]
#: A text by language; the key of a form without translations is empty.
Text = Mapping[str, Parts]
Json = Mapping[str, object]

NUMBERS = frozenset({"integer", "decimal", "range"})
SELECTS = frozenset({"select_one", "select_multiple"})
#: What shows something and asks nothing.
SHOWN = frozenset({"note", "heading"})
#: What is filled in without the respondent.
SILENT = frozenset({"calculate", "hidden", "metadata"})


@dataclass(frozen=True)
class Choice:
    """One choice of a list; `columns` are what choice filters ask of."""

    code: str
    label: Text
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A row of the survey sheet that holds an answer or shows something.

    `relevant` are the conditions of the question and of the groups around it; all
    must hold. `required` is an expression, empty for never.
    """

    name: str
    path: str
    kind: str
    row: int = 0
    label: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    required: str = ""
    required_message: Text = field(default_factory=dict)
    relevant: tuple[str, ...] = ()
    constraint: str = ""
    constraint_message: Text = field(default_factory=dict)
    calculation: str = ""
    choices: str = ""
    choice_filter: str = ""
    appearance: str = ""
    default: str = ""
    preload: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""

    @property
    def asks(self) -> bool:
        """Whether a respondent fills it in."""
        return (
            self.kind not in SHOWN and self.kind not in SILENT and not self.calculation
        )


@dataclass(frozen=True)
class Page:
    """What is asked at one time: a group, or questions outside of groups."""

    name: str
    label: Text
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Trouble:
    """What is wrong in a form: the cell, and the kind with its details.

    The words for `kind` are the caller's.
    """

    sheet: str
    row: int
    column: str
    kind: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A questionnaire; `web_troubles` say why the web page cannot ask it."""

    title: str
    languages: tuple[str, ...]
    pages: tuple[Page, ...]
    questions: tuple[Question, ...]
    lists: Mapping[str, tuple[Choice, ...]]
    web_troubles: tuple[Trouble, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions under their names."""
        return {question.name: question for question in self.questions}

    @cached_property
    def by_path(self) -> Mapping[str, str]:
        """The names of the questions under their paths in the form."""
        return {question.path: question.name for question in self.questions}

    @cached_property
    def _read(self) -> dict[tuple[str, str], Node]:
        """The expressions that have been read, by where they stand."""
        return {}

    def expression(self, question: Question, text: str) -> Node:
        """An expression of a question, read once.

        Raises:
            ExpressionError: It is not served.
        """
        key = (question.path, text)
        if key not in self._read:
            self._read[key] = read_expression(text, self.places(question))
        return self._read[key]

    def places(self, question: Question) -> Places:
        """What the expressions of a question may name."""
        columns = {"name"} if question.choices else set()
        for choice in self.lists.get(question.choices, ()):
            columns |= set(choice.columns)
        return Places(self.by_path, question.path, frozenset(columns))

    @property
    def is_for_web(self) -> bool:
        """Whether the web page can ask all of it."""
        return not self.web_troubles

    def codes(self, question: Question) -> frozenset[str]:
        """All codes that a question's list holds."""
        return frozenset(choice.code for choice in self.lists.get(question.choices, ()))

    def as_json(self) -> dict[str, object]:
        """The questionnaire as the database keeps it."""
        return cast(dict[str, object], _plain(asdict(self)))

    @classmethod
    def from_json(cls, stored: Json) -> "Definition":
        """The questionnaire from what `as_json` wrote."""
        return cls(
            title=str(stored.get("title", "")),
            languages=_strings(stored.get("languages")),
            pages=tuple(_page(page) for page in _documents(stored.get("pages"))),
            questions=tuple(
                _question(document) for document in _documents(stored.get("questions"))
            ),
            lists={
                name: tuple(_choice(choice) for choice in _documents(choices))
                for name, choices in _mapping(stored.get("lists")).items()
            },
            web_troubles=tuple(
                _trouble(trouble) for trouble in _documents(stored.get("web_troubles"))
            ),
        )


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _mapping(value: object) -> Json:
    return cast(Json, value or {})


def _documents(value: object) -> list[Json]:
    return cast(list[Json], value or [])


def _strings(value: object) -> tuple[str, ...]:
    return tuple(cast(list[str], value or []))


def _text(value: object) -> Text:
    return {language: _strings(parts) for language, parts in _mapping(value).items()}


def _words(value: object) -> dict[str, str]:
    return {key: str(inner) for key, inner in _mapping(value).items()}


def _choice(stored: Json) -> Choice:
    return Choice(
        str(stored["code"]), _text(stored["label"]), _words(stored["columns"])
    )


def _page(stored: Json) -> Page:
    return Page(
        str(stored["name"]), _text(stored["label"]), _strings(stored["questions"])
    )


def _trouble(stored: Json) -> Trouble:
    return Trouble(
        sheet=str(stored["sheet"]),
        row=cast(int, stored["row"]),
        column=str(stored["column"]),
        kind=str(stored["kind"]),
        details=_words(stored["details"]),
    )


_TEXTS = ("label", "hint", "required_message", "constraint_message")


def _question(stored: Json) -> Question:
    given = dict(stored)
    given["relevant"] = _strings(stored["relevant"])
    given["parameters"] = _words(stored["parameters"])
    for key in _TEXTS:
        given[key] = _text(stored[key])
    return Question(**given)  # type: ignore[arg-type] # as asdict wrote it


def in_language(text: Text, languages: tuple[str, ...], code: str) -> Parts:
    """A text in the language that people read, or in the form's first.

    XLSForm names languages as people do: `Bahasa Indonesia (id)`.
    """
    for language in languages:
        if text.get(language) and language.endswith(f"({code})"):
            return text[language]
    for language in (*languages, *text):
        if text.get(language):
            return text[language]
    return ()
