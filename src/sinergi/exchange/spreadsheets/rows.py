"""Reads the cells of one row by the names of their columns, noting what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from sinergi.core.spreadsheets.cells import FormulaCell, Record, as_text
from sinergi.exchange.spreadsheets.dates import read_date
from sinergi.exchange.spreadsheets.numbers import (
    MOST,
    MOST_MONEY,
    NumberReading,
    is_bare_currency,
    plain,
    read_count,
    read_money,
)
from sinergi.exchange.spreadsheets.problems import Problem, Severity
from sinergi.exchange.spreadsheets.reading import Table
from sinergi.exchange.spreadsheets.text import (
    clean_prose,
    clean_words,
    is_blank,
    library_key,
    looks_like_formula,
    unescaped,
)
from sinergi.exchange.spreadsheets.vocabularies import Vocabulary

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Reading(Generic[RowT]):
    """What a file gives: the rows to take in, and what is wrong or doubtful."""

    table: Table
    rows: tuple[RowT, ...] = ()
    problems: tuple[Problem, ...] = ()
    read: int = 0
    totals: dict[str, object] = field(default_factory=dict)

    @property
    def accepted(self) -> int:
        """How many rows are taken in."""
        return len(self.rows)

    @property
    def rejected(self) -> int:
        """How many rows are refused."""
        return self.read - len(self.rows)

    def as_json(self, *, dry_run: bool) -> dict[str, object]:
        """The document that `sinergi import --json` prints."""
        return {
            "dry_run": dry_run,
            "rows": {
                "read": self.read,
                "accepted": self.accepted,
                "rejected": self.rejected,
            },
            "problems": [problem.as_json() for problem in self.problems],
            "totals": self.totals,
        }


class RowReader:
    """One row under reading; each method answers for one column.

    A method that meets an error notes it and returns nothing; `canon` keeps what
    was read, so that equal rows are known however they were typed.
    """

    def __init__(self, record: Record, table: Table, *, as_of: date) -> None:
        if table.header is None:
            message = "A table without headings has no rows."
            raise ValueError(message)
        self.record = record
        self.table = table
        self.header = table.header
        self.as_of = as_of
        self.errors: list[Problem] = []
        self.warnings: list[Problem] = []
        self.canon: dict[str, object] = {}
        self._failed: set[str] = set()

    @property
    def problems(self) -> list[Problem]:
        """Errors alone where there are any, else the warnings."""
        return self.errors or self.warnings

    def label(self, key: str) -> str:
        """The heading of a column as its file has it."""
        return self.header.labels.get(key) or self.table.layout.label(key)

    def typed(self, key: str) -> object:
        """The cell as it stands in the file; None where the column is missing."""
        place = self.header.places.get(key)
        return None if place is None else self.record.cell(place)

    def refuse(
        self, key: str, kind: str, *, other_row: int | None = None, **parameters: object
    ) -> None:
        """Note an error of a column; `parameters` fill its message."""
        self._failed.add(key)
        self.errors.append(
            self._problem(key, kind, Severity.ERROR, parameters, other_row=other_row)
        )

    def warn(
        self,
        key: str,
        kind: str,
        read_as: str | date | Decimal | None = None,
        *,
        other_row: int | None = None,
        **parameters: object,
    ) -> None:
        """Note a doubt about a cell, which is taken for `read_as`."""
        self.warnings.append(
            self._problem(
                key,
                kind,
                Severity.WARNING,
                parameters,
                read_as=read_as,
                other_row=other_row,
            )
        )

    def _problem(
        self,
        key: str,
        kind: str,
        severity: Severity,
        parameters: Mapping[str, object],
        *,
        read_as: str | date | Decimal | None = None,
        other_row: int | None = None,
    ) -> Problem:
        typed = self.typed(key)
        plain_form = plain(read_as) if isinstance(read_as, Decimal) else read_as
        return Problem(
            row=self.record.row_number,
            column=self.label(key),
            kind=kind,
            severity=severity,
            value=None if typed is None else as_text(typed),
            read_as=None if plain_form is None else str(plain_form),
            other_row=other_row,
            parameters={"field": self.label(key), "read_as": read_as, **parameters},
        )

    def has_failed(self, key: str) -> bool:
        """Whether an error was noted for the column."""
        return key in self._failed

    def value(self, key: str, *, is_required: bool, is_text: bool = False) -> object:
        """What a cell says, None where it is blank; a formula counts by its result."""
        cell = self.typed(key)
        if isinstance(cell, FormulaCell):
            cell = self._result(key, cell, is_required=is_required, is_text=is_text)
        if isinstance(cell, str) and is_blank(cell):
            cell = None
        if cell is None and is_required and not self.has_failed(key):
            self.refuse(key, "required")
        self.canon[key] = None if cell is None else as_text(cell)
        return cell

    def _result(
        self, key: str, cell: FormulaCell, *, is_required: bool, is_text: bool
    ) -> object:
        if cell.result is not None:
            if is_text:
                result = as_text(cell.result)
                self.warn(key, "formula_result", result)
            return cell.result
        if is_text and not is_required:
            self.warn(key, "formula_cell")
        else:
            self.refuse(key, "formula_cell")
        return None

    def words(self, key: str, *, limit: int, is_required: bool = False) -> str:
        """A name or another short text on one line."""
        cell = self.value(key, is_required=is_required, is_text=True)
        text = unescaped(clean_words(as_text(cell)))
        self.canon[key] = library_key(text)
        return self._checked_text(key, text, limit)

    def prose(self, key: str, *, limit: int, is_required: bool = False) -> str:
        """A text whose emoji and line breaks are kept."""
        cell = self.value(key, is_required=is_required, is_text=True)
        text = unescaped(clean_prose(as_text(cell)))
        self.canon[key] = text
        return self._checked_text(key, text, limit)

    def _checked_text(self, key: str, text: str, limit: int) -> str:
        if len(text) > limit:
            self.refuse(key, "too_long", length=len(text), limit=limit)
        elif looks_like_formula(text):
            self.warn(key, "formula_like_text", text)
        return text

    def choice(
        self, key: str, vocabulary: Vocabulary, *, is_required: bool = False
    ) -> str | None:
        """The code of a word from a closed list; an unknown word is an error."""
        cell = self.value(key, is_required=is_required, is_text=True)
        if cell is None:
            return None
        code = vocabulary.code(as_text(cell))
        if code is None:
            self.refuse(key, "unknown_choice", choices=vocabulary.choices)
        self.canon[key] = code or as_text(cell)
        return code

    def lenient_choice(
        self, key: str, vocabulary: Vocabulary, fallback: str
    ) -> str | None:
        """As `choice`, but an unknown word is read as the fallback, with a warning."""
        cell = self.value(key, is_required=False, is_text=True)
        if cell is None:
            return None
        code = vocabulary.code(as_text(cell))
        if code is None:
            self.warn(key, "unknown_field", vocabulary.labels[fallback])
        return code or fallback

    def count(self, key: str, *, is_required: bool = False) -> int | None:
        """A whole number of people, None where it is not reported."""
        cell = self.value(key, is_required=is_required)
        if cell is None:
            return None
        point = key in self.table.point_columns
        number = self._number(key, read_count(cell, point_is_decimal=point), MOST)
        return None if number is None else int(number)

    def money(self, key: str) -> Decimal | None:
        """An exact amount in rupiah, None where it is not reported."""
        cell = self.value(key, is_required=False)
        if isinstance(cell, str) and is_bare_currency(cell):
            cell = self.canon[key] = None
        if cell is None:
            return None
        point = key in self.table.point_columns
        return self._number(key, read_money(cell, point_is_decimal=point), MOST_MONEY)

    def _number(self, key: str, reading: NumberReading, limit: int) -> Decimal | None:
        if reading.error:
            self.refuse(key, reading.error, limit=limit)
            return None
        if reading.is_foreign and reading.value is not None:
            self.warn(key, "foreign_number", reading.value)
        self.canon[key] = reading.value
        return reading.value

    def date(self, key: str) -> date | None:
        """The day of a required date that is not in the future."""
        cell = self.value(key, is_required=True)
        if cell is None:
            return None
        reading = read_date(
            cell,
            in_workbook=self.table.in_workbook,
            epoch_1904=self.table.epoch_1904,
        )
        if reading is None:
            self.refuse(key, "impossible_date")
            return None
        if reading.value > self.as_of:
            self.refuse(key, "future_date", today=self.as_of)
            return None
        if reading.doubt:
            self.warn(key, reading.doubt, reading.value)
        self.canon[key] = reading.value
        return reading.value

    def equality_key(self) -> tuple[object, ...]:
        """Equal for rows that are equal in every column but the row's number."""
        known = set(self.header.places.values()) | self.header.numbering
        others = tuple(
            (place, clean_words(as_text(cell)))
            for place, cell in enumerate(self.record.cells)
            if place not in known and cell is not None and clean_words(as_text(cell))
        )
        return (*self.canon.items(), *others)


def count_by(values: Iterable[object]) -> dict[str, int]:
    """How often each value occurs, in the order of the values."""
    counts: dict[str, int] = {}
    for value in sorted(str(value) for value in values):
        counts[value] = counts.get(value, 0) + 1
    return counts
