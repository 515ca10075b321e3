"""The world in which every address is tried."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sinergi.analytics.engine import close_engines
from sinergi.analytics.services import rebuild
from tests.access.world import World, make_access_world


@pytest.fixture(autouse=True)
def _own_engine(settings: object, tmp_path: Path) -> Iterator[None]:
    """Figures and pictures of one test are not those of another."""
    settings.SINERGI_HOME = tmp_path  # type: ignore[attr-defined]
    yield
    close_engines()


@pytest.fixture
def world(db: None) -> World:
    """A village with one record of each kind, its figures up to date."""
    made = make_access_world()
    rebuild()
    return made
