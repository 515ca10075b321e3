"""A phone with ODK Collect, as far as a server can tell."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from urllib.request import parse_http_list, parse_keqv_list

from defusedxml import ElementTree
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sinergi.evaluation.services.interviewers import Card


def phone_of(card: Card) -> Client:
    """A phone that sends Basic before it is asked."""
    pair = f"{card.interviewer.username}:{card.password}".encode()
    return Client(headers={"authorization": f"Basic {base64.b64encode(pair).decode()}"})


def base_of(card: Card) -> str:
    """The address of the card's study."""
    return f"/odk/{card.interviewer.study.field_access.key}"


def send(
    phone: Client, base: str, xml: bytes, files: Mapping[str, bytes] | None = None
) -> object:
    """Answers and files in one sending."""
    parts = {"xml_submission_file": SimpleUploadedFile("isi.xml", xml, "text/xml")}
    for name, content in (files or {}).items():
        parts[name] = SimpleUploadedFile(name, content)
    return phone.post(f"{base}/submission", parts)


def said(answer: object) -> str:
    """The sentence in an answer of OpenRosa."""
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return root[0].text


def digest_for(challenge: str, method: str, uri: str, name: str, password: str) -> str:
    """What a phone answers to a challenge (RFC 7616, MD5, qop auth)."""
    first = challenge.removeprefix("Digest ").partition(", Basic")[0]
    asked = parse_keqv_list(parse_http_list(first))
    realm, nonce, cnonce = asked["realm"], asked["nonce"], secrets.token_hex(4)
    one, two = _md5(f"{name}:{realm}:{password}"), _md5(f"{method}:{uri}")
    response = _md5(f"{one}:{nonce}:00000001:{cnonce}:auth:{two}")
    return (
        f'Digest username="{name}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
        f'qop=auth, nc=00000001, cnonce="{cnonce}", response="{response}", '
        "algorithm=MD5"
    )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
