"""Presence from webhooks in any order, and from the report."""

import datetime as dt
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.core.errors import NotAllowed
from sinergi.meetings import tasks
from sinergi.meetings.enums import EventState, PresenceSource, RoomProvider
from sinergi.meetings.errors import RoomTrouble
from sinergi.meetings.intervals import Interval
from sinergi.meetings.models import (
    OnlineRoom,
    Participant,
    PresenceInterval,
    WebhookEvent,
)
from sinergi.meetings.queries.presence import (
    presence_by_participant,
    presence_lengths,
)
from sinergi.meetings.queries.rooms import status_of
from sinergi.meetings.services.links import push_links
from sinergi.meetings.services.presence import (
    Reconciled,
    ask_for_report,
    keep_event,
    reconcile,
    take_in_events,
)
from sinergi.meetings.services.rooms import RoomContent, connect_room, set_room
from sinergi.meetings.tests.contracts.zoom import ZoomContract
from sinergi.meetings.tests.factories import make_meeting, make_pool
from sinergi.meetings.tests.online import START, make_room, message, seats
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db

JOINED, LEFT = "participant_joined", "participant_left"


@pytest.fixture
def room(zoom_server: ZoomContract) -> OnlineRoom:
    return make_room()


@pytest.fixture
def sri(room: OnlineRoom) -> Participant:
    (person,) = seats(room.meeting, 1)
    push_links(room_id=room.pk)
    return person


def keep(raw: bytes) -> bool:
    return keep_event(provider=RoomProvider.ZOOM, raw=raw)


def hear(*raw: bytes) -> list[int]:
    for one in raw:
        keep(one)
    return take_in_events()


def by_id(room: OnlineRoom, person: Participant, **fields: Any) -> dict[str, Any]:
    row = room.registrations.get(participant=person)
    return {"registrant_id": row.registrant_id, **fields}


def minutes_of(room: OnlineRoom) -> dict[int, float]:
    found = presence_lengths(room.meeting)
    return {person: length.total_seconds() / 60 for person, length in found.items()}


def states() -> list[str]:
    return list(WebhookEvent.objects.values_list("state", flat=True))


def test_join_and_leave_make_a_stay(room: OnlineRoom, sri: Participant) -> None:
    who = by_id(room, sri)
    hear(
        message(JOINED, room.external_id, 0, **who),
        message(LEFT, int(room.external_id), 25, **who),
    )
    assert minutes_of(room) == {sri.pk: 25}
    assert states() == [EventState.DONE, EventState.DONE]


def test_two_devices_count_once(room: OnlineRoom, sri: Participant) -> None:
    phone, laptop = by_id(room, sri, key="1"), by_id(room, sri, key="2")
    hear(
        message(JOINED, room.external_id, 0, **phone),
        message(JOINED, room.external_id, 10, **laptop),
        message(LEFT, room.external_id, 20, **phone),
        message(LEFT, room.external_id, 40, **laptop),
    )
    assert minutes_of(room) == {sri.pk: 40}


def test_replay_changes_nothing(room: OnlineRoom, sri: Participant) -> None:
    who = by_id(room, sri)
    raws = [
        message(JOINED, room.external_id, 0, **who),
        message(LEFT, room.external_id, 25, **who),
    ]
    hear(*raws)
    before = list(PresenceInterval.objects.values())
    assert [keep(raw) for raw in raws] == [False, False]
    assert take_in_events() == []
    assert list(PresenceInterval.objects.values()) == before
    assert [event.repeats for event in WebhookEvent.objects.all()] == [1, 1]


def test_the_same_news_in_other_bytes_changes_nothing(
    room: OnlineRoom, sri: Participant
) -> None:
    who = by_id(room, sri)
    raws = [
        message(JOINED, room.external_id, 0, **who),
        message(LEFT, room.external_id, 25, **who),
    ]
    hear(*raws)
    before = list(PresenceInterval.objects.values())
    hear(*(raw + b" " for raw in raws))
    assert list(PresenceInterval.objects.values()) == before


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_order_of_arrival_does_not_matter(
    room: OnlineRoom, sri: Participant, order: tuple[int, ...]
) -> None:
    first, second = by_id(room, sri, key="1"), by_id(room, sri, key="2")
    raws = [
        message(JOINED, room.external_id, 0, **first),
        message(LEFT, room.external_id, 10, **first),
        message(JOINED, room.external_id, 30, **second),
        message(LEFT, room.external_id, 60, **second),
    ]
    for index in order:
        hear(raws[index])
    assert minutes_of(room) == {sri.pk: 40}


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_stays_of_one_key_in_any_order(
    room: OnlineRoom, sri: Participant, data: st.DataObject
) -> None:
    """Rejoining with the same number: all stays are found, whatever comes late."""
    PresenceInterval.objects.all().delete()
    WebhookEvent.objects.all().delete()
    who = by_id(room, sri)
    cuts = data.draw(st.lists(st.integers(0, 200), min_size=2, max_size=8, unique=True))
    cuts = sorted(cuts)[: len(cuts) // 2 * 2]
    raws = [
        message(what, room.external_id, minute, **who)
        for minute, what in zip(cuts, [JOINED, LEFT] * 4, strict=False)
    ]
    late = data.draw(st.integers(0, len(raws) // 2 - 1)) * 2
    raws[late], raws[late + 1] = raws[late + 1], raws[late]
    for raw in raws:
        hear(raw)
    total = sum(b - a for a, b in zip(cuts[::2], cuts[1::2], strict=True))
    assert minutes_of(room) == {sri.pk: total}


def test_the_end_of_the_meeting_ends_what_is_open(
    room: OnlineRoom, sri: Participant
) -> None:
    who = by_id(room, sri)
    ended = hear(
        message(JOINED, room.external_id, 0, **who),
        message("ended", room.external_id, 90),
    )
    assert ended == [room.pk]
    assert minutes_of(room) == {sri.pk: 90}


def test_a_join_that_comes_after_the_end_is_ended_too(
    room: OnlineRoom, sri: Participant
) -> None:
    hear(message("ended", room.external_id, 90))
    hear(message(JOINED, room.external_id, 30, **by_id(room, sri)))
    assert minutes_of(room) == {sri.pk: 60}


def test_the_next_day_begins_anew(room: OnlineRoom, sri: Participant) -> None:
    who = by_id(room, sri)
    hear(
        message("ended", room.external_id, 90),
        message("started", room.external_id, 1440),
        message(JOINED, room.external_id, 1440, **who),
    )
    (row,) = PresenceInterval.objects.all()
    assert row.ends_at is None


def test_people_are_known_by_address_where_the_id_is_missing(
    room: OnlineRoom, sri: Participant
) -> None:
    own = f"{sri.code.lower()}@sinergi.example.org"
    hear(message(JOINED, room.external_id, 0, key="1", email=own))
    hear(message(JOINED, room.external_id, 0, key="2", email=sri.email.upper()))
    hear(message(JOINED, room.external_id, 0, key="3", email="lain@contoh.invalid"))
    hear(message(JOINED, room.external_id, 0, key="4"))
    found = PresenceInterval.objects.order_by("key").values_list(
        "participant", flat=True
    )
    assert list(found) == [sri.pk, sri.pk, None, None]
    assert status_of(room).present == 3


def test_an_unknown_room_is_kept_and_shown(room: OnlineRoom, sri: Participant) -> None:
    hear(message(JOINED, "85999999999", 0))
    assert states() == [EventState.UNKNOWN]
    assert PresenceInterval.objects.count() == 0
    assert status_of(room).unknown_rooms == [("85999999999", 1)]


def test_messages_of_a_room_that_is_named_later_are_read_then(
    zoom_server: ZoomContract,
) -> None:
    hear(message(JOINED, "85999999999", 0))
    zoom_server.add_meeting("85999999999", approval_type=1)
    meeting = make_meeting()
    make_pool(meeting)
    content = RoomContent(provider="zoom", capacity=1, external_id="859 9999 9999")
    room = set_room(by=None, meeting=meeting, content=content)
    connect_room(by=None, room=room)
    take_in_events()
    assert states() == [EventState.DONE]
    assert PresenceInterval.objects.get().room == room


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (b'{"event": "meeting.chat_message_sent"}', EventState.IGNORED),
        (b"not json", EventState.IGNORED),
        (b'[{"event": 1}]', EventState.IGNORED),
        (b'{"event": "meeting.ended", "payload": 3}', EventState.UNREADABLE),
        (
            b'{"event": "meeting.ended", "payload": {"object": {"end_time": "soon"}}}',
            EventState.UNREADABLE,
        ),
    ],
)
def test_odd_messages_stop_nothing(
    room: OnlineRoom, sri: Participant, raw: bytes, state: EventState
) -> None:
    hear(raw, message(JOINED, room.external_id, 0, **by_id(room, sri)))
    assert states() == [state, EventState.DONE]


def test_what_a_killed_worker_left_is_read_with_the_next(
    room: OnlineRoom, sri: Participant
) -> None:
    who = by_id(room, sri)
    keep(message(JOINED, room.external_id, 0, **who))  # and its task never ran
    keep(message(LEFT, room.external_id, 5, **who))
    tasks.take_in_webhooks.call()
    assert minutes_of(room) == {sri.pk: 5}


# --- the report -------------------------------------------------------------------
def reported(first: int, last: int, **fields: str) -> dict[str, str]:
    return {
        "user_id": "16778240",
        "registrant_id": "",
        "user_email": "",
        "status": "in_meeting",
        "join_time": f"{START + dt.timedelta(minutes=first):%Y-%m-%dT%H:%M:%SZ}",
        "leave_time": f"{START + dt.timedelta(minutes=last):%Y-%m-%dT%H:%M:%SZ}",
        **fields,
    }


def test_the_report_adds_what_webhooks_missed(
    room: OnlineRoom, sri: Participant, zoom_server: ZoomContract
) -> None:
    who = by_id(room, sri)
    hear(
        message(JOINED, room.external_id, 0, key="1", **who),
        message(LEFT, room.external_id, 10, key="1", **who),
    )
    zoom_server.reports[room.external_id] = [
        reported(0, 10, user_id="1", **who),
        reported(20, 50, user_id="2", **who),
        reported(0, 60, user_id="3", user_email="host@contoh.invalid"),
    ]
    assert reconcile(room_id=room.pk) == Reconciled(known=2, unknown=1)
    assert minutes_of(room) == {sri.pk: 40}
    room.refresh_from_db()
    assert room.reconciled_at is not None


def test_the_report_ends_what_no_webhook_ended(
    room: OnlineRoom, sri: Participant, zoom_server: ZoomContract
) -> None:
    who = by_id(room, sri)
    hear(
        message(JOINED, room.external_id, 0, key="1", **who),
        message(JOINED, room.external_id, 0, key="9"),
    )
    zoom_server.reports[room.external_id] = [
        reported(0, 45, user_id="1", **who),
        reported(0, 60, user_id="9"),
    ]
    reconcile(room_id=room.pk)
    assert minutes_of(room) == {sri.pk: 45}
    assert not PresenceInterval.objects.filter(ends_at__isnull=True).exists()


def test_the_report_twice_is_the_report_once(
    room: OnlineRoom, sri: Participant, zoom_server: ZoomContract
) -> None:
    zoom_server.reports[room.external_id] = [reported(0, 45, **by_id(room, sri))]
    reconcile(room_id=room.pk)
    reconcile(room_id=room.pk)
    assert PresenceInterval.objects.filter(source=PresenceSource.REPORT).count() == 1


def test_the_committee_asks_for_the_report(
    room: OnlineRoom, sri: Participant, zoom_server: ZoomContract
) -> None:
    team = make_person(Role.NATIONAL_TEAM)
    with pytest.raises(RoomTrouble):
        ask_for_report(by=team, room=room)
    zoom_server.reports[room.external_id] = [reported(0, 45, **by_id(room, sri))]
    assert ask_for_report(by=team, room=room) == Reconciled(known=1, unknown=0)
    with pytest.raises(NotAllowed):
        ask_for_report(by=make_person(Role.EVALUATOR), room=room)


def test_the_report_is_tried_again_while_zoom_is_busy(
    room: OnlineRoom, zoom_server: ZoomContract
) -> None:
    from django_tasks_db.models import DBTaskResult

    zoom_server.faults.append((500, {}, {}))
    tasks.fetch_report.call(room.pk)
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["args"] == [room.pk, 2]
    assert again.run_after > timezone.now()


# --- presence -----------------------------------------------------------------------
def test_presence_joins_gate_and_room_and_can_be_cut(
    room: OnlineRoom, sri: Participant
) -> None:
    def at(minute: int) -> dt.datetime:
        return START + dt.timedelta(minutes=minute)

    PresenceInterval.objects.create(
        participant=sri,
        source=PresenceSource.GATE,
        starts_at=at(0),
        ends_at=at(60),
    )
    PresenceInterval.objects.create(
        participant=sri,
        room=room,
        source=PresenceSource.WEBHOOK,
        starts_at=at(50),
        ends_at=None,
    )
    found = presence_by_participant(room.meeting, moment=at(100))
    assert found == {sri.pk: [Interval(at(0), at(100))]}
    window = Interval(at(90), at(120))
    found = presence_by_participant(room.meeting, window=window, moment=at(100))
    assert found == {sri.pk: [Interval(at(90), at(100))]}
    assert presence_by_participant(room.meeting, participants=[]) == {}
