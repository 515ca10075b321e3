"""Every address against every kind of person, and no address forgotten."""

import pytest
from django.db import connection

from tests.access.asking import ask
from tests.access.matrix import MATRIX
from tests.access.routes import routes
from tests.access.world import PEOPLE, World

LINES = {
    (name, method): dict(zip(PEOPLE, map(int, statuses), strict=True))
    for name, method, *statuses in map(str.split, MATRIX.split("\n")[1:-1])
}
NAMES = sorted({name for name, _method in LINES})
#: Addresses that share one world, so that it is built a few times alone.
BUNDLES = 6
#: Whoever may do the most asks every query on PostgreSQL too; rules are the same.
ASKING = ("village", "regency", "nation")


def test_every_route_has_a_line() -> None:
    assert sorted({route.name for route in routes()}) == NAMES
    assert set(LINES) == {(name, way) for name in NAMES for way in ("get", "post")}


@pytest.mark.parametrize("bundle", range(BUNDLES))
def test_everybody_gets_what_the_matrix_says(bundle: int, world: World) -> None:
    people = PEOPLE if connection.vendor == "sqlite" else ASKING
    wanted = {
        (name, method): {person: LINES[name, method][person] for person in people}
        for name in NAMES[bundle::BUNDLES]
        for method in ("get", "post")
    }
    found = {
        (name, method): {person: ask(world, method, name, person) for person in people}
        for name, method in wanted
    }
    assert found == wanted
