"""Files of every make are read, and hostile ones are refused early."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

import pytest
from django.utils import translation

from sinergi.core.spreadsheets import safety, textfiles
from sinergi.core.spreadsheets.cells import Record
from sinergi.core.spreadsheets.unreadable import UnreadableFile
from sinergi.exchange.spreadsheets.activities import ACTIVITIES
from sinergi.exchange.spreadsheets.reading import Table, read_table
from sinergi.exchange.tests.sheets import (
    ACTIVITY,
    activities_of,
    activity_rows,
    csv_file,
    found,
    openpyxl,
    openpyxl_file,
    workbook,
)


def table_of(content: bytes, name: str = "uji.xlsx") -> Table:
    return read_table(io.BytesIO(content), name=name, layout=ACTIVITIES)


def refusal(content: bytes, name: str = "uji.xlsx") -> str:
    with pytest.raises(UnreadableFile) as caught:
        table_of(content, name)
    return caught.value.kind


def good() -> bytes:
    return workbook(*activity_rows({}, {"Jumlah Hadir": 12})).getvalue()


def repacked(change: dict[str, bytes], add: dict[str, bytes] | None = None) -> bytes:
    """A good workbook with parts exchanged or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, change.get(name, source.read(name)))
        for name, content in (add or {}).items():
            copy.writestr(name, content)
    return target.getvalue()


def sheet_xml() -> bytes:
    with zipfile.ZipFile(io.BytesIO(good())) as source:
        return source.read("xl/worksheets/sheet1.xml")


def test_good_workbook_is_read() -> None:
    assert [record.row_number for record in table_of(good()).data()] == [2, 3]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_workbook_cut_off_is_damaged(share: float) -> None:
    content = good()
    assert refusal(content[: int(len(content) * share)]) == "damaged_file"


def test_workbook_with_flipped_bytes_is_damaged() -> None:
    content = bytearray(good())
    for place in range(60, 90):
        content[place] ^= 0xFF
    assert refusal(bytes(content)) == "damaged_file"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"%PDF-1.7\n1 0 obj",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"<html><table><tr><td>Kode Wilayah</td></tr></table></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"Kode Wilayah;Tanggal\r\n",
    ],
)
def test_other_file_under_the_name_of_a_workbook_has_the_wrong_type(
    content: bytes,
) -> None:
    assert refusal(content) == "wrong_type"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7", b"GIF89a\x01\x00\x01\x00"]
)
def test_other_file_under_the_name_of_a_csv_has_the_wrong_type(content: bytes) -> None:
    assert refusal(content, "uji.csv") == "wrong_type"


@pytest.mark.parametrize(
    "part", ["content.xml", "word/document.xml", "xl/workbook.bin"]
)
def test_archive_without_a_workbook_has_the_wrong_type(part: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/other")
        archive.writestr(part, "<a/>")
    assert refusal(file.getvalue()) == "wrong_type"


def test_workbook_locked_with_a_password_is_named_so() -> None:
    content = safety.OLE + bytes(512) + safety.ENCRYPTED_PACKAGE + bytes(512)
    assert refusal(content) == "encrypted_file"


def test_file_over_the_limit_is_too_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MAX_FILE_BYTES", 1000)
    assert refusal(good()) == "file_too_big"


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"]
)
def test_document_type_in_any_part_is_unsafe(part: str) -> None:
    content = b'<?xml version="1.0"?>' + ENTITIES + b"<x>&b;</x>"
    assert refusal(repacked({part: content})) == "unsafe_file"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_document_type_in_another_encoding_is_unsafe(encoding: str) -> None:
    content = ("<?xml version='1.0'?>" + ENTITIES.decode() + "<x/>").encode(encoding)
    assert refusal(repacked({"xl/styles.xml": content})) == "unsafe_file"


def test_document_type_across_two_pieces_is_unsafe() -> None:
    padding = b" " * (safety.CHUNK - 25)
    content = b'<?xml version="1.0"?>' + padding + ENTITIES + b"<x/>"
    assert refusal(repacked({"xl/styles.xml": content})) == "unsafe_file"


def test_exotic_xml_encoding_is_unsafe() -> None:
    content = b'<?xml version="1.0" encoding="utf-7"?><x/>'
    assert refusal(repacked({"xl/styles.xml": content})) == "unsafe_file"


def test_bomb_is_refused_by_its_declared_size() -> None:
    bomb = b"<x>" + b"0" * (safety.MAX_UNPACKED_BYTES + 1)
    assert refusal(repacked({}, {"xl/other.xml": bomb})) == "unsafe_file"


def test_bomb_is_refused_by_its_ratio() -> None:
    bomb = b"<x>" + b"0" * (safety.RATIO_FROM_BYTES * 2)
    assert refusal(repacked({}, {"xl/other.xml": bomb})) == "unsafe_file"


def test_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = bomb.compress(bytes(safety.RATIO_FROM_BYTES * 4)) + bomb.flush()
    name = b"xl/other.xml"
    first = bytearray(repacked({}, {name.decode(): b"tiny"}))
    start = first.rindex(b"PK\x01\x02")
    offset = struct.unpack_from("<L", first, start + 42)[0]
    local = bytearray(first[offset : offset + 30 + len(name)])
    struct.pack_into("<L", local, 18, len(packed))
    central = bytearray(first[start:])
    struct.pack_into("<L", central, 20, len(packed))
    end = central.rindex(b"PK\x05\x06")
    directory = first.index(b"PK\x01\x02")
    body = bytes(first[:offset]) + bytes(local) + packed
    grown = len(body) - directory
    struct.pack_into("<L", central, end + 16, directory + grown)
    content = body + bytes(first[directory:start]) + bytes(central)
    assert refusal(content) == "unsafe_file"


def test_archive_of_very_many_parts_is_unsafe() -> None:
    many = {f"xl/media/{number}.txt": b"" for number in range(safety.MAX_PARTS)}
    assert refusal(repacked({}, many)) == "unsafe_file"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archive_with_two_parts_of_one_name_is_unsafe() -> None:
    assert refusal(repacked({}, {"xl/workbook.xml": b"<a/>"})) == "unsafe_file"


def test_dimension_that_lies_is_not_believed() -> None:
    lying = sheet_xml().replace(b'ref="A1:R3"', b'ref="A1:XFD1048576"')
    assert lying != sheet_xml()
    table = table_of(repacked({"xl/worksheets/sheet1.xml": lying}))
    assert [record.row_number for record in table.data()] == [2, 3]


def test_cell_at_the_end_of_the_world_is_too_big() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = sheet_xml().replace(b"</sheetData>", far)
    assert refusal(repacked({"xl/worksheets/sheet1.xml": content})) == "file_too_big"


def test_empty_styled_cells_far_away_do_no_harm() -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    content = sheet_xml().replace(b"</sheetData>", far)
    table = table_of(repacked({"xl/worksheets/sheet1.xml": content}))
    assert [record.row_number for record in table.data()] == [2, 3]


def test_part_that_is_no_xml_is_damaged() -> None:
    assert refusal(repacked({"xl/workbook.xml": b"<workbook"})) == "damaged_file"
    broken = b"<worksheet><sheetData><row r='1'>"
    assert refusal(repacked({"xl/worksheets/sheet1.xml": broken})) == "damaged_file"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b"\r\n\r\n", (";".join(ACTIVITY) + "\r\n").encode()],
)
def test_empty_csv_is_no_failure(content: bytes) -> None:
    assert list(table_of(content, "uji.csv").data()) == []


@pytest.mark.parametrize("rows", [[], [[None]], [list(ACTIVITY)]])
def test_empty_workbook_is_no_failure(rows: list[list[object]]) -> None:
    assert list(table_of(workbook(*rows).getvalue()).data()) == []


def test_hidden_sheets_are_not_imported() -> None:
    book = openpyxl.Workbook()
    notes = book.active
    notes.append(["Catatan"])
    for title, state in (("Lama", "hidden"), ("Baru", "visible"), ("X", "veryHidden")):
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in activity_rows({"Judul Kegiatan": title}):
            sheet.append(row)
    reading = activities_of(openpyxl_file(book))
    assert [row.title for row in reading.rows] == ["Baru"]


def test_other_sheets_with_headings_are_named() -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title in ("Januari", "Februari"):
        sheet = book.create_sheet(title)
        for row in activity_rows({}):
            sheet.append(row)
    table = table_of(openpyxl_file(book).getvalue())
    assert (table.sheet, table.other_sheets) == ("Januari", ("Februari",))


CSV_CHANGES = {
    "Tanggal": "5/12/2022",
    "Nama Perpustakaan": "Perpustakaan Desa Fajar Harapan “Café”",
    "Judul Kegiatan": "Kelas menjahit",
    "Biaya (Rp)": "1250000,50",
}


def csv_text(delimiter: str = ";", *, end: str = "\r\n") -> str:
    rows = activity_rows(CSV_CHANGES)
    lines = [
        delimiter.join(
            f'"{cell}"' if delimiter in str(cell) else str(cell) for cell in row
        )
        for row in rows
    ]
    return end.join(lines) + end


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_whatever_its_encoding_and_separator(
    delimiter: str, encoding: str
) -> None:
    reading = activities_of(csv_file(csv_text(delimiter), encoding), "uji.csv")
    assert found(reading) == []
    (row,) = reading.rows
    assert row.library_name == CSV_CHANGES["Nama Perpustakaan"]
    assert str(row.cost_idr) == "1250000.50"
    assert row.started_on.isoformat() == "2022-12-05"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_csv_in_utf_16_without_a_mark_is_read(encoding: str) -> None:
    assert activities_of(csv_file(csv_text(), encoding), "uji.csv").accepted == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_whatever_ends_its_lines(end: str) -> None:
    assert activities_of(csv_file(csv_text(end=end)), "uji.csv").accepted == 1


def test_csv_line_that_names_its_separator_is_obeyed() -> None:
    reading = activities_of(csv_file("sep=|\r\n" + csv_text("|")), "uji.csv")
    assert [row.row_number for row in reading.rows] == [3]


def test_line_break_inside_quotes_starts_no_record() -> None:
    first, second = (
        csv_text().replace("Kelas menjahit", '"Kelas\r\nmenjahit"').split("\r\n", 1)
    )
    text = f"{first}\r\n{second}{second}".replace("foto-1.jpg\r\n", "foto-2.jpg\r\n", 1)
    reading = activities_of(csv_file(text), "uji.csv")
    assert [(row.row_number, row.title) for row in reading.rows] == [
        (2, "Kelas\nmenjahit"),
        (3, "Kelas\nmenjahit"),
    ]


def test_quotation_that_never_ends_is_damaged() -> None:
    text = csv_text().replace("Kelas menjahit", '"Kelas menjahit')
    assert refusal(text.encode(), "uji.csv") == "damaged_file"


@pytest.mark.parametrize(
    "content",
    [
        b";" * (safety.MAX_CELLS + 1),
        b'"",' * (safety.MAX_CELLS + 1),
        b"\xff\xfe" + b";\x00" * (safety.MAX_CELLS + 1),
        b"\n" * (textfiles.MOST_LINES + 1),
        b"\r" * (textfiles.MOST_LINES + 1),
    ],
    ids=["separators", "quotes", "utf-16", "lines", "returns"],
)
def test_csv_that_would_fill_the_memory_is_never_taken_apart(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = 0
    parsed = textfiles._parsed

    def watched(lines: list[str], delimiter: str) -> Iterator[Record]:
        nonlocal largest
        largest = max(largest, sum(line.count(delimiter) for line in lines))
        return parsed(lines, delimiter)

    monkeypatch.setattr(textfiles, "_parsed", watched)
    assert refusal(content, "uji.csv") in {"file_too_big", "damaged_file"}
    assert largest < safety.MAX_CELLS


def test_as_many_rows_as_allowed_fit_below_their_headings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (safety, textfiles):
        monkeypatch.setattr(module, "MAX_ROWS", 3)
        monkeypatch.setattr(module, "HEADROOM", 1)
    head, row = csv_text().splitlines(keepends=True)
    assert len(list(table_of((head + row * 3).encode(), "uji.csv").data())) == 3
    assert refusal((head + row * 4).encode(), "uji.csv") == "file_too_big"
    book = workbook(*activity_rows({}, {}, {})).getvalue()
    assert len(list(table_of(book).data())) == 3
    book = workbook(*activity_rows({}, {}, {}, {})).getvalue()
    assert refusal(book) == "file_too_big"


def test_rows_that_hide_their_numbers_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(safety, "MAX_ROWS", 10)
    monkeypatch.setattr(safety, "HEADROOM", 0)
    rows = b"<row><c><v>1</v></c></row>" * 11
    sheet = sheet_xml().replace(b"</sheetData>", rows + b"</sheetData>")
    assert refusal(repacked({"xl/worksheets/sheet1.xml": sheet})) == "file_too_big"


def test_cells_that_hide_their_places_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(safety, "MAX_CELLS", 100)
    cells = b"<c><v>1</v></c>" * 100
    row = b'<row r="4">' + cells + b"</row></sheetData>"
    sheet = sheet_xml().replace(b"</sheetData>", row)
    assert refusal(repacked({"xl/worksheets/sheet1.xml": sheet})) == "file_too_big"


@pytest.mark.parametrize("content", [bytes(100), b"\x00\x00a\x00" * 50])
def test_csv_of_zero_bytes_is_no_text(content: bytes) -> None:
    assert refusal(content, "uji.csv") == "wrong_type"


def test_csv_without_headings_says_so() -> None:
    assert refusal(b"a;b;c\r\n1;2;3\r\n", "uji.csv") == "no_header"


def test_csv_of_points_needs_no_warning_for_points() -> None:
    rows = activity_rows(
        {"Tanggal": "2022-12-05", "Biaya (Rp)": "1250000.50"},
        {"Tanggal": "2022-12-06", "Biaya (Rp)": "99.25"},
    )
    text = "\n".join(",".join(str(cell) for cell in row) for row in rows)
    reading = activities_of(csv_file(text), "uji.csv")
    assert found(reading) == []
    assert reading.totals["cost_idr_exact"] == "1250099.75"


@pytest.mark.parametrize(
    ("language", "message"),
    [
        (
            "en",
            "uji.xlsx is damaged or incomplete. Nothing was stored. "
            "Save the file again and retry.",
        ),
        (
            "id",
            "uji.xlsx rusak atau tidak lengkap. Tidak ada yang disimpan. "
            "Simpan ulang berkasnya, lalu coba lagi.",
        ),
    ],
)
def test_refusal_speaks_the_language_of_the_reader(language: str, message: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        table_of(good()[:400])
    with translation.override(language):
        assert str(caught.value.message) == message
