"""Reads responses out of a table: headings by name or label, cells by their type."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sinergi.evaluation.questionnaires.definition import (
    SELECTS,
    Definition,
    Question,
)
from sinergi.evaluation.questionnaires.typed import (
    POINT_DECIMAL,
    from_typed,
    value_problem,
)

Cells = Sequence[object]
Row = tuple[int, Cells]

SEARCHED_ROWS = 20
#: Headings under which an answer's identity comes, as Kobo and Central write it.
IDENTITY = frozenset(
    {"instance_id", "instanceid", "meta instanceid", "_uuid", "_id", "id", "id respons"}
)
COMMA_DECIMAL = re.compile(r".*\d,\d{1,2}\s*", re.ASCII)
SEPARATORS = re.compile(r"\s*[;,|\n]\s*")


@dataclass(frozen=True)
class Finding:
    """What is wrong in one cell; `value` is the cell as it was."""

    row: int
    column: str
    kind: str
    value: str = ""


@dataclass(frozen=True)
class Header:
    """Where the answers stand: the place of each question, and of the identity."""

    row: int
    places: Mapping[str, int]
    labels: Mapping[str, str]
    identity: int | None = None
    twice: str = ""
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadRow:
    """One row of answers, as the form holds them."""

    row: int
    identity: str
    answers: Mapping[str, str]
    findings: tuple[Finding, ...] = field(default=())


def heading_key(value: object) -> str:
    """A heading for comparison; groups before a name do not count."""
    text = " ".join(str(value or "").split()).casefold().rstrip(" *:?")
    is_path = "/" in text and " " not in text
    return text.rpartition("/")[2] if is_path else text


class Headings:
    """The headings that a questionnaire knows."""

    def __init__(self, definition: Definition) -> None:
        self.known: dict[str, str] = {}
        for question in definition.questions:
            for parts in question.label.values():
                self.known.setdefault(heading_key("".join(parts[::2])), question.name)
        for question in definition.questions:
            self.known[heading_key(question.name)] = question.name

    def find(self, rows: Sequence[Row]) -> Header | None:
        """The row among the first ones that names the most questions."""
        best = max(
            (self._header(row) for row in rows[:SEARCHED_ROWS]),
            key=lambda header: len(header.places),
            default=None,
        )
        return best if best and best.places else None

    def count(self, rows: Sequence[Row]) -> int:
        """How many questions the best row names."""
        header = self.find(rows)
        return len(header.places) if header else 0

    def _header(self, row: Row) -> Header:
        number, cells = row
        places: dict[str, int] = {}
        labels: dict[str, str] = {}
        identity, twice = None, ""
        unknown: list[str] = []
        for place, cell in enumerate(cells):
            key = heading_key(cell)
            name = self.known.get(key)
            if name is None and key in IDENTITY and identity is None:
                identity = place
            elif name in places:
                twice = str(cell)
            elif name is not None:
                places[name], labels[name] = place, " ".join(str(cell).split())
            elif key:
                unknown.append(str(cell))
        return Header(number, places, labels, identity, twice, tuple(unknown))


class TableReader:
    """Reads the rows below the headings."""

    def __init__(
        self, definition: Definition, header: Header, rows: Sequence[Row]
    ) -> None:
        self.definition = definition
        self.header = header
        self.rows = [row for row in rows if row[0] > header.row]
        self.codes = {
            name: _codes_by_words(definition, definition.by_name[name])
            for name in header.places
            if definition.by_name[name].kind in SELECTS
        }

    @cached_property
    def point_columns(self) -> frozenset[str]:
        """The columns of texts that write `2.5` throughout rather than `2,5`."""
        return frozenset(
            name for name, place in self.header.places.items() if self._points(place)
        )

    def _points(self, place: int) -> bool:
        texts = [text for _row, cells in self.rows if (text := _text_at(cells, place))]
        points = sum(1 for text in texts if POINT_DECIMAL.fullmatch(text))
        return points > sum(1 for text in texts if COMMA_DECIMAL.fullmatch(text))

    def read(self) -> Iterator[ReadRow]:
        """Each row that holds something."""
        for number, cells in self.rows:
            if any(_text(cell) for cell in cells):
                yield self._read(number, cells)

    def _read(self, number: int, cells: Cells) -> ReadRow:
        answers: dict[str, str] = {}
        findings: list[Finding] = []
        for name, place in self.header.places.items():
            cell = cells[place] if place < len(cells) else None
            text = _text(cell)
            question = self.definition.by_name[name]
            if not text or question.calculation:
                continue
            answers[name] = self._held(question, cell)
            codes = frozenset(self.codes.get(name, {}).values())
            kind = value_problem(question, answers[name], codes)
            if kind:
                label = self.header.labels[name]
                findings.append(Finding(number, label, kind, text))
        return ReadRow(number, self._identity(cells), answers, tuple(findings))

    def _identity(self, cells: Cells) -> str:
        place = self.header.identity
        return (
            _text(cells[place])[:100]
            if place is not None and place < len(cells)
            else ""
        )

    def _held(self, question: Question, cell: object) -> str:
        text = _text(cell)
        if question.kind in SELECTS:
            return self._held_codes(question, text)
        if isinstance(cell, str):
            has_points = question.name in self.point_columns
            return from_typed(question, text, point_is_decimal=has_points)
        return text[:10] if question.kind == "date" else text

    def _held_codes(self, question: Question, text: str) -> str:
        """Codes, whether the cell holds them or the words of the choices."""
        known = self.codes[question.name]
        whole = known.get(heading_key(text))
        if whole is not None:
            return whole
        if question.kind == "select_one":
            return text
        parts = SEPARATORS.split(text) if SEPARATORS.search(text) else text.split()
        return " ".join(known.get(heading_key(part), part) for part in parts if part)


def _codes_by_words(definition: Definition, question: Question) -> dict[str, str]:
    """The code that each code and each word of a list stands for."""
    choices = definition.lists.get(question.choices, ())
    words = {
        heading_key("".join(parts[::2])): choice.code
        for choice in choices
        for parts in choice.label.values()
    }
    return words | {heading_key(choice.code): choice.code for choice in choices}


def _text_at(cells: Cells, place: int) -> str:
    cell = cells[place] if place < len(cells) else None
    return cell.strip() if isinstance(cell, str) else ""


def _text(cell: object) -> str:
    """A cell as a form would hold it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip()
