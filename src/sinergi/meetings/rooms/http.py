"""One HTTP request with a time limit, and its answer whatever the status."""

import datetime as dt
import email.utils
import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from sinergi.meetings.enums import RoomProblem
from sinergi.meetings.rooms.base import Busy

TIMEOUT_SECONDS = 15
#: Answers are small; more than this is not read.
LIMIT_BYTES = 8 * 1024**2


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An API that redirects would carry our keys elsewhere."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        """Follow nothing: the redirect itself is the answer."""


_opener = urllib.request.build_opener(_NoRedirect)


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
) -> Answer:
    """Send a request and read its answer.

    Raises:
        Busy: Nobody answers, or not in time.
    """
    if not url.startswith(("https://", "http://")):
        raise ValueError("Only http addresses are called.")
    request = urllib.request.Request(  # noqa: S310 - checked above
        url, data=body, headers=dict(headers or {}), method=method
    )
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as response:
            return _read(response)
    except urllib.error.HTTPError as error:
        with error:
            return _read(error)
    except (OSError, http.client.HTTPException) as error:
        raise Busy(
            RoomProblem.UNREACHABLE, type(error).__name__, is_unsure=True
        ) from error


def _read(response: http.client.HTTPResponse | urllib.error.HTTPError) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status or 0, headers, response.read(LIMIT_BYTES))


def seconds_to_wait(text: str, now: dt.datetime) -> float | None:
    """What a Retry-After header asks for: seconds, an HTTP date or an ISO moment."""
    text = text.strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        parsed = email.utils.parsedate_tz(text)
        if parsed is None:
            return None
        moment = dt.datetime.fromtimestamp(email.utils.mktime_tz(parsed), tz=dt.UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
