"""The door over the API: repeats, two gates, strangers, revoked, clocks, phones."""

import datetime as dt
import json
from typing import Any
from unittest.mock import ANY
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.meetings.keys import decoded, encoded
from sinergi.meetings.models import Gate, Meeting, Participant, Scan, SeatPool
from sinergi.meetings.queries.door import gates_of
from sinergi.meetings.services.gates import invite_phone, open_gate, revoke_gate
from sinergi.meetings.services.keys import rotate_key
from sinergi.meetings.services.registration import withdraw_participant
from sinergi.meetings.services.tickets import signed_tickets
from sinergi.meetings.tests.factories import make_guest, make_meeting, make_pool
from sinergi.meetings.tests.test_api import headers
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db
MORNING = dt.datetime.fromisoformat("2022-12-05T08:00:00+07:00")


@pytest.fixture(autouse=True)
def keys(tmp_path: Any, settings: Any) -> None:
    settings.KEYS_ROOT = tmp_path


@pytest.fixture
def meeting() -> Meeting:
    day = timezone.localdate()
    return make_meeting(slug="plm-contoh", starts_on=day, ends_on=day)


@pytest.fixture
def pool(meeting: Meeting) -> SeatPool:
    return make_pool(meeting, kind="on_site", capacity=10, taken=2)


@pytest.fixture
def guest(pool: SeatPool) -> Participant:
    return make_guest(pool, full_name="Suharti")


@pytest.fixture
def team() -> User:
    return make_person(Role.NATIONAL_TEAM)


def scan(token: str, nonce: str, **fields: Any) -> dict[str, Any]:
    at = (MORNING + dt.timedelta(minutes=fields.pop("minute", 0))).isoformat()
    return {
        "nonce": nonce,
        "token": token,
        "gate": "Pintu utama",
        "at": at,
        "kind": "entry",
    } | fields


def send(
    client: Client, sent: dict[str, str], scans: list[dict[str, Any]], slug: str = ""
) -> tuple[int, Any]:
    answer = client.post(
        f"/api/v1/meetings/{slug or 'plm-contoh'}/scans",
        json.dumps(scans),
        content_type="application/json",
        headers=sent,
    )
    return answer.status_code, answer.json()


def outcomes(
    client: Client, user: User, scans: list[dict[str, Any]]
) -> list[tuple[str, str]]:
    status, found = send(client, headers(user), scans)
    assert status == 200, found
    return [(one["outcome"], one["reason"]) for one in found]


def test_the_same_batch_again_answers_the_same_and_counts_once(
    client: Client, team: User, guest: Participant
) -> None:
    batch = [scan(guest.code, "a"), scan("TAKADA99", "b", minute=1)]
    status, first = send(client, headers(team), batch)
    assert status == 200
    assert first[0] == {
        "nonce": "a",
        "outcome": "accepted",
        "reason": "",
        "name": "Suharti",
        "at": ANY,
        "skew_seconds": 0,
        "earlier": None,
    }
    assert send(client, headers(team), batch) == (200, first)
    assert Scan.objects.count() == 2


def test_one_nonce_twice_in_a_batch_is_one_scan(
    client: Client, team: User, guest: Participant
) -> None:
    batch = [scan(guest.code, "a"), scan(guest.code, "a")]
    assert outcomes(client, team, batch) == [("accepted", "")] * 2
    assert Scan.objects.count() == 1


def test_two_gates_with_one_ticket_are_found_out_whatever_the_order_of_upload(
    client: Client, team: User, guest: Participant
) -> None:
    later = scan(guest.code, "b", gate="Pintu timur", minute=5, offline=True)
    assert outcomes(client, team, [later]) == [("accepted", "")]
    sooner = scan(guest.code, "a", gate="Pintu utama", minute=0, offline=True)
    _status, (found,) = send(client, headers(team), [sooner])
    assert (found["outcome"], found["earlier"]["gate"]) == ("duplicate", "Pintu timur")
    assert Scan.objects.filter(outcome="accepted").count() == 1


def test_a_batch_is_judged_in_the_order_of_its_times(
    client: Client, team: User, guest: Participant
) -> None:
    batch = [scan(guest.code, "late", minute=9), scan(guest.code, "soon", minute=1)]
    assert outcomes(client, team, batch) == [("duplicate", ""), ("accepted", "")]


def test_going_out_and_in_again_is_no_duplicate_and_a_new_day_is_none(
    client: Client, team: User, guest: Participant
) -> None:
    batch = [
        scan(guest.code, "a"),
        scan(guest.code, "b", kind="exit", minute=60),
        scan(guest.code, "c", minute=90),
        scan(guest.code, "d", minute=24 * 60),
        scan(guest.code, "e", minute=24 * 60 + 1),
    ]
    found = [outcome for outcome, _reason in outcomes(client, team, batch)]
    assert found == ["accepted", "accepted", "accepted", "accepted", "duplicate"]


def test_a_session_is_scanned_once_beside_the_entry(
    client: Client, team: User, guest: Participant, meeting: Meeting
) -> None:
    session = meeting.sessions.create(
        kind="plenary",
        title_id="Pleno",
        title_en="Plenary",
        starts_at=MORNING,
        ends_at=MORNING + dt.timedelta(hours=1),
    )
    uid = str(session.uid)
    batch = [
        scan(guest.code, "a"),
        scan(guest.code, "b", kind="session", session=uid, minute=1),
        scan(guest.code, "c", kind="session", session=uid, minute=2),
    ]
    found = [outcome for outcome, _reason in outcomes(client, team, batch)]
    assert found == ["accepted", "accepted", "duplicate"]


def test_strangers_and_people_of_another_meeting_are_unknown(
    client: Client, team: User, guest: Participant
) -> None:
    elsewhere = make_guest(make_pool(make_meeting(), kind="on_site"))
    (foreign,) = signed_tickets([elsewhere])
    batch = [
        scan("TAKADA99", "a"),
        scan("bukan kode", "b"),
        scan("", "c"),
        scan(elsewhere.code, "d"),
        scan(foreign, "e"),
    ]
    found = outcomes(client, team, batch)
    assert found == [("unknown", "")] * 4 + [("unknown", "other")]
    assert not Scan.objects.filter(participant__isnull=False).exists()


def test_who_withdrew_or_moved_online_is_revoked(
    client: Client, team: User, pool: SeatPool, guest: Participant
) -> None:
    moved = make_guest(pool)
    Participant.objects.filter(pk=moved.pk).update(channel="online")
    withdraw_participant(by=team, participant=guest)
    batch = [scan(guest.code, "a"), scan(moved.code, "b")]
    found = outcomes(client, team, batch)
    assert found == [("revoked", "withdrawn"), ("revoked", "online")]


def test_who_only_waits_has_no_seat(client: Client, team: User, pool: SeatPool) -> None:
    waiting = make_guest(pool, state="waiting")
    assert outcomes(client, team, [scan(waiting.code, "a")]) == [("revoked", "no_seat")]


def test_a_signed_ticket_is_good_and_outlives_its_key(
    client: Client, team: User, guest: Participant
) -> None:
    (ticket,) = signed_tickets([guest])
    assert len(ticket) < 200
    rotate_key(by=None)
    assert outcomes(client, team, [scan(ticket, "a")]) == [("accepted", "")]


def test_forged_and_altered_tickets_are_refused_though_the_code_is_right(
    client: Client, team: User, guest: Participant
) -> None:
    (ticket,) = signed_tickets([guest])
    payload, _dot, signature = ticket.partition(".")
    altered = encoded(decoded(payload).replace(b"on_site", b"on_sitf"))
    batch = [
        scan(f"{altered}.{signature}", "a"),
        scan(f"{payload}.{encoded(bytes(64))}", "b"),
        scan(f"{payload}.", "c"),
    ]
    assert outcomes(client, team, batch) == [("unknown", "forged")] * 3


def test_codes_are_read_as_people_type_them(
    client: Client, team: User, guest: Participant
) -> None:
    typed = f" {guest.code[:4].lower()}-{guest.code[4:]} "
    assert outcomes(client, team, [scan(typed, "a")]) == [("accepted", "")]


def test_who_does_not_serve_the_meeting_is_refused(
    client: Client, guest: Participant
) -> None:
    stranger = make_person(Role.EVALUATOR)
    status, problem = send(client, headers(stranger), [scan(guest.code, "a")])
    assert (status, problem["errors"][0]["kind"]) == (403, "out_of_scope")
    assert send(client, {}, [scan(guest.code, "a")])[0] == 401
    assert Scan.objects.count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "terbang"},
        {"nonce": ""},
        {"nonce": "x" * 65},
        {"at": "kemarin"},
        {"at": "1492-01-01T00:00:00Z"},
    ],
)
def test_what_cannot_be_is_refused_whole(
    client: Client, team: User, guest: Participant, fields: dict[str, str]
) -> None:
    batch = [scan(guest.code, "good"), scan(guest.code, "bad") | fields]
    assert send(client, headers(team), batch)[0] == 422
    assert Scan.objects.count() == 0


def test_a_clock_that_is_ahead_is_measured_and_taken_off(
    client: Client, team: User, guest: Participant
) -> None:
    ahead = dt.timedelta(hours=2)
    told = timezone.now() - dt.timedelta(minutes=10) + ahead
    sent = headers(team) | {"Sinergi-Sent-At": (timezone.now() + ahead).isoformat()}
    _status, (found,) = send(
        client, sent, [scan(guest.code, "a") | {"at": told.isoformat()}]
    )
    kept = Scan.objects.get()
    assert abs(found["skew_seconds"] - 7200) <= 5
    assert abs(kept.told_at - kept.scanned_at - ahead) < dt.timedelta(seconds=5)
    assert abs((Gate.objects.get().skew_seconds or 0) - 7200) <= 5


def test_a_clock_told_without_zone_is_the_meetings(
    client: Client, team: User, guest: Participant
) -> None:
    here = timezone.now().astimezone(ZoneInfo("Asia/Jakarta"))
    sent = headers(team) | {"Sinergi-Sent-At": f"{here:%Y-%m-%dT%H:%M:%S}"}
    status, (found,) = send(client, sent, [scan(guest.code, "a")])
    assert (status, found["skew_seconds"]) == (200, 0)


def test_a_clock_in_the_future_is_noticed_without_being_told(
    client: Client, team: User, guest: Participant
) -> None:
    told = (timezone.now() + dt.timedelta(days=1)).isoformat()
    send(client, headers(team), [scan(guest.code, "a") | {"at": told}])
    kept = Scan.objects.get()
    assert kept.scanned_at <= kept.received_at
    assert (Gate.objects.get().skew_seconds or 0) >= 86_000


# --- phones ---------------------------------------------------------------------


def enrol(client: Client, token: str) -> tuple[int, Any]:
    answer = client.post(
        "/api/v1/meetings/plm-contoh/gates/enrol",
        {"token": token},
        content_type="application/json",
    )
    return answer.status_code, answer.json()


@pytest.fixture
def gate(team: User, meeting: Meeting) -> Gate:
    return open_gate(by=team, meeting=meeting, name="Pintu timur")


def phone_of(client: Client, team: User, gate: Gate) -> dict[str, str]:
    _status, enrolled = enrol(client, invite_phone(by=team, gate=gate))
    return {"X-Gate-Key": enrolled["key"]}


def test_a_token_enrols_one_phone_once(client: Client, team: User, gate: Gate) -> None:
    token = invite_phone(by=team, gate=gate)
    status, enrolled = enrol(client, token)
    assert (status, enrolled["gate"]) == (200, "Pintu timur")
    status, problem = enrol(client, token)
    assert (status, problem["errors"][0]["kind"]) == (404, "token_spent")
    gate.refresh_from_db()
    assert enrolled["key"] not in (gate.key_hash, gate.token_hash)


def test_an_old_token_is_void(client: Client, team: User, gate: Gate) -> None:
    token = invite_phone(by=team, gate=gate)
    Gate.objects.update(token_until=timezone.now() - dt.timedelta(minutes=1))
    assert enrol(client, token)[0] == 404


def test_the_snapshot_holds_what_the_door_needs_and_nothing_more(
    client: Client, team: User, gate: Gate, guest: Participant, pool: SeatPool
) -> None:
    gone = make_guest(pool, full_name="Budi", withdrawn_at=timezone.now())
    list(signed_tickets([guest]))
    shown = client.get(
        "/api/v1/meetings/plm-contoh/snapshot", headers=phone_of(client, team, gate)
    ).json()
    people = sorted(shown["people"], key=lambda row: row[1])
    assert people == [
        [gone.code, "", "Perpustakaan desa", True],
        [guest.code, "Suharti", "Perpustakaan desa", False],
    ]
    assert "contoh.invalid" not in json.dumps(shown)
    assert len(shown["keys"]) == 1
    assert shown["wipe_in_seconds"] > 0


def test_a_phone_scans_for_its_own_gate_alone(
    client: Client, team: User, gate: Gate, guest: Participant
) -> None:
    phone = phone_of(client, team, gate)
    status, (found,) = send(client, phone, [scan(guest.code, "a", gate="Lain")])
    assert (status, found["outcome"]) == (200, "accepted")
    assert Scan.objects.get().gate == gate
    other = make_meeting()
    assert send(client, phone, [scan(guest.code, "b")], slug=other.slug)[0] == 404


def test_a_revoked_phone_and_a_replaced_one_are_told_to_forget(
    client: Client, team: User, gate: Gate, guest: Participant
) -> None:
    first = phone_of(client, team, gate)
    second = phone_of(client, team, gate)
    address = "/api/v1/meetings/plm-contoh/snapshot"
    assert client.get(address, headers=first).status_code == 410
    assert client.get(address, headers=second).status_code == 200
    revoke_gate(by=team, gate=gate)
    assert client.get(address, headers=second).status_code == 410
    assert send(client, second, [scan(guest.code, "a")])[0] == 410
    assert Scan.objects.count() == 0


def test_after_the_meeting_names_are_gone_but_late_scans_are_kept(
    client: Client, team: User, gate: Gate, guest: Participant, meeting: Meeting
) -> None:
    phone = phone_of(client, team, gate)
    Meeting.objects.update(state="closed")
    address = "/api/v1/meetings/plm-contoh/snapshot"
    assert client.get(address, headers=phone).status_code == 410
    status, (found,) = send(client, phone, [scan(guest.code, "a", offline=True)])
    assert (status, found["outcome"]) == (200, "accepted")


def test_counts_of_a_gate(
    client: Client, team: User, guest: Participant, meeting: Meeting
) -> None:
    batch = [
        scan(guest.code, "a"),
        scan(guest.code, "b", minute=1, offline=True),
        scan("TAKADA99", "c", minute=2),
        scan(guest.code, "d", kind="exit", minute=3),
    ]
    outcomes(client, team, batch)
    row = gates_of(meeting).get()
    counts = (row.entries, row.exits, row.doubles, row.refused, row.offline)
    assert counts == (1, 1, 1, 1, 1)
