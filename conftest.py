"""What every test stands on: folders of its own and no network but loopback."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_socket import socket_allow_hosts

# A busy machine takes its time: no test may pass or fail by the clock.
settings.register_profile(
    "sinergi", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("sinergi")


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """On PostgreSQL, leave out what asks no database and was tested before it."""
    if os.environ.get("TEST_DATABASE") != "postgresql":
        return
    others = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(fixtures & {"db", "transactional_db"})


def pytest_runtest_setup() -> None:
    """Block every address beyond loopback."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _own_folders(settings: object, tmp_path: Path) -> None:
    """Give each test a lake and a media folder of its own."""
    settings.LAKE_ROOT = tmp_path / "lake"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.KEYS_ROOT = tmp_path / "keys"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start each test without what another one remembered."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Start each test in Indonesian, whatever a page of another one was read in."""
    with translation.override(ours.LANGUAGE_CODE):
        yield
