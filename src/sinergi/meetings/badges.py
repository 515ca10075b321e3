"""Badges as PDF: eight to an A4 page, with QR code and code. No Django here."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import segno

TEMPLATE = Path(__file__).parent / "typst" / "badges.typ"


@dataclass(frozen=True)
class Badge:
    """What stands on one badge; `qr` is the picture of its ticket."""

    name: str
    place: str
    region: str
    kind: str
    code: str
    qr: bytes


@dataclass(frozen=True)
class Sheet:
    """The badges of one meeting."""

    title: str
    days: str
    badges: Sequence[Badge]


def badges_pdf(sheet: Sheet) -> bytes:
    """The sheets as PDF."""
    import typst

    content = {
        "title": sheet.title,
        "days": sheet.days,
        "badges": [_words(badge) for badge in sheet.badges],
    }
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "main.typ").write_bytes(TEMPLATE.read_bytes())
        (place / "sheet.json").write_text(json.dumps(content))
        for number, badge in enumerate(sheet.badges):
            (place / f"{number}.png").write_bytes(badge.qr)
        pdf: bytes = typst.compile(place / "main.typ", root=place, format="pdf")
    return pdf


def _words(badge: Badge) -> dict[str, str]:
    return {key: text for key, text in vars(badge).items() if key != "qr"}


def qr_picture(text: str) -> bytes:
    """A QR code as a small PNG, one pixel a module; Typst draws it unsmoothed.

    The mask is fixed: a signature is as good as random, so no mask suits it better,
    and trying all eight takes five times as long.
    """
    drawn = io.BytesIO()
    code = segno.make(text, error="m", micro=False, boost_error=False, mask=3)
    code.save(drawn, kind="png", border=0, dark="#141f4a")
    return drawn.getvalue()
