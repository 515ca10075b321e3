"""Servers that are started without `sinergi run` are refused alike."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from sinergi.accounts.tests.factories import make_user
from sinergi.config.wsgi import make_application

pytestmark = pytest.mark.django_db
GOOD_KEY = "x7Qm2vKz9pLw4RtY8nBc1sDf6gHj3aEu5iOxWqZeVrTy"


def test_server_is_refused_where_demonstration_accounts_exist(
    settings: Settings,
) -> None:
    settings.DEMONSTRATION, settings.SECRET_KEY = False, GOOD_KEY
    make_application()
    make_user("desa", is_demonstration=True)
    with pytest.raises(ImproperlyConfigured, match="1 demonstration accounts"):
        make_application()


def test_server_is_refused_with_a_default_secret(settings: Settings) -> None:
    settings.DEMONSTRATION, settings.SECRET_KEY = False, "not-a-secret-" * 4
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is a default"):
        make_application()
