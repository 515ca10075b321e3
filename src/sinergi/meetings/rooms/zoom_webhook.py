"""What Zoom tells us by webhook: is it Zoom, and what does it say?"""

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

from sinergi.meetings.rooms.zoom import moment_of

#: Older messages are refused: somebody may have caught one and sends it again.
MOST_AGE = dt.timedelta(minutes=5)
VALIDATION = "endpoint.url_validation"
JOINED, LEFT = "participant_joined", "participant_left"
STARTED, ENDED = "started", "ended"


@dataclass(frozen=True)
class Happening:
    """One event of a room. `key` is who it is about in Zoom's own numbers."""

    what: str
    external_id: str
    at: dt.datetime
    key: str = ""
    registrant_id: str = ""
    email: str = ""


def signature(secret: str, timestamp: str, raw: bytes) -> str:
    """What Zoom writes into `x-zm-signature` for these raw bytes."""
    message = b"v0:" + timestamp.encode() + b":" + raw
    return f"v0={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}"


def is_from_zoom(
    *, secret: str, timestamp: str, given: str, raw: bytes, now: dt.datetime
) -> bool:
    """Whether the signature is right and the message fresh. No secret, no trust."""
    if not secret or not given or not timestamp.isascii() or not timestamp.isdecimal():
        return False
    right = signature(secret, timestamp, raw)
    if not hmac.compare_digest(right.encode(), given.encode()):
        return False
    return abs(now.timestamp() - int(timestamp)) <= MOST_AGE.total_seconds()


def validation_answer(raw: bytes, secret: str) -> dict[str, str] | None:
    """The answer to Zoom's question whether this address is ours; None otherwise."""
    message = _parsed(raw)
    if message.get("event") != VALIDATION:
        return None
    plain = str(_dict(message, "payload").get("plainToken", ""))
    encrypted = hmac.new(secret.encode(), plain.encode(), hashlib.sha256).hexdigest()
    return {"plainToken": plain, "encryptedToken": encrypted}


def event_name(raw: bytes) -> str:
    """The name of the event, such as `meeting.participant_joined`."""
    return str(_parsed(raw).get("event", ""))[:80]


def room_id(raw: bytes) -> str:
    """The meeting that the event is about; Zoom sends it as text or as a number."""
    return str(_dict(_dict(_parsed(raw), "payload"), "object").get("id") or "")[:64]


def happening(raw: bytes) -> Happening | None:
    """What happened, of the events that we act on; None for any other.

    Raises:
        ValueError: It lacks its moment.
    """
    message = _parsed(raw)
    family, _dot, what = str(message.get("event", "")).partition(".")
    if family not in ("meeting", "webinar") or what not in (
        JOINED,
        LEFT,
        STARTED,
        ENDED,
    ):
        return None
    room = _dict(_dict(message, "payload"), "object")
    person = _dict(room, "participant")
    times = {
        JOINED: person.get("join_time"),
        LEFT: person.get("leave_time"),
        STARTED: room.get("start_time"),
        ENDED: room.get("end_time"),
    }
    moment = times[what] or person.get("date_time")
    key = person.get("user_id") or person.get("participant_uuid") or ""
    return Happening(
        what=what,
        external_id=room_id(raw),
        at=_moment(moment, message.get("event_ts")),
        key=str(key)[:100],
        registrant_id=str(person.get("registrant_id") or "")[:100],
        email=str(person.get("email") or "")[:254],
    )


def _moment(text: object, milliseconds: object) -> dt.datetime:
    if isinstance(text, str) and text:
        moment = moment_of(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    if isinstance(milliseconds, int):
        return dt.datetime.fromtimestamp(milliseconds / 1000, tz=dt.UTC)
    raise ValueError("The event lacks its moment.")


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        message = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}


def _dict(message: dict[str, Any], name: str) -> dict[str, Any]:
    found = message.get(name)
    return found if isinstance(found, dict) else {}
