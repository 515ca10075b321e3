"""Everybody's link: batches, waits, kills and repeats."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sinergi.accounts.models import User
from sinergi.core.errors import NotAllowed
from sinergi.core.models import Job
from sinergi.meetings import tasks
from sinergi.meetings.enums import LinkState, PlaceState, RoomProblem, RoomProvider
from sinergi.meetings.errors import RoomTrouble
from sinergi.meetings.models import OnlineRoom, Place, RoomRegistration
from sinergi.meetings.rooms.base import Busy, RoomFault
from sinergi.meetings.services.links import (
    WATCH,
    carry_links,
    push_links,
    start_links,
    wait_seconds,
)
from sinergi.meetings.services.rooms import Lease, RoomContent, set_room
from sinergi.meetings.tests.contracts import zoom as contract
from sinergi.meetings.tests.contracts.zoom import ZoomContract
from sinergi.meetings.tests.online import make_room, seat, seats
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(zoom_server: ZoomContract) -> OnlineRoom:
    return make_room()


@pytest.fixture
def team() -> User:
    return make_person(Role.NATIONAL_TEAM)


def links(room: OnlineRoom) -> dict[str, int]:
    states = [row.state for row in room.registrations.all()]
    return {state: states.count(state) for state in set(states)}


def let_again(room: OnlineRoom) -> None:
    """Let the time of a lease pass."""
    past = timezone.now() - dt.timedelta(seconds=1)
    OnlineRoom.objects.filter(pk=room.pk).update(leased_until=past)


def test_links_are_asked_for_in_batches_of_30(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    people = seats(room.meeting, 65)
    seat(room.meeting, state=PlaceState.WAITING)
    assert push_links(room_id=room.pk)
    assert zoom_server.batches == [30, 30, 5]
    assert links(room) == {LinkState.REGISTERED: 65}
    addresses = set(room.registrations.values_list("address", flat=True))
    assert len(addresses) == 65
    assert {row.participant for row in room.registrations.all()} == set(people)


def test_a_stored_link_is_never_asked_for_again(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 31)
    push_links(room_id=room.pk)
    before = len(zoom_server.log)
    push_links(room_id=room.pk)
    assert len(zoom_server.log) == before
    assert set(zoom_server.asked.values()) == {1}


def test_a_late_registration_takes_one_call(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 31)
    push_links(room_id=room.pk)
    seat(room.meeting)
    tasks.give_late_links.call(room.pk)
    assert zoom_server.calls("POST", "/registrants") == 2
    assert links(room) == {LinkState.REGISTERED: 32}


def test_zoom_learns_neither_email_nor_more_than_the_name(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    person = seat(room.meeting, email="sri@contoh.invalid")
    push_links(room_id=room.pk)
    (row,) = zoom_server.registrants[room.external_id].values()
    assert row["email"] == f"{person.code.lower()}@sinergi.example.org"
    assert row["first_name"] == person.full_name


def test_429_gives_the_batch_back_and_says_how_long(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 31)
    zoom_server.faults.append((429, {"Retry-After": "40"}, {"code": 429}))
    with pytest.raises(Busy) as caught:
        push_links(room_id=room.pk)
    assert caught.value.wait_seconds == 40
    assert links(room) == {LinkState.WAITING: 31}
    assert set(room.registrations.values_list("tries", flat=True)) == {0}
    room.refresh_from_db()
    assert (room.problem, room.leased_until) == (RoomProblem.BUSY, None)
    assert push_links(room_id=room.pk)
    room.refresh_from_db()
    assert room.problem == ""
    assert set(zoom_server.asked.values()) == {1}


def test_after_500_those_whom_zoom_knows_are_not_asked_for_again(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    people = seats(room.meeting, 3)
    done_all_the_same = {
        "email": f"{people[0].code.lower()}@sinergi.example.org",
        "first_name": "Peserta",
    }
    zoom_server.faults.append((500, {}, {}))
    with pytest.raises(Busy):
        push_links(room_id=room.pk)
    assert links(room) == {LinkState.ASKED: 3}
    zoom_server._add(room.external_id, done_all_the_same, approved=True)
    assert push_links(room_id=room.pk)
    assert links(room) == {LinkState.REGISTERED: 3}
    assert zoom_server.batches == [2]
    assert set(zoom_server.asked.values()) == {1}


def test_one_refused_name_does_not_stop_the_others(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    zoom_server.refused_names = {"???"}
    bad = seat(room.meeting, full_name="???")
    seats(room.meeting, 4)
    assert push_links(room_id=room.pk)
    assert links(room) == {LinkState.REGISTERED: 4, LinkState.FAILED: 1}
    row = room.registrations.get(participant=bad)
    assert (row.state, row.problem) == (LinkState.FAILED, RoomProblem.REFUSED)


def test_whoever_zoom_leaves_out_is_asked_for_three_times(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    lost = seat(room.meeting)
    seats(room.meeting, 2)
    zoom_server.forgets = {f"{lost.code.lower()}@sinergi.example.org"}
    assert push_links(room_id=room.pk)
    row = room.registrations.get(participant=lost)
    assert (row.state, row.tries) == (LinkState.FAILED, 3)
    assert row.problem == RoomProblem.NO_ANSWER
    assert links(room) == {LinkState.REGISTERED: 2, LinkState.FAILED: 1}


def test_whoever_withdrew_loses_the_link(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    gone, *_others = seats(room.meeting, 3)
    push_links(room_id=room.pk)
    Place.objects.filter(participant=gone).update(state=PlaceState.WITHDRAWN)
    gone.withdrawn_at = timezone.now()
    gone.save()
    push_links(room_id=room.pk)
    row = room.registrations.get(participant=gone)
    assert (row.state, row.address) == (LinkState.CANCELLED, "")
    statuses = [
        one["status"] for one in zoom_server.registrants[room.external_id].values()
    ]
    assert sorted(statuses) == ["approved", "approved", "denied"]


def test_zoom_takes_4999_and_no_more(
    room: OnlineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinergi.meetings.rooms.zoom.Zoom.most_people", 3)
    seats(room.meeting, 5)
    push_links(room_id=room.pk)
    assert links(room) == {LinkState.REGISTERED: 3, LinkState.FAILED: 2}
    rows = room.registrations.filter(state=LinkState.FAILED)
    assert set(rows.values_list("problem", flat=True)) == {RoomProblem.FULL}


def test_only_one_process_at_a_time(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 2)
    lease = Lease(room.pk)
    assert lease.take()
    assert not push_links(room_id=room.pk)
    lease.drop()
    assert push_links(room_id=room.pk)


def test_a_lease_that_was_taken_over_cannot_be_renewed(room: OnlineRoom) -> None:
    first, second = Lease(room.pk), Lease(room.pk)
    assert first.take()
    assert not second.take()
    let_again(room)
    assert second.take()
    assert not first.renew()
    first.drop()
    assert second.renew()


def test_another_room_takes_the_links_away(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 2)
    push_links(room_id=room.pk)
    content = RoomContent(
        provider=RoomProvider.LINK, capacity=5, address="https://meet.jit.si/x"
    )
    set_room(by=None, meeting=room.meeting, content=content)
    assert links(room) == {LinkState.WAITING: 2}
    push_links(room_id=room.pk)
    assert set(room.registrations.values_list("address", flat=True)) == {
        "https://meet.jit.si/x"
    }


# --- the job --------------------------------------------------------------------
def test_job_shows_progress_and_ends(
    room: OnlineRoom, team: User, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 31)
    job = start_links(by=team, room=room)
    assert carry_links(job_id=str(job.pk)) is None
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 31, 31)


def test_job_waits_as_long_as_zoom_asks_and_goes_on(
    room: OnlineRoom, team: User, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 2)
    job = start_links(by=team, room=room)
    zoom_server.faults.append((429, {"Retry-After": "40"}, {"code": 429}))
    tasks.carry_room_links.call(str(job.pk))
    waits = DBTaskResult.objects.order_by("run_after").values_list(
        "run_after", flat=True
    )
    seconds = [(moment - timezone.now()).total_seconds() for moment in waits]
    assert [round(second, -1) for second in seconds] == [40, 130]  # and the watch
    job.refresh_from_db()
    assert job.state in (Job.State.WAITING, Job.State.RUNNING)
    tasks.carry_room_links.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, links(room)) == (Job.State.DONE, {LinkState.REGISTERED: 2})


def test_waits_grow_up_to_a_quarter_of_an_hour() -> None:
    busy = Busy(RoomProblem.UNREACHABLE)
    assert [wait_seconds(busy, waits) for waits in range(1, 10)] == [
        *(5, 10, 20, 40, 80, 160, 320, 640, 900)
    ]


def test_job_stops_after_eight_failures_and_can_be_taken_up(
    room: OnlineRoom, team: User, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 2)
    job = start_links(by=team, room=room)
    zoom_server.faults.extend([(500, {}, {})] * 9)
    comes_again = [carry_links(job_id=str(job.pk)) is not None for _run in range(9)]
    assert comes_again == [True] * 8 + [False]
    job.refresh_from_db()
    assert (job.state, job.message) == (
        Job.State.FAILED,
        str(RoomProblem.UNREACHABLE.label),
    )
    again = start_links(by=team, room=room)
    assert again != job
    carry_links(job_id=str(again.pk))
    assert links(room) == {LinkState.REGISTERED: 2}


def test_job_stops_at_once_where_somebody_has_to_act(
    room: OnlineRoom, team: User, zoom_server: ZoomContract
) -> None:
    seats(room.meeting, 2)
    zoom_server.lacks_scopes = True
    job = start_links(by=team, room=room)
    assert carry_links(job_id=str(job.pk)) is None
    job.refresh_from_db()
    assert (job.state, job.message) == (
        Job.State.FAILED,
        str(RoomProblem.MISSING_SCOPE.label),
    )
    assert links(room) == {LinkState.WAITING: 2}


def test_one_job_at_a_time(room: OnlineRoom, team: User) -> None:
    assert start_links(by=team, room=room) == start_links(by=team, room=room)


def test_failed_people_are_asked_for_again_by_the_button(
    room: OnlineRoom, team: User, zoom_server: ZoomContract
) -> None:
    zoom_server.refused_names = {"???"}
    seat(room.meeting, full_name="???")
    push_links(room_id=room.pk)
    zoom_server.refused_names = set()
    job = start_links(by=team, room=room)
    carry_links(job_id=str(job.pk))
    assert links(room) == {LinkState.REGISTERED: 1}


def test_job_needs_a_connected_room_and_somebody_who_serves(
    room: OnlineRoom, team: User
) -> None:
    with pytest.raises(NotAllowed):
        start_links(by=make_person(Role.EVALUATOR), room=room)
    OnlineRoom.objects.filter(pk=room.pk).update(connected_at=None)
    with pytest.raises(RoomTrouble):
        start_links(by=team, room=room)
    assert Job.objects.count() == 0


def test_without_keys_the_committee_is_told(room: OnlineRoom, settings: Any) -> None:
    settings.ZOOM_CLIENT_SECRET = ""
    with pytest.raises(RoomFault):
        push_links(room_id=room.pk)
    room.refresh_from_db()
    assert room.problem == RoomProblem.NO_KEYS


# --- killed -----------------------------------------------------------------------
SCRIPT = (
    "import django; django.setup();"
    "from sinergi.meetings.tasks import carry_room_links;"
    "import sys; carry_room_links.call(sys.argv[1])"
)


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_batch_nobody_is_asked_for_twice(
    zoom_server: ZoomContract,
) -> None:
    room, team = make_room(), make_person(Role.NATIONAL_TEAM)
    seats(room.meeting, 35)
    job = start_links(by=team, room=room)
    zoom_server.hold = threading.Event()
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(job.pk)], env=child_environment(zoom_server)
    )
    try:
        assert zoom_server.held.wait(60)
    finally:
        child.kill()
        assert child.wait(30) == -signal.SIGKILL
    zoom_server.hold.set()
    assert links(room) == {LinkState.ASKED: 30, LinkState.WAITING: 5}

    # The killed process had left its next look in the queue; until its lease ends
    # nothing happens, then the job goes on.
    soon = timezone.now() + WATCH
    watch = DBTaskResult.objects.get(run_after__range=(timezone.now(), soon))
    assert watch.args_kwargs["args"] == [str(job.pk)]
    assert carry_links(job_id=str(job.pk)) is None
    assert links(room) == {LinkState.ASKED: 30, LinkState.WAITING: 5}
    let_again(room)
    assert carry_links(job_id=str(job.pk)) is None

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 35)
    assert links(room) == {LinkState.REGISTERED: 35}
    assert zoom_server.batches == [30, 5]
    assert set(zoom_server.asked.values()) == {1}
    assert RoomRegistration.objects.values("registrant_id").distinct().count() == 35


def child_environment(server: ZoomContract) -> dict[str, str]:
    """This test's own database and Zoom for another process."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{values['NAME']}"
    else:
        host = values["HOST"] or values["OPTIONS"]["host"]
        url = f"postgresql://{values['USER']}:@/{values['NAME']}?host={quote(host)}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "sinergi.config.settings",
        "DATABASE_URL": url,
        "PUBLIC_URL": "https://sinergi.example.org",
        "ZOOM_ACCOUNT_ID": contract.ACCOUNT,
        "ZOOM_CLIENT_ID": contract.CLIENT,
        "ZOOM_CLIENT_SECRET": contract.SECRET,
        "ZOOM_URL": server.url,
    }
