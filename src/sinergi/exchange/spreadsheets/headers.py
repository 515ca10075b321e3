"""Finds the row of column headings, whatever their order, language and place."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from sinergi.core.spreadsheets.cells import Cells, FormulaCell, Record
from sinergi.core.spreadsheets.unreadable import UnreadableFile
from sinergi.exchange.spreadsheets.text import clean_words

SEARCHED_ROWS = 50
FEWEST_COLUMNS = 3
LONGEST_HEADING = 80
TOTAL_ROW = re.compile(
    r"(?:sub[\s-]*|grand\s+)?(?:jumlah|total|jml|rekapitulasi)\b"
    r"|rata\s?[-–]?\s?rata\b|(?:sum|average|mean)\b",
    re.IGNORECASE,
)
COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")


@dataclass(frozen=True)
class Column:
    """A column that the import knows, with the headings under which it comes.

    `weak` headings count only where no other heading names the column.
    """

    key: str
    label: str
    headings: tuple[str, ...]
    weak: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What one kind of file holds; of each group in `required` one column must be."""

    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    identity: tuple[str, ...]

    def label(self, key: str) -> str:
        """The heading under which the product itself writes the column."""
        return next(column.label for column in self.columns if column.key == key)


@dataclass(frozen=True)
class Header:
    """The recognised headings: column key to place, and to the words as typed."""

    row_number: int
    last_row: int
    places: Mapping[str, int]
    labels: Mapping[str, str]
    numbering: frozenset[int]


def heading_key(value: object) -> str:
    """A heading for comparison: only letters, digits and the signs of age bands."""
    if not isinstance(value, str) or len(value) > LONGEST_HEADING:
        return ""
    return _heading_key(value)


@lru_cache(maxsize=4096)
def _heading_key(value: str) -> str:
    text = clean_words(value).casefold().replace("&", " dan ").replace("*", " ")
    text = "no" if text == "#" else text
    text = re.sub(r"[‐-―−]|\bs\.?\s?/?d\.?(?=\s|\d)|\bsampai\b|\bto\b", "-", text)
    text = re.sub(r"[≥>]=?", ">", text)
    text = re.sub(r"[≤<]=?", "<", text)
    text = re.sub(r"[^\w<>+%-]+", " ", text)
    return re.sub(r"\s*([<>+-])\s*", r"\1", text).strip(" -")


NUMBERING = frozenset(
    heading_key(word)
    for word in ("No", "Nomor", "Nr", "No. Urut", "Nomor Urut", "Urutan", "Number")
)


def find_header(records: Sequence[Record], layout: Layout) -> Header | None:
    """The best row of headings among the first rows, or None.

    Raises:
        UnreadableFile: A column occurs twice, or a required one is missing.
    """
    best = _best(records, layout)
    if best is None or len(best[1]) < FEWEST_COLUMNS:
        return None
    _check(*best, layout)
    return best[0]


def count_headings(records: Sequence[Record], layout: Layout) -> int:
    """How many columns of the layout the best row of headings names."""
    best = _best(records, layout)
    return len(best[1]) if best else 0


def _best(
    records: Sequence[Record], layout: Layout
) -> tuple[Header, Counter[str]] | None:
    names = _Names(layout)
    best: tuple[tuple[int, bool], Header, Counter[str]] | None = None
    for record, below in zip_longest(records[:SEARCHED_ROWS], records[1:SEARCHED_ROWS]):
        for candidate in _candidates(record, below):
            header, counts = names.recognise(*candidate)
            rank = (len(counts), header.row_number == header.last_row)
            if best is None or rank > best[0]:
                best = (rank, header, counts)
    return best[1:] if best else None


def _candidates(
    record: Record, below: Record | None
) -> list[tuple[int, int, list[Cells]]]:
    """A row alone, and with the row below it, for headings on two lines."""
    number = record.row_number
    alone: list[Cells] = [(cell,) for cell in record.cells]
    found = [(number, number, alone)]
    if below is not None:
        width = max(len(record.cells), len(below.cells))
        upper = [record.cell(place) for place in range(width)]
        under = [below.cell(place) for place in range(width)]
        pairs: list[Cells] = [
            (low, high, _joined(wide, low))
            for low, high, wide in zip(under, upper, _spread(upper), strict=True)
        ]
        found.append((number, below.row_number, pairs))
    return found


def _spread(cells: list[object]) -> list[object]:
    """Headings repeated to the right, as a merged cell covers its columns."""
    spread: list[object] = []
    current: object = None
    for cell in cells:
        current = cell if heading_key(cell) else current
        spread.append(current)
    return spread


def _joined(over: object, under: object) -> object:
    if heading_key(over) and isinstance(under, str) and under.strip():
        return f"{over} {under}"
    return None


class _Names:
    """The headings of a layout as look-up tables."""

    def __init__(self, layout: Layout) -> None:
        self.strong = {
            heading_key(word): column.key
            for column in layout.columns
            for word in (column.label, *column.headings)
        }
        self.weak = {
            heading_key(word): column.key
            for column in layout.columns
            for word in column.weak
        }

    def recognise(
        self, first: int, last: int, columns: list[Cells]
    ) -> tuple[Header, Counter[str]]:
        """The header that these headings make, and how often each column occurs."""
        strong = [self._match(names, self.strong) for names in columns]
        taken = {key for key, _ in strong if key}
        places: dict[str, int] = {}
        labels: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for place, names in enumerate(columns):
            key, label = strong[place]
            if not key:
                key, label = self._match(names, self.weak)
                key = "" if key in taken else key
            if key:
                counts[key] += 1
                places.setdefault(key, place)
                labels.setdefault(key, label)
        numbering = frozenset(
            place
            for place, names in enumerate(columns)
            if any(heading_key(name) in NUMBERING for name in names)
        )
        return Header(first, last, places, labels, numbering), counts

    @staticmethod
    def _match(names: Cells, known: Mapping[str, str]) -> tuple[str, str]:
        for name in names:
            key = known.get(heading_key(name))
            if key and isinstance(name, str):
                return key, clean_words(name)
        return "", ""


def _check(header: Header, counts: Counter[str], layout: Layout) -> None:
    for key, count in counts.items():
        if count > 1:
            raise UnreadableFile(
                "duplicate_header", column=header.labels[key], count=count
            )
    for group in layout.required:
        if not any(key in header.places for key in group):
            raise UnreadableFile("missing_column", column=layout.label(group[0]))


def is_structure(cells: Cells, header: Header, layout: Layout) -> bool:
    """Whether a row below the header is no data: blank, a title, a header, a sum."""
    filled = [
        cell
        for place, cell in enumerate(cells)
        if place not in header.numbering and not _is_empty(cell)
    ]
    if all(isinstance(cell, FormulaCell) for cell in filled):
        return True
    if len(filled) == 1:
        return isinstance(filled[0], str) and not re.match(r"\s*\d", filled[0])
    return (
        _is_repeated_header(cells, header)
        or _is_total(cells, header, layout)
        or _is_numbering(filled)
    )


def is_empty_row(cells: Cells) -> bool:
    """Whether no cell of a row says anything."""
    return all(_is_empty(cell) for cell in cells)


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not clean_words(cell))


def _is_repeated_header(cells: Cells, header: Header) -> bool:
    """Whether most cells are the headings of their columns again."""
    same = differing = 0
    most = len(header.places) - max(FEWEST_COLUMNS, len(header.places) // 2 + 1)
    for key, place in header.places.items():
        cell = cells[place] if place < len(cells) else None
        if heading_key(cell) == heading_key(header.labels[key]):
            same += 1
        else:
            differing += 1
        if differing > most:
            return False
    return same > 0


def _is_total(cells: Cells, header: Header, layout: Layout) -> bool:
    """A row that starts with a word of summing and tells of no single thing."""
    first = next(cell for cell in cells if not _is_empty(cell))
    if not (isinstance(first, str) and TOTAL_ROW.match(clean_words(first))):
        return False
    places = [header.places[key] for key in layout.identity if key in header.places]
    told = [cells[place] for place in places if place < len(cells)]
    return all(_is_empty(cell) or cell is first for cell in told)


def _is_numbering(filled: list[object]) -> bool:
    """The line (1) (2) (3) that stands below the headings of official forms."""
    if len(filled) < FEWEST_COLUMNS:
        return False
    for expected, cell in enumerate(filled, 1):
        text = clean_words(cell) if isinstance(cell, str) else str(cell)
        match = COLUMN_NUMBER.fullmatch(text.removesuffix(".0"))
        if not match or int(match[1]) != expected:
            return False
    return True
