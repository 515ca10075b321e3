"""The programmes' pages and the stages' form."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.network import services
from sinergi.network.enums import Role
from sinergi.network.models import ProgrammeStage
from sinergi.network.tests.factories import make_officer, make_person
from sinergi.network.tests.test_views_libraries import signed_in
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

CALENDAR = "/program/tpbis/kalender/"


@pytest.fixture(autouse=True)
def _programmes() -> None:
    make_regions()
    services.load_programmes()


def test_everybody_reads_programmes_and_calendar() -> None:
    client = Client()
    assert client.get("/program/").status_code == 200
    page = client.get(f"{CALENDAR}?tahun=2022")
    assert page.status_code == 200
    assert "5–6 Desember 2022" in page.content.decode()
    assert client.get("/program/lain/kalender/").status_code == 404


def test_calendar_labels_how_well_dates_are_known() -> None:
    page = Client().get(f"{CALENDAR}?tahun=2022").content.decode()
    assert page.count("cal__span--proposal") == 6 + 1
    assert page.count("cal__span--month") == 2 + 1
    assert page.count("cal__span--day") == 2 + 1
    assert "Juli–Agustus 2022" in page


def test_calendar_of_a_year_without_stages_says_so() -> None:
    page = Client().get(f"{CALENDAR}?tahun=2031")
    assert page.context["calendar"].stages == []
    assert Client().get(f"{CALENDAR}?tahun=abc").context["calendar"].year == 2022


def test_calendar_and_list_take_few_queries() -> None:
    client = Client()
    counts = []
    for address in ("/program/", f"{CALENDAR}?tahun=2022"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts == [3, 2]


@pytest.mark.parametrize(
    ("role", "region", "status"),
    [
        (Role.NATIONAL_TEAM, "", 200),
        (Role.PROVINCIAL_OFFICER, "35", 403),
        (Role.EVALUATOR, "", 403),
    ],
)
def test_stages_are_changed_by_the_national_team_alone(
    role: str, region: str, status: int
) -> None:
    client = signed_in(make_person(role, region=region))
    assert client.get(f"{CALENDAR}ubah/?tahun=2022").status_code == status
    assert Client().get(f"{CALENDAR}ubah/").status_code == 302


def form_data(*stages: dict[str, str]) -> dict[str, str]:
    data = {"form-TOTAL_FORMS": str(len(stages)), "form-INITIAL_FORMS": "0"}
    for number, stage in enumerate(stages):
        data |= {f"form-{number}-{name}": value for name, value in stage.items()}
    return data


def stage(name: str, order: int, **more: str) -> dict[str, str]:
    return {
        "name_id": name,
        "name_en": name,
        "starts_on": "1/3/2024",
        "ends_on": "5/3/2024",
        "date_precision": "day",
        "ORDER": str(order),
    } | more


def test_stages_are_stored_in_the_order_asked_for() -> None:
    client = signed_in(make_person(Role.NATIONAL_TEAM))
    answer = client.post(
        f"{CALENDAR}ubah/?tahun=2024", form_data(stage("Kedua", 2), stage("Satu", 1))
    )
    assert answer["Location"] == f"{CALENDAR}?tahun=2024"
    rows = ProgrammeStage.objects.filter(year=2024)
    assert [(row.order, row.key, row.starts_on) for row in rows] == [
        (1, "satu", dt.date(2024, 3, 1)),
        (2, "kedua", dt.date(2024, 3, 1)),
    ]


def test_stage_that_ends_before_it_begins_keeps_everything_typed() -> None:
    client = signed_in(make_person(Role.NATIONAL_TEAM))
    answer = client.post(
        f"{CALENDAR}ubah/?tahun=2024",
        form_data(stage("Aneh", 1, ends_on="1/2/2024")),
    )
    assert answer.status_code == 422
    assert 'value="Aneh"' in answer.content.decode()
    assert ProgrammeStage.objects.filter(year=2024).count() == 0


def test_calendar_offers_changing_to_the_national_team_alone() -> None:
    words = f"{CALENDAR}ubah/"
    team = signed_in(make_person(Role.NATIONAL_TEAM)).get(CALENDAR).content.decode()
    officer = signed_in(make_officer()).get(CALENDAR).content.decode()
    assert (words in team, words in officer) == (True, False)


def test_stages_of_somebody_else_are_not_lost() -> None:
    client = signed_in(make_person(Role.NATIONAL_TEAM))
    address = f"{CALENDAR}ubah/?tahun=2024"
    mark = client.get(address).context["mark"]
    first = form_data(stage("Satu", 1)) | {"terbaca": mark}
    assert client.post(address, first).status_code == 302
    assert client.post(address, first).status_code == 302  # sent twice
    second = form_data(stage("Dua", 1))
    late = client.post(address, second | {"terbaca": mark})
    assert (late.status_code, 'value="Dua"' in late.content.decode()) == (422, True)
    names = ProgrammeStage.objects.filter(year=2024).values_list("name_id", flat=True)
    assert list(names) == ["Satu"]
    client.post(address, second | {"terbaca": late.context["mark"]})
    assert list(names.all()) == ["Dua"]
