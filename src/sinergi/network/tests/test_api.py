"""Regions and libraries for other programs."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.accounts.services import issue_token
from sinergi.network import services
from sinergi.network.enums import Origin, Payer, Role
from sinergi.network.tests.factories import (
    make_library,
    make_officer,
    make_person,
    make_programme,
)
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


def call(user: User, address: str, scopes: tuple[str, ...] = ("read",)) -> Any:
    _token, text = issue_token(
        by=user,
        user=user,
        name="uji",
        scopes=scopes,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    client = Client(headers={"Authorization": f"Bearer {text}"})
    answer = client.get(f"/api/v1/{address}")
    return answer.status_code, answer.json()


def test_libraries_are_those_of_the_scope_with_partnerships() -> None:
    library = make_library(name="Cahaya", npp="77")
    make_library("35.78.07.1001")
    services.start_partnership(
        by=None,
        library=library,
        programme=make_programme(),
        origin=Origin.BOOK_AID,
        intake_year=2021,
        funders=[Payer.APBN],
        started_on=dt.date(2021, 1, 1),
    )
    status, found = call(make_officer(), "libraries?region=35")
    assert (status, found["next"]) == (200, None)
    assert found["items"] == [
        {
            "id": library.pk,
            "npp": "77",
            "name": "Cahaya",
            "kind": "village",
            "region": "35.22.01.2001",
            "opened_on": None,
            "closed_on": None,
            "is_unconfirmed": False,
            "partnerships": [
                {
                    "programme": "tpbis",
                    "origin": "book_aid",
                    "intake_year": 2021,
                    "funders": ["apbn"],
                    "decree_number": "",
                    "started_on": "2021-01-01",
                    "ended_on": None,
                }
            ],
        }
    ]
    assert call(make_officer(), f"libraries/{library.pk}")[1] == found["items"][0]


def test_library_outside_the_scope_is_not_found() -> None:
    library = make_library()
    assert call(make_officer("35.78"), f"libraries/{library.pk}")[0] == 404


def test_list_pages_by_key_and_filters() -> None:
    libraries = [make_library(name=f"P{n}") for n in range(3)]
    team = make_person(Role.NATIONAL_TEAM)
    _status, first = call(team, "libraries?limit=2")
    _status, second = call(team, f"libraries?limit=2&cursor={first['next']}")
    found = [item["id"] for item in [*first["items"], *second["items"]]]
    assert found == [library.pk for library in libraries]
    assert call(team, "libraries?search=P1")[1]["items"][0]["name"] == "P1"
    assert call(team, "libraries?kind=tbm")[1]["items"] == []
    assert call(team, "libraries?kind=benua")[0] == 422


def test_token_without_the_scope_is_refused() -> None:
    assert call(make_officer(), "libraries", ("report",))[0] == 403
    assert call(make_officer(), "regions", ("report",))[0] == 403
    assert Client().get("/api/v1/libraries").status_code == 401


def test_regions_by_search_kind_and_parent() -> None:
    user = make_officer()
    assert call(user, "regions?search=bogor")[1]["items"] == [
        {"code": "32.01", "name": "Kabupaten Bogor", "kind": "regency", "parent": "32"},
        {"code": "32.71", "name": "Kota Bogor", "kind": "city", "parent": "32"},
    ]
    codes = [item["code"] for item in call(user, "regions?parent=35")[1]["items"]]
    assert codes == ["35.22", "35.78"]
    villages = call(user, "regions?parent=35.22&kind=desa")[1]["items"]
    assert [item["name"] for item in villages] == [
        "Desa Sumberarum",
        "Desa Tanggungan",
        "Desa Bakalan",
    ]
    assert call(user, "regions?kind=benua")[0] == 422


def test_regions_page_by_key_today_and_on_a_day() -> None:
    user = make_officer()
    for on in ("", "&on=2022-01-01"):
        _status, first = call(user, f"regions?kind=province&limit=3{on}")
        cursor = first["next"]
        _status, second = call(
            user, f"regions?kind=province&limit=3{on}&cursor={cursor}"
        )
        codes = [item["code"] for item in [*first["items"], *second["items"]]]
        assert codes == ["32", "35", "91", "93"]
    assert call(user, "regions?kind=province&on=2022-01-01&cursor=x")[0] == 400
