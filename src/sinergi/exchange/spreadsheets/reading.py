"""Opens a workbook or CSV file as one table: its headings and its rows of data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from sinergi.core.spreadsheets.cells import Record
from sinergi.core.spreadsheets.safety import check_size
from sinergi.core.spreadsheets.textfiles import read_csv
from sinergi.core.spreadsheets.unreadable import TABLE_FILE, UnreadableFile
from sinergi.core.spreadsheets.workbooks import Sheet, read_workbook
from sinergi.exchange.spreadsheets.headers import (
    Header,
    Layout,
    count_headings,
    find_header,
    is_empty_row,
    is_structure,
)

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xls", ".ods")
POINT_DECIMAL = re.compile(r"\s*(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]{1,2}\s*")
COMMA_DECIMAL = re.compile(r".*[0-9],[0-9]{1,2}\s*")


@dataclass(frozen=True)
class Table:
    """The sheet that was chosen; `header` is None where the file holds nothing."""

    name: str
    layout: Layout
    header: Header | None = None
    records: list[Record] = field(default_factory=list)
    in_workbook: bool = False
    epoch_1904: bool = False
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()

    def data(self) -> Iterator[Record]:
        """The rows of data: no titles, blank rows, repeated headings or sums."""
        if self.header is None:
            return
        for record in self.records:
            if record.row_number > self.header.last_row and not is_structure(
                record.cells, self.header, self.layout
            ):
                yield record

    @cached_property
    def point_columns(self) -> frozenset[str]:
        """The CSV columns that write `1250.5` throughout rather than `1250,5`."""
        if self.in_workbook or self.header is None:
            return frozenset()
        return frozenset(
            key for key, place in self.header.places.items() if self._has_points(place)
        )

    def _has_points(self, place: int) -> bool:
        cells = [record.cell(place) for record in self.records]
        texts = [cell for cell in cells if isinstance(cell, str)]
        points = sum(1 for text in texts if POINT_DECIMAL.fullmatch(text))
        commas = sum(1 for text in texts if COMMA_DECIMAL.fullmatch(text))
        return points > commas


def read_table(file: BinaryIO, *, name: str, layout: Layout) -> Table:
    """The table of a file, whatever its format, encoding and order of columns.

    Raises:
        UnreadableFile: The file cannot be read, or its headings do not serve.
    """
    size = check_size(file)
    if not size:
        return Table(name, layout)
    head = file.read(8)
    file.seek(0)
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _from_workbook(file, name, layout)
    if name.casefold().endswith(WORKBOOK_ENDINGS):
        raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
    records = read_csv(file, name, score=lambda sample: count_headings(sample, layout))
    header = find_header(records, layout)
    if header is None and any(not is_empty_row(record.cells) for record in records):
        raise _no_header(name, layout)
    return Table(name, layout, header, records)


def _from_workbook(file: BinaryIO, name: str, layout: Layout) -> Table:
    book = read_workbook(file, name)
    filled = [sheet for sheet in book.sheets if _is_filled(sheet)]
    if not filled:
        return Table(name, layout, in_workbook=True)
    scores = [count_headings(sheet.records, layout) for sheet in filled]
    best = filled[scores.index(max(scores))]
    header = find_header(best.records, layout)
    if header is None:
        raise _no_header(name, layout)
    others = tuple(
        sheet.name
        for sheet, score in zip(filled, scores, strict=True)
        if sheet is not best and score >= max(scores) // 2
    )
    return Table(
        name, layout, header, best.records, True, book.epoch_1904, best.name, others
    )


def _is_filled(sheet: Sheet) -> bool:
    return any(not is_empty_row(record.cells) for record in sheet.records)


def _no_header(name: str, layout: Layout) -> UnreadableFile:
    columns = tuple(layout.label(group[0]) for group in layout.required)
    return UnreadableFile("no_header", name=name, columns=columns)
