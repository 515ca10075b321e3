"""What tests of the online room stand on."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from sinergi.meetings.tests.contracts import bigbluebutton, zoom
from sinergi.meetings.tests.contracts.bigbluebutton import BigBlueButtonContract
from sinergi.meetings.tests.contracts.zoom import ZoomContract

WEBHOOK_SECRET = "webhook-secret"


@pytest.fixture
def zoom_server(settings: Settings) -> Iterator[ZoomContract]:
    """A Zoom account whose keys are set."""
    server = ZoomContract()
    settings.ZOOM_ACCOUNT_ID = zoom.ACCOUNT
    settings.ZOOM_CLIENT_ID = zoom.CLIENT
    settings.ZOOM_CLIENT_SECRET = zoom.SECRET
    settings.ZOOM_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.ZOOM_URL = server.url
    settings.PUBLIC_URL = "https://sinergi.example.org"
    yield server
    server.close()


@pytest.fixture
def bbb_server(settings: Settings) -> Iterator[BigBlueButtonContract]:
    """A BigBlueButton server whose secret is set."""
    server = BigBlueButtonContract()
    settings.BBB_URL = server.url
    settings.BBB_SECRET = bigbluebutton.SECRET
    yield server
    server.close()
