"""Reads CSV files without asking for encoding or separator."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from sinergi.core.spreadsheets.cells import Record
from sinergi.core.spreadsheets.safety import (
    HEADROOM,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
)
from sinergi.core.spreadsheets.unreadable import TABLE_FILE, UnreadableFile

DELIMITERS = (";", ",", "\t", "|")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = re.compile(b"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
MARKUP = re.compile(rb"\s*(?:<|%PDF|\{\\rtf)", re.IGNORECASE)
UNDEFINED_1252 = str.maketrans(dict.fromkeys((129, 141, 143, 144, 157)))
SEPARATOR_LINE = re.compile(r"sep=([;,\t|:^~])\r?$", re.IGNORECASE)
END = "\x00end of file\x00"
FIELD_LIMIT = 1024 * 1024
SAMPLE = 60
WIDEST = MAX_COLUMNS * 4
#: Records may have several lines, as breaks stand inside quotes.
MOST_LINES = MAX_ROWS * 10


def read_csv(
    file: BinaryIO, name: str, *, score: Callable[[list[Record]], int]
) -> list[Record]:
    """The records of a CSV file, the first being number 1.

    Args:
        file: The open file.
        name: Its name, for messages.
        score: Tells how many headings a reading of the first records holds; the
            separator with the most wins.

    Raises:
        UnreadableFile: It is no text, a quotation never ends, or it is too big.
    """
    text = _decoded(file.read(), name)
    csv.field_size_limit(FIELD_LIMIT)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    _check_count(text.count("\n"), MOST_LINES)
    lines = _lines(text)
    try:
        delimiter = _delimiter(lines, score)
        _check_count(text.count(delimiter), MAX_CELLS)
        return _records(lines, delimiter, name)
    except csv.Error as error:
        raise UnreadableFile("damaged_file", name=name) from error


def _decoded(content: bytes, name: str) -> str:
    """The text in the encoding it was written in."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _decode(content, encoding, name)
    head = content[:4096]
    if b"\x00" in head:
        encoding = "utf-16-le" if head[1:2] == b"\x00" else "utf-16-be"
        if head[::2].count(0) + head[1::2].count(0) < len(head) // 3:
            raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
        return _decode(content, encoding, name)
    if BINARY.search(head) or MARKUP.match(head):
        raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").translate(UNDEFINED_1252)


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("damaged_file", name=name) from error
    if encoding != "utf-8-sig" and "\x00" in text:
        raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
    return text


def _lines(text: str) -> list[str]:
    """Lines at their line feeds alone, as other breaks may stand inside cells."""
    return io.StringIO(text, newline="\n").readlines()


def _delimiter(lines: list[str], score: Callable[[list[Record]], int]) -> str:
    if lines and (match := SEPARATOR_LINE.match(lines[0])):
        return match[1]
    best = (-1, -1, DELIMITERS[0])
    first = lines[:SAMPLE]
    for delimiter in DELIMITERS:
        if sum(line.count(delimiter) for line in first) > SAMPLE * WIDEST:
            continue
        try:
            sample = list(_parsed(first, delimiter))
        except csv.Error:
            continue
        width = max((len(record.cells) for record in sample), default=0)
        rank = (score(sample), width, delimiter)
        best = max(best, rank, key=lambda found: found[:2])
    return best[2]


def _parsed(lines: list[str], delimiter: str) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=delimiter)
    for number, row in enumerate(reader, 1):
        yield Record(number, [cell or None for cell in row])


def _records(lines: list[str], delimiter: str, name: str) -> list[Record]:
    """All records, given up as soon as they are too many or too wide."""
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\r\n"
    lines.append(END)
    records: list[Record] = []
    for record in _parsed(lines, delimiter):
        _check_count(len(record.cells), WIDEST)
        _check_count(len(records), MAX_ROWS + HEADROOM)
        records.append(record)
    if not records or records.pop().cells != [END]:
        raise UnreadableFile("damaged_file", name=name)
    return records


def _check_count(found: int, most: int) -> None:
    if found > most:
        raise UnreadableFile("file_too_big", size=found, limit=most)
