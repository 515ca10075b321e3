"""Answers by their type: what a person types, what a form holds, what is kept.

A form holds texts. Kept are numbers for questions of numbers, lists for several
choices, numbers for choices whose codes are numbers and texts for all others.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping

from sinergi.evaluation.questionnaires.definition import (
    NUMBERS,
    SELECTS,
    Definition,
    Question,
)
from sinergi.evaluation.questionnaires.values import LONGEST_VALUE

Answer = str | int | float | list[str] | list[dict[str, object]]

WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
DECIMAL = re.compile(r"-?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})", re.ASCII)
CURRENCY = re.compile(r"^(?:rp\.?|idr)\s*|,-+$", re.IGNORECASE)
GROUPED = re.compile(r"-?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?", re.ASCII)
ENGLISH = re.compile(
    r"-?\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|-?\d{1,3},\d{3}\.\d+", re.ASCII
)
POINT_DECIMAL = re.compile(r"-?\d+\.\d{1,2}", re.ASCII)
DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})", re.ASCII)


def from_typed(question: Question, text: str, *, point_is_decimal: bool = False) -> str:
    """What a person typed, as the form holds it; what does not fit stays as typed.

    `point_is_decimal` says that the whole column writes `2.5` rather than `2,5`.
    """
    text = text.strip()[:LONGEST_VALUE]
    if question.kind in NUMBERS:
        if point_is_decimal and DECIMAL.fullmatch(text):
            return text
        return _number(text)
    if question.kind == "date":
        return _day(text)
    if question.kind == "time":
        return CLOCK.sub(lambda found: f"{int(found[1]):02}:{found[2]}", text)
    return text


def _number(text: str) -> str:
    """A number in Indonesian or English form; a lone group of three is a thousand."""
    plain = CURRENCY.sub("", text).strip().replace("\u00a0", " ").replace("−", "-")
    if GROUPED.fullmatch(plain):
        plain = plain.replace(".", "").replace(" ", "").replace(",", ".")
    elif ENGLISH.fullmatch(plain):
        plain = plain.replace(",", "")
    elif plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    return plain if DECIMAL.fullmatch(plain) else text


def _day(text: str) -> str:
    found = DAY.fullmatch(text)
    if not found:
        return text
    day, month, year = map(int, found.groups())
    return f"{year:04}-{month:02}-{day:02}"


def value_problem(question: Question, value: str, codes: Collection[str]) -> str:
    """Why a text is no answer to a question of its type; empty when it is."""
    kind = question.kind
    if kind in NUMBERS:
        return _number_problem(question, value)
    if kind in {"date", "time", "datetime"}:
        return _moment_problem(kind, value)
    given = value.split() if kind == "select_multiple" else [value]
    allowed = {"OK"} if kind == "acknowledge" else set(codes)
    is_closed = kind in SELECTS or kind == "acknowledge"
    return "unknown_choice" if is_closed and not set(given) <= allowed else ""


def _number_problem(question: Question, value: str) -> str:
    if question.kind == "integer" or question.parameters.get("type") == "int":
        return _range_problem(question, value, WHOLE, "not_whole")
    return _range_problem(question, value, DECIMAL, "not_a_number")


def _range_problem(
    question: Question, value: str, pattern: re.Pattern[str], kind: str
) -> str:
    if not pattern.fullmatch(value):
        return kind
    if question.kind != "range":
        return ""
    low, high = (_end(question, end) for end in ("start", "end"))
    return "" if low <= float(value) <= high else "out_of_range"


def _end(question: Question, end: str) -> float:
    return float(question.parameters.get(end) or {"start": 1, "end": 10}[end])


def _moment_problem(kind: str, value: str) -> str:
    readers = {
        "date": dt.date.fromisoformat,
        "time": dt.time.fromisoformat,
        "datetime": dt.datetime.fromisoformat,
    }
    try:
        readers[kind](value)
    except ValueError:
        return f"not_a_{kind}"
    return ""


def kept(definition: Definition, answers: Mapping[str, str]) -> dict[str, Answer]:
    """The answers by type, as they are stored."""
    return {
        name: kept_value(question, value)
        for name, value in answers.items()
        if value and (question := definition.by_name.get(name))
    }


def kept_value(question: Question, value: str) -> Answer:
    """One answer by its type; what does not fit stays as it came."""
    if question.kind == "select_multiple":
        return value.split()
    if question.kind == "select_one" and WHOLE.fullmatch(value):
        return int(value) if str(int(value)) == value else value
    if question.kind in NUMBERS or question.kind == "calculate":
        if WHOLE.fullmatch(value) and str(int(value)) == value:
            return int(value)
        if DECIMAL.fullmatch(value):
            return float(value)
    return value


def as_held(answer: object) -> str:
    """A stored answer as the form holds it."""
    if isinstance(answer, list):
        return " ".join(str(part) for part in answer)
    if isinstance(answer, float) and answer.is_integer():
        return str(int(answer))
    return str(answer)
