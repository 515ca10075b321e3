"""What the network and the rules of reports add to the findings of a file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from sinergi.exchange.spreadsheets.problems import Problem, Severity
from sinergi.exchange.spreadsheets.rows import Reading


class NumberedRow(Protocol):
    """A row that knows its place in the file."""

    @property
    def row_number(self) -> int:
        """The number that a spreadsheet shows."""


RowT = TypeVar("RowT", bound=NumberedRow)
Totals = Callable[[Iterable[RowT]], dict[str, object]]
Progress = Callable[[int, int], None]


class Findings(Generic[RowT]):
    """Collects findings while rows are stored; an error refuses its row."""

    def __init__(self, reading: Reading[RowT]) -> None:
        self._reading = reading
        self._added: list[Problem] = []
        self._refused: set[int] = set()

    def refuse(
        self,
        row: RowT,
        column: str,
        kind: str,
        *,
        value: str | None = None,
        wording: str = "",
        **parameters: object,
    ) -> None:
        """Note an error: the row is not stored."""
        self._refused.add(row.row_number)
        self._note(
            row,
            column,
            kind=kind,
            severity=Severity.ERROR,
            value=value,
            wording=wording,
            parameters=parameters,
        )

    def warn(
        self,
        row: RowT,
        column: str,
        kind: str,
        *,
        value: str | None = None,
        read_as: str | None = None,
        **parameters: object,
    ) -> None:
        """Note a doubt about a row that is stored."""
        parameters["read_as"] = read_as
        self._note(
            row,
            column,
            kind=kind,
            severity=Severity.WARNING,
            value=value,
            read_as=read_as,
            parameters=parameters,
        )

    def _note(
        self,
        row: RowT,
        column: str,
        *,
        kind: str,
        severity: Severity,
        value: str | None,
        parameters: dict[str, object],
        read_as: str | None = None,
        wording: str = "",
    ) -> None:
        label = self.label(column)
        self._added.append(
            Problem(
                row=row.row_number,
                column=label,
                kind=kind,
                severity=severity,
                value=value,
                read_as=read_as,
                parameters={"field": label, **parameters},
                wording=wording,
            )
        )

    def label(self, column: str) -> str:
        """The heading of a column as its file has it."""
        table = self._reading.table
        known = table.header.labels.get(column) if table.header else None
        return known or table.layout.label(column)

    def is_refused(self, row: RowT) -> bool:
        """Whether an error was noted for the row."""
        return row.row_number in self._refused

    def outcome(self, totals: Totals[RowT]) -> Reading[RowT]:
        """The reading with these findings; a refused row lists its errors alone."""
        rows = tuple(
            row for row in self._reading.rows if row.row_number not in self._refused
        )
        problems = [
            problem
            for problem in (*self._reading.problems, *self._added)
            if problem.severity == Severity.ERROR or problem.row not in self._refused
        ]
        problems.sort(key=lambda problem: problem.row)
        return replace(
            self._reading, rows=rows, problems=tuple(problems), totals=totals(rows)
        )
