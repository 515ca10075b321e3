"""Pages of questionnaires: sending, reading, fielding, links, files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sinergi.evaluation.enums import InstrumentState, StudyState
from sinergi.evaluation.models import ImportFile, Instrument, Response, Study, WebCopy
from sinergi.evaluation.services.instruments import field_instrument
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.forms import (
    asked,
    make_instrument,
    make_unit,
    sheets,
    workbook,
)
from sinergi.network.enums import Role
from sinergi.reports.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return make_study(state=StudyState.FIELDING)


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(make_person(Role.EVALUATOR))
    return client


def address(name: str, *arguments: object) -> str:
    return reverse(f"evaluation:{name}", args=arguments)


def test_a_template_is_taken_read_and_fielded(page: Client, study: Study) -> None:
    taken = page.post(
        address("instrument_template", study.slug, "effectiveness"), follow=True
    )
    text = taken.content.decode()
    assert "4 variabel diukur" in text
    assert "Bagaimana kesesuaian program" in text
    made = Instrument.objects.get()
    page.post(address("instrument_move", study.slug, made.pk), {"act": "field"})
    made.refresh_from_db()
    assert made.state == InstrumentState.FIELDED
    shown = page.get(address("instrument_list", study.slug)).content.decode()
    assert "Di lapangan" in shown
    printed = page.get(address("instrument_print", study.slug, made.pk))
    assert "Sangat baik" in printed.content.decode()


def test_a_wrong_upload_names_its_cells_and_stores_nothing(
    page: Client, study: Study
) -> None:
    book = workbook(sheets([asked("texxt", "q")])).getvalue()
    answer = page.post(
        address("instrument_new", study.slug),
        {"audience": "users", "file": SimpleUploadedFile("uji.xlsx", book)},
    )
    assert answer.status_code == 422
    assert "baris 2, kolom type" in answer.content.decode()
    answer = page.post(
        address("instrument_new", study.slug),
        {"audience": "users", "file": SimpleUploadedFile("uji.xlsx", b"PK rusak")},
    )
    assert answer.status_code == 422
    assert not Instrument.objects.exists()


def test_what_needs_collect_is_named_on_the_page(page: Client, study: Study) -> None:
    book = workbook(sheets([asked("geopoint", "where")])).getvalue()
    answer = page.post(
        address("instrument_new", study.slug),
        {"audience": "users", "file": SimpleUploadedFile("uji.xlsx", book)},
        follow=True,
    )
    assert "geopoint" in answer.content.decode()
    made = Instrument.objects.get()
    page.post(address("instrument_move", study.slug, made.pk), {"act": "remove"})
    assert not Instrument.objects.exists()


def test_the_workbook_comes_back_as_it_was(page: Client, study: Study) -> None:
    made = make_instrument(study, asked("text", "q"))
    got = page.get(address("instrument_download", study.slug, made.pk))
    assert b"".join(got.streaming_content) == bytes(made.xlsform)
    ready = page.get(address("template_download", study.slug, "users"))
    assert b"".join(ready.streaming_content).startswith(b"PK")
    missing = page.get(address("template_download", study.slug, "lain"))
    assert missing.status_code == 404


def test_links_are_made_once_listed_printed_and_downloaded(
    page: Client, study: Study
) -> None:
    made = make_instrument(study, asked("text", "q"))
    make_unit(study, "D-1")
    make_unit(study, "D-2", role="replacement", state="reserve")
    for _repeat in range(2):
        page.post(address("link_list", study.slug, made.pk))
    link = WebCopy.objects.get()
    for name in ("link_list", "link_print"):
        text = page.get(address(name, study.slug, made.pk)).content.decode()
        assert link.token in text
        assert "<svg" in text
    got = page.get(address("link_download", study.slug, made.pk))
    lines = b"".join(got.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert f"/isi/{link.token}/" in lines[1]


def test_a_file_is_tried_then_stored(page: Client, study: Study) -> None:
    made = make_instrument(study, asked("integer", "q"))
    file = SimpleUploadedFile("uji.csv", b"q\n3\nbanyak\n")
    tried = page.post(
        address("import_new", study.slug, made.pk), {"file": file}, follow=True
    )
    text = tried.content.decode()
    assert "“banyak” bukan bilangan bulat." in text
    assert not Response.objects.exists()
    sent = ImportFile.objects.get()
    page.post(address("import_store", study.slug, made.pk, sent.pk))
    assert Response.objects.get().answers == {"q": 3}


def test_questionnaires_of_a_published_study_are_public(client: Client) -> None:
    study = make_study(
        state=StudyState.PUBLISHED, published_at="2022-12-01T00:00:00+07:00"
    )
    made = make_instrument(study, asked("text", "q"))
    for name in ("instrument_show", "instrument_print", "instrument_download"):
        assert client.get(address(name, study.slug, made.pk)).status_code == 200
    text = client.get(address("instrument_show", study.slug, made.pk)).content.decode()
    assert made.web_token not in text


def test_a_draft_takes_the_files_that_it_shows_until_it_is_fielded(
    page: Client,
) -> None:
    study = make_study(slug="gambar")
    draft = make_instrument(study, asked("text", "note"), is_fielded=False)
    place = reverse("evaluation:instrument_show", args=[study.slug, draft.pk])
    act = reverse("evaluation:instrument_files", args=[study.slug, draft.pk])

    def send(name: str, content: bytes) -> str:
        file = SimpleUploadedFile(name, content)
        return page.post(act, {"file": file}, follow=True).content.decode()

    assert "peta.png" in send("peta.png", b"lama")
    assert "peta.png" in send("peta.png", b"lebih baru")
    assert draft.form_files.get().size_bytes == 10
    assert "“a$b.png”" in send("a$b.png", b"x")
    assert "kosong" in send("kosong.png", b"")
    assert draft.form_files.count() == 1
    page.post(act, {"remove": "peta.png"})
    assert not draft.form_files.exists()
    send("peta.png", b"lagi")
    field_instrument(by=make_person(Role.EVALUATOR), instrument=draft)
    send("lain.png", b"x")
    assert [file.name for file in draft.form_files.all()] == ["peta.png"]
    shown = page.get(place).content.decode()
    assert "peta.png" in shown
    assert 'name="remove"' not in shown
