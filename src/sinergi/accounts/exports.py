"""Login cards on paper: eight to a page, made in the request that issues them."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sinergi.accounts.services import IssuedCard
from sinergi.core.formatting import day

#: What fits above the user name: two lines and three.
TITLE_LENGTH, PLACE_LENGTH = 56, 108
TEMPLATE = Path(__file__).resolve().parent / "typst" / "cards.typ"


@dataclass(frozen=True)
class PrintedCard:
    """A card with the place that is printed on it."""

    issued: IssuedCard
    title: str
    place: str


def cards_pdf(cards: Sequence[PrintedCard]) -> bytes:
    """The cards as PDF on A4, in the language of the villages."""
    import typst

    with override(settings.LANGUAGE_CODE):
        sheet = {
            "words": _words(),
            "site": settings.PUBLIC_URL.removeprefix("https://").removeprefix(
                "http://"
            ),
            "cards": [_content(card) for card in cards],
        }
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"sheet": json.dumps(sheet)},
    )
    return pdf


def card_link(code: str) -> str:
    """The address in the QR code."""
    return settings.PUBLIC_URL + reverse("accounts:card", args=[code])


def _content(card: PrintedCard) -> dict[str, str]:
    expires_on: dt.date = card.issued.card.expires_at.date()
    qr = segno.make(card_link(card.issued.code), error="m", micro=False)
    return {
        "title": shorten(card.title, TITLE_LENGTH, placeholder="…"),
        "place": shorten(card.place, PLACE_LENGTH, placeholder="…"),
        "username": card.issued.user.username,
        "code": card.issued.grouped_code,
        "until": _("Works once, until %(day)s") % {"day": day(expires_on)},
        "qr": qr.svg_inline(border=0, dark="#141f4a"),
    }


def _words() -> dict[str, str]:
    return {
        "title": _("Login cards"),
        "username": _("User name"),
        "code": _("Code on your card"),
        "steps": _(
            "Point the camera of your phone at the code, or open %(site)s and type "
            "the code by hand. Then choose a password of your own."
        )
        % {"site": _site_of_cards()},
        "keep": _("Keep this card to yourself until you have used it."),
    }


def _site_of_cards() -> str:
    address = settings.PUBLIC_URL + reverse("accounts:card_type")
    return address.removeprefix("https://").removeprefix("http://").rstrip("/")
