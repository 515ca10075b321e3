"""BigBlueButton: create, join, getMeetingInfo, signed with SHA-256.

The published interface: https://docs.bigbluebutton.org/development/api. Links are
signed here, without asking; `create` may be repeated, and must be, since the server
forgets a room that nobody has entered for some minutes.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sinergi.meetings.enums import RoomProblem
from sinergi.meetings.rooms import http
from sinergi.meetings.rooms.base import Busy, Guest, Link, RoomFault, RoomPlan, Stay

#: What the server's `messageKey` means to us.
PROBLEMS = {
    "checksumError": RoomProblem.BAD_KEYS,
    "notFound": RoomProblem.UNKNOWN_ROOM,
    "invalidMeetingIdentifier": RoomProblem.UNKNOWN_ROOM,
}
SERVER_FAILURE = 500


def checksum(call: str, query: str, secret: str) -> str:
    """SHA-256 over the call's name, its parameters and the shared secret."""
    return hashlib.sha256(f"{call}{query}{secret}".encode()).hexdigest()


def is_signed(call: str, query: str, secret: str, given: str) -> bool:
    """Whether a checksum is right, compared in constant time."""
    return hmac.compare_digest(checksum(call, query, secret), given)


class BigBlueButton:
    """Rooms on a BigBlueButton server; presence is asked for while people are in."""

    batch_size = 500
    most_people = 1_000_000

    def __init__(self, *, url: str, secret: str) -> None:
        base = url.rstrip("/")
        self.base = base if base.endswith("/api") else f"{base}/api"
        self.secret = secret

    def prepare(self, plan: RoomPlan) -> str:
        """Make the room; its id is ours."""
        self.open(plan)
        return plan.external_id

    def open(self, plan: RoomPlan) -> None:
        """Make the room again; the server answers the same for one that is there."""
        self._ask(
            "create",
            {
                "name": plan.title[:256],
                "meetingID": plan.external_id,
                "maxParticipants": str(plan.capacity),
            },
        )

    def register(self, plan: RoomPlan, guests: Sequence[Guest]) -> list[Link]:
        """Signed links; the server tells us the key again as `userID`."""
        return [
            Link(guest.key, guest.key, self._join(plan.external_id, guest))
            for guest in guests
        ]

    def registered(self, _plan: RoomPlan) -> list[Link]:
        """Nothing is kept there: signing again gives the same link."""
        return []

    def cancel(self, _plan: RoomPlan, _links: Sequence[Link]) -> None:
        """A signed link holds as long as the room; our page no longer shows it."""

    def present(self, plan: RoomPlan) -> frozenset[str] | None:
        """Keys of those inside; empty where the room is not running."""
        try:
            answer = self._ask("getMeetingInfo", {"meetingID": plan.external_id})
        except RoomFault as fault:
            if fault.problem == RoomProblem.UNKNOWN_ROOM:
                return frozenset()
            raise
        return frozenset(
            (one.findtext("userID") or "").strip()
            for one in answer.iterfind("attendees/attendee")
        )

    def stays(self, _plan: RoomPlan) -> list[Stay]:
        """The server keeps no account afterwards; what was asked meanwhile counts."""
        return []

    def host_address(self, plan: RoomPlan, name: str) -> str:
        """A signed link with the rights of a moderator."""
        return self._join(plan.external_id, Guest("host", name), role="MODERATOR")

    def _join(self, external_id: str, guest: Guest, *, role: str = "VIEWER") -> str:
        values = {
            "fullName": guest.name,
            "meetingID": external_id,
            "role": role,
            "userID": guest.key,
            "redirect": "true",
        }
        return self._signed("join", values)

    def _signed(self, call: str, values: Mapping[str, str]) -> str:
        query = urlencode(values)
        signature = checksum(call, query, self.secret)
        return f"{self.base}/{call}?{query}&checksum={signature}"

    def _ask(self, call: str, values: Mapping[str, str]) -> Element:
        answer = http.call("GET", self._signed(call, values))
        if answer.status >= SERVER_FAILURE:
            raise Busy(RoomProblem.UNREACHABLE, f"HTTP {answer.status}", is_unsure=True)
        try:
            root: Element = fromstring(answer.body)
        except (ParseError, DefusedXmlException) as error:
            raise RoomFault(
                RoomProblem.UNEXPECTED, f"HTTP {answer.status}, no XML"
            ) from error
        if root.findtext("returncode") != "SUCCESS":
            key = (root.findtext("messageKey") or "")[:60]
            raise RoomFault(PROBLEMS.get(key, RoomProblem.REFUSED), key)
        return root
