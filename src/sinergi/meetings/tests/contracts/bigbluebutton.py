"""BigBlueButton's published interface, as far as we use it, enforced."""

import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from sinergi.meetings.tests.contracts.server import Reply, Server

SECRET = "639259d4-9dd8-4b25-bf01-95f9567eaf4b"


class BigBlueButtonContract:
    """One server; who follows a join link is inside until `leave`."""

    def __init__(self) -> None:
        self.rooms: dict[str, dict[str, str]] = {}
        self.inside: dict[str, dict[str, str]] = {}
        self.log: list[str] = []
        self.broken = 0
        self.server = Server(self)

    @property
    def url(self) -> str:
        return f"{self.server.url}/bigbluebutton/"

    def close(self) -> None:
        self.server.close()

    def leave(self, room: str, key: str) -> None:
        self.inside[room].pop(key)

    def answer(  # noqa: PLR0911 - one answer a rule
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        parts = urlsplit(target)
        call = parts.path.removeprefix("/bigbluebutton/api/")
        self.log.append(call)
        if self.broken:
            self.broken -= 1
            return 500, {}, b"<html>"
        signed, _mark, given = parts.query.rpartition("&checksum=")
        wanted = hashlib.sha256(f"{call}{signed}{SECRET}".encode()).hexdigest()
        if not hmac.compare_digest(wanted, given):
            return _xml("FAILED", "checksumError")
        values = {name: found[0] for name, found in parse_qs(signed).items()}
        room = values.get("meetingID", "")
        if call == "create":
            return self._create(room, values)
        if room not in self.rooms:
            return _xml("FAILED", "notFound")
        if call == "join":
            return self._join(room, values)
        if call == "getMeetingInfo":
            return self._info(room)
        return 404, {}, b""

    def _create(self, room: str, values: dict[str, str]) -> Reply:
        if not room or not values.get("name"):
            return _xml("FAILED", "validationError")
        if room in self.rooms and self.rooms[room] != values:
            return _xml("FAILED", "idNotUnique")
        is_known = room in self.rooms
        self.rooms[room] = values
        self.inside.setdefault(room, {})
        return _xml("SUCCESS", "duplicateWarning" if is_known else "")

    def _join(self, room: str, values: dict[str, str]) -> Reply:
        if not values.get("fullName") or values.get("role") not in (
            "VIEWER",
            "MODERATOR",
        ):
            return _xml("FAILED", "missingParameter")
        if len(self.inside[room]) >= int(self.rooms[room]["maxParticipants"]):
            return _xml("FAILED", "maxParticipantsReached")
        self.inside[room][values["userID"]] = values["fullName"]
        return 302, {"Location": "https://bbb.example/html5client/"}, b""

    def _info(self, room: str) -> Reply:
        people = "".join(
            f"<attendee><userID>{escape(key)}</userID><fullName>{escape(name)}"
            "</fullName><role>VIEWER</role></attendee>"
            for key, name in self.inside[room].items()
        )
        return _xml("SUCCESS", "", f"<attendees>{people}</attendees>")


def _xml(code: str, key: str, more: str = "") -> Reply:
    text = (
        f"<response><returncode>{code}</returncode><messageKey>{key}</messageKey>"
        f"{more}</response>"
    )
    return 200, {"Content-Type": "text/xml"}, text.encode()
