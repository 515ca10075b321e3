"""Answers as columns of text or numbers, read from a CSV file or a workbook."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv
from python_calamine import CalamineError, CalamineWorkbook

from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.groups import Flags, Floats, Ints, Labels

#: Cells that say that there is no answer.
NO_ANSWER = frozenset(("", "NA", "N/A", "#N/A", "NaN", "nan", "NULL", "null", "."))
DELIMITERS = (",", ";", "\t", "|")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WORKBOOKS = (".xlsx", ".xlsm", ".ods")
POINT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
#: What exceeds this is no measurement, and overflows when squared.
HUGE = 1e100
#: 1,234,567.8 as English writes it.
GROUPED_POINT = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+", re.ASCII)
#: 1.234.567,8 as Indonesian writes it.
COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)


@dataclass(frozen=True)
class Refusal:
    """A cell that cannot be taken for what its column is.

    Attributes:
        template: The sentence, with the other attributes as placeholders.
    """

    row: int
    column: str
    value: str
    template: str

    def as_error(self) -> UnfitData:
        """The error where the cell cannot be done without."""
        return UnfitData(self.template, **vars(self))


NO_NUMBER = gettext_noop("Row %(row)s, column “%(column)s”: “%(value)s” is no number.")


@dataclass(frozen=True)
class Table:
    """Columns by name.

    Attributes:
        columns: The cells of each column as text, or as numbers where they are known.
        first_row: Row (in a CSV file: record) in which the first cells stand.
    """

    columns: Mapping[str, pa.Array | Floats]
    first_row: int = 2

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def texts(self, name: str) -> Labels:
        """The cells of a column, empty where there is no answer.

        Raises:
            UnfitData: There is no such column.
        """
        place, distinct = self._coded(name)
        return np.array(["" if it in NO_ANSWER else it for it in distinct], str)[place]

    def numbers(self, name: str) -> tuple[Floats, list[Refusal]]:
        """The numbers of a column, NaN where there is none, and what is no number.

        Raises:
            UnfitData: There is no such column.
        """
        column = self._column(name)
        if isinstance(column, np.ndarray):
            return column, []
        place, distinct = self._coded(name)
        read = _reader(distinct)
        values = [np.nan if text in NO_ANSWER else read(text) for text in distinct]
        is_wrong = [
            np.isnan(value) and text not in NO_ANSWER
            for value, text in zip(values, distinct, strict=True)
        ]
        refused = []
        if any(is_wrong):
            refused = self.refusals(name, np.array(is_wrong)[place], NO_NUMBER)
        return np.array(values, float)[place], refused

    def refusals(self, name: str, is_wrong: Flags, template: str) -> list[Refusal]:
        """The cells of a column that are wrong, with where they stand."""
        place, distinct = self._coded(name)
        return [
            Refusal(int(row) + self.first_row, name, distinct[place[row]], template)
            for row in np.flatnonzero(is_wrong)
        ]

    def _coded(self, name: str) -> tuple[Ints, list[str]]:
        """For each row the place of its cell among the distinct ones."""
        column = self._column(name)
        if isinstance(column, np.ndarray):
            values, place = np.unique(column, return_inverse=True)
            return place, [cell_text(value) for value in values.tolist()]
        cells = column.dictionary_encode()
        distinct = [text.strip() for text in cells.dictionary.to_pylist()]
        return np.from_dlpack(cells.indices).astype(np.int64), distinct or [""]

    def _column(self, name: str) -> pa.Array | Floats:
        if name in self.columns:
            return self.columns[name]
        known = ", ".join(column for column in self.columns if column)
        message = gettext_noop(
            "There is no column “%(name)s”. The file has: %(columns)s."
        )
        raise UnfitData(message, name=name, columns=known)


def _reader(texts: Iterable[str]) -> Callable[[str], float]:
    """How a column writes numbers: with a decimal comma as soon as one cell does."""
    has_comma = any(
        "," in text and COMMA.fullmatch(text) and not GROUPED_POINT.fullmatch(text)
        for text in texts
    )
    return _with_comma if has_comma else _with_point


def _with_point(text: str) -> float:
    if not (POINT.fullmatch(text) or GROUPED_POINT.fullmatch(text)):
        return np.nan
    return _bounded(float(text.replace(",", "")))


def _with_comma(text: str) -> float:
    if not COMMA.fullmatch(text):
        return np.nan
    return _bounded(float(text.replace(".", "").replace(",", ".")))


def _bounded(value: float) -> float:
    return value if abs(value) < HUGE else np.nan


def table_of(
    columns: Mapping[str, Sequence[object] | NDArray[np.generic]], *, first_row: int = 1
) -> Table:
    """A table of values that are at hand: numbers, texts, None for no answer."""
    return Table({name: _held(it) for name, it in columns.items()}, first_row)


def _held(values: Sequence[object] | NDArray[np.generic]) -> pa.Array | Floats:
    """Arrays of numbers stay numbers."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "iuf":
        return values.astype(float)
    return pa.array([cell_text(value) for value in values], pa.string())


def read_table(path: Path) -> Table:
    """Read a CSV file, whatever its separator and encoding, or a workbook.

    Raises:
        UnfitData: It is no table.
        OSError: It cannot be opened.
    """
    if path.suffix.lower() in WORKBOOKS:
        return _read_workbook(path)
    return _read_csv(path.read_bytes(), path.name)


def _read_workbook(path: Path) -> Table:
    """The first sheet, whose first row with values names the columns."""
    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise _unreadable(path.name) from error
    start = next(
        (i for i, row in enumerate(rows) if any(map(cell_text, row))), len(rows)
    )
    records = [[cell_text(cell) for cell in row] for row in rows[start:]]
    while records and not any(records[-1]):
        records.pop()
    if not records:
        raise _empty(path.name)
    names, *body = records
    width = max((at for at, name in enumerate(names, 1) if name), default=0)
    _check_names(names[:width])
    columns = {
        name: pa.array([record[at] for record in body], pa.string())
        for at, name in enumerate(names[:width])
    }
    return Table(columns, first_row=start + 2)


def cell_text(value: object) -> str:
    """A cell as people would type it: whole numbers without a point."""
    if value is None or value != value:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _read_csv(content: bytes, name: str) -> Table:
    text = _decoded(content, name)
    first_row = 2
    if said := re.match(r"sep=.\r?\n", text, re.IGNORECASE):
        text, first_row = text[said.end() :], 3
    if not text.strip():
        raise _empty(name)
    line = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=lambda mark: _count_outside_quotes(line, mark))
    try:
        found = _parsed(text, delimiter)
    except (pa.ArrowInvalid, pa.ArrowKeyError, csv.Error) as error:
        message = gettext_noop("%(name)s is no table: %(reason)s.")
        reason = str(error).splitlines()[0][:200].rstrip(".")
        raise UnfitData(message, name=name, reason=reason) from error
    columns = [column.combine_chunks() for column in found.columns]
    names = [column[0].as_py().strip() for column in columns]
    _check_names(names)
    last = len(found)
    while last > 1 and not any(column[last - 1].as_py() for column in columns):
        last -= 1
    cells = (column[1:last] for column in columns)
    return Table(dict(zip(names, cells, strict=True)), first_row)


def _parsed(text: str, delimiter: str) -> pa.Table:
    """All cells as texts, the headings among them."""
    records = csv.reader(io.StringIO(text), delimiter=delimiter)
    width = len(next(record for record in records if record))
    return arrow_csv.read_csv(
        pa.BufferReader(text.encode()),
        read_options=arrow_csv.ReadOptions(autogenerate_column_names=True),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={f"f{column}": pa.string() for column in range(width)},
            strings_can_be_null=False,
        ),
    )


def _count_outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])


def _decoded(content: bytes, name: str) -> str:
    """The text in the encoding that it was written in."""
    encoding = next((name for bom, name in BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _unreadable(name) from error
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise _unreadable(name)
    return text


def _check_names(names: list[str]) -> None:
    for name, count in Counter(names).items():
        if name and count > 1:
            message = gettext_noop("Two columns are named “%(name)s”.")
            raise UnfitData(message, name=name)


def _unreadable(name: str) -> UnfitData:
    return UnfitData(
        gettext_noop("%(name)s cannot be read: give a CSV file or a workbook."),
        name=name,
    )


def _empty(name: str) -> UnfitData:
    return UnfitData(gettext_noop("%(name)s is empty."), name=name)
