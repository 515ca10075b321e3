"""Reads the visible sheets of a workbook that has passed the safety check."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import (
    DefusedXmlException,
)
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sinergi.core.spreadsheets.cells import FormulaCell, Record
from sinergi.core.spreadsheets.safety import (
    SheetScan,
    check_extent,
    check_workbook,
    column_number,
)
from sinergi.core.spreadsheets.unreadable import UnreadableFile

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
IMPORTED = (SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet)
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """The rows of one visible sheet."""

    name: str
    records: list[Record]


@dataclass(frozen=True)
class Workbook:
    """The visible sheets, and how the workbook counts its days."""

    sheets: list[Sheet]
    epoch_1904: bool


def read_workbook(file: BinaryIO, name: str) -> Workbook:
    """All visible sheets with values, formulas marked as such.

    Raises:
        UnreadableFile: The file is damaged, unsafe, locked, too big or no workbook.
    """
    scans = check_workbook(file, name)
    try:
        parts = _parts(file)
        file.seek(0)
        book = CalamineWorkbook.from_filelike(file)
        sheets = []
        for meta in book.sheets_metadata:
            if (meta.visible, meta.typ) != IMPORTED:
                continue
            path = parts.paths[meta.name]
            scan = scans[path]
            check_extent(scan, name)
            sheets.append(_read_sheet(book, file, meta.name, path, scan))
    except (CalamineError, ParseError, DefusedXmlException, KeyError) as error:
        raise UnreadableFile("damaged_file", name=name) from error
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile("damaged_file", name=name) from error
    return Workbook(sheets, parts.epoch_1904)


@dataclass(frozen=True)
class _Parts:
    paths: dict[str, str]
    epoch_1904: bool


def _parts(file: BinaryIO) -> _Parts:
    """Where in the archive each sheet lies."""
    with zipfile.ZipFile(file) as archive:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id"): posixpath.normpath(
            posixpath.join("/xl", relation.get("Target", ""))
        ).lstrip("/")
        for relation in relations
    }
    paths = {
        sheet.get("name", ""): targets.get(_relation(sheet), "")
        for sheet in book.iter()
        if _local(sheet) == "sheet"
    }
    epoch_1904 = any(
        part.get("date1904") in {"1", "true"}
        for part in book
        if _local(part) == "workbookPr"
    )
    return _Parts(paths, epoch_1904)


def _relation(sheet: Element) -> str | None:
    return sheet.get(RELATION) or sheet.get(STRICT_RELATION)


@lru_cache(maxsize=256)
def _bare_tag(tag: str) -> str:
    return tag.rpartition("}")[2]


def _local(element: Element) -> str:
    return _bare_tag(element.tag)


def _read_sheet(
    book: CalamineWorkbook,
    file: BinaryIO,
    title: str,
    path: str,
    scan: SheetScan,
) -> Sheet:
    rows = book.get_sheet_by_name(title).iter_rows()
    formulas = _formulas(file, path) if scan.has_formulas else {}
    records = []
    for number, row in enumerate(rows, 1):
        cells: list[object] = [None if cell == "" else cell for cell in row]
        for place, formula in formulas.pop(number, {}).items():
            cells.extend([None] * (place + 1 - len(cells)))
            is_dead = formula.is_error or cells[place] is None
            cells[place] = formula if is_dead else FormulaCell(cells[place])
        records.append(Record(number, cells))
    for number in sorted(formulas):
        width = max(formulas[number]) + 1
        cells = [formulas[number].get(place) for place in range(width)]
        records.append(Record(number, cells))
    return Sheet(title, records)


def _formulas(file: BinaryIO, path: str) -> dict[int, dict[int, FormulaCell]]:
    """Row and place of the cells that hold a formula or an error value."""
    found: dict[int, dict[int, FormulaCell]] = {}
    with zipfile.ZipFile(file) as archive, archive.open(path) as part:
        for row, place, cell in _walk(part):
            is_error = cell.get("t") == "e"
            parts = {_local(child) for child in cell}
            if is_error or "f" in parts:
                is_empty_text = cell.get("t") == "str" and "v" in parts
                found.setdefault(row, {})[place] = FormulaCell(
                    "" if is_empty_text else None, is_error=is_error
                )
    return found


def _walk(part: object) -> Iterator[tuple[int, int, Element]]:
    """Every cell with its row number and its place from 0."""
    row, place = 0, -1
    for event, element in ElementTree.iterparse(part, events=("start", "end")):
        kind = _local(element)
        if kind == "row" and event == "start":
            row, place = int(element.get("r") or row + 1), -1
        elif kind == "c" and event == "end":
            reference = element.get("r")
            place += 1
            if reference:
                place = column_number(reference.rstrip("0123456789").encode()) - 1
            yield row, place, element
        if kind == "row" and event == "end":
            element.clear()
