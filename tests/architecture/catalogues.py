"""Reads what is to be translated, and what is."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.architecture.sources import PACKAGE, modules

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def catalogue(app: str) -> Catalog:
    """The Indonesian catalogue of an app, empty where it has none."""
    path = PACKAGE / app / "locale" / "id" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog("id")
    with path.open("rb") as file:
        return read_po(file, "id")


def asked_for(app: str) -> Iterator[tuple[str, str]]:
    """Each message that an app shows, and where."""
    for path in modules(app):
        yield from _messages(path, path.read_text(encoding="utf-8"))
    for kind in ("*.html", "*.txt"):
        for path in sorted((PACKAGE / app / "templates").rglob(kind)):
            yield from _messages(path, templatize(path.read_text(encoding="utf-8")))


def _messages(path: Path, source: str) -> Iterator[tuple[str, str]]:
    stream = io.BytesIO(source.encode())
    for line, message, _comments, _context in extract("python", stream, KEYWORDS):
        text = message[0] if isinstance(message, tuple) else message
        yield text, f"{path.relative_to(PACKAGE)}:{line}"
