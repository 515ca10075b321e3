"""Files of answers are read whatever their separator, encoding and decimal mark."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.tables import read_table, table_of


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_separators_and_encodings(tmp_path: Path, mark: str, encoding: str) -> None:
    text = 'nama|"a|b"|q\nCafé|x|1\nBudi|NA|\n'.replace("|", mark)
    table = read_table(written(tmp_path, text, encoding))
    assert table.texts("nama").tolist() == ["Café", "Budi"]
    assert table.texts(f"a{mark}b").tolist() == ["x", ""]
    numbers, refused = table.numbers("q")
    assert numbers[0] == 1
    assert np.isnan(numbers[1])
    assert refused == []


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.5", "2", "-3e2", ".5"], [1.5, 2, -300, 0.5]),
        (["1,5", "2", "1.250"], [1.5, 2, 1250]),
        (["1.234.567,25"], [1234567.25]),
        (["1,234.5", "7"], [1234.5, 7]),
        ([" 3 ", "NA", "", "null", "."], [3, None, None, None, None]),
    ],
)
def test_numbers(cells: list[str], expected: list[float | None]) -> None:
    numbers, refused = table_of({"q": cells}).numbers("q")
    assert [None if np.isnan(it) else it for it in numbers] == expected
    assert refused == []


@pytest.mark.parametrize(
    "text", ["tiga", "1 2", "inf", "1_000", "٣", "0x1", "-", "1e999"]
)
def test_what_is_no_number_is_refused_with_its_place(text: str) -> None:
    table = table_of({"q": ["1", text]}, first_row=2)
    numbers, refused = table.numbers("q")
    assert np.isnan(numbers[1])
    assert [str(it.as_error()) for it in refused] == [
        f"Row 3, column “q”: “{text}” is no number."
    ]


def test_a_column_with_decimal_commas_has_no_decimal_points() -> None:
    _, refused = table_of({"q": ["1,5", "2.5"]}).numbers("q")
    assert [it.value for it in refused] == ["2.5"]


def test_cells_may_hold_line_breaks_and_rows_are_counted_by_record(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, 'a,q\n"two\nlines",1\nx,none\n')
    table = read_table(path)
    assert table.texts("a").tolist() == ["two\nlines", "x"]
    assert table.numbers("q")[1][0].row == 3


def test_headings_may_hold_line_breaks_too(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, 'a,"q\n(1-5)",w\n01,2,3\n'))
    assert table.texts("a").tolist() == ["01"]
    assert table.numbers("q\n(1-5)")[0].tolist() == [2]


def test_empty_rows_at_the_end_are_none(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a;q\nx;1\n;\ny;2\n;\n;\n"))
    assert table.texts("a").tolist() == ["x", "", "y"]


def test_a_line_that_names_the_separator_is_no_record(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "sep=;\na;q\nx;1\n"))
    assert table.texts("a").tolist() == ["x"]
    assert table.first_row == 3


def test_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ([], ["id", "q", None], [7, 1.5, "left aside"], [8, None], []):
        sheet.append(row)
    path = tmp_path / "rows.xlsx"
    book.save(path)
    table = read_table(path)
    assert table.texts("id").tolist() == ["7", "8"]
    assert table.numbers("q")[0][0] == 1.5
    assert table.first_row == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"a,b\n1,2,3\n", "is no table: CSV parse error: Expected 2 columns, got 3"),
        (b"a,a\n1,2\n", "Two columns are named “a”"),
        (b"\x00\x01\x02\xff", "cannot be read"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_files_that_are_no_table(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    with pytest.raises(UnfitData, match=sentence):
        read_table(path)


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(UnfitData, match="cannot be read"):
        read_table(path)


def test_a_file_of_headings_has_no_rows(tmp_path: Path) -> None:
    table = read_table(written(tmp_path, "a,q\n"))
    assert len(table) == 0
    assert table.texts("a").tolist() == []


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnfitData, match="no column “z”"):
        table_of({"a": [1], "b": [2]}).numbers("z")
