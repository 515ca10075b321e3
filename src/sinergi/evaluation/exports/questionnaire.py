"""A questionnaire as people read it: its parts, questions and choices."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from sinergi.evaluation.models import Instrument
from sinergi.evaluation.questionnaires.definition import (
    Definition,
    Text,
    in_language,
)


@dataclass(frozen=True)
class Asked:
    """One question: the part it stands in, its words, and its choices."""

    part: str
    name: str
    words: str
    choices: tuple[str, ...]


def questions_asked(instrument: Instrument) -> Iterator[Asked]:
    """The questions that a respondent fills in, in their order."""
    definition = Definition.from_json(instrument.definition)
    for page in definition.pages:
        part = _words(definition, page.label)
        for name in page.questions:
            question = definition.by_name[name]
            if question.asks:
                choices = definition.lists.get(question.choices, ())
                yield Asked(
                    part=part,
                    name=name,
                    words=_words(definition, question.label) or name,
                    choices=tuple(
                        f"{choice.code} = {_words(definition, choice.label)}"
                        for choice in choices
                    ),
                )


def _words(definition: Definition, text: Text) -> str:
    """A text in the reader's language; what is filled in from answers shows as …."""
    parts = in_language(text, definition.languages, get_language() or "")
    return "".join("…" if place % 2 else part for place, part in enumerate(parts))
