"""Where the sources lie, for tests that read them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sinergi"
APPS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


def modules(app: str) -> Iterator[Path]:
    """The modules of an app, without tests and migrations."""
    for path in sorted((PACKAGE / app).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def templates() -> list[Path]:
    """Every template of the product."""
    return sorted(PACKAGE.glob("*/templates/**/*.html"))


def place(path: Path) -> str:
    """A path as a reader of a failure wants it."""
    return str(path.relative_to(ROOT))
