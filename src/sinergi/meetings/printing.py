"""Certificates on paper: A4 across, with a QR code to their page.

Typst sets one of them in a few milliseconds once its fonts are loaded; hence one
compiler is kept for each thread.
"""

import json
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.core.printing import demonstration_mark
from sinergi.meetings.models import Certificate

TEMPLATE = Path(__file__).resolve().parent / "typst" / "certificate.typ"
#: Trying all eight masks costs four times the whole rest; any mask can be read.
MASK = 3

Sheet = Mapping[str, object]

_local = threading.local()


def certificate_link(certificate: Certificate) -> str:
    """The address in the QR code."""
    path = reverse("meetings:certificate_check", args=[certificate.token])
    return settings.PUBLIC_URL + path


def sheet_of(certificate: Certificate) -> Sheet:
    """All that is drawn on one certificate."""
    printed = certificate.printed
    qr = segno.make(
        certificate_link(certificate),
        error="m",
        micro=False,
        boost_error=False,
        mask=MASK,
    )
    with translation.override(certificate.language):
        return {
            "lang": certificate.language,
            "number": certificate.number,
            "heading": _("%(title)s · number %(number)s")
            % {"title": printed["title"], "number": certificate.number},
            "name": printed["name"],
            "organisation": printed["organisation"],
            "capacity": _("Takes part as: %(capacity)s")
            % {"capacity": printed["capacity"]},
            "presence": _("was present for %(presence)s at %(event)s,")
            % {"presence": printed["presence"], "event": printed["event"]},
            "where": ", ".join(
                text for text in (printed["place"], printed["days"]) if text
            ),
            "issued": f"{printed['issuer']} · {printed['issued_on']}",
            "check": _("Scan the code to check this certificate."),
            "key": _("Ed25519 key %(key)s") % {"key": certificate.key_id},
            "qr": qr.svg_inline(border=0, dark="#121a33"),
        }


def pages(sheets: Iterable[Sheet]) -> bytes:
    """Some certificates as one PDF, a page each."""
    pdf: bytes = _compiler().compile(
        format="pdf",
        sys_inputs={"sheets": json.dumps(list(sheets)), "mark": demonstration_mark()},
    )
    return pdf


def _compiler() -> Any:
    import typst

    if not hasattr(_local, "compiler"):
        _local.compiler = typst.Compiler(str(TEMPLATE))
    return _local.compiler
