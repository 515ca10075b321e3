"""What a phone asks, and what it gets (OpenRosa 1.0)."""

import hashlib
import http.client
import socket
from urllib.parse import urlsplit

import pytest
from defusedxml import ElementTree
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.models import FormFile, Instrument, Response
from sinergi.evaluation.services.interviewers import (
    Card,
    add_interviewers,
    renew_interviewer,
    revoke_interviewer,
)
from sinergi.evaluation.services.queue import check_waiting
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.xforms import FORM_ID, filled, make_instrument, xform_of
from sinergi.exchange.tests.phones import base_of, digest_for, phone_of, said, send

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


@pytest.fixture
def card(db: None) -> Card:
    study = make_study(state=StudyState.FIELDING)
    make_instrument(study)
    return add_interviewers(by=None, study=study, names=["Siti Aminah"])[0]


@pytest.fixture(autouse=True)
def _place(settings: object, tmp_path: object) -> None:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


def statuses(*answers: object) -> list[int]:
    return [answer.status_code for answer in answers]


def stored() -> set[str]:
    """What lies in the storage."""
    if not default_storage.exists("field"):
        return set()
    folders = default_storage.listdir("field")[0]
    return {
        name for one in folders for name in default_storage.listdir(f"field/{one}")[1]
    }


def test_the_list_names_what_a_phone_needs(card: Card) -> None:
    phone, base = phone_of(card), base_of(card)
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
    assert phone.get(f"{base}/forms/lain.xml").status_code == 404
    assert (
        len(ElementTree.fromstring(phone.get(f"{base}/formList?formID=x").content)) == 0
    )


def test_the_manifest_names_the_files_of_a_form(card: Card) -> None:
    phone, base = phone_of(card), base_of(card)
    place = default_storage.save("field/aa/daftar", ContentFile(b"kode,nama\n"))
    FormFile.objects.create(
        instrument=Instrument.objects.get(),
        name="desa.csv",
        file=place,
        md5="ab",
        size_bytes=10,
    )
    (form,) = ElementTree.fromstring(phone.get(f"{base}/formList").content)
    address = form.find(f"{LIST}manifestUrl").text
    (file,) = ElementTree.fromstring(phone.get(urlsplit(address).path).content)
    parts = {part.tag.removeprefix(MANIFEST): part.text for part in file}
    assert parts == {
        "filename": "desa.csv",
        "hash": "md5:ab",
        "downloadUrl": f"http://testserver{base}/forms/{FORM_ID}/files/desa.csv",
    }
    assert phone.get(urlsplit(parts["downloadUrl"]).path).content == b"kode,nama\n"
    assert phone.get(f"{base}/forms/{FORM_ID}/files/lain.csv").status_code == 404


def test_every_answer_says_openrosa_and_when(card: Card) -> None:
    phone, base = phone_of(card), base_of(card)
    asked = [
        phone.get(f"{base}/formList"),
        phone.get(f"{base}/tidak-ada"),
        phone.delete(f"{base}/submission"),
        phone.head(f"{base}/submission"),
        Client().get(f"{base}/formList"),
        Client().get("/odk/tidakada/formList"),
        phone.post(f"{base}/submission", b"x", content_type="text/plain"),
    ]
    assert statuses(*asked) == [200, 404, 405, 204, 401, 404, 400]
    for answer in asked:
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["X-OpenRosa-Accept-Content-Length"] == str(20 * 1024**2)
        assert answer["Date"].endswith("GMT")


def test_answers_are_kept_once(card: Card) -> None:
    phone, base = phone_of(card), base_of(card)
    xml = filled(instance_id="uuid:a", values={f"q{n}": 4 for n in range(1, 11)})
    first, again = send(phone, base, xml), send(phone, base, xml)
    other = send(phone, base, filled(instance_id="uuid:a", values={"q1": 5}))
    assert statuses(first, again, other) == [201, 202, 409]
    (kept,) = Response.objects.all()
    assert kept.xml.encode() == xml
    assert kept.digest == hashlib.sha256(xml).hexdigest()
    assert (kept.interviewer, kept.flags, kept.checked_at) == ("sitiaminah", [], None)
    assert check_waiting() == 1
    kept.refresh_from_db()
    assert (kept.item_mean, kept.duration_seconds) == (4, None)
    assert kept.flags == ["outside_sample", "straight_lining"]


def test_files_come_late_and_in_several_sendings(card: Card) -> None:
    phone, base, xml = phone_of(card), base_of(card), filled(instance_id="uuid:a")
    answers = [
        send(phone, base, xml, {"depan.jpg": b"depan"}),
        send(phone, base, xml, {"depan.jpg": b"depan"}),
        send(phone, base, xml, {"depan.jpg": b"depan", "audit.csv": b"audit"}),
        send(phone, base, xml, {"depan.jpg": b"lain"}),
    ]
    assert statuses(*answers) == [201, 202, 201, 409]
    files = Response.objects.get().files.all()
    assert [(file.name, file.size_bytes) for file in files] == [
        ("audit.csv", 5),
        ("depan.jpg", 5),
    ]
    assert {file.file.name.rpartition("/")[2] for file in files} == stored()


def test_a_correction_replaces_the_original_whichever_came_first(card: Card) -> None:
    phone, base = phone_of(card), base_of(card)
    send(phone, base, filled(instance_id="uuid:a2", replaces="uuid:a"))
    send(phone, base, filled(instance_id="uuid:a"))
    send(phone, base, filled(instance_id="uuid:b"))
    assert check_waiting() == 3
    send(phone, base, filled(instance_id="uuid:b2", replaces="uuid:b"))
    assert check_waiting() == 1
    counted = Response.objects.counted().values_list("instance_id", flat=True)
    assert sorted(counted) == ["uuid:a2", "uuid:b2"]


def test_nobody_corrects_what_another_interviewer_sent(card: Card) -> None:
    study = card.interviewer.study
    (other,) = add_interviewers(by=None, study=study, names=["Budi"])
    send(phone_of(card), base_of(card), filled(instance_id="uuid:a"))
    send(
        phone_of(other), base_of(card), filled(instance_id="uuid:x", replaces="uuid:a")
    )
    check_waiting()
    assert Response.objects.counted().count() == 2


def test_what_corrects_itself_still_counts(card: Card) -> None:
    send(phone_of(card), base_of(card), filled(instance_id="uuid:a", replaces="uuid:a"))
    check_waiting()
    assert Response.objects.counted().count() == 1


def test_a_namesake_in_another_study_corrects_nothing_here(card: Card) -> None:
    elsewhere = make_study(state=StudyState.FIELDING)
    make_instrument(elsewhere, form_id="lain")
    (namesake,) = add_interviewers(by=None, study=elsewhere, names=["Siti Aminah"])
    assert namesake.interviewer.username == card.interviewer.username
    foreign = filled(form_id="lain", instance_id="uuid:x", replaces="uuid:a")
    assert send(phone_of(namesake), base_of(namesake), foreign).status_code == 201
    send(phone_of(card), base_of(card), filled(instance_id="uuid:a"))
    check_waiting()
    assert Response.objects.counted().count() == 2


def test_two_files_of_one_name_in_one_sending(card: Card) -> None:
    phone, path = phone_of(card), f"{base_of(card)}/submission"

    def sent(*contents: bytes) -> int:
        parts = {f"f{n}": SimpleUploadedFile("a.jpg", content)
                 for n, content in enumerate(contents)}  # fmt: skip
        xml = SimpleUploadedFile("isi.xml", filled(instance_id=f"uuid:{contents}"))
        return phone.post(path, {"xml_submission_file": xml} | parts).status_code

    assert sent(b"satu", b"dua") == 409
    assert not Response.objects.exists()
    assert sent(b"satu", b"satu") == 201
    assert [one.size_bytes for one in Response.objects.get().files.all()] == [4]
    assert len(stored()) == 1


def test_one_proof_of_a_digest_sends_once(card: Card) -> None:
    path, pair = (
        f"{base_of(card)}/submission",
        (card.interviewer.username, card.password),
    )
    challenge = Client().head(path).headers["WWW-Authenticate"]
    proof = digest_for(challenge, "POST", path, *pair)
    listener = Client(headers={"authorization": proof})
    first = send(listener, base_of(card), filled(instance_id="uuid:a"))
    again = send(listener, base_of(card), filled(instance_id="uuid:b"))
    assert statuses(first, again) == [201, 401]
    assert "stale=true" in again.headers["WWW-Authenticate"]
    fresh = digest_for(challenge, "POST", path, *pair)
    phone = Client(headers={"authorization": fresh})
    assert send(phone, base_of(card), filled(instance_id="uuid:b")).status_code == 201


def test_a_token_in_the_address_stands_for_name_and_password(card: Card) -> None:
    base = f"/odk/key/{card.token}"
    assert send(Client(), base, filled()).status_code == 201
    assert Response.objects.get().interviewer == "sitiaminah"
    (form,) = ElementTree.fromstring(Client().get(f"{base}/formList").content)
    assert (
        form.find(f"{LIST}downloadUrl").text
        == f"http://testserver{base}/forms/{FORM_ID}.xml"
    )
    revoke_interviewer(by=None, interviewer=card.interviewer)
    cache.clear()
    assert Client().get(f"{base}/formList").status_code == 404


def test_a_card_ends_when_it_is_revoked_or_renewed(card: Card) -> None:
    phone, address = phone_of(card), f"{base_of(card)}/formList"
    revoke_interviewer(by=None, interviewer=card.interviewer)
    assert phone.get(address).status_code == 401
    new = renew_interviewer(by=None, interviewer=card.interviewer)
    assert statuses(phone.get(address), phone_of(new).get(address)) == [401, 200]


def test_a_card_opens_its_own_study_alone(card: Card) -> None:
    other = make_study(state=StudyState.FIELDING)
    (stranger,) = add_interviewers(by=None, study=other, names=["Siti Aminah"])
    assert stranger.interviewer.username == card.interviewer.username
    answer = phone_of(stranger).get(f"{base_of(card)}/formList")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith('Digest realm="Sinergi", qop="auth"')
    assert said(answer).startswith("Nama pengguna atau kata sandi salah")


def test_digest_is_bound_to_method_address_and_time(card: Card) -> None:
    path, name = f"{base_of(card)}/formList", card.interviewer.username
    challenge = Client().get(path)["WWW-Authenticate"]
    good = digest_for(challenge, "GET", path, name, card.password)
    assert Client().get(path, headers={"authorization": good}).status_code == 200
    wrong = [
        digest_for(challenge, "GET", path, name, "salah"),
        digest_for(challenge, "POST", path, name, card.password),
        digest_for(challenge, "GET", "/odk/lain/formList", name, card.password),
        digest_for(challenge, "GET", path, "bukan\0dia", card.password),
        good.replace("qop=auth", "qop=auth-int"),
        'Digest username="a"',
        "Digest",
        "Basic ???",
        "Basic /w==",
    ]
    for header in wrong:
        answer = Client().get(path, headers={"authorization": header})
        assert (answer.status_code, "stale" in answer["WWW-Authenticate"]) == (
            401,
            False,
        )
    foreign = challenge.replace('nonce="', 'nonce="0')
    header = digest_for(foreign, "GET", path, name, card.password)
    answer = Client().get(path, headers={"authorization": header})
    assert (answer.status_code, "stale=true" in answer["WWW-Authenticate"]) == (
        401,
        True,
    )


@pytest.mark.django_db(transaction=True)
def test_collect_sends_a_long_form_over_http(live_server: object) -> None:
    """HEAD without a name, HEAD and POST with Digest, as Collect does."""
    study = make_study(state=StudyState.FIELDING)
    items = [f"q{number}" for number in range(1, 251)]
    make_instrument(study, xform=xform_of(250), variables={"semua": items})
    (card,) = add_interviewers(by=None, study=study, names=["Siti Aminah"])
    path = f"{base_of(card)}/submission"
    line = http.client.HTTPConnection(urlsplit(live_server.url).netloc, timeout=10)

    def ask(method: str, header: str, body: bytes = b"") -> http.client.HTTPResponse:
        headers = {"Authorization": header} if header else {}
        if body:
            headers["Content-Type"] = "multipart/form-data; boundary=B"
        line.request(method, path, body or None, headers)
        answer = line.getresponse()
        answer.read()
        return answer

    challenge = ask("HEAD", "").headers["WWW-Authenticate"]
    pair = (card.interviewer.username, card.password)
    assert ask("HEAD", digest_for(challenge, "HEAD", path, *pair)).status == 204
    xml = filled(values=dict.fromkeys(items, 3))
    head = (
        b'Content-Disposition: form-data; name="xml_submission_file"; filename="i.xml"'
    )
    body = b"--B\r\n" + head + b"\r\n\r\n" + xml + b"\r\n--B--\r\n"
    answer = ask("POST", digest_for(challenge, "POST", path, *pair), body)
    assert (answer.status, answer.headers["X-OpenRosa-Version"]) == (201, "1.0")
    line.close()
    _break_off(live_server, path, body, digest_for(challenge, "POST", path, *pair))
    check_waiting()
    response = Response.objects.get()
    assert (len(response.answers), response.item_mean) == (250, 3)


def _break_off(server: object, path: str, body: bytes, header: str) -> None:
    """Send half of a body, then nothing: refused, though the half is well formed."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port), 10) as line:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: {header}\r\nContent-Length: {len(body) + 500}\r\n"
            "Content-Type: multipart/form-data; boundary=B\r\n\r\n"
        )
        line.sendall(head.encode() + body)
        line.shutdown(socket.SHUT_WR)
        assert line.recv(12) == b"HTTP/1.1 400"
