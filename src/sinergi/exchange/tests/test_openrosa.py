"""What a phone asks, and what it gets (OpenRosa 1.0)."""

import base64
import hashlib

import pytest
from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.models import Response
from sinergi.evaluation.services.interviewers import (
    Card,
    add_interviewers,
)
from sinergi.evaluation.services.queue import check_waiting
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.xforms import FORM_ID, filled, make_instrument, xform_of

LIST = "{http://openrosa.org/xforms/xformsList}"


@pytest.fixture
def card(db: None) -> Card:
    study = make_study(state=StudyState.FIELDING)
    make_instrument(study)
    return add_interviewers(by=None, study=study, names=["Siti Aminah"])[0]


@pytest.fixture
def base(card: Card) -> str:
    return f"/odk/{card.interviewer.study.field_access.key}"


@pytest.fixture
def phone(card: Card) -> Client:
    """Sends Basic before it is asked."""
    pair = f"{card.interviewer.username}:{card.password}".encode()
    return Client(headers={"authorization": f"Basic {base64.b64encode(pair).decode()}"})


def send(
    phone: Client, base: str, xml: bytes, files: dict[str, bytes] | None = None
) -> object:
    parts = {"xml_submission_file": SimpleUploadedFile("isi.xml", xml, "text/xml")}
    for name, content in (files or {}).items():
        parts[name] = SimpleUploadedFile(name, content)
    return phone.post(f"{base}/submission", parts)


def said(answer: object) -> str:
    """The sentence in an answer of OpenRosa."""
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root[0].text


def test_the_list_names_what_a_phone_needs(phone: Client, base: str) -> None:
    answer = phone.get(f"{base}/formList")
    (form,) = ElementTree.fromstring(answer.content)
    xform = xform_of(10).encode()
    assert {part.tag.removeprefix(LIST): part.text for part in form} == {
        "formID": FORM_ID,
        "name": "Efektivitas program",
        "version": "1",
        "hash": f"md5:{hashlib.md5(xform, usedforsecurity=False).hexdigest()}",
        "downloadUrl": f"http://testserver{base}/forms/{FORM_ID}.xml",
    }
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert phone.get(f"{base}/forms/{FORM_ID}.xml").content == xform


def test_every_answer_says_openrosa_and_when(phone: Client, base: str) -> None:
    asked = [
        phone.get(f"{base}/formList"),
        phone.get(f"{base}/tidak-ada"),
        phone.delete(f"{base}/submission"),
        phone.head(f"{base}/submission"),
        Client().get(f"{base}/formList"),
        Client().get("/odk/tidakada/formList"),
        phone.post(f"{base}/submission", b"x", content_type="text/plain"),
    ]
    assert [answer.status_code for answer in asked] == [
        200,
        404,
        405,
        204,
        401,
        404,
        400,
    ]
    for answer in asked:
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["X-OpenRosa-Accept-Content-Length"] == str(20 * 1024**2)
        assert answer["Date"].endswith("GMT")


def test_answers_are_kept_once(phone: Client, base: str) -> None:
    xml = filled(instance_id="uuid:a", values={"unit": "D-01", "q1": 4})
    first, again = send(phone, base, xml), send(phone, base, xml)
    other = send(phone, base, filled(instance_id="uuid:a", values={"q1": 5}))
    assert [a.status_code for a in (first, again, other)] == [201, 202, 409]
    (kept,) = Response.objects.all()
    assert kept.xml.encode() == xml
    assert kept.digest == hashlib.sha256(xml).hexdigest()
    assert (kept.interviewer, kept.flags, kept.checked_at) == ("sitiaminah", [], None)
    assert check_waiting() == 1
    kept.refresh_from_db()
    assert kept.checked_at is not None
