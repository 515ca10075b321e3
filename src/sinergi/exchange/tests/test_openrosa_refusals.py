"""What is not taken in from phones: a clear sentence, and nothing half-saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from sinergi.evaluation.enums import InstrumentState, StudyState
from sinergi.evaluation.models import Instrument, Response, ResponseFile, Study
from sinergi.evaluation.services.interviewers import (
    Card,
    add_interviewers,
    set_takes_late,
)
from sinergi.evaluation.services.queue import check_waiting
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.xforms import filled, make_instrument
from sinergi.exchange.tests.phones import base_of, phone_of, said, send

BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><data id="efektivitas" version="1"><q>&b;</q>
<meta><instanceID>uuid:a</instanceID></meta></data>"""
OUTSIDE = BOMB.replace(b'[<!ENTITY a "aaaaaaaaaa">', b'SYSTEM "file:///etc/passwd" [')


@pytest.fixture
def card(db: None, settings: object, tmp_path: Path) -> Card:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "media"
    study = make_study(state=StudyState.FIELDING)
    make_instrument(study)
    return add_interviewers(by=None, study=study, names=["Siti"])[0]


def refused(answer: object, status: int, sentence: str) -> None:
    """The answer says so, and nothing was kept."""
    assert (answer.status_code, said(answer)) == (status, sentence)
    assert not Response.objects.exists()
    assert not ResponseFile.objects.exists()


DOCTYPE = "Jawaban tidak boleh membawa jenis dokumen (DOCTYPE) sendiri."
UNREADABLE = "Jawaban bukan XML yang utuh (baris 1)."
TOO_MUCH = "Jawaban bertingkat terlalu dalam atau terlalu banyak."
NAMELESS = "Jawaban tidak punya tanda pengenal (instanceID)."


@pytest.mark.parametrize(
    ("xml", "sentence"),
    [
        (BOMB, DOCTYPE),
        (OUTSIDE, DOCTYPE),
        (BOMB.decode().encode("utf-16"), DOCTYPE),
        (filled()[:-4], UNREADABLE),
        (b"", UNREADABLE),
        (filled(values={"q1": "é"}).decode().encode("latin-1"), UNREADABLE),
        (b"<d>" * 100, TOO_MUCH),
        (b"<d>" + b"<q/>" * 50_000, TOO_MUCH),
        (filled(form_id=""), "Jawaban tidak menyebut formulirnya."),
        (filled(instance_id=" "), NAMELESS),
        (filled(instance_id="x" * 121), NAMELESS),
        (
            filled().replace(b"<data", b'<data encrypted="yes"'),
            "Formulir terenkripsi tidak dapat dibaca di sini.",
        ),
        (filled().decode().encode("utf-16"), "Jawaban tidak ditulis dalam UTF-8."),
    ],
)
def test_what_is_no_filled_in_form_is_refused(
    card: Card, xml: bytes, sentence: str
) -> None:
    answer = send(phone_of(card), base_of(card), xml, {"foto.jpg": b"foto"})
    refused(answer, 400, sentence)


@pytest.mark.parametrize(
    ("changes", "version"),
    [({"form_id": "lain"}, "1"), ({}, "7"), ({}, "draft"), ({}, "1" * 9), ({}, "")],
)
def test_an_unknown_form_or_version_is_named(
    card: Card, changes: dict[str, str], version: str
) -> None:
    name = changes.get("form_id", "efektivitas")
    answer = send(phone_of(card), base_of(card), filled(version=version, **changes))
    refused(answer, 404, f"Studi ini tidak punya formulir “{name}” versi “{version}”.")


def test_a_draft_is_not_in_the_field(card: Card) -> None:
    study = card.interviewer.study
    make_instrument(study, version=2, state=InstrumentState.DRAFT, fielded_at=None)
    answer = send(phone_of(card), base_of(card), filled(version=2))
    refused(answer, 404, "Studi ini tidak punya formulir “efektivitas” versi “2”.")


def _close_version() -> None:
    Instrument.objects.update(state=InstrumentState.CLOSED)


def _close_study() -> None:
    Study.objects.update(state=StudyState.CLOSED)


@pytest.mark.parametrize("close", [_close_version, _close_study])
def test_late_answers_stay_on_the_phone_until_they_are_let_in(
    card: Card, close: Callable[[], None]
) -> None:
    close()
    phone, base, xml = phone_of(card), base_of(card), filled()
    answer = send(phone, base, xml, {"foto.jpg": b"foto"})
    refused(
        answer,
        403,
        "Formulir “efektivitas” versi “1” tidak lagi menerima jawaban. "
        "Jawaban tetap ada di ponsel ini: minta evaluator membuka kiriman terlambat, "
        "lalu kirim lagi.",
    )
    assert phone.get(f"{base}/formList").content.count(b"<xform>") == 0
    set_takes_late(by=None, study=card.interviewer.study, takes_late=True)
    cache.clear()
    assert send(phone, base, xml).status_code == 201
    check_waiting()
    assert "late" in Response.objects.get().flags


def test_a_huge_sending_is_refused_before_it_is_read(card: Card) -> None:
    phone, base = phone_of(card), base_of(card)
    answer = phone.generic(
        "POST",
        f"{base}/submission",
        b"--B",
        "multipart/form-data; boundary=B",
        CONTENT_LENGTH="100000000",
    )
    refused(answer, 413, "Kiriman terlalu besar (100,0\xa0MB). Batasnya 21,0\xa0MB.")


def test_long_answers_are_refused(card: Card, settings: object) -> None:
    settings.SUBMISSION_XML_LIMIT_BYTES = 1000
    xml = filled(values={"q1": "x" * 2000})
    answer = send(phone_of(card), base_of(card), xml)
    assert answer.status_code == 413
    assert not Response.objects.exists()


PART = b'Content-Disposition: form-data; name="xml_submission_file"; filename="i.xml"'
WHOLE = b"--B\r\n" + PART + b"\r\n\r\n" + filled() + b"\r\n--B--\r\n"
MULTIPART = "multipart/form-data; boundary=B"
BROKEN = "Kiriman terputus di tengah jalan. Kirim sekali lagi."
UNMEASURED = "Panjang kiriman tidak disebutkan."
IN_ONE = "Kiriman harus terdiri atas beberapa bagian (multipart/form-data)."
EMPTY = "Kiriman harus berisi satu bagian “xml_submission_file”."


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (WHOLE[:-8], MULTIPART, BROKEN),
        (WHOLE, "text/xml", IN_ONE),
        (WHOLE, "multipart/form-data", IN_ONE),
        (WHOLE, "multipart/form-data; boundary=é", "Kiriman tidak dapat diurai."),
        (b"--B--\r\n", MULTIPART, EMPTY),
    ],
)
def test_a_broken_sending_is_refused(
    card: Card, body: bytes, kind: str, sentence: str
) -> None:
    answer = phone_of(card).generic("POST", f"{base_of(card)}/submission", body, kind)
    refused(answer, 400, sentence)


@pytest.mark.parametrize("length", ["", "-1", "x"])
def test_a_sending_says_how_long_it_is(card: Card, length: str) -> None:
    answer = phone_of(card).generic(
        "POST", f"{base_of(card)}/submission", WHOLE, MULTIPART, CONTENT_LENGTH=length
    )
    refused(answer, 411, UNMEASURED)


def test_nothing_is_confirmed_that_could_not_be_stored(
    card: Card, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("no folder")
    answer = send(phone_of(card), base_of(card), filled(), {"foto.jpg": b"foto"})
    refused(answer, 503, "Kiriman belum dapat disimpan. Coba lagi nanti.")


def test_strangers_learn_nothing(card: Card) -> None:
    for path in ("formList", "submission", "forms/efektivitas.xml"):
        answer = Client().get(f"{base_of(card)}/{path}")
        assert answer.status_code in {401, 405}
    assert Client().get("/odk/key/tebakan/formList").status_code == 404
