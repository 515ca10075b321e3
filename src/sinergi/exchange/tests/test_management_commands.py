"""The commands as a script meets them: documents, files, exit codes."""

import csv
import datetime as dt
import io
import json
import os
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sinergi.exchange.services import files
from sinergi.exchange.tests.sheets import REGIONS, activity_rows, openpyxl, workbook
from sinergi.network.enums import Role
from sinergi.network.models import Library, Partnership
from sinergi.network.services import start_partnership
from sinergi.network.tests.factories import make_programme
from sinergi.regions.models import Region
from sinergi.reports.models import Activity
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    Region.objects.bulk_create(
        Region(code=code, name=name, kind=kind) for code, name, kind in REGIONS
    )


def write(folder: Path, *changes: dict[str, object]) -> str:
    path = folder / "kegiatan.xlsx"
    path.write_bytes(workbook(*activity_rows(*changes)).getvalue())
    return str(path)


def code_of(*words: str) -> int:
    """The exit code with which a command ends."""
    try:
        call_command(*words, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as end:
        return int(str(end.code))
    except CommandError as error:
        return error.returncode
    return 0


def test_json_stands_alone_on_standard_output(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    path = write(tmp_path, {"Bidang": "Astronomi"})
    call_command("import", "activities", path, "--json", stdout=out, stderr=err)
    document = json.loads(out.getvalue())
    assert (document["dry_run"], document["rows"]) == (
        False,
        {"read": 1, "accepted": 1, "rejected": 0},
    )
    assert document["problems"] == [
        {
            "row": 2,
            "column": "Bidang",
            "kind": "unknown_field",
            "severity": "warning",
            "value": "Astronomi",
            "message": "“Astronomi” tidak ada dalam daftar Bidang. "
            "Dibaca sebagai “Lainnya”.",
            "read_as": "Lainnya",
        }
    ]


def test_exit_codes_tell_how_an_import_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = write(tmp_path, {})
    codes = [
        code_of("import", "activities", good, "--dry-run"),
        code_of("import", "activities", good),
        code_of("import", "activities", good),
        code_of("import", "activities", str(tmp_path / "tidak-ada.xlsx")),
        code_of("import", "activities", good, "--user", "tidak-ada"),
        code_of("import", "activities", good, "--as-of", "31/12/2022"),
    ]
    assert codes == [0, 0, 1, 2, 2, 1]
    monkeypatch.setattr(files, "import_activities", lambda **_: 1 / 0)
    assert code_of("import", "activities", good) == 3


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe, broken = tmp_path / "pipa.xlsx", tmp_path / "putus.xlsx"
    os.mkfifo(pipe)
    broken.symlink_to("tidak-ada")
    for path in (pipe, broken, tmp_path, Path("/dev/null"), Path("nol\0.xlsx")):
        assert code_of("import", "activities", str(path)) == 2
    whole = tmp_path / "tautan.xlsx"
    whole.symlink_to(write(tmp_path, {}))
    assert code_of("import", "activities", str(whole)) == 0


def test_nothing_is_stored_where_the_annotated_copy_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = write(tmp_path, {})
    nowhere = str(tmp_path / "tidak-ada" / "bertanda.xlsx")
    assert code_of("import", "activities", good, "--annotated", nowhere) == 2
    command = import_module("sinergi.exchange.management.commands.import")
    monkeypatch.setattr(command, "write_annotated", lambda *_: 1 / 0)
    target = str(tmp_path / "bertanda.xlsx")
    assert code_of("import", "activities", good, "--annotated", target) == 3
    assert Activity.objects.count() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["kegiatan.xlsx"]


def test_annotated_copy_is_written(tmp_path: Path) -> None:
    target = tmp_path / "bertanda.xlsx"
    code = code_of(
        "import",
        "activities",
        write(tmp_path, {"Jumlah Hadir": -1}),
        "--annotated",
        str(target),
    )
    book = openpyxl.load_workbook(target)
    assert (code, book.worksheets[1].cell(2, 1).value) == (1, 2)


def test_command_acts_for_a_person(tmp_path: Path) -> None:
    officer = make_person(Role.REGENCY_OFFICER, region="33.20")
    path = write(tmp_path, {})
    assert code_of("import", "activities", path, "--user", officer.username) == 1
    assert Activity.objects.count() == 0


def test_export_comes_back_through_the_import(tmp_path: Path) -> None:
    code_of("import", "activities", write(tmp_path, {}))
    activity = Activity.objects.get()
    target = tmp_path / "keluar.csv"
    assert code_of("export", "activities", str(target), "--region", "11.01") == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["Kode Wilayah"], row["Perempuan"], row["Biaya (Rp)"], row["ID"]) == (
        "11.01.01.2001",
        "6",
        "1250000.00",
        str(activity.pk),
    )
    assert code_of("import", "activities", str(target)) == 1
    assert list(Activity.objects.all()) == [activity]


def test_downloaded_partnerships_are_known_to_the_import(tmp_path: Path) -> None:
    code_of("import", "activities", write(tmp_path, {}))
    library = Library.objects.get()
    start_partnership(
        by=None,
        library=library,
        programme=make_programme(),
        origin="book_aid",
        intake_year=2021,
        funders=["apbn"],
        started_on=dt.date(2021, 3, 1),
        decree_number="12/SK/2021",
    )
    client = Client()
    client.force_login(make_person(Role.NATIONAL_TEAM))
    target = tmp_path / "kemitraan.csv"
    target.write_bytes(b"".join(client.get("/perpustakaan/kemitraan.csv")))
    assert code_of("import", "partners", str(target)) == 1
    assert Partnership.objects.get().decree_number == "12/SK/2021"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("title", ["=1+1", "+cmd", "@SUM(1)", "- Rapat"])
def test_export_of_a_text_like_a_formula_comes_back_as_a_copy(
    tmp_path: Path, title: str, ending: str
) -> None:
    path = write(tmp_path, {"Judul Kegiatan": title})
    assert code_of("import", "activities", path) == 0
    target = str(tmp_path / f"keluar.{ending}")
    assert code_of("export", "activities", target) == 0
    assert code_of("import", "activities", target) == 1
    assert [one.title for one in Activity.objects.all()] == [title]


def test_export_tells_how_many_rows_it_wrote(tmp_path: Path) -> None:
    changes = [{"Judul Kegiatan": f"Kelas {number}"} for number in range(3)]
    code_of("import", "activities", write(tmp_path, *changes))
    err = io.StringIO()
    call_command("export", "activities", str(tmp_path / "keluar.csv"), stderr=err)
    assert err.getvalue().startswith("3 ")


@pytest.mark.parametrize("kind", ["activities", "partners", "libraries"])
def test_export_holds_the_region_and_days_asked_for(tmp_path: Path, kind: str) -> None:
    code_of("import", "activities", write(tmp_path, {}))
    target = tmp_path / "keluar.xlsx"
    rows = []
    for words in ((), ("--region", "33"), ("--to", "2022-05-19")):
        assert code_of("export", kind, str(target), *words) == 0
        rows.append(openpyxl.load_workbook(target).worksheets[0].max_row - 1)
    wanted = {"activities": [1, 0, 0], "partners": [0, 0, 0], "libraries": [1, 0, 1]}
    assert rows == wanted[kind]


def test_export_to_a_nameless_format_is_wrong_usage(tmp_path: Path) -> None:
    target = tmp_path / "keluar.pdf"
    assert (code_of("export", "libraries", str(target)), target.exists()) == (2, False)
