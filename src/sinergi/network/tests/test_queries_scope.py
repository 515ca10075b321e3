"""Scope: who may do what where."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.accounts.models import User
from sinergi.network.enums import LibraryKind, Role
from sinergi.network.models import Library
from sinergi.network.queries.scope import (
    assignments_at,
    can,
    can_assign,
    libraries_with_account,
    officers_of,
    scope_of,
)
from sinergi.network.rules import MANAGE, READ, REPORT, STEER, VERIFY
from sinergi.network.tests.factories import (
    give_role,
    make_library,
    make_officer,
    make_person,
)
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


def test_permissions_reach_as_far_as_the_assignment() -> None:
    mine, neighbour = make_library("35.22.01.2001"), make_library("35.78.07.1001")
    personas: dict[str, User | AnonymousUser] = {
        "anonymous": AnonymousUser(),
        "nobody": make_person(),
        "manager": make_person(Role.VILLAGE_MANAGER, library=mine),
        "regency": make_officer("35.22"),
        "province": make_officer("35"),
        "elsewhere": make_officer("32"),
        "national": make_person(Role.NATIONAL_TEAM),
        "jury": make_person(Role.JURY),
        "committee": make_person(Role.COMMITTEE),
    }
    found = {
        name: (
            "".join(
                letter
                for letter, permission in zip(
                    "rpvm", (READ, REPORT, VERIFY, MANAGE), strict=True
                )
                if can(user, permission, library=mine)
            ),
            can(user, READ, library=neighbour),
            can(user, STEER),
            Library.objects.visible_to(user).count(),
        )
        for name, user in personas.items()
    }
    assert found == {
        "anonymous": ("", False, False, 0),
        "nobody": ("", False, False, 0),
        "manager": ("rp", False, False, 1),
        "regency": ("rpvm", False, False, 1),
        "province": ("rpvm", True, False, 2),
        "elsewhere": ("", False, False, 0),
        "national": ("rpvm", True, True, 2),
        "jury": ("r", True, False, 2),
        "committee": ("", False, False, 0),
    }


def test_regions_are_reached_from_above_alone() -> None:
    officer = make_officer("35.22")
    assert [
        can(officer, MANAGE, region=code)
        for code in ("35.22", "35.22.01.2001", "35", "35.2", "35.78", "")
    ] == [True, True, False, False, False, False]
    assert can(make_person(Role.NATIONAL_TEAM), MANAGE, region="") is True
    manager = make_person(Role.VILLAGE_MANAGER, library=make_library())
    assert can(manager, READ, region="35.22.01.2001") is False
    assert can(manager, READ) is True


def test_codes_that_only_begin_alike_are_not_within() -> None:
    make_regions({"35": "Jawa Timur", "35.2": "Aneh"})
    library = make_library("35.22.01.2001")
    user = make_person(Role.OBSERVER, region="35.2")
    assert list(Library.objects.visible_to(user)) == []
    assert can(user, READ, library=library) is False


def test_assignments_hold_between_their_dates() -> None:
    library, user = make_library(), make_person()
    give_role(
        user,
        Role.VILLAGE_MANAGER,
        library=library,
        starts_on=dt.date(2021, 1, 1),
        ends_on=dt.date(2021, 12, 31),
    )
    days = [dt.date(2020, 12, 31), dt.date(2021, 1, 1), dt.date(2021, 12, 31)]
    assert [can(user, REPORT, library=library, on=day) for day in days] == [
        False,
        True,
        True,
    ]
    assert can(user, REPORT, library=library) is False


def test_one_query_serves_every_question_of_a_request() -> None:
    user = make_officer("35.22")
    library = make_library()
    with CaptureQueriesContext(connection) as queries:
        can(user, READ, library=library)
        can(user, MANAGE, region="35.22")
        str(Library.objects.visible_to(user).query)
        str(Library.objects.editable_by(user).query)
    assert len(queries) == 1


def test_scope_of_names_the_widest_role() -> None:
    library = make_library(name="Perpustakaan Cahaya")
    user = make_person(Role.VILLAGE_MANAGER, library=library)
    assert (scope_of(user).role, scope_of(user).label, scope_of(user).region_code) == (
        Role.VILLAGE_MANAGER,
        "Perpustakaan Cahaya",
        "35.22.01.2001",
    )
    give_role(user, Role.REGENCY_OFFICER, region="35.22")
    assert (scope_of(user).label, scope_of(user).region_code) == (
        "Kabupaten Bojonegoro",
        "35.22",
    )
    give_role(user, Role.NATIONAL_TEAM)
    assert (scope_of(user).label, scope_of(user).region_code) == ("Indonesia", "")
    assert scope_of(make_person()).role is None


def test_account_is_an_active_manager_or_the_officer_of_the_place() -> None:
    with_manager, without = make_library(), make_library()
    manager = make_person(Role.VILLAGE_MANAGER, library=with_manager)
    regency = make_library("35.22", kind=LibraryKind.REGENCY)
    make_library("35.78", kind=LibraryKind.REGENCY)
    make_library("35", kind=LibraryKind.PROVINCE)
    make_officer("35.22")
    assert set(libraries_with_account()) == {with_manager, regency}
    manager.is_active = False
    manager.save(update_fields=["is_active"])
    assert set(libraries_with_account()) == {regency}
    assert set(libraries_with_account(dt.date(2019, 1, 1))) == set()
    assert without.closed_on is None


def test_who_may_give_which_role() -> None:
    library = make_library()
    officer, province = make_officer("35.22"), make_officer("35")
    assert can_assign(officer, Role.VILLAGE_MANAGER, library=library) is True
    assert can_assign(officer, Role.REGENCY_OFFICER, region="35.22") is False
    assert can_assign(province, Role.REGENCY_OFFICER, region="35.22") is True
    assert can_assign(province, Role.OBSERVER) is False
    assert can_assign(make_person(Role.NATIONAL_TEAM), Role.JURY) is True


def test_people_of_a_place_are_shown_to_its_readers_alone() -> None:
    library = make_library()
    manager = make_person(Role.VILLAGE_MANAGER, library=library)
    assert [row.user for row in assignments_at(make_officer(), library=library)] == [
        manager
    ]
    assert list(assignments_at(make_officer("35.78"), library=library)) == []


def test_officers_in_charge_come_nearest_first() -> None:
    regency, province = make_officer("35.22"), make_officer("35")
    make_officer("35.78")
    assert [row.user for row in officers_of("35.22.01.2001")] == [regency, province]
