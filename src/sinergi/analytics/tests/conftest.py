"""Engines of one test are not those of another."""

from collections.abc import Iterator

import pytest

from sinergi.analytics.engine import close_engines


@pytest.fixture(autouse=True)
def _own_engine() -> Iterator[None]:
    yield
    close_engines()
