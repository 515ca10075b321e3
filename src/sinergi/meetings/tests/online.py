"""Rooms, seats and messages of Zoom for tests of the online room."""

import datetime as dt
import json
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from sinergi.meetings.enums import PlaceState, RoomProvider
from sinergi.meetings.models import Meeting, OnlineRoom, Participant, Place, SeatPool
from sinergi.meetings.rooms.zoom_webhook import signature
from sinergi.meetings.services.rooms import RoomContent, connect_room, set_room
from sinergi.meetings.tests.conftest import WEBHOOK_SECRET
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)

START = dt.datetime(2022, 12, 5, 2, tzinfo=dt.UTC)
_numbers = count(1)


def make_room(provider: str = RoomProvider.ZOOM, **fields: Any) -> OnlineRoom:
    """A connected room of a new meeting."""
    meeting = make_meeting()
    make_pool(meeting, capacity=5000)
    if provider == RoomProvider.LINK:
        fields.setdefault("address", "https://meet.jit.si/plm")
    fields = {"capacity": 1000, "overflow_url": "https://youtu.be/plm"} | fields
    room = set_room(
        by=None, meeting=meeting, content=RoomContent(provider=provider, **fields)
    )
    return connect_room(by=None, room=room)


def seat(
    meeting: Meeting, state: str = PlaceState.CONFIRMED, **fields: Any
) -> Participant:
    """Somebody with a seat in the online room."""
    pool = SeatPool.objects.get(meeting=meeting, kind="online")
    person = make_participant(meeting, **fields)
    Place.objects.create(
        participant=person,
        pool=pool,
        state=state,
        number=next(_numbers),
        bundle="0191e4b0-0000-7000-8000-000000000000",
    )
    return person


def seats(meeting: Meeting, number: int) -> list[Participant]:
    return [seat(meeting) for _one in range(number)]


def message(
    what: str,
    number: str | int,
    minute: float = 0,
    *,
    key: str = "16778240",
    registrant_id: str = "",
    email: str = "",
) -> bytes:
    """A webhook of Zoom in its published form."""
    at = (START + dt.timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")
    room: dict[str, Any] = {"id": number, "uuid": "4444AAAiAAAAAiAiAiiAii==", "type": 2}
    if what in ("participant_joined", "participant_left"):
        time = "join_time" if what == "participant_joined" else "leave_time"
        room["participant"] = {
            "user_id": key,
            "user_name": "Peserta",
            "participant_uuid": "55555AAAiAAAAAiAiAiiAii",
            "email": email,
            "registrant_id": registrant_id,
            time: at,
        }
    else:
        room["start_time" if what == "started" else "end_time"] = at
    return json.dumps(
        {
            "event": f"meeting.{what}",
            "event_ts": int((START.timestamp() + minute * 60) * 1000),
            "payload": {"account_id": "AAAAAABBBB", "object": room},
        }
    ).encode()


def post_webhook(
    client: Client,
    raw: bytes,
    *,
    age: dt.timedelta = dt.timedelta(),
    secret: str = WEBHOOK_SECRET,
    **headers: str,
) -> Any:
    """Send a message the way Zoom does."""
    timestamp = str(int((timezone.now() - age).timestamp()))
    signed = {
        "x-zm-request-timestamp": timestamp,
        "x-zm-signature": signature(secret, timestamp, raw),
    }
    return client.post(
        "/webhook/zoom/",
        raw,
        content_type="application/json",
        headers={name: value for name, value in (signed | headers).items() if value},
    )
