"""Templates keep to the content security policy and to people's languages."""

import re

from tests.architecture.sources import place, templates

ANY_CASE = re.IGNORECASE
INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", ANY_CASE),
    "a style element": re.compile(r"<style\b", ANY_CASE),
    "a style attribute": re.compile(r"\sstyle\s*=", ANY_CASE),
    "an on… attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", ANY_CASE),
    "an address of elsewhere": re.compile(r"(?:src|href)=[\"']https?://", ANY_CASE),
}
DATA_SCRIPT = re.compile(r"<script[^>]*type=\"application/(?:ld\+)?json\"", ANY_CASE)


def test_no_template_holds_inline_code() -> None:
    found = [
        f"{place(path)} holds {what}"
        for path in templates()
        for what, pattern in INLINE.items()
        if pattern.search(DATA_SCRIPT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_template_is_reachable_through_its_app() -> None:
    strays = [
        place(path)
        for path in templates()
        if path.parts[path.parts.index("templates") + 1]
        not in {path.parts[path.parts.index("templates") - 1], "account", "mfa"}
        and path.parent.name not in {"templates", "usersessions", "allauth", "django"}
        and "allauth" not in path.parts
        and "django" not in path.parts
    ]
    assert strays == []
