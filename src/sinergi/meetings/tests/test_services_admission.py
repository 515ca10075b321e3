"""The 1,000 is ours to keep: seats by presence, whatever the races."""

import datetime as dt
import threading
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from sinergi.meetings.enums import LinkState, PlaceState, PresenceSource, RoomProvider
from sinergi.meetings.errors import RoomTrouble
from sinergi.meetings.models import OnlineRoom, Participant, PresenceInterval
from sinergi.meetings.queries.presence import presence_lengths
from sinergi.meetings.queries.rooms import present_count
from sinergi.meetings.services.admission import Way, begin_looks, enter, leave, touch
from sinergi.meetings.services.links import push_links
from sinergi.meetings.services.presence import (
    keep_event,
    look_into_room,
    take_in_events,
)
from sinergi.meetings.tests.contracts.bigbluebutton import BigBlueButtonContract
from sinergi.meetings.tests.contracts.zoom import ZoomContract
from sinergi.meetings.tests.online import START, make_room, message, seat, seats

pytestmark = pytest.mark.django_db


def link_room(
    capacity: int, people: int, **fields: object
) -> tuple[OnlineRoom, list[Participant]]:
    room = make_room(RoomProvider.LINK, capacity=capacity, **fields)
    persons = seats(room.meeting, people)
    push_links(room_id=room.pk)
    return room, persons


def age(room: OnlineRoom, minutes: int) -> None:
    """Let the signs of those inside be some minutes old."""
    past = timezone.now() - dt.timedelta(minutes=minutes)
    PresenceInterval.objects.filter(room=room).update(starts_at=past, seen_at=past)


def test_fewer_than_the_capacity_enter_and_the_next_sees_the_stream() -> None:
    room, (sri, ujang, wati) = link_room(capacity=2, people=3)
    assert enter(participant=sri, room=room).address == "https://meet.jit.si/plm"
    assert enter(participant=ujang, room=room).way == Way.ROOM
    beyond = enter(participant=wati, room=room)
    assert (beyond.way, beyond.address) == (Way.OVERFLOW, "https://youtu.be/plm")
    assert present_count(room) == 2


def test_leaving_frees_the_seat() -> None:
    room, (sri, ujang) = link_room(capacity=1, people=2)
    enter(participant=sri, room=room)
    leave(participant=sri, room=room)
    assert enter(participant=ujang, room=room).way == Way.ROOM
    assert enter(participant=sri, room=room).way == Way.OVERFLOW


def test_entering_twice_takes_one_seat() -> None:
    room, (sri, ujang) = link_room(capacity=2, people=2)
    enter(participant=sri, room=room)
    enter(participant=sri, room=room)
    assert present_count(room) == 1
    assert enter(participant=ujang, room=room).way == Way.ROOM


def test_a_seat_without_a_sign_is_freed() -> None:
    room, (sri, ujang) = link_room(capacity=1, people=2)
    enter(participant=sri, room=room)
    age(room, 14)
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW
    age(room, 16)
    assert enter(participant=ujang, room=room).way == Way.ROOM
    assert not touch(participant=sri, room=room)


def test_a_sign_keeps_the_seat() -> None:
    room, (sri, ujang) = link_room(capacity=1, people=2)
    enter(participant=sri, room=room)
    age(room, 14)
    assert touch(participant=sri, room=room)
    PresenceInterval.objects.update(starts_at=timezone.now() - dt.timedelta(hours=1))
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW


def test_a_capacity_made_smaller_throws_nobody_out() -> None:
    room, (sri, ujang, wati) = link_room(capacity=2, people=3)
    enter(participant=sri, room=room)
    enter(participant=ujang, room=room)
    OnlineRoom.objects.update(capacity=1)
    assert enter(participant=sri, room=room).way == Way.ROOM
    assert enter(participant=wati, room=room).way == Way.OVERFLOW


def test_only_a_confirmed_seat_leads_into_the_room() -> None:
    room, _people = link_room(capacity=5, people=0)
    waiting = seat(room.meeting, state=PlaceState.WAITING)
    assert enter(participant=waiting, room=room).way == Way.OVERFLOW
    assert room.registrations.count() == 0


def test_whoever_registered_late_waits_for_a_link() -> None:
    room, _people = link_room(capacity=5, people=0)
    late = seat(room.meeting)
    assert enter(participant=late, room=room).way == Way.PREPARING
    assert room.registrations.get().state == LinkState.WAITING
    push_links(room_id=room.pk)
    assert enter(participant=late, room=room).way == Way.ROOM


@pytest.mark.parametrize(
    ("opens", "closes", "way"),
    [(-1, 1, Way.ROOM), (1, 2, Way.REFUSED), (-2, -1, Way.REFUSED)],
)
def test_the_room_has_hours(opens: int, closes: int, way: Way) -> None:
    room, (sri,) = link_room(
        capacity=1,
        people=1,
        opens_at=timezone.now() + dt.timedelta(hours=opens),
        closes_at=timezone.now() + dt.timedelta(hours=closes),
    )
    assert enter(participant=sri, room=room).way == way


def test_no_room_no_entrance() -> None:
    room, (sri,) = link_room(capacity=1, people=1)
    assert enter(participant=sri, room=None).way == Way.REFUSED
    sri.withdrawn_at = timezone.now()
    assert enter(participant=sri, room=room).way == Way.REFUSED


@pytest.mark.django_db(transaction=True)
def test_a_race_for_the_last_seats_is_never_oversold() -> None:
    room, people = link_room(capacity=4, people=12)
    ways: Counter[Way] = Counter()

    def knock(person: Participant) -> None:
        try:
            ways[enter(participant=person, room=room).way] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=knock, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ways == {Way.ROOM: 4, Way.OVERFLOW: 8}
    assert present_count(room) == 4


# --- Zoom ---------------------------------------------------------------------
def hear(room: OnlineRoom, what: str, minute: float, person: Participant) -> None:
    row = room.registrations.get(participant=person)
    raw = message(
        what,
        room.external_id,
        minute,
        key=f"key-{person.code}",
        registrant_id=row.registrant_id,
    )
    keep_event(provider=RoomProvider.ZOOM, raw=raw)
    take_in_events()


@pytest.fixture
def zoom_room(zoom_server: ZoomContract) -> tuple[OnlineRoom, list[Participant]]:
    room = make_room(capacity=1)
    people = seats(room.meeting, 2)
    push_links(room_id=room.pk)
    return room, people


def minute_now() -> float:
    return (timezone.now() - START).total_seconds() // 60


def test_who_leaves_zoom_frees_the_seat(
    zoom_room: tuple[OnlineRoom, list[Participant]],
) -> None:
    room, (sri, ujang) = zoom_room
    enter(participant=sri, room=room)
    hear(room, "participant_joined", minute_now(), sri)
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW
    hear(room, "participant_left", minute_now() + 2, sri)
    assert present_count(room) == 0
    assert enter(participant=ujang, room=room).way == Way.ROOM


def test_who_is_in_zoom_keeps_the_seat_without_our_page(
    zoom_room: tuple[OnlineRoom, list[Participant]],
) -> None:
    room, (sri, ujang) = zoom_room
    enter(participant=sri, room=room)
    hear(room, "participant_joined", minute_now(), sri)
    age(room, 120)
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW
    leave(participant=sri, room=room)
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW


def test_who_came_by_a_kept_link_counts_too(
    zoom_room: tuple[OnlineRoom, list[Participant]],
) -> None:
    room, (sri, ujang) = zoom_room
    hear(room, "participant_joined", minute_now(), sri)
    assert present_count(room) == 1
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW
    assert enter(participant=sri, room=room).way == Way.ROOM


def test_a_seat_in_zoom_is_not_yet_presence(
    zoom_room: tuple[OnlineRoom, list[Participant]],
) -> None:
    room, (sri, _ujang) = zoom_room
    enter(participant=sri, room=room)
    leave(participant=sri, room=room)
    assert presence_lengths(room.meeting) == {}
    hear(room, "participant_joined", 0, sri)
    hear(room, "participant_left", 30, sri)
    assert presence_lengths(room.meeting) == {sri.pk: dt.timedelta(minutes=30)}


# --- BigBlueButton ----------------------------------------------------------------
def test_bbb_presence_comes_from_looks(bbb_server: BigBlueButtonContract) -> None:
    room = make_room(RoomProvider.BIGBLUEBUTTON, capacity=1)
    sri, ujang = seats(room.meeting, 2)
    push_links(room_id=room.pk)
    assert enter(participant=sri, room=room).way == Way.ROOM
    assert (begin_looks(room), begin_looks(room)) == (True, False)
    bbb_server.inside[room.external_id][sri.code] = "Sri"
    assert look_into_room(room_id=room.pk)
    age_of = PresenceInterval.objects.filter(source=PresenceSource.REPORT)
    assert age_of.get().participant == sri
    assert enter(participant=ujang, room=room).way == Way.OVERFLOW
    bbb_server.leave(room.external_id, sri.code)
    assert not look_into_room(room_id=room.pk)
    assert enter(participant=ujang, room=room).way == Way.ROOM


def test_bbb_that_forgot_the_room_makes_it_again(
    bbb_server: BigBlueButtonContract,
) -> None:
    room = make_room(RoomProvider.BIGBLUEBUTTON)
    (sri,) = seats(room.meeting, 1)
    push_links(room_id=room.pk)
    bbb_server.rooms.clear()
    assert enter(participant=sri, room=room).way == Way.ROOM
    assert room.external_id in bbb_server.rooms


def test_bbb_that_is_broken_says_so(
    bbb_server: BigBlueButtonContract, settings: Settings
) -> None:
    room = make_room(RoomProvider.BIGBLUEBUTTON)
    (sri,) = seats(room.meeting, 1)
    push_links(room_id=room.pk)
    bbb_server.broken = 2
    with pytest.raises(RoomTrouble):
        enter(participant=sri, room=room)
    assert not look_into_room(room_id=room.pk)
    room.refresh_from_db()
    assert room.problem == "unreachable"
    assert look_into_room(room_id=room.pk) is False
    room.refresh_from_db()
    assert room.problem == ""
