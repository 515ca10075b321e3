"""The notebook in the method's document runs and prints what it says."""

import re
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[4] / "docs" / "methods" / "estimation.md"


def test_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(example, {})  # noqa: S102 - our own document
    expected = re.findall(r"^print.*# (.*)$", example, re.MULTILINE)
    assert capsys.readouterr().out.splitlines() == expected
