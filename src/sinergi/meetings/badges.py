"""Badges as PDF: eight to an A4 page, with QR code and code. No Django here."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import segno

TEMPLATE = Path(__file__).parent / "typst" / "badges.typ"


@dataclass(frozen=True)
class Badge:
    """What stands on one badge; `ticket` is the text of its QR code."""

    name: str
    place: str
    region: str
    kind: str
    code: str
    ticket: str


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
        "badges": [
            asdict(badge) | {"qr": _modules(badge.ticket)} for badge in sheet.badges
        ],
    }
    pdf: bytes = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", sys_inputs={"sheet": json.dumps(content)}
    )
    return pdf


def _modules(text: str) -> str:
    """A QR code as SVG: one path, dark on white, so that any phone scans it."""
    code = segno.make(text, error="m", micro=False)
    drawn: str = code.svg_inline(border=0, dark="#141f4a", omitsize=True)
    return drawn
