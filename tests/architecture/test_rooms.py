"""Rooms keep to what they hold (style guide, section 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import APPS, PACKAGE, modules, place, tree

READERS = {"views", "api", "management", "tasks", "admin", "templatetags", "forms"}
WRITES = {"save", "delete", "bulk_create", "bulk_update", "get_or_create"}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[1].removesuffix(".py")


def offences(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and _reads(node):
            yield f"{place(path)}:{node.lineno} reads .objects: write a query instead"
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr in WRITES and not _is_cache(node.func):
            yield f"{place(path)}:{node.lineno} writes: call a service instead"


def _reads(node: ast.Attribute) -> bool:
    """Asking a manager for anything but the empty choice of a form field."""
    owner = node.value
    is_manager = isinstance(owner, ast.Attribute) and owner.attr == "objects"
    return is_manager and node.attr != "none"


def _is_cache(function: ast.Attribute) -> bool:
    owner = function.value
    return isinstance(owner, ast.Name) and owner.id in {"cache", "response"}


@pytest.mark.parametrize("app", APPS)
def test_rooms_that_answer_requests_neither_query_nor_write(app: str) -> None:
    found = [
        offence
        for path in modules(app)
        if room(path) in READERS and app != "config"
        for offence in offences(path)
    ]
    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_no_room_has_a_name_that_says_nothing(app: str) -> None:
    empty_names = {"utils.py", "helpers.py", "managers.py", "common.py"}
    assert [place(p) for p in modules(app) if p.name in empty_names] == []


@pytest.mark.parametrize("app", APPS)
def test_every_module_says_what_it_holds(app: str) -> None:
    assert [place(p) for p in modules(app) if not ast.get_docstring(tree(p))] == []


@pytest.mark.parametrize("app", APPS)
def test_migrations_are_named_by_intent(app: str) -> None:
    names = [path.stem for path in (PACKAGE / app / "migrations").glob("0*.py")]
    assert [name for name in names if "_auto_" in name] == []
