"""`sinergi evaluate`: what it prints, and how it ends."""

import json
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from sinergi.core.spreadsheets.safety import ENCRYPTED_PACKAGE, OLE

RESPONSES = """id;area;w;q1;q2;q3
1;a;1,5;1;2;3
2;a;2,5;2;2;4
3;b;1;3;4;5
4;b;1;5;5;5
"""
DESIGN = """
scale: {min: 1, max: 5}
variables: {target_accuracy: [q1, q2], outreach: [q3]}
classes: {labels: [sangat kurang, kurang, cukup, baik, sangat baik]}
weights: w
strata: [area]
estimates:
  - {proportion: area, level: a}
  - {ratio: [q1, q2], by: area}
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    responses, design = tmp_path / "responses.csv", tmp_path / "design.yaml"
    responses.write_text(RESPONSES)
    design.write_text(DESIGN)
    return responses, design


def run(responses: Path, design: Path, *more: object) -> None:
    call_command("evaluate", str(responses), "--design", str(design), *map(str, more))


def test_json_is_one_document(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run(*files, "--json")
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert told.err == ""
    assert document["design"] == {"strata": 2, "psu": 4}
    first, second = document["variables"]
    assert first["mean"] == pytest.approx((1.5 * 1.5 + 2.5 * 2 + 3.5 + 5) / 6)
    assert (first["class"], second["class"]) == ("cukup", "baik")
    assert second["alpha"] is None
    assert [it["name"] for it in document["estimates"]] == ["area", "q1/q2", "q1/q2"]


def test_table_for_people(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    run(*files)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Baris: 4 · strata: 2 · unit tahap pertama: 4"
    score = next(line for line in lines if line.startswith("target_accuracy"))
    assert score.split()[1] == "2,6250"
    assert score.endswith("cukup")


def test_changes_and_comparisons_for_people(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text(
        "change: [{before: q1, after: q2}]\ncompare: [{item: q2, by: area}]"
    )
    run(*files)
    lines = capsys.readouterr().out.splitlines()
    change = next(line for line in lines if line.startswith("q1 → q2")).split()
    assert change[3:6] == ["2,7500", "3,2500", "0,5000"]
    assert change[-2:] == ["0,5000", "4"]
    heads = next(line for line in lines if line.startswith("Pembandingan")).split()
    assert heads == ["Pembandingan", "F", "d.b.", "p", "n"]


def test_refused_cells_are_named_and_end_with_1(
    files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files[0].write_text(RESPONSES.replace("2;2;4", "dua;2;7"))
    with pytest.raises(SystemExit) as end:
        run(*files, "--json")
    told = capsys.readouterr()
    assert end.value.code == 1
    assert told.err.splitlines() == [
        "Baris 3, kolom “q1”: “dua” bukan bilangan.",
        "Baris 3, kolom “q3”: “7” di luar skala.",
    ]
    assert json.loads(told.out)["n"] == 4


@pytest.mark.parametrize(
    ("responses", "design", "sentence"),
    [
        (
            RESPONSES.replace("3;b;1;", "3;b;0;"),
            DESIGN,
            "Baris 4: penimbang belum diisi",
        ),
        (RESPONSES.replace("3;b", "3;c"), DESIGN, "Strata “c” hanya memiliki satu"),
        (RESPONSES, DESIGN + "lonely: fail\n", "kunci “lonely” yang tidak dikenal"),
        (RESPONSES, "a: [", "design.yaml bukan YAML: while parsing"),
        (RESPONSES, "[" * 5000, "design.yaml bukan YAML"),
        (RESPONSES, "- a", "“design” harus berupa kunci"),
        ("", DESIGN, "responses.csv kosong"),
        (
            RESPONSES,
            DESIGN
            + """rake:
  - {by: area, totals: {a: 9, b: 1}}
  - {by: q1, totals: {1: 1, 2: 1, 3: 4, 5: 4}}
""",
            "Raking tidak konvergen",
        ),
    ],
)
def test_what_cannot_be_evaluated_ends_with_2(
    files: tuple[Path, Path], responses: str, design: str, sentence: str
) -> None:
    files[0].write_text(responses)
    files[1].write_text(design)
    with pytest.raises(CommandError, match=sentence) as end:
        run(*files)
    assert end.value.returncode == 2


def test_a_file_that_is_not_there_ends_with_2(files: tuple[Path, Path]) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibuka") as end:
        run(files[0].with_name("none.csv"), files[1])
    assert end.value.returncode == 2


def test_a_workbook_is_read_too_and_a_locked_one_is_not_opened(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    for line in RESPONSES.splitlines():
        book.active.append([cell.replace(",", ".") for cell in line.split(";")])
    path = tmp_path / "responses.xlsx"
    book.save(path)
    run(path, files[1], "--json")
    assert json.loads(capsys.readouterr().out)["n"] == 4
    path.write_bytes(OLE + ENCRYPTED_PACKAGE)
    with pytest.raises(CommandError, match="terkunci") as end:
        run(path, files[1])
    assert end.value.returncode == 2


def form(path: Path, codes: list[str]) -> Path:
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in (
        ["type", "name", "label", "variable"],
        ["select_one likert", "q1", "Tepat?", "accuracy"],
        ["select_one likert", "q2", "Sesuai?", "accuracy"],
        ["text", "id", "Nomor", None],
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in (["list_name", "name", "label"], *(["likert", it, it] for it in codes)):
        choices.append(row)
    book.save(path)
    return path


def test_variables_and_scale_may_come_from_the_questionnaire(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files[1].write_text("classes: {labels: [kurang, baik]}")
    path = form(tmp_path / "form.xlsx", ["1", "2", "3", "4"])
    with pytest.raises(SystemExit) as end:
        run(*files, "--instrument", path, "--json")
    told = capsys.readouterr()
    assert end.value.code == 1
    assert told.err.splitlines() == [
        "Baris 5, kolom “q1”: “5” di luar skala.",
        "Baris 5, kolom “q2”: “5” di luar skala.",
    ]
    (score,) = json.loads(told.out)["variables"]
    assert (score["name"], score["class"]) == ("accuracy", "kurang")


@pytest.mark.parametrize(
    ("codes", "sheet", "sentence"),
    [
        (["ya", "tidak"], "choices", "jawabannya “likert” bukan angka"),
        (["1", "2"], "pilihan", "lembar “choices” tidak ada"),
    ],
)
def test_questionnaires_that_cannot_be_used_end_with_2(
    files: tuple[Path, Path],
    tmp_path: Path,
    codes: list[str],
    sheet: str,
    sentence: str,
) -> None:
    path = form(tmp_path / "form.xlsx", codes)
    book = openpyxl.load_workbook(path)
    book["choices"].title = sheet
    book.save(path)
    with pytest.raises(CommandError, match=sentence) as end:
        run(*files, "--instrument", path)
    assert end.value.returncode == 2
