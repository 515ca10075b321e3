"""Adapters of online rooms against servers that enforce the published interfaces."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from sinergi.meetings.enums import RoomProblem
from sinergi.meetings.rooms import mail_domain
from sinergi.meetings.rooms.base import Busy, Guest, Link, RoomFault, RoomPlan
from sinergi.meetings.rooms.bigbluebutton import BigBlueButton
from sinergi.meetings.rooms.http import call, seconds_to_wait
from sinergi.meetings.rooms.link import PlainLink
from sinergi.meetings.rooms.zoom import Account, Zoom
from sinergi.meetings.tests.contracts import bigbluebutton as bbb
from sinergi.meetings.tests.contracts import zoom as contract
from sinergi.meetings.tests.contracts.bigbluebutton import BigBlueButtonContract
from sinergi.meetings.tests.contracts.zoom import ZoomContract

NOW = dt.datetime(2022, 12, 5, 2, tzinfo=dt.UTC)
NUMBER = "85000000000"


def plan(external_id: str = NUMBER, days: int = 1) -> RoomPlan:
    return RoomPlan(
        title="Peer Learning Meeting",
        starts_at=NOW,
        minutes=480,
        days=days,
        time_zone="Asia/Jakarta",
        capacity=1000,
        external_id=external_id,
        address="https://meet.jit.si/plm",
    )


def guests(count: int, first: int = 0) -> list[Guest]:
    return [Guest(f"K{n:07d}", f"Peserta {n}") for n in range(first, first + count)]


@pytest.fixture
def zoom(zoom_server: ZoomContract) -> Zoom:
    return zoom_with(zoom_server)


def zoom_with(server: ZoomContract, secret: str = contract.SECRET) -> Zoom:
    account = Account(contract.ACCOUNT, contract.CLIENT, secret, server.url)
    return Zoom(account=account, domain="sinergi.example.org")


# --- Zoom -----------------------------------------------------------------------
def test_zoom_makes_a_meeting_that_no_stranger_enters(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    number = zoom.prepare(plan(external_id=""))
    settings = zoom_server.meetings[number]["settings"]
    assert settings["approval_type"] == 1
    assert settings["registrants_confirmation_email"] is False


def test_zoom_makes_a_meeting_of_several_days(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    assert zoom.prepare(plan(external_id="", days=2)) in zoom_server.meetings


def test_zoom_takes_a_meeting_over(zoom: Zoom, zoom_server: ZoomContract) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=0)
    assert zoom.prepare(plan()) == NUMBER
    assert zoom_server.meetings[NUMBER]["settings"]["approval_type"] == 1


def test_zoom_that_keeps_its_own_approval_is_found_out(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    zoom_server.ignores_approval = True
    zoom_server.add_meeting(NUMBER, approval_type=0)
    with pytest.raises(RoomFault) as caught:
        zoom.prepare(plan())
    assert caught.value.problem == RoomProblem.OPEN_TO_STRANGERS


def test_zoom_token_is_asked_for_once(zoom: Zoom, zoom_server: ZoomContract) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    for _time in range(3):
        zoom.registered(plan())
    assert zoom_server.tokens_given == 1


def test_zoom_token_that_ended_is_renewed(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    zoom.registered(plan())
    zoom_server.tokens.clear()
    assert zoom.registered(plan()) == []
    assert zoom_server.tokens_given == 2


def test_zoom_token_about_to_end_is_not_kept(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    zoom_server.lives = 60
    zoom_server.add_meeting(NUMBER, approval_type=1)
    zoom.registered(plan())
    zoom.registered(plan())
    assert zoom_server.tokens_given == 2


@pytest.mark.parametrize("count", [1, 2, 30])
def test_zoom_registers_people_past_the_approval(
    zoom: Zoom, zoom_server: ZoomContract, count: int
) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    links = zoom.register(plan(), guests(count))
    assert [link.key for link in links] == [guest.key for guest in guests(count)]
    assert len({link.address for link in links}) == count
    stored = zoom_server.registrants[NUMBER]
    assert {row["status"] for row in stored.values()} == {"approved"}
    assert min(stored) == "k0000000@sinergi.example.org"


def test_zoom_refuses_a_batch_of_31(zoom: Zoom, zoom_server: ZoomContract) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    with pytest.raises(RoomFault) as caught:
        zoom.register(plan(), guests(31))
    assert caught.value.problem == RoomProblem.REFUSED


def test_zoom_lists_registrants_over_pages(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    given = [
        link
        for first in range(0, 330, 30)
        for link in zoom.register(plan(), guests(30, first))
    ]
    assert zoom.registered(plan()) == given
    assert zoom_server.calls("GET", "/registrants") == 2


def test_zoom_cancels(zoom: Zoom, zoom_server: ZoomContract) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    links = zoom.register(plan(), guests(2))
    zoom.cancel(plan(), links[:1])
    assert zoom.registered(plan()) == links[1:]


def test_zoom_takes_one_person_three_times(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    zoom_server.add_meeting(NUMBER, approval_type=1)
    first = [zoom.register(plan(), guests(1)) for _time in range(3)]
    assert first[0] == first[1] == first[2]
    with pytest.raises(Busy):
        zoom.register(plan(), guests(1))


@pytest.mark.parametrize(
    ("status", "code", "problem"),
    [
        (404, 3001, RoomProblem.UNKNOWN_ROOM),
        (400, 4711, RoomProblem.MISSING_SCOPE),
        (400, 200, RoomProblem.NOT_LICENSED),
        (400, 300, RoomProblem.REFUSED),
        (403, 0, RoomProblem.MISSING_SCOPE),
    ],
)
def test_zoom_errors_are_told_apart(
    zoom: Zoom, zoom_server: ZoomContract, status: int, code: int, problem: RoomProblem
) -> None:
    zoom_server.faults.append((status, {}, {"code": code, "message": "x@y"}))
    with pytest.raises(RoomFault) as caught:
        zoom.registered(plan())
    assert (caught.value.problem, type(caught.value)) == (problem, RoomFault)
    assert "x@y" not in caught.value.detail


def test_zoom_unknown_meeting(zoom: Zoom) -> None:
    with pytest.raises(RoomFault) as caught:
        zoom.registered(plan())
    assert caught.value.problem == RoomProblem.UNKNOWN_ROOM


def test_zoom_wrong_keys(zoom_server: ZoomContract) -> None:
    with pytest.raises(RoomFault) as caught:
        zoom_with(zoom_server, secret="wrong").registered(plan())
    assert caught.value.problem == RoomProblem.BAD_KEYS


def test_zoom_429_says_how_long(zoom: Zoom, zoom_server: ZoomContract) -> None:
    zoom_server.faults.append((429, {"Retry-After": "17"}, {"code": 429}))
    with pytest.raises(Busy) as caught:
        zoom.registered(plan())
    assert (caught.value.wait_seconds, caught.value.is_unsure) == (17.0, False)


def test_zoom_500_may_have_been_carried_out(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    zoom_server.faults.append((500, {}, {}))
    with pytest.raises(Busy) as caught:
        zoom.registered(plan())
    assert (caught.value.wait_seconds, caught.value.is_unsure) == (None, True)


def test_zoom_that_is_down_is_busy(zoom: Zoom, zoom_server: ZoomContract) -> None:
    zoom_server.close()
    with pytest.raises(Busy) as caught:
        zoom.registered(plan())
    assert caught.value.problem == RoomProblem.UNREACHABLE


def test_zoom_report_leaves_out_the_waiting_room(
    zoom: Zoom, zoom_server: ZoomContract
) -> None:
    row = {
        "user_id": "16778240",
        "registrant_id": "r00001",
        "user_email": "",
        "status": "in_meeting",
        "join_time": "2022-12-05T02:00:00Z",
        "leave_time": "2022-12-05T03:00:00Z",
    }
    waiting = {**row, "user_id": "2", "status": "in_waiting_room"}
    zoom_server.reports[NUMBER] = [row, waiting] + [row] * 300
    stays = zoom.stays(plan())
    assert len(stays) == 301
    assert stays[0].registrant_id == "r00001"
    assert stays[0].ends_at - stays[0].starts_at == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30", 30.0),
        ("2022-12-05T02:01:00Z", 60.0),
        ("2022-12-05T02:01:00", 60.0),
        ("Mon, 05 Dec 2022 02:02:00 GMT", 120.0),
        ("2022-12-04T00:00:00Z", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_in_all_its_forms(text: str, seconds: float | None) -> None:
    assert seconds_to_wait(text, NOW) == seconds


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://sinergi.example.org", "sinergi.example.org"),
        ("http://127.0.0.1:8000", "sinergi.invalid"),
        ("http://localhost:8000", "sinergi.invalid"),
    ],
)
def test_addresses_of_registrants_lie_at_our_own_name(url: str, domain: str) -> None:
    assert mail_domain(url) == domain


# --- BigBlueButton ---------------------------------------------------------------
@pytest.fixture
def room(bbb_server: BigBlueButtonContract) -> BigBlueButton:
    return BigBlueButton(url=bbb_server.url, secret=bbb.SECRET)


def test_bbb_room_may_be_made_again(
    room: BigBlueButton, bbb_server: BigBlueButtonContract
) -> None:
    assert room.prepare(plan("sinergi-plm")) == "sinergi-plm"
    room.open(plan("sinergi-plm"))
    assert bbb_server.log == ["create", "create"]


def test_bbb_link_leads_inside_and_the_key_comes_back(room: BigBlueButton) -> None:
    room.prepare(plan("sinergi-plm"))
    link = room.register(plan("sinergi-plm"), [Guest("7KQ4M2XR", "Sri & Ujang")])[0]
    assert call("GET", link.address).status == 302
    assert room.present(plan("sinergi-plm")) == frozenset({"7KQ4M2XR"})


def test_bbb_link_with_another_name_is_refused(room: BigBlueButton) -> None:
    room.prepare(plan("sinergi-plm"))
    link = room.register(plan("sinergi-plm"), [Guest("7KQ4M2XR", "Sri")])[0]
    forged = link.address.replace("Sri", "Ujang")
    assert b"checksumError" in call("GET", forged).body
    assert room.present(plan("sinergi-plm")) == frozenset()


def test_bbb_host_is_a_moderator(room: BigBlueButton) -> None:
    query = parse_qs(urlsplit(room.host_address(plan("x"), "Panitia")).query)
    assert query["role"] == ["MODERATOR"]


def test_bbb_room_that_does_not_run_is_empty(room: BigBlueButton) -> None:
    assert room.present(plan("sinergi-plm")) == frozenset()


def test_bbb_wrong_secret(bbb_server: BigBlueButtonContract) -> None:
    with pytest.raises(RoomFault) as caught:
        BigBlueButton(url=bbb_server.url, secret="wrong").open(plan("x"))
    assert caught.value.problem == RoomProblem.BAD_KEYS


def test_bbb_broken_server_is_busy(
    room: BigBlueButton, bbb_server: BigBlueButtonContract
) -> None:
    bbb_server.broken = 1
    with pytest.raises(Busy):
        room.open(plan("x"))


# --- a plain link ---------------------------------------------------------------
def test_plain_link_is_the_same_for_all() -> None:
    assert PlainLink().register(plan(), guests(2)) == [
        Link("K0000000", "", "https://meet.jit.si/plm"),
        Link("K0000001", "", "https://meet.jit.si/plm"),
    ]
