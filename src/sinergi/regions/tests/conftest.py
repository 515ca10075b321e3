"""All areas, loaded once for the tests that ask for them."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from sinergi.regions.services import load_regions


@pytest.fixture(scope="module")
def country(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The 91,599 areas, rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        load_regions()
        connection.check_constraints()  # else PostgreSQL checks them after each test
        yield
        transaction.set_rollback(True)
