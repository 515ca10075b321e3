"""A small network of partner libraries, invented."""

import datetime as dt
from itertools import count

from sinergi.accounts.models import User
from sinergi.network.enums import Role
from sinergi.network.models import Library, Partnership, Programme
from sinergi.network.tests.factories import make_person
from sinergi.regions.tests.factories import make_regions

_numbers = count(1)
START = dt.date(2020, 1, 1)


def make_partner(
    region: str = "35.22.01.2001",
    kind: str = "village",
    *,
    origin: str = "full_support",
    intake_year: int = 2020,
    started_on: dt.date = START,
    ended_on: dt.date | None = None,
) -> Library:
    """A library with one partnership of TPBIS."""
    programme, _made = Programme.objects.get_or_create(
        key="tpbis",
        defaults={"name_id": "TPBIS", "name_en": "TPBIS", "starts_on": START},
    )
    library = Library.objects.create(
        name=f"Perpustakaan Uji {next(_numbers):03}", kind=kind, region_id=region
    )
    Partnership.objects.create(
        library=library,
        programme=programme,
        origin=origin,
        intake_year=intake_year,
        started_on=started_on,
        ended_on=ended_on,
    )
    return library


def make_network() -> None:
    """Two provinces, three regencies, twenty villages in five areas."""
    make_regions()
    make_partner("35", "province")
    make_partner("32", "province")
    for region in ("35.22", "35.78", "32.01"):
        make_partner(region, "regency")
    for number in range(20):
        region = VILLAGES[number % len(VILLAGES)]
        origin = "replication" if number < 6 else "full_support"
        make_partner(region, origin=origin, intake_year=2019 + number % 2)


VILLAGES = ("35.22.01.2001", "35.22.01.2002", "35.22.02.2001", "35.78.07.1001")


def make_evaluator(region: str = "") -> User:
    """Somebody who evaluates in an area, or nationwide."""
    return make_person(Role.EVALUATOR, region=region)
