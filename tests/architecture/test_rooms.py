"""Rooms keep to what they hold (style guide, section 2)."""

import ast
import re
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


#: Lines of what a function does, without its signature and docstring.
LONGEST = 30
BLOCKS = (ast.For, ast.While, ast.If, ast.Try, ast.With, ast.FunctionDef)
ANSWERING = READERS - {"forms"}


@pytest.mark.parametrize("app", APPS)
def test_rooms_that_answer_requests_keep_functions_short(app: str) -> None:
    long = [
        f"{place(path)}:{node.lineno} {node.name} has {lines} lines: move what it "
        "decides into a service, what it reads into a query"
        for path in modules(app)
        if room(path) in ANSWERING
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (lines := _length(node)) > LONGEST
    ]
    assert long == []


def _length(node: ast.FunctionDef) -> int:
    """Lines of a body; three statements are a record spelt out, however long."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    if len(body) <= 3 and not any(isinstance(part, BLOCKS) for part in body):
        return 0
    return (node.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("app", APPS)
def test_expressions_are_pure(app: str) -> None:
    found = [
        f"{place(path)}:{node.lineno} {what}"
        for path in modules(app)
        if room(path) == "expressions"
        for node in ast.walk(tree(path))
        for what in _impurities(node)
    ]
    assert found == []


def _impurities(node: ast.AST) -> Iterator[str]:
    """SQL in strings, the clock, another engine than Ibis."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    if is_text and re.search(r"\b(SELECT .+ FROM|INSERT INTO)\b", node.value):
        yield "holds SQL: say it in Ibis"
    if isinstance(node, ast.Attribute) and node.attr in {"sql", "raw_sql", "now"}:
        yield f"calls .{node.attr}: use Ibis, and take time as an argument"
    names = [alias.name for alias in getattr(node, "names", []) if alias]
    if isinstance(node, ast.ImportFrom):
        names = [node.module or ""]
    if isinstance(node, ast.Import | ast.ImportFrom):
        for name in names:
            if name.split(".")[0] in {"pandas", "django", "duckdb", "random", "time"}:
                yield f"imports {name}: expressions are pure Ibis"


@pytest.mark.parametrize("app", APPS)
def test_nothing_is_left_to_do_without_a_reference(app: str) -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX)\b(?!.*(#\d+|ADR[- ]\d+))")
    files = [*modules(app), *(PACKAGE / app).rglob("*.html")]
    found = [
        f"{place(path)}:{number} finish it, or name the issue"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_no_model_saves_in_its_own_way(app: str) -> None:
    found = [
        f"{place(path)}:{node.lineno} overrides {node.name}: write a service instead"
        for path in modules(app)
        if room(path) == "models"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]
    assert found == []


@pytest.mark.parametrize("app", APPS)
def test_no_file_outgrows_a_sitting(app: str) -> None:
    long = [
        f"{place(path)} has {lines} lines: a room becomes a folder, a file per noun"
        for path in modules(app)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    ]
    assert long == []
