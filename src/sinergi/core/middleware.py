"""Middleware of the core."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import translation
from django.utils.translation import gettext

from sinergi.core.errors import DomainError
from sinergi.core.views.errors import problem


class LanguageMiddleware:
    """Speaks Indonesian unless the reader chose English (cookie).

    Django's own middleware would follow the browser's language; a cheap phone is
    often set to English by its shop, so the reader's own choice alone counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the chosen language for this request."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class PlainTextMiddleware:
    """Refuses texts with a NUL, which no keyboard types and no database column holds.

    Form fields refuse it by themselves; addresses, queries and fields that are read
    without a form would reach the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; before the view it is looked at."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], *_call: object
    ) -> None:
        """Answer with 400 where a NUL is found; the API names the field by itself."""
        if request.path.startswith("/api/"):
            return
        texts = [request.path, *_texts(request.GET)]
        if not getattr(view, "csrf_exempt", False):  # else its body is not read yet
            texts += _texts(request.POST)
        if any("\0" in text for text in texts):
            raise BadRequest


def _texts(values: QueryDict) -> Iterator[str]:
    for name, found in values.lists():
        yield name
        yield from map(str, found)


class RefusalMiddleware:
    """Shows what the rules refuse where a page did not, as with a made-up cursor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """The refusal in its own words and with its own status."""
        if not isinstance(exception, DomainError):
            return None
        heading = (
            gettext("This request could not be read")
            if exception.status == HTTPStatus.BAD_REQUEST
            else gettext("You cannot do this here")
        )
        return problem(request, exception.status, heading, str(exception.message))
