"""Responses as people read them: the list, one of them, its files."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from sinergi.core import formatting
from sinergi.evaluation.enums import Audience, Flag, Source
from sinergi.evaluation.models import Response, ResponseFile, Study
from sinergi.evaluation.queries.instruments import definition_of
from sinergi.evaluation.questionnaires.definition import (
    SHOWN,
    Definition,
    Question,
    in_language,
)

#: Any flag at all.
ANY = "ada"


class Status(Enum):
    """Whether a response counts."""

    COUNTED = auto()
    EXCLUDED = auto()
    SUPERSEDED = auto()
    UNCHECKED = auto()


@dataclass(frozen=True)
class ResponseFilter:
    """Which responses of a study; what is empty leaves none out."""

    audience: str = ""
    flag: str = ""
    stratum: str = ""
    source: str = ""
    interviewer: str = ""
    status: Status | None = None


def responses_of(study: Study, wanted: ResponseFilter) -> QuerySet[Response]:
    """The responses of a study that a filter lets through, without their XML."""
    rows = Response.objects.filter(instrument__study=study)
    if wanted.audience in Audience.values:
        rows = rows.filter(instrument__audience=wanted.audience)
    if wanted.source in Source.values:
        rows = rows.filter(source=wanted.source)
    if wanted.stratum:
        rows = rows.filter(unit__stratum__key=wanted.stratum)
    if wanted.interviewer:
        rows = rows.filter(interviewer=wanted.interviewer)
    found = _with_status(_flagged(rows, wanted.flag), wanted.status)
    return found.select_related("instrument", "unit__stratum").defer(
        "xml", "instrument__xlsform", "instrument__xform", "instrument__definition"
    )


def _flagged(rows: QuerySet[Response], flag: str) -> QuerySet[Response]:
    if flag == ANY:
        return rows.exclude(flags=[])
    if flag not in Flag.values:
        return rows
    return rows.annotate(flag_text=Cast("flags", TextField())).filter(
        flag_text__contains=f'"{flag}"'
    )


def _with_status(rows: QuerySet[Response], status: Status | None) -> QuerySet[Response]:
    if status is Status.COUNTED:
        return rows.filter(excluded_reason="", superseded_at__isnull=True)
    if status is Status.EXCLUDED:
        return rows.exclude(excluded_reason="")
    if status is Status.SUPERSEDED:
        return rows.filter(superseded_at__isnull=False)
    if status is Status.UNCHECKED:
        return rows.filter(checked_at__isnull=True)
    return rows


def response_of(study: Study, pk: int) -> Response | None:
    """One response of a study."""
    rows = Response.objects.filter(instrument__study=study, pk=pk)
    return (
        rows.select_related("instrument__study", "unit__stratum")
        .defer("xml", "instrument__xlsform", "instrument__xform")
        .first()
    )


def file_of_response(response: Response, pk: int) -> ResponseFile | None:
    """A file that came with a response."""
    return response.files.filter(pk=pk).first()


def interviewer_names(study: Study) -> dict[str, str]:
    """The names of the interviewers of a study, by user name."""
    return dict(study.interviewers.values_list("username", "name"))


def question_names(study: Study, wanted: ResponseFilter) -> list[str]:
    """The questions of all versions that the filtered responses may answer."""
    rows = study.instruments.order_by("audience", "version")
    if wanted.audience in Audience.values:
        rows = rows.filter(audience=wanted.audience)
    names: dict[str, None] = {}
    for instrument in rows.only("definition"):
        names |= dict.fromkeys(
            question.name
            for question in definition_of(instrument).questions
            if question.kind not in SHOWN
        )
    return list(names)


def answers_shown(response: Response) -> Iterator[tuple[str, str]]:
    """The questions of a response and its answers, in words."""
    definition = definition_of(response.instrument)
    for question in definition.questions:
        if question.kind in SHOWN or question.repeat:
            continue
        answer = response.answers.get(question.name)
        if question.kind == "metadata" and not answer:
            continue
        label = _text(definition, question.label) or question.name
        yield label, _in_words(definition, question, answer)
    for name, rows in response.answers.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            yield name, "; ".join(_row(row) for row in rows)


def _in_words(definition: Definition, question: Question, answer: object) -> str:
    if answer is None or answer == "":
        return ""
    codes = [str(one) for one in answer] if isinstance(answer, list) else [str(answer)]
    labels = {
        choice.code: _text(definition, choice.label)
        for choice in definition.lists.get(question.choices, ())
    }
    return ", ".join(_labelled(code, labels) for code in codes)


def _labelled(code: str, labels: dict[str, str]) -> str:
    label = labels.get(code, "")
    return f"{code} · {label}" if label and label != code else code


def _row(row: dict[str, object]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in row.items())


def _text(definition: Definition, text: object) -> str:
    parts = in_language(text, definition.languages, formatting.language())  # type: ignore[arg-type]  # a text of the definition
    return "".join("…" if place % 2 else part for place, part in enumerate(parts))


def correction_of(response: Response) -> Response | None:
    """The response that was sent to replace one."""
    if response.superseded_at is None:
        return None
    rows = Response.objects.filter(replaces=response.instance_id)
    return rows.order_by("received_at", "pk").only("pk").first()


def corrected_by(response: Response) -> Response | None:
    """The response that one replaces."""
    if not response.replaces:
        return None
    rows = Response.objects.filter(
        instance_id=response.replaces, instrument__study=response.instrument.study_id
    )
    return rows.only("pk").first()
