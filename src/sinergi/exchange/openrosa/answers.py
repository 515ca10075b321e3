"""Answers in the words of OpenRosa."""

import hashlib
from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import http_date

from sinergi.evaluation.models import FormFile, Instrument

XML = "text/xml; charset=utf-8"
HEAD = "<?xml version='1.0' encoding='UTF-8'?>\n"


def with_headers(answer: HttpResponse) -> HttpResponse:
    """What every answer carries; without it a phone does not trust the server."""
    answer["X-OpenRosa-Version"] = "1.0"
    answer["X-OpenRosa-Accept-Content-Length"] = str(settings.SUBMISSION_LIMIT_BYTES)
    answer["Date"] = http_date()
    answer["Cache-Control"] = "no-store"
    return answer


def message(text: str, status: int) -> HttpResponse:
    """A sentence that the phone shows."""
    return HttpResponse(
        f'{HEAD}<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
        f"<message>{escape(text)}</message></OpenRosaResponse>",
        content_type=XML,
        status=status,
    )


def form_list(forms: Iterable[Instrument], base: str) -> HttpResponse:
    """The questionnaires in the field; one that lacked an element would spoil all."""
    listed = "".join(_form(form, base) for form in forms)
    return HttpResponse(
        f'{HEAD}<xforms xmlns="http://openrosa.org/xforms/xformsList">{listed}</xforms>',
        content_type=XML,
    )


def _form(form: Instrument, base: str) -> str:
    address = f"{base}forms/{form.form_id}"
    has_files = form.form_files.all()
    manifest = _element("manifestUrl", f"{address}/manifest") if has_files else ""
    return (
        "<xform>"
        + _element("formID", form.form_id)
        + _element("name", form.title)
        + _element("version", str(form.version))
        + _element("hash", f"md5:{_md5(form.xform)}")
        + _element("downloadUrl", f"{address}.xml")
        + manifest
        + "</xform>"
    )


def manifest(files: Iterable[FormFile], address: str) -> HttpResponse:
    """The files that a questionnaire shows."""
    listed = "".join(
        "<mediaFile>"
        + _element("filename", file.name)
        + _element("hash", f"md5:{file.md5}")
        + _element("downloadUrl", f"{address}/{file.name}")
        + "</mediaFile>"
        for file in files
    )
    return HttpResponse(
        f'{HEAD}<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{listed}'
        "</manifest>",
        content_type=XML,
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
