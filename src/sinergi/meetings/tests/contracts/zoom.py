"""Zoom's published interface, as far as we use it, enforced.

Written from the provider's reference and the facts collected with their sources in
docs/online-room.md: the token, required and allowed fields, batches of 30, pages of
300, the same person about three times, approval by hand, error codes.
"""

import base64
import json
import re
import threading
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sinergi.meetings.tests.contracts.server import Reply, Server

ACCOUNT, CLIENT, SECRET = "account", "client", "secret"
SAME_PERSON = 3
BATCH, PAGE = 30, 300
REGISTRANT = {"email", "first_name", "last_name", "org", "custom_questions"}
MEETING = {"topic", "type", "start_time", "duration", "timezone", "settings"}
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]+$")


class ZoomContract:
    """One account; `faults` are answered first, `log` holds every call."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.meetings: dict[str, dict[str, Any]] = {}
        self.registrants: dict[str, dict[str, dict[str, Any]]] = {}
        self.asked: dict[str, int] = {}
        self.reports: dict[str, list[dict[str, Any]]] = {}
        self.log: list[tuple[str, str]] = []
        self.batches: list[int] = []
        self.faults: list[tuple[int, dict[str, str], dict[str, Any]]] = []
        self.tokens: set[str] = set()
        self.tokens_given = 0
        self.lives = 3600
        self.ignores_approval = False
        self.lacks_scopes = False
        self.refused_names: set[str] = set()
        self.forgets: set[str] = set()
        #: Set to a fresh event to leave batches unanswered until it is set.
        self.hold: threading.Event | None = None
        self.held = threading.Event()
        self.server = Server(self)

    @property
    def url(self) -> str:
        return self.server.url

    def close(self) -> None:
        if self.hold is not None:
            self.hold.set()
        self.server.close()

    def add_meeting(self, number: str, **settings: Any) -> None:
        self.meetings[number] = {"id": int(number), "settings": dict(settings)}
        self.registrants[number] = {}

    def calls(self, method: str, ending: str) -> int:
        return sum(
            one == method and target.split("?")[0].endswith(ending)
            for one, target in self.log
        )

    # --- the interface ----------------------------------------------------------
    def answer(
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> Reply:
        with self.lock:
            self.log.append((method, target))
            status, extra, out = self._route(method, target, headers, body)
        if self.hold is not None and target.endswith("/batch_registrants"):
            self.held.set()
            self.hold.wait(30)
        raw = json.dumps(out).encode() if out is not None else b""
        return status, {"Content-Type": "application/json", **extra}, raw

    def _route(  # noqa: PLR0911 - one answer a rule
        self, method: str, target: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], Any]:
        parts = urlsplit(target)
        query = {name: found[0] for name, found in parse_qs(parts.query).items()}
        if parts.path == "/oauth/token":
            return self._token(method, headers, body)
        if not parts.path.startswith("/v2/"):
            return 404, {}, None
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return 401, {}, {"code": 124, "message": "Invalid access token."}
        if self.faults:
            return self.faults.pop(0)
        if self.lacks_scopes:
            message = "Invalid access token, does not contain scopes:[…]."
            return 400, {}, {"code": 4711, "message": message}
        data: dict[str, Any] = {}
        if body:
            if headers.get("content-type") != "application/json":
                return 415, {}, {"code": 300, "message": "Unsupported Content Type"}
            data = json.loads(body)
        path = [unquote(part) for part in parts.path.removeprefix("/v2/").split("/")]
        match (method, *path):
            case ("POST", "users", "me", "meetings"):
                return self._make(data)
            case (_, "meetings", number, *rest):
                return self._meeting(method, number, rest, query, data)
            case ("GET", "report", "meetings", number, "participants"):
                return self._report(number, query)
        return 404, {}, {"code": 2300, "message": "This API endpoint is not recognized"}

    def _token(
        self, method: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], Any]:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if headers.get("authorization") != f"Basic {basic}":
            return 400, {}, {"reason": "Invalid client_id or client_secret"}
        form = parse_qs(body.decode())
        if (
            method != "POST"
            or headers.get("content-type") != "application/x-www-form-urlencoded"
            or form.get("grant_type") != ["account_credentials"]
            or form.get("account_id") != [ACCOUNT]
        ):
            return 400, {}, {"reason": "Bad Request", "error": "invalid_request"}
        self.tokens_given += 1
        token = f"token-{self.tokens_given}"
        self.tokens.add(token)
        return (
            200,
            {},
            {
                "access_token": token,
                "token_type": "bearer",
                "expires_in": self.lives,
                "scope": "meeting:write:batch_registrants:admin",
                "api_url": self.url,
            },
        )

    def _make(self, data: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
        unknown = set(data) - MEETING - {"recurrence"}
        if unknown or data.get("type") not in (2, 8) or not data.get("topic"):
            return 400, {}, {"code": 300, "message": f"Invalid field. {unknown}"}
        if (data["type"] == 8) != ("recurrence" in data):
            return 400, {}, {"code": 300, "message": "Invalid recurrence"}
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", data["start_time"]):
            return 400, {}, {"code": 300, "message": "Invalid start_time"}
        number = str(85_000_000_000 + len(self.meetings))
        self.add_meeting(number, **self._applied(data["settings"]))
        return 201, {}, {"id": int(number), "uuid": "abc==", **data}

    def _applied(self, settings: dict[str, Any]) -> dict[str, Any]:
        return settings | ({"approval_type": 0} if self.ignores_approval else {})

    def _meeting(  # noqa: PLR0911 - one answer a call
        self,
        method: str,
        number: str,
        rest: list[str],
        query: dict[str, str],
        data: dict[str, Any],
    ) -> tuple[int, dict[str, str], Any]:
        meeting = self.meetings.get(number)
        if meeting is None:
            message = f"Meeting does not exist: {number}."
            return 404, {}, {"code": 3001, "message": message}
        match (method, *rest):
            case ("GET",):
                return 200, {}, meeting
            case ("PATCH",):
                meeting["settings"].update(self._applied(data["settings"]))
                return 204, {}, None
            case ("POST", "registrants"):
                return self._one(number, data)
            case ("POST", "batch_registrants"):
                return self._batch(number, data)
            case ("GET", "registrants"):
                return self._list(number, query)
            case ("PUT", "registrants", "status"):
                return self._status(number, data)
        return 404, {}, {"code": 2300, "message": "not recognized"}

    def _refusal(
        self, person: dict[str, Any], extra: set[str]
    ) -> tuple[int, dict[str, str], Any] | None:
        email = person.get("email", "")
        if set(person) - REGISTRANT - extra or not EMAIL.match(email):
            return 400, {}, {"code": 300, "message": "Validation Failed."}
        if not 1 <= len(person.get("first_name", "")) <= 64:
            return 400, {}, {"code": 300, "message": "Validation Failed. first_name"}
        if person["first_name"] in self.refused_names:
            return 400, {}, {"code": 300, "message": "Validation Failed. first_name"}
        if self.asked.get(email, 0) >= SAME_PERSON:
            message = (
                f"You have exceeded the daily rate limit ({SAME_PERSON}) of Add "
                f"meeting registrant API requests for the registrant ({email})."
            )
            return 429, {}, {"code": 429, "message": message}
        return None

    def _add(
        self, number: str, person: dict[str, Any], *, approved: bool
    ) -> dict[str, Any]:
        email = person["email"]
        self.asked[email] = self.asked.get(email, 0) + 1
        known = self.registrants[number]
        if email not in known:
            key = f"r{len(known):05d}"
            known[email] = {
                "id": key,
                "email": email,
                "first_name": person["first_name"],
                "status": "approved" if approved else "pending",
                "join_url": f"https://zoom.example/w/{number}?tk={key}",
            }
        return known[email]

    def _one(
        self, number: str, data: dict[str, Any]
    ) -> tuple[int, dict[str, str], Any]:
        refusal = self._refusal(data, {"auto_approve", "language"})
        if refusal:
            return refusal
        row = self._add(number, data, approved=self._approves(number, data))
        if data["email"] in self.forgets:
            return 201, {}, {"id": int(number)}
        answer = {"id": int(number), "registrant_id": row["id"], "topic": "PLM"}
        if row["status"] == "approved":
            answer["join_url"] = row["join_url"]
        return 201, {}, answer

    def _approves(self, number: str, data: dict[str, Any]) -> bool:
        by_itself = self.meetings[number]["settings"].get("approval_type") == 0
        return by_itself or data.get("auto_approve") is True

    def _batch(
        self, number: str, data: dict[str, Any]
    ) -> tuple[int, dict[str, str], Any]:
        people = data.get("registrants", [])
        self.batches.append(len(people))
        allowed = {"auto_approve", "registrants_confirmation_email", "registrants"}
        if not 1 <= len(people) <= BATCH or set(data) - allowed:
            return 400, {}, {"code": 300, "message": "Validation Failed."}
        for person in people:
            refusal = self._refusal(person, set())
            if refusal:
                return refusal
        approved = self._approves(number, data)
        rows = [self._add(number, person, approved=approved) for person in people]
        return (
            201,
            {},
            {
                "registrants": [
                    {
                        "email": row["email"],
                        "registrant_id": row["id"],
                        "participant_pin_code": 380303,
                        **({"join_url": row["join_url"]} if approved else {}),
                    }
                    for row in rows
                    if row["email"] not in self.forgets
                ]
            },
        )

    def _list(
        self, number: str, query: dict[str, str]
    ) -> tuple[int, dict[str, str], Any]:
        size = int(query.get("page_size", "30"))
        if size > PAGE:
            return 400, {}, {"code": 300, "message": "Page size"}
        status = query.get("status", "approved")
        rows = [
            row
            for row in self.registrants[number].values()
            if row["status"] == status and row["email"] not in self.forgets
        ]
        first = int(query.get("next_page_token", "0"))
        more = first + size < len(rows)
        return (
            200,
            {},
            {
                "page_size": size,
                "total_records": len(rows),
                "next_page_token": str(first + size) if more else "",
                "registrants": rows[first : first + size],
            },
        )

    def _status(
        self, number: str, data: dict[str, Any]
    ) -> tuple[int, dict[str, str], Any]:
        people = data.get("registrants", [])
        if data.get("action") not in ("approve", "cancel", "deny") or len(people) > 30:
            return 400, {}, {"code": 300, "message": "Validation Failed."}
        for person in people:
            row = self.registrants[number].get(person.get("email", ""))
            if row is None or row["id"] != person["id"]:
                return 400, {}, {"code": 300, "message": "Registrant not found"}
            row["status"] = "denied"
        return 204, {}, None

    def _report(
        self, number: str, query: dict[str, str]
    ) -> tuple[int, dict[str, str], Any]:
        if number not in self.reports:
            message = f"This meeting is not available or ID is not valid: {number}."
            return 404, {}, {"code": 3001, "message": message}
        size = int(query.get("page_size", "30"))
        if size > PAGE:
            return 400, {}, {"code": 300, "message": "Page size"}
        rows = self.reports[number]
        if query.get("include_fields") != "registrant_id":
            rows = [{**row, "registrant_id": ""} for row in rows]
        first = int(query.get("next_page_token", "0"))
        more = first + size < len(rows)
        return (
            200,
            {},
            {
                "page_size": size,
                "next_page_token": str(first + size) if more else "",
                "participants": rows[first : first + size],
            },
        )
