"""Engine and language of one test are not those of another."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation

from sinergi.analytics.engine import close_engines


@pytest.fixture(autouse=True)
def _own_engine() -> Iterator[None]:
    translation.activate(settings.LANGUAGE_CODE)
    yield
    close_engines()
