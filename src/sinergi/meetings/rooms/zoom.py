"""Zoom by its public API, as a server-to-server app.

Only `approval_type` 1 is used: with 0 whoever finds Zoom's own page registers. Our
registrants pass through `auto_approve`. They carry a made-up address (the ticket's
code), so Zoom learns no e-mail, and people without one can register too.
"""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.utils import timezone

from sinergi.meetings.enums import RoomProblem
from sinergi.meetings.rooms import http
from sinergi.meetings.rooms.base import Busy, Guest, Link, RoomFault, RoomPlan, Stay

BATCH = 30
PAGE = 300
#: Zoom's limit of registrants of one meeting.
MOST_PEOPLE = 4999
MANUAL_APPROVAL = 1
NAME_LIMIT = 64
#: A token is renewed this long before it ends.
TOKEN_MARGIN_SECONDS = 60
#: Pages read at most; more than 5,000 registrants cannot be.
MOST_PAGES = 100
#: A Zoom meeting lasts at most 30 hours; longer plans are cut to one day.
MOST_MINUTES = 24 * 60

EXPIRED_TOKEN, MISSING_SCOPE, NO_MEETING, NO_USER, NOT_LICENSED = (
    124,
    4711,
    3001,
    1001,
    200,
)
CODES = {
    MISSING_SCOPE: RoomProblem.MISSING_SCOPE,
    4700: RoomProblem.MISSING_SCOPE,
    NO_MEETING: RoomProblem.UNKNOWN_ROOM,
    NO_USER: RoomProblem.UNKNOWN_ROOM,
    NOT_LICENSED: RoomProblem.NOT_LICENSED,
}
STATUSES = {
    401: RoomProblem.BAD_KEYS,
    403: RoomProblem.MISSING_SCOPE,
    404: RoomProblem.UNKNOWN_ROOM,
}


@dataclass(frozen=True)
class Account:
    """The keys of a server-to-server app."""

    account_id: str
    client_id: str
    client_secret: str
    url: str = "https://zoom.us"


class Zoom:
    """Meetings of one Zoom account."""

    batch_size = BATCH
    most_people = MOST_PEOPLE

    def __init__(self, *, account: Account, domain: str) -> None:
        self.account = account
        self.domain = domain

    # --- the room ---------------------------------------------------------------
    def prepare(self, plan: RoomPlan) -> str:
        """Make the meeting or take it over, then read back who may enter.

        Raises:
            RoomFault: Among others OPEN_TO_STRANGERS, where Zoom kept its own way.
        """
        if plan.external_id:
            path = f"/meetings/{quote(plan.external_id, safe='')}"
            self._call("PATCH", path, {"settings": _settings()})
            external_id = plan.external_id
        else:
            made = self._call("POST", "/users/me/meetings", _meeting(plan))
            external_id = str(made.get("id", ""))
        read = self._call("GET", f"/meetings/{quote(external_id, safe='')}")
        if read.get("settings", {}).get("approval_type") != MANUAL_APPROVAL:
            raise RoomFault(RoomProblem.OPEN_TO_STRANGERS, external_id)
        return external_id

    def open(self, _plan: RoomPlan) -> None:
        """The host opens it."""

    # --- people -----------------------------------------------------------------
    def register(self, plan: RoomPlan, guests: Sequence[Guest]) -> list[Link]:
        """One call for one person, one for up to 30."""
        path = f"/meetings/{quote(plan.external_id, safe='')}"
        if len(guests) == 1:
            body = self._registrant(guests[0]) | {"auto_approve": True}
            answer = self._call("POST", f"{path}/registrants", body)
            found = [{**answer, "email": self.address(guests[0].key)}]
        else:
            body = {
                "auto_approve": True,
                "registrants_confirmation_email": False,
                "registrants": [self._registrant(guest) for guest in guests],
            }
            answer = self._call("POST", f"{path}/batch_registrants", body)
            found = answer.get("registrants", [])
        return self._links(found)

    def registered(self, plan: RoomPlan) -> list[Link]:
        """All approved registrants, page by page."""
        path = f"/meetings/{quote(plan.external_id, safe='')}/registrants"
        rows = self._pages(path, {"status": "approved"}, "registrants")
        return self._links([{"registrant_id": row.get("id"), **row} for row in rows])

    def cancel(self, plan: RoomPlan, links: Sequence[Link]) -> None:
        """Take registrations back, 30 at a time."""
        path = f"/meetings/{quote(plan.external_id, safe='')}/registrants/status"
        for first in range(0, len(links), BATCH):
            rows = [
                {"id": link.registrant_id, "email": self.address(link.key)}
                for link in links[first : first + BATCH]
            ]
            self._call("PUT", path, {"action": "cancel", "registrants": rows})

    def present(self, _plan: RoomPlan) -> frozenset[str] | None:
        """Zoom tells by webhooks."""
        return None

    def stays(self, plan: RoomPlan) -> list[Stay]:
        """The report of the meeting's last occurrence; the waiting room is no stay."""
        path = f"/report/meetings/{quote(plan.external_id, safe='')}/participants"
        rows = self._pages(path, {"include_fields": "registrant_id"}, "participants")
        return [
            Stay(
                reference=str(row.get("user_id") or row.get("id") or ""),
                starts_at=moment_of(row["join_time"]),
                ends_at=moment_of(row["leave_time"]),
                registrant_id=str(row.get("registrant_id") or ""),
                key=self.key_of(str(row.get("user_email") or "")),
            )
            for row in rows
            if row.get("status") != "in_waiting_room"
        ]

    def host_address(self, plan: RoomPlan, _name: str) -> str:
        """Zoom asks whoever comes there to sign in as the host."""
        return f"{self.account.url}/s/{plan.external_id}"

    def address(self, key: str) -> str:
        """The made-up address of a registrant."""
        return f"{key.lower()}@{self.domain}"

    def key_of(self, address: str) -> str:
        """The ticket's code behind a made-up address; empty for any other."""
        name, _at, domain = address.strip().lower().partition("@")
        return name.upper() if domain == self.domain else ""

    def _registrant(self, guest: Guest) -> dict[str, Any]:
        return {
            "email": self.address(guest.key),
            "first_name": guest.name[:NAME_LIMIT],
            "org": guest.organisation[:128],
        }

    def _links(self, rows: Sequence[Mapping[str, Any]]) -> list[Link]:
        return [
            Link(
                self.key_of(str(row.get("email") or "")),
                str(row.get("registrant_id") or ""),
                str(row["join_url"]),
            )
            for row in rows
            if row.get("join_url")
        ]

    # --- talking ----------------------------------------------------------------
    def _pages(
        self, path: str, values: Mapping[str, str], name: str
    ) -> Iterator[Mapping[str, Any]]:
        token = ""
        for _page in range(MOST_PAGES):
            wanted = {**values, "page_size": str(PAGE)}
            if token:
                wanted["next_page_token"] = token
            answer = self._call("GET", f"{path}?{urlencode(wanted)}")
            yield from answer.get(name, [])
            token = str(answer.get("next_page_token") or "")
            if not token:
                return

    def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        answer = self._send(method, path, body)
        if answer.status == 401 and _code(answer) == EXPIRED_TOKEN:
            cache.delete(self._cache_key())
            answer = self._send(method, path, body)
        if 200 <= answer.status < 300:
            return _object(answer) if answer.body else {}
        raise _fault(answer)

    def _send(
        self, method: str, path: str, body: Mapping[str, Any] | None
    ) -> http.Answer:
        token, api_url = self._token()
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        return http.call(method, f"{api_url}/v2{path}", headers=headers, body=data)

    def _token(self) -> tuple[str, str]:
        """A token and the address of the account's region, asked for once an hour."""
        kept = cache.get(self._cache_key())
        if kept:
            token, api_url = kept
            return str(token), str(api_url)
        keys = f"{self.account.client_id}:{self.account.client_secret}"
        answer = http.call(
            "POST",
            f"{self.account.url}/oauth/token",
            headers={
                "Authorization": f"Basic {base64.b64encode(keys.encode()).decode()}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode(
                {
                    "grant_type": "account_credentials",
                    "account_id": self.account.account_id,
                }
            ).encode(),
        )
        if answer.status in (400, 401, 403):
            raise RoomFault(RoomProblem.BAD_KEYS, f"HTTP {answer.status}")
        if answer.status != 200:
            raise _fault(answer)
        given = _object(answer)
        token = str(given.get("access_token", ""))
        api_url = str(given.get("api_url") or "https://api.zoom.us").rstrip("/")
        lives = int(given.get("expires_in", 3600)) - TOKEN_MARGIN_SECONDS
        if lives > 0:
            cache.set(self._cache_key(), (token, api_url), lives)
        return token, api_url

    def _cache_key(self) -> str:
        parts = (self.account.url, self.account.account_id, self.account.client_id)
        secret = self.account.client_secret
        text = "\n".join((*parts, secret)).encode()
        return f"zoom-token-{hashlib.sha256(text).hexdigest()}"


def moment_of(text: str) -> dt.datetime:
    """A moment as Zoom writes it, `2022-12-05T02:00:00Z`."""
    return dt.datetime.fromisoformat(text)


def _settings() -> dict[str, Any]:
    return {
        "approval_type": MANUAL_APPROVAL,
        "registration_type": 1,
        "registrants_email_notification": False,
        "registrants_confirmation_email": False,
    }


def _meeting(plan: RoomPlan) -> dict[str, Any]:
    values: dict[str, Any] = {
        "topic": plan.title[:200],
        "type": 2,
        "start_time": plan.starts_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "duration": min(plan.minutes, MOST_MINUTES),
        "timezone": plan.time_zone,
        "settings": _settings(),
    }
    if plan.days > 1:  # registered once, for every day of it
        values["type"] = 8
        values["recurrence"] = {
            "type": 1,
            "repeat_interval": 1,
            "end_times": min(plan.days, 60),
        }
    return values


def _object(answer: http.Answer) -> dict[str, Any]:
    try:
        parsed = json.loads(answer.body)
    except ValueError as error:
        raise RoomFault(
            RoomProblem.UNEXPECTED, f"HTTP {answer.status}, no JSON"
        ) from error
    if not isinstance(parsed, dict):
        raise RoomFault(RoomProblem.UNEXPECTED, f"HTTP {answer.status}, no object")
    return parsed


def _code(answer: http.Answer) -> int:
    try:
        return int(json.loads(answer.body)["code"])
    except (ValueError, KeyError, TypeError):
        return 0


def _fault(answer: http.Answer) -> RoomFault:
    code = _code(answer)
    detail = f"HTTP {answer.status}, code {code}" if code else f"HTTP {answer.status}"
    if answer.status == 429:
        text = answer.headers.get("retry-after", "")
        wait = http.seconds_to_wait(text, timezone.now()) if text else None
        return Busy(RoomProblem.BUSY, detail, wait_seconds=wait)
    if answer.status >= 500:
        return Busy(RoomProblem.UNREACHABLE, detail, is_unsure=True)
    problem = CODES.get(code) or STATUSES.get(answer.status) or RoomProblem.REFUSED
    return RoomFault(problem, detail)
