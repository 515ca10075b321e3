"""Addresses with strange parameters are answered, never with a failure of ours."""

from urllib.parse import urlencode

import pytest

from tests.access.asking import address_of, ask_at
from tests.access.routes import routes
from tests.access.world import World

#: Every address fifteen times: `make test-all` has the time for it.
pytestmark = pytest.mark.slow

#: Every name that a page reads from its address.
NAMES = (
    *("q", "cari", "bulan", "tahun", "periode", "batas", "laporan", "jenis", "asal"),
    *("wilayah", "perpustakaan", "akun", "status", "urut", "kelompok", "tanda"),
    *("library", "role", "state", "after", "setelah", "next", "search", "region"),
    *("kind", "parent", "on", "measure", "level", "by", "per", "period", "scheme"),
    *("from", "to", "as_of", "limit"),
)
STRANGE = (
    "\0",
    "9" * 30,
    "9" * 5000,
    "-1",
    "\u0663",
    "\u00b2\u00b2\u00b2\u00b2",
    "9999-99",
    "0001-01",
    '"><script>alert(1)</script>',
    "../../etc/passwd",
)


def failing(world: World, query: dict[str, str]) -> list[str]:
    """The routes that fail (500) for the national team with a query."""
    found = []
    for route in routes():
        base, _mark, fixed = address_of(world, route.name).partition("?")
        address = with_query(base, fixed, query)
        if ask_at(world, "get", address, route.name, "nation") >= 500:
            found.append(route.name)
    return found


def with_query(base: str, fixed: str, query: dict[str, str]) -> str:
    """The address with its own query and the strange one."""
    return f"{base}?{urlencode(query)}&{fixed}".rstrip("&")


def test_strange_parameters_are_answered(world: World) -> None:
    found = {text: failing(world, dict.fromkeys(NAMES, text)) for text in STRANGE}
    assert found == {text: [] for text in STRANGE}


def test_made_up_cursors_are_answered(world: World) -> None:
    made_up = ("x", "\0", "WyIxIl0:abc")
    found = {text: failing(world, {"cursor": text}) for text in made_up}
    assert found == {text: [] for text in made_up}
