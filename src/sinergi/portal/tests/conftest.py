"""A small country: two provinces, some regencies, people of every role."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client

from sinergi.accounts.models import User
from sinergi.analytics.engine import close_engines
from sinergi.analytics.services import rebuild
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
    add_user,
)
from sinergi.network.models import Assignment, Library
from sinergi.regions.models import Region

NOVEMBER = dt.date(2022, 11, 5)


@pytest.fixture(autouse=True)
def _own_engine(settings: object, tmp_path: Path) -> Iterator[None]:
    """Engines and pictures of one test are not those of another."""
    settings.SINERGI_HOME = tmp_path  # type: ignore[attr-defined]
    yield
    close_engines()


@dataclass
class Country:
    """What the tests look at."""

    own: Library
    strange: Library
    people: dict[str, User]

    def client(self, name: str) -> Client:
        """A browser of a person; of nobody for ''."""
        client = Client()
        if name:
            client.force_login(self.people[name])
        return client


@pytest.fixture
def country(db: None) -> Country:
    """Twelve libraries in Bojonegoro, two in Merauke; figures are up to date."""
    add_regions()
    for number in range(2003, 2015):
        code = f"35.22.01.{number}"
        Region.objects.create(
            code=code, name=f"Desa {number}", kind="desa", parent_id="35.22.01"
        )
    add_scheme()
    libraries = [add_library(f"35.22.01.{number}") for number in range(2003, 2015)]
    strange = add_library("93.01")
    add_library("93.01", account=False)
    for number, library in enumerate(libraries):
        for _round in range(4 if number < 9 else 1):
            add_activity(library, NOVEMBER, attendances=10 + number, evidence=True)
    add_activity(libraries[0], NOVEMBER, state="submitted", attendances=1000)
    add_activity(strange, NOVEMBER, attendances=3)
    people = {
        "village": person("village_manager", library=libraries[0]),
        "regency": person("regency_officer", region="35.22"),
        "neighbour": person("regency_officer", region="35.78"),
        "province": person("provincial_officer", region="35"),
        "national": person("national_team"),
        "evaluator": person("evaluator"),
        "jury": person("jury"),
        "committee": person("committee"),
        "nobody": add_user("tanpaperan"),
    }
    rebuild()
    return Country(libraries[0], strange, people)


def person(role: str, *, region: str = "", library: Library | None = None) -> User:
    """Somebody with a role."""
    user = add_user(f"{role}{region}{library.pk if library else ''}")
    Assignment.objects.create(
        user=user,
        role=role,
        region_id=region or None,
        library=library,
        starts_on=dt.date(2021, 1, 1),
    )
    return user


@pytest.fixture
def refreshed() -> Callable[[], object]:
    """Bring the figures up to date after a change."""
    return rebuild
