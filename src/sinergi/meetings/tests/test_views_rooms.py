"""Pages of the online room, and the address that Zoom writes to."""

import datetime as dt
import json

import pytest
from django.test import Client
from pytest_django import Settings

from sinergi.accounts.models import User
from sinergi.core.models import Job
from sinergi.meetings.enums import EventState, RoomProblem, RoomProvider
from sinergi.meetings.models import OnlineRoom, PresenceInterval, WebhookEvent
from sinergi.meetings.queries.rooms import present_count
from sinergi.meetings.services.links import push_links
from sinergi.meetings.services.presence import take_in_events
from sinergi.meetings.tests.contracts.zoom import ZoomContract
from sinergi.meetings.tests.factories import make_meeting, make_pool
from sinergi.meetings.tests.online import (
    make_room,
    message,
    post_webhook,
    seat,
    seats,
)
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db

#: By openssl: HMAC-SHA256 of "qgg8vlvZRS6" under WEBHOOK_SECRET.
OF_QGG8VLVZRS6 = "668858dc53f29eee4f89f1571473e6c0a59aabf78e4bd74832de27d6294a6f80"


@pytest.fixture
def team(client: Client) -> User:
    """Somebody of the national team, signed in."""
    user = make_person(Role.NATIONAL_TEAM)
    client.force_login(user)
    return user


def address(room: OnlineRoom, end: str = "") -> str:
    return f"/pertemuan/{room.meeting.slug}/ruang-daring/{end}"


# --- the committee ----------------------------------------------------------------
def test_committee_sets_a_zoom_room_and_asks_for_links(
    client: Client, team: User, zoom_server: ZoomContract
) -> None:
    meeting = make_meeting()
    make_pool(meeting, capacity=100)
    person = seat(meeting)
    page = f"/pertemuan/{meeting.slug}/ruang-daring/"
    assert client.get(page).url == f"{page}atur/"
    said = {"provider": "zoom", "capacity": "1000", "external_id": ""}
    assert client.post(f"{page}atur/", said).url == page
    room = OnlineRoom.objects.get()
    assert room.external_id in zoom_server.meetings
    assert client.post(f"{page}tautan/").url == page
    assert Job.objects.get().state == Job.State.WAITING
    push_links(room_id=room.pk)
    shown = client.get(page)
    assert shown.context["status"].registered == 1
    assert person.full_name not in shown.content.decode()


def test_saving_again_keeps_the_room(
    client: Client, team: User, zoom_server: ZoomContract
) -> None:
    room = make_room()
    form = client.get(address(room, "atur/")).context["form"]
    said = {
        name: form.get_initial_for_field(field, name)
        for name, field in form.fields.items()
    }
    said = {name: value for name, value in said.items() if value is not None}
    client.post(address(room, "atur/"), {**said, "capacity": "500"})
    calls = len(zoom_server.log)
    after = OnlineRoom.objects.get()
    assert (after.external_id, after.capacity) == (room.external_id, 500)
    assert after.connected_at == room.connected_at
    assert len(zoom_server.log) == calls


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"provider": "link"}, "address"),
        ({"provider": "link", "address": "http://meet.jit.si/x"}, "address"),
        ({"provider": "link", "address": "javascript:alert(1)"}, "address"),
        ({"provider": "zoom", "external_id": "abc"}, "external_id"),
        ({"provider": "zoom", "capacity": "0"}, "capacity"),
        ({"provider": "teams"}, "provider"),
        (
            {
                "provider": "zoom",
                "opens_at": "2022-12-06 09:00",
                "closes_at": "2022-12-05 09:00",
            },
            "closes_at",
        ),
    ],
)
def test_what_cannot_be_stands_at_its_field(
    client: Client,
    team: User,
    zoom_server: ZoomContract,
    said: dict[str, str],
    field: str,
) -> None:
    meeting = make_meeting()
    page = f"/pertemuan/{meeting.slug}/ruang-daring/atur/"
    answer = client.post(page, {"capacity": "10", **said})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert OnlineRoom.objects.count() == 0


def test_a_refusing_zoom_is_shown_with_what_to_do(
    client: Client, team: User, zoom_server: ZoomContract
) -> None:
    zoom_server.ignores_approval = True
    meeting = make_meeting()
    make_pool(meeting)
    page = f"/pertemuan/{meeting.slug}/ruang-daring/"
    client.post(f"{page}atur/", {"provider": "zoom", "capacity": "10"})
    label = str(RoomProblem.OPEN_TO_STRANGERS.label)
    assert client.get(page).content.decode().count(label) == 2  # message and note
    zoom_server.ignores_approval = False
    assert client.post(f"{page}sambung/").url == page
    assert label not in client.get(page).content.decode()


def test_without_keys_the_choice_says_so(
    client: Client, team: User, settings: Settings
) -> None:
    settings.ZOOM_ACCOUNT_ID = settings.BBB_URL = ""
    meeting = make_meeting()
    page = client.get(f"/pertemuan/{meeting.slug}/ruang-daring/atur/")
    assert page.content.decode().count("(kunci belum diisi)") == 2


def test_unknown_rooms_are_reported(
    client: Client, team: User, zoom_server: ZoomContract
) -> None:
    room = make_room()
    post_webhook(client, message("started", "85123456789"))
    take_in_events()
    assert "85123456789" in client.get(address(room)).content.decode()


@pytest.mark.parametrize(
    ("role", "shown", "set_up", "links"),
    [
        (None, 302, 302, 302),
        (Role.EVALUATOR, 403, 403, 403),
        (Role.COMMITTEE, 200, 403, 302),
        (Role.NATIONAL_TEAM, 200, 200, 302),
    ],
)
def test_personas(
    client: Client, role: Role | None, shown: int, set_up: int, links: int
) -> None:
    room = make_room(RoomProvider.LINK)
    if role is not None:
        client.force_login(make_person(role))
    assert client.get(address(room)).status_code == shown
    assert client.get(address(room, "atur/")).status_code == set_up
    assert client.post(address(room, "tautan/")).status_code == links
    assert Job.objects.count() == (1 if links == 302 and role else 0)


# --- the entrance -------------------------------------------------------------------
def test_the_ticket_leads_into_the_room(client: Client) -> None:
    room = make_room(RoomProvider.LINK, capacity=1)
    sri, ujang = seats(room.meeting, 2)
    push_links(room_id=room.pk)
    ticket = f"/pertemuan/{room.meeting.slug}/tiket/{sri.code}/"
    entrance = f"{ticket}masuk/"
    assert f'action="{entrance}"' in client.get(ticket).content.decode()
    assert room.address not in client.get(entrance).content.decode()
    assert present_count(room) == 0  # looking takes no seat
    assert f'href="{room.address}"' in client.post(entrance).content.decode()
    assert present_count(room) == 1
    assert f'href="{room.address}"' in client.get(entrance).content.decode()
    assert client.post(entrance, {"hadir": "1"}).status_code == 204

    other = f"/pertemuan/{room.meeting.slug}/tiket/{ujang.code}/masuk/"
    full = client.post(other).content.decode()
    assert f'href="{room.overflow_url}"' in full
    assert room.address not in full
    assert client.post(other, {"hadir": "1"}).status_code == 409

    assert client.post(f"{ticket}keluar/").url == ticket
    assert f'href="{room.address}"' in client.post(other).content.decode()


def test_who_only_waits_is_not_shown_the_entrance(client: Client) -> None:
    room = make_room(RoomProvider.LINK, capacity=1)
    (sri,) = seats(room.meeting, 1)
    ticket = f"/pertemuan/{room.meeting.slug}/tiket/{sri.code}/"
    sri.places.update(state="waiting", decided_at=None)
    assert f'action="{ticket}masuk/"' not in client.get(ticket).content.decode()
    sri.places.update(state="confirmed")
    assert f'action="{ticket}masuk/"' in client.get(ticket).content.decode()


def test_an_unknown_ticket_is_404(client: Client) -> None:
    room = make_room(RoomProvider.LINK)
    page = f"/pertemuan/{room.meeting.slug}/tiket/23456789/masuk/"
    assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)


def test_before_the_room_is_set_up_the_entrance_says_so(client: Client) -> None:
    meeting = make_meeting()
    make_pool(meeting)
    person = seat(meeting)
    page = f"/pertemuan/{meeting.slug}/tiket/{person.code}/masuk/"
    assert "belum disiapkan" in client.get(page).content.decode()
    assert "belum disiapkan" in client.post(page).content.decode()


# --- webhooks -----------------------------------------------------------------------
def test_webhook_is_kept_and_answered(
    client: Client, zoom_server: ZoomContract
) -> None:
    raw = message("participant_joined", "85000000000")
    assert post_webhook(client, raw).status_code == 204
    event = WebhookEvent.objects.get()
    assert bytes(event.raw) == raw
    assert (event.state, event.name) == (
        EventState.WAITING,
        "meeting.participant_joined",
    )


def test_webhook_replay_is_kept_once(client: Client, zoom_server: ZoomContract) -> None:
    room = make_room()
    raw = message("participant_joined", room.external_id)
    for _time in range(3):
        assert post_webhook(client, raw).status_code == 204
        take_in_events()
    assert WebhookEvent.objects.get().repeats == 2
    assert PresenceInterval.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"age": dt.timedelta(minutes=6)},
        {"age": -dt.timedelta(minutes=6)},
        {"x-zm-signature": ""},
        {"x-zm-request-timestamp": ""},
        {"x-zm-request-timestamp": "soon"},
        {"x-zm-request-timestamp": "²"},
        {"x-zm-signature": "v0=é"},
    ],
)
def test_webhook_that_is_not_zooms_or_old_is_401(
    client: Client, zoom_server: ZoomContract, wrong: dict[str, str]
) -> None:
    raw = message("participant_joined", "85000000000")
    assert post_webhook(client, raw, **wrong).status_code == 401  # type: ignore[arg-type]
    assert WebhookEvent.objects.count() == 0


def test_webhook_signature_is_over_the_raw_bytes(
    client: Client, zoom_server: ZoomContract
) -> None:
    raw = b'{"event":"meeting.ended" ,  "payload":{"object":{"id":"\xc3\xa9"}}}'
    assert post_webhook(client, raw).status_code == 204
    odd = b'{"event":"\xff"}'
    assert post_webhook(client, odd).status_code == 204


def test_webhook_without_a_secret_trusts_nobody(
    client: Client, zoom_server: ZoomContract, settings: Settings
) -> None:
    settings.ZOOM_WEBHOOK_SECRET = ""
    raw = message("participant_joined", "85000000000")
    assert post_webhook(client, raw, secret="").status_code == 401


def test_webhook_too_large_is_refused(
    client: Client, zoom_server: ZoomContract
) -> None:
    assert post_webhook(client, b" " * 300_000).status_code == 413


def test_webhook_address_is_validated(
    client: Client, zoom_server: ZoomContract
) -> None:
    raw = json.dumps(
        {"event": "endpoint.url_validation", "payload": {"plainToken": "qgg8vlvZRS6"}}
    ).encode()
    answer = post_webhook(client, raw)
    assert answer.status_code == 200
    assert answer.json() == {
        "plainToken": "qgg8vlvZRS6",
        "encryptedToken": OF_QGG8VLVZRS6,
    }
    assert WebhookEvent.objects.count() == 0
    assert post_webhook(client, raw, secret="another").status_code == 401
