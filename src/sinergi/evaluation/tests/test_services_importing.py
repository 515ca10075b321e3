"""Responses from files: read by headings, judged by row and column, stored once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.accounts.models import User
from sinergi.core.errors import Conflict
from sinergi.core.spreadsheets.unreadable import UnreadableFile
from sinergi.evaluation.enums import Flag, Source, StudyState
from sinergi.evaluation.errors import UnfitInstrument, WrongStudyState
from sinergi.evaluation.models import ImportFile, Instrument, Response
from sinergi.evaluation.services.importing import store_file, try_file
from sinergi.evaluation.services.queue import check_waiting
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.forms import (
    asked,
    make_instrument,
    make_unit,
    sheet,
    workbook,
)
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db

LINES = (
    asked("text", "sample_code", label="Kode sampel", required="yes"),
    asked("select_one scale", "item", label="Seberapa baik?", variable="goal"),
    asked("select_multiple yes_no", "many"),
    asked("integer", "visits", constraint=". <= 31"),
    asked("decimal", "hours"),
    asked("date", "born"),
    asked("calculate", "yearly", calculation="${visits} * 12"),
)
HEADINGS = "Kode Sampel;Seberapa Baik?;many;g/visits;hours;born"


@pytest.fixture
def evaluator() -> User:
    return make_person(Role.EVALUATOR)


@pytest.fixture
def instrument() -> Instrument:
    made = make_instrument(make_study(state=StudyState.FIELDING), *LINES)
    for code in ("D-1", "D-2", "D-3"):
        make_unit(made.study, code)
    return made


def send(by: User, instrument: Instrument, content: bytes | str) -> ImportFile:
    data = content.encode() if isinstance(content, str) else content
    name = "uji.xlsx" if data.startswith(b"PK") else "uji.csv"
    return try_file(by=by, instrument=instrument, file=SimpleUploadedFile(name, data))


def lines(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join((headings, *rows)) + "\n"


def findings(sent: ImportFile) -> list[tuple[int, str, bool]]:
    return [
        (each["row"], each["column"], each["is_warning"])
        for each in sent.report["findings"]
    ]


def test_a_file_is_tried_stored_and_safe_to_repeat(
    evaluator: User, instrument: Instrument
) -> None:
    content = lines(
        "D-1;Baik;Ya, Tidak;1.2;2,5;31/12/1990",
        "d-2;5;1 0;12;1.250,75;1990-12-31",
    ).replace("1.2;", "12;")
    sent = send(evaluator, instrument, content)
    assert sent.report["accepted"] == 2
    assert sent.report["findings"] == []
    assert not Response.objects.exists()
    store_file(by=evaluator, sent=sent)
    with pytest.raises(Conflict):
        store_file(by=evaluator, sent=sent)
    assert check_waiting() == 2
    first, second = Response.objects.order_by("pk")
    assert first.answers == {
        "sample_code": "D-1",
        "item": 4,
        "many": ["1", "0"],
        "visits": 12,
        "hours": 2.5,
        "born": "1990-12-31",
        "yearly": 144,
    }
    assert second.answers["hours"] == 1250.75
    assert [first.source, first.unit.code, second.unit.code] == [
        Source.IMPORT,
        "D-1",
        "D-2",
    ]
    again = send(evaluator, instrument, content)
    assert (again.report["accepted"], again.report["repeated"]) == (0, 2)


def test_a_workbook_is_read_by_the_names_of_questions(
    evaluator: User, instrument: Instrument
) -> None:
    rows = [{"sample_code": "D-1", "item": "4", "visits": "3"}]
    book = workbook({"Jawaban": [["Rekap"], *sheet(rows)]})
    sent = send(evaluator, instrument, book.getvalue())
    assert sent.report["accepted"] == 1


def test_what_does_not_fit_is_named_by_row_and_column(
    evaluator: User, instrument: Instrument
) -> None:
    content = lines(
        "D-1;9;;banyak;x;31/02/2022",
        "X-9;4;;;;",
        "D-2;4;7;;;",
        "D-3;4;;99;;",
        "D-3;4;;99;;",
        ";4;;;;",
    )
    sent = send(evaluator, instrument, content)
    assert findings(sent) == [
        (2, "Seberapa Baik?", False),
        (2, "g/visits", False),
        (2, "hours", False),
        (2, "born", False),
        (3, "sample_code", False),
        (4, "many", False),
        (5, "visits", True),
        (6, "", False),
        (6, "visits", True),
        (7, "sample_code", False),
        (7, "", True),
    ]
    assert sent.report["accepted"] == 1
    store_file(by=evaluator, sent=sent)
    check_waiting()
    assert Response.objects.get().flags == [Flag.OUT_OF_RANGE]


def test_an_identity_tells_repeats_from_contradictions(
    evaluator: User, instrument: Instrument
) -> None:
    headings = "_uuid,sample_code,item"
    first = lines("a,D-1,4", "b,D-1,4", headings=headings)
    store_file(by=evaluator, sent=send(evaluator, instrument, first))
    assert Response.objects.count() == 2
    other = lines("a,D-1,5", "c,D-2,4", headings=headings)
    sent = send(evaluator, instrument, other)
    assert sent.report["accepted"] == 1
    assert [each["row"] for each in sent.report["findings"]] == [2]


def test_two_equal_units_are_flagged_when_they_are_checked(
    evaluator: User, instrument: Instrument
) -> None:
    content = lines("D-1;4;;;;", "D-1;5;;;;")
    store_file(by=evaluator, sent=send(evaluator, instrument, content))
    check_waiting()
    flags = Response.objects.order_by("pk").values_list("flags", flat=True)
    assert list(flags) == [[], [Flag.DUPLICATE]]


def test_points_for_decimals_are_seen_by_the_column(
    evaluator: User, instrument: Instrument
) -> None:
    content = lines("D-1,4,,3,2.5,", "D-2,4,,3,1250.75,").replace(";", ",")
    store_file(by=evaluator, sent=send(evaluator, instrument, content))
    hours = [row.answers["hours"] for row in Response.objects.order_by("pk")]
    assert hours == [2.5, 1250.75]


@pytest.mark.parametrize(
    "content",
    [
        "nama;alamat\nSiti;Jl. Melati\n",
        "sample_code;item;item\nD-1;4;4\n",
        b"PK\x03\x04broken",
        b"\x00\x01\x02\x03",
        "<html><body>bukan tabel</body></html>",
    ],
)
def test_a_file_that_cannot_be_read_is_not_kept(
    evaluator: User, instrument: Instrument, content: str | bytes
) -> None:
    with pytest.raises(UnreadableFile):
        send(evaluator, instrument, content)
    assert not ImportFile.objects.exists()


def test_an_empty_file_holds_no_rows(evaluator: User, instrument: Instrument) -> None:
    assert send(evaluator, instrument, lines()).report["read"] == 0


def test_drafts_and_ended_studies_take_no_file(evaluator: User) -> None:
    draft = make_instrument(
        make_study(state=StudyState.FIELDING), *LINES, is_fielded=False
    )
    with pytest.raises(UnfitInstrument):
        send(evaluator, draft, lines("D-1;4;;;;"))
    published = make_instrument(make_study(), *LINES)
    with pytest.raises(WrongStudyState):
        send(evaluator, published, lines("D-1;4;;;;"))
