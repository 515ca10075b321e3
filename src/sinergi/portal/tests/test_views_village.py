"""The home of a village manager."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sinergi.core.dates import first_of_month, today
from sinergi.meetings.models import Delegation, Meeting
from sinergi.meetings.tests.factories import make_meeting, make_participant
from sinergi.network.enums import Role
from sinergi.network.models import Assignment
from sinergi.reports import services
from sinergi.reports.tests.factories import (
    World,
    make_draft,
    make_person,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db
HOME = "/desa/"


@pytest.fixture
def world() -> World:
    return make_world()


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def day_of_this_month() -> dt.date:
    return first_of_month(today())


def test_home_is_for_those_who_manage_a_library(world: World) -> None:
    people = {
        "village": world.manager,
        "regency": world.officer,
        "nation": world.nation,
        "evaluator": make_person(Role.EVALUATOR),
    }
    found = {
        name: client_of(user).get(HOME).status_code for name, user in people.items()
    }
    found["anonymous"] = Client().get(HOME).status_code
    assert found == {
        "village": 200,
        "regency": 403,
        "nation": 403,
        "evaluator": 403,
        "anonymous": 302,
    }


def test_home_shows_the_own_library_alone(world: World) -> None:
    other = make_person(Role.VILLAGE_MANAGER, library=world.neighbour)
    asked = {"perpustakaan": world.library.pk}
    shown = client_of(other).get(HOME, asked).context["home"].library
    assert shown == world.neighbour


def test_second_library_is_one_tap_away(world: World) -> None:
    Assignment.objects.create(
        user=world.manager,
        role=Role.VILLAGE_MANAGER,
        library=world.neighbour,
        starts_on=dt.date(2018, 1, 1),
    )
    client = client_of(world.manager)
    page = client.get(HOME, {"perpustakaan": world.neighbour.pk})
    assert page.context["home"].library == world.neighbour
    assert page.context["others"] == [world.library]


def test_home_tells_what_to_do(world: World) -> None:
    day = day_of_this_month()
    draft = make_draft(world, title="Draf", started_on=day)
    returned = make_submitted(world, title="Kembali", started_on=day)
    services.return_activity(
        by=world.officer, activity=returned, reason="Mohon lampirkan daftar hadir."
    )
    make_submitted(world, started_on=day)
    make_verified(world, started_on=day, attendances=28, breakdown=())
    page = client_of(world.manager).get(HOME)
    summary = page.context["summary"]
    assert [one.pk for one in page.context["needs_action"]] == [returned.pk, draft.pk]
    assert (summary.submitted, summary.verified, summary.attendances) == (1, 1, 28)
    assert "“Mohon lampirkan daftar hadir.”" in page.content.decode()


def test_month_without_a_report_is_not_red(world: World) -> None:
    page = client_of(world.manager).get(HOME)
    assert page.context["explanation"].score is None
    assert page.context["explanation"].colour in ("no_data", "no_account")


def test_home_asks_equally_often_whatever_waits(world: World) -> None:
    client = client_of(world.manager)

    def count() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as caught:
            client.get(HOME)
        return len(caught)

    make_draft(world)
    once = count()
    make_draft(world)
    make_draft(world)
    assert count() == once


def test_home_shows_the_meetings_to_which_the_library_is_invited(world: World) -> None:
    day = today()
    coming = make_meeting(starts_on=day, ends_on=day, title="PLM Akan Datang")
    over = make_meeting(title="PLM Lalu", starts_on=dt.date(2020, 1, 1))
    Meeting.objects.filter(pk=over.pk).update(ends_on=dt.date(2020, 1, 2))
    hidden = make_meeting(starts_on=day, ends_on=day, title="PLM Konsep", state="draft")
    for meeting in (coming, over, hidden):
        delegation = Delegation.objects.create(
            meeting=meeting,
            kind="partner",
            library=world.library,
            name=world.library.name,
            participant_type="village_library",
        )
        delegation.allotments.create(channel="on_site", places=2)
        delegation.allotments.create(channel="online", places=1)
        make_participant(meeting, delegation=delegation)
    page = client_of(world.manager).get(HOME).content.decode()
    assert "PLM Akan Datang" in page
    assert "1 dari 3 tempat sudah bernama" in page
    assert "PLM Lalu" not in page
    assert "PLM Konsep" not in page
