"""What every test stands on: folders of its own and no network but loopback."""

from pathlib import Path

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _own_folders(settings: object, tmp_path: Path) -> None:
    """Give each test a lake and a media folder of its own."""
    settings.LAKE_ROOT = tmp_path / "lake"  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Start each test without what another one remembered."""
    cache.clear()
