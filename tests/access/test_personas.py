"""Every address against every kind of person, and no address forgotten."""

import pytest

from tests.access.asking import ask
from tests.access.matrix import MATRIX
from tests.access.routes import routes
from tests.access.world import PEOPLE, World

LINES = {
    (name, method): dict(zip(PEOPLE, map(int, statuses), strict=True))
    for name, method, *statuses in map(str.split, MATRIX.split("\n")[1:-1])
}
NAMES = sorted({name for name, _method in LINES})
PARTS = sorted({name.rpartition(":")[0].partition(":")[0] for name in NAMES})


def test_every_route_has_a_line() -> None:
    assert sorted({route.name for route in routes()}) == NAMES
    assert set(LINES) == {(name, way) for name in NAMES for way in ("get", "post")}


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_what_the_matrix_says(part: str, world: World) -> None:
    wanted = {
        key: line
        for key, line in LINES.items()
        if key[0].rpartition(":")[0].partition(":")[0] == part
    }
    found = {
        (name, method): {person: ask(world, method, name, person) for person in PEOPLE}
        for name, method in wanted
    }
    assert found == wanted
