"""Meetings over the API: places, their repeats, and what is refused."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.accounts.services import issue_token
from sinergi.meetings.models import Meeting, Place
from sinergi.meetings.tests.factories import make_meeting, make_pool
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_library, make_person
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting() -> Meeting:
    """A meeting with one seat online."""
    meeting = make_meeting(slug="plm-contoh")
    make_pool(meeting, capacity=1)
    return meeting


@pytest.fixture
def team() -> User:
    return make_person(Role.NATIONAL_TEAM)


def headers(user: User) -> dict[str, str]:
    _token, secret = issue_token(
        by=user,
        user=user,
        name="uji",
        scopes=["read", "report"],
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    return {"Authorization": f"Bearer {secret}"}


def ask(
    client: Client, user: User, name: str, *, key: str = "", **fields: Any
) -> tuple[int, dict[str, Any]]:
    body = {
        "channel": "online",
        "person": {"full_name": name, "email": f"{name.lower()}@contoh.invalid"},
        **fields,
    }
    sent = headers(user) | ({"Idempotency-Key": key} if key else {})
    answer = client.post(
        "/api/v1/meetings/plm-contoh/places",
        body,
        content_type="application/json",
        headers=sent,
    )
    return answer.status_code, answer.json()


def test_a_place_is_confirmed_then_the_next_one_waits(
    client: Client, meeting: Meeting, team: User
) -> None:
    status, first = ask(client, team, "Suharti")
    assert (status, first["state"], first["position"]) == (201, "confirmed", None)
    status, second = ask(client, team, "Budi")
    assert (status, second["state"], second["position"]) == (201, "waiting", 1)


def test_a_repeat_answers_the_same_and_other_content_is_refused(
    client: Client, meeting: Meeting, team: User
) -> None:
    _status, first = ask(client, team, "Suharti", key="satu")
    status, again = ask(client, team, "Suharti", key="satu")
    assert (status, again) == (200, first)
    assert Place.objects.count() == 1
    status, problem = ask(client, team, "Budi", key="satu")
    assert (status, problem["errors"][0]["kind"]) == (409, "key_reused")


def test_full_without_waiting_is_a_conflict_and_leaves_nobody_behind(
    client: Client, meeting: Meeting, team: User
) -> None:
    ask(client, team, "Suharti")
    status, problem = ask(client, team, "Budi", wait=False)
    assert (status, problem["errors"][0]["kind"]) == (409, "pool_full")
    assert meeting.participants.count() == 1


def test_one_person_registers_once(
    client: Client, meeting: Meeting, team: User
) -> None:
    ask(client, team, "Suharti")
    status, problem = ask(client, team, "Suharti")
    assert (status, problem["errors"][0]["kind"]) == (409, "already_registered")


def test_a_seat_on_site_needs_a_delegation(client: Client, meeting: Meeting) -> None:
    evaluator = make_person(Role.EVALUATOR)
    status, problem = ask(client, evaluator, "Suharti", channel="on_site")
    assert (status, problem["errors"][0]["field"]) == (422, "delegation")


def test_unknown_classes_and_channels_are_refused(
    client: Client, meeting: Meeting, team: User
) -> None:
    assert ask(client, team, "Suharti", classes=[987])[0] == 404
    assert ask(client, team, "Suharti", channel="telepati")[0] == 422


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({"phone": "0" * 31}, "phone"),
        ({"organisation": "a" * 201}, "organisation"),
        ({"dietary": "a" * 201}, "dietary"),
        ({"accessibility": "a" * 301}, "accessibility"),
        ({"language": "indonesia"}, "language"),
        ({"answers": {"987": "a"}}, "answers"),
        ({"library": 99_999_999}, "library"),
    ],
)
def test_what_no_column_holds_is_refused_at_its_field(
    client: Client,
    meeting: Meeting,
    team: User,
    fields: dict[str, object],
    refused: str,
) -> None:
    person = {"full_name": "Suharti"} | fields
    status, told = ask(client, team, "Suharti", person=person)
    assert (status, told["errors"][0]["field"]) == (422, refused)
    assert Place.objects.count() == 0


def test_half_a_sign_is_refused(client: Client, meeting: Meeting, team: User) -> None:
    assert ask(client, team, "Suharti", person={"full_name": "S\ud800"})[0] == 422
    assert ask(client, team, "Suharti", person={"full_name": "S\U0001f600"})[0] == 201


def test_a_delegation_names_no_people_of_another_library(
    client: Client, meeting: Meeting, team: User
) -> None:
    make_regions()
    own, other = (make_library(code, kind="regency") for code in ("35.22", "32.01"))
    row = meeting.delegations.create(
        kind="partner", library=own, name="A", participant_type="village_library"
    )
    row.allotments.create(channel="online", places=2)
    for library, status in ((other.pk, 422), (own.pk, 201)):
        person = {"full_name": "Suharti", "library": library}
        found = ask(client, team, "Suharti", person=person, delegation=row.pk)
        assert found[0] == status


def test_the_meeting_is_public_once_announced(client: Client, meeting: Meeting) -> None:
    shown = client.get("/api/v1/meetings/plm-contoh").json()
    assert shown["pools"][0]["capacity"] == 1
    Meeting.objects.update(state="draft")
    assert client.get("/api/v1/meetings/plm-contoh").status_code == 404
