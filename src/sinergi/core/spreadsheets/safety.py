"""Looks into a workbook before anything opens it: bombs, entities, lies about size."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sinergi.core.spreadsheets.unreadable import TABLE_FILE, UnreadableFile

MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_UNPACKED_BYTES = 160 * 1024 * 1024
MAX_STRINGS_BYTES = 40 * 1024 * 1024
MAX_PARTS = 2_000
MAX_RATIO = 120
RATIO_FROM_BYTES = 4 * 1024 * 1024
MAX_ROWS = 100_000
#: Titles, headings, blank rows and sums that stand around so many rows of data.
HEADROOM = 1_000
MAX_COLUMNS = 512
MAX_CELLS = 3_000_000
CHUNK = 256 * 1024
OVERLAP = 1024
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENCRYPTED_FLAG = 0x1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
FOREIGN_XML = re.compile(
    rb"<\?xml[^>]{0,200}encoding\s*=\s*['\"](?!utf-?8|us-ascii|iso-8859-1)",
    re.IGNORECASE,
)
DOCTYPE = re.compile(
    b"<!(?:DOCTYPE|ENTITY)|<\x00!\x00[DE]\x00|\x00<\x00!\x00[DE]", re.IGNORECASE
)
CELL = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Za-z]{1,7})(\d{1,9})[\"'][^>]*(?<!/)>\s*"
    rb"<(?:\w+:)?(?:v|f|is)\b"
)
UNNUMBERED_ROW = re.compile(rb"<(?:\w+:)?row(?:\s(?![^>]*\br=)[^>]*)?(?<!/)>")
FILLED = re.compile(rb"<(?:\w+:)?(?:v|f|is)[\s>]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]|\bt=[\"']e[\"']")


@dataclass(frozen=True)
class SheetScan:
    """What a look through a sheet's text tells: its true size, and formulas."""

    rows: int = 0
    columns: int = 0
    filled: int = 0
    has_formulas: bool = False


def check_size(file: BinaryIO) -> int:
    """The size of the file.

    Raises:
        UnreadableFile: It is bigger than the limit.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > MAX_FILE_BYTES:
        raise too_big(size)
    return size


def too_big(size: int) -> UnreadableFile:
    """The error for a file of so many bytes."""
    return UnreadableFile(
        "file_too_big",
        size=f"{size / 1024**2:.0f} MB",
        limit=f"{MAX_FILE_BYTES // 1024**2} MB",
    )


def check_workbook(file: BinaryIO, name: str) -> dict[str, SheetScan]:
    """Look through every part of a workbook and tell the size of each as a sheet.

    Parts are unpacked piece by piece and thrown away, with a cap that trusts no
    declared size.

    Raises:
        UnreadableFile: It is damaged, unsafe, locked or no workbook.
    """
    head = file.read(8)
    if head == OLE:
        raise _old_format(file, name)
    if not head.startswith(b"PK"):
        raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
        return _scan_parts(file, parts, name)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError) as error:
        raise UnreadableFile("damaged_file", name=name) from error
    except (NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFile("damaged_file", name=name) from error
    finally:
        file.seek(0)


def _old_format(file: BinaryIO, name: str) -> UnreadableFile:
    """The error for a binary container: a locked workbook or an old .xls."""
    file.seek(0)
    is_locked = ENCRYPTED_PACKAGE in file.read(MAX_FILE_BYTES)
    if is_locked:
        return UnreadableFile("encrypted_file", name=name)
    return UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)


def _scan_parts(
    file: BinaryIO, parts: list[zipfile.ZipInfo], name: str
) -> dict[str, SheetScan]:
    names = [part.filename for part in parts]
    unsafe = UnreadableFile("unsafe_file", name=name)
    if len(parts) > MAX_PARTS or len(set(names)) != len(names):
        raise unsafe
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise unsafe
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise UnreadableFile("encrypted_file", name=name)
    if "xl/workbook.xml" not in names:
        raise UnreadableFile("wrong_type", name=name, expected=TABLE_FILE)
    budget = MAX_UNPACKED_BYTES
    scans = {}
    for part in parts:
        scan = PartScan()
        for piece in _unpacked(file, part):
            scan.feed(piece)
            budget -= len(piece)
            if scan.is_unsafe(part) or budget < 0:
                raise unsafe
        if scan.size != part.file_size or scan.crc != part.CRC:
            raise zipfile.BadZipFile
        scans[part.filename] = scan.as_sheet()
    return scans


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part in pieces, whatever size the archive declares."""
    file.seek(part.header_offset)
    header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    if header[0] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    file.seek(header[9] + header[10], 1)
    left = part.compress_size
    if part.compress_type == zipfile.ZIP_STORED:
        while left and (packed := file.read(min(CHUNK, left))):
            left -= len(packed)
            yield packed
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise NotImplementedError
    inflater = zlib.decompressobj(-15)
    while left and (packed := file.read(min(CHUNK, left))):
        left -= len(packed)
        while packed:
            yield inflater.decompress(packed, CHUNK)
            packed = inflater.unconsumed_tail
    yield inflater.flush()


class PartScan:
    """Collects what matters about one part while its bytes pass by."""

    def __init__(self) -> None:
        self.size = 0
        self.crc = 0
        self.rows = 0
        self.columns = 0
        self.filled = 0
        self.unnumbered_rows = 0
        self.has_formulas = False
        self.has_doctype = False
        self._tail = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        text = self._tail + piece
        if not self.size and FOREIGN_XML.match(text.lstrip(b"\xef\xbb\xbf")):
            self.has_doctype = True
        self.size += len(piece)
        self.crc = zlib.crc32(piece, self.crc)
        self.has_doctype = self.has_doctype or DOCTYPE.search(text) is not None
        self.has_formulas = self.has_formulas or FORMULA.search(text) is not None
        for letters, row in CELL.findall(text):
            self.rows = max(self.rows, int(row))
            self.columns = max(self.columns, column_number(letters))
        self.filled += self._count(FILLED, text)
        self.unnumbered_rows += self._count(UNNUMBERED_ROW, text)
        self._tail = text[-OVERLAP:]

    def _count(self, pattern: re.Pattern[bytes], text: bytes) -> int:
        """How often a pattern occurs in a text beyond the tail seen before."""
        found = sum(1 for _match in pattern.finditer(text))
        return found - sum(1 for _match in pattern.finditer(self._tail))

    def as_sheet(self) -> SheetScan:
        """What the part tells as a sheet; rows need not carry their numbers."""
        rows = max(self.rows, self.unnumbered_rows)
        return SheetScan(rows, self.columns, self.filled, self.has_formulas)

    def is_unsafe(self, part: zipfile.ZipInfo) -> bool:
        """Whether the part hides entities or swells beyond reason."""
        name = part.filename.casefold()
        is_xml = name.endswith((".xml", ".rels", ".vml"))
        swells = self.size > RATIO_FROM_BYTES and (
            self.size > part.compress_size * MAX_RATIO
        )
        is_long = "sharedstrings" in name and self.size > MAX_STRINGS_BYTES
        return (is_xml and self.has_doctype) or swells or is_long


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA; a huge number for more letters than columns have."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def check_extent(scan: SheetScan, name: str) -> None:
    """Refuse a sheet that would fill the memory.

    Raises:
        UnreadableFile: It has too many rows, columns or cells.
    """
    if (
        scan.rows > MAX_ROWS + HEADROOM
        or scan.columns > MAX_COLUMNS
        or scan.filled > MAX_CELLS
        or scan.rows * scan.columns > MAX_CELLS
    ):
        raise UnreadableFile(
            "file_too_big",
            name=name,
            size=f"{scan.rows} × {scan.columns}",
            limit=f"{MAX_ROWS} × {MAX_COLUMNS}",
        )
