"""Libraries, programmes and people in roles for tests, invented."""

import datetime as dt
from itertools import count

from sinergi.accounts.models import User
from sinergi.accounts.services import create_user
from sinergi.network import services
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.models import Assignment, Library, Programme
from sinergi.regions.models import Region

_numbers = count(1)
START = dt.date(2020, 1, 1)


def make_programme(key: str = "tpbis") -> Programme:
    """A programme that began in 2018."""
    return services.set_programme(
        by=None,
        key=key,
        name_id=f"Program {key}",
        name_en=f"Programme {key}",
        starts_on=dt.date(2018, 1, 1),
    )


def make_library(
    region: str = "35.22.01.2001",
    *,
    name: str = "",
    kind: str = LibraryKind.VILLAGE,
    opened_on: dt.date | None = None,
    is_unconfirmed: bool = False,
    npp: str | None = None,
) -> Library:
    """A library at a place of `regions.tests.factories.AREAS`."""
    return services.add_library(
        by=None,
        name=name or f"Perpustakaan Contoh {next(_numbers)}",
        kind=kind,
        region=region,
        opened_on=opened_on,
        is_unconfirmed=is_unconfirmed,
        npp=npp,
    )


def make_person(
    role: str | None = None,
    *,
    region: str = "",
    library: Library | None = None,
    username: str = "",
) -> User:
    """Somebody with a role at a region, a library, or (neither) nationwide."""
    user = create_user(
        by=None,
        username=username or f"tokoh-{next(_numbers)}",
        full_name="Wahyu Contoh",
        password=None,
        is_demonstration=True,
    )
    if role is not None:
        give_role(user, role, region=region, library=library)
    return user


def give_role(
    user: User,
    role: str,
    *,
    region: str = "",
    library: Library | None = None,
    starts_on: dt.date = START,
    ends_on: dt.date | None = None,
) -> Assignment:
    """A role from 2020 on."""
    return services.assign(
        by=None,
        user=user,
        role=role,
        region=Region.objects.get(code=region) if region else None,
        library=library,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def make_officer(region: str = "35.22") -> User:
    """An officer of a regency (five signs) or a province (two)."""
    role = Role.REGENCY_OFFICER if "." in region else Role.PROVINCIAL_OFFICER
    return make_person(role, region=region)
