"""What a cell or a row of a file holds before anything is made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell that holds a formula or an error; `result` is None without a result.

    A formula may well result in an empty text, which is a blank.
    """

    result: object
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file under the number by which its sender knows it."""

    row_number: int
    cells: Cells

    def cell(self, place: int) -> object:
        """The cell at a place, None beyond the end of the row."""
        return self.cells[place] if place < len(self.cells) else None


def as_text(value: object) -> str:
    """A cell as its sender would write it."""
    if isinstance(value, FormulaCell):
        return as_text(value.result)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
