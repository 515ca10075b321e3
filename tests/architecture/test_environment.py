"""The example of settings lists what the settings read, no more and no less."""

import re

from tests.architecture.sources import PACKAGE, ROOT

READ = re.compile(r"env\.(?:text|boolean|integer|words|secret|date)\(\s*\"(\w+)\"")
LISTED = re.compile(r"^#?\s?([A-Z][A-Z0-9_]+)=", re.MULTILINE)


def test_the_example_lists_every_setting() -> None:
    settings = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(LISTED.findall(example)) == set(READ.findall(settings))
