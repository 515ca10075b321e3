"""Messages that nobody reads do not pile up."""

from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from sinergi.core.messages import MOST


def asked(cookie: str) -> HttpRequest:
    """A request as it comes through the middleware."""
    request = RequestFactory().get("/", headers={"cookie": cookie})
    request.session = {}  # type: ignore[assignment]
    request._messages = default_storage(request)  # type: ignore[attr-defined]
    return request


def test_the_latest_few_are_kept() -> None:
    cookie = ""
    for number in range(MOST + 3):
        request = asked(cookie)
        messages.success(request, f"Laporan {number} terkirim.")
        response = HttpResponse()
        request._messages.update(response)  # type: ignore[attr-defined]
        cookie = f"messages={response.cookies['messages'].coded_value}"
    told = [str(message) for message in messages.get_messages(asked(cookie))]
    assert told == [f"Laporan {number} terkirim." for number in range(3, MOST + 3)]
