"""The addresses of the API, guarded by tokens instead of the login page."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.views.decorators.csrf import csrf_exempt

from sinergi.exchange.api import api
from sinergi.exchange.api.problems import (
    method_not_allowed,
    no_such_address,
    null_character,
    too_big,
    unfit,
)

View = Callable[..., HttpResponse]
#: Half of a sign of two halves, as JSON may spell it.
HALF = re.compile(rb"\\u[dD][89a-fA-F]")


def _open(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _answering(pattern.callback)
            yield pattern


def _answering(view: View) -> View:
    """The view without login page, its refusals problem documents.

    A NUL or half a sign, which JSON may spell and no text column holds, is refused.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        for name, value in request.GET.items():
            if "\x00" in value:
                return null_character(name)
        try:
            body = request.body
        except RequestDataTooBig:
            return too_big()
        if b"\\u0000" in body or _has_half_signs(body):
            return unfit()
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            return method_not_allowed(response.headers.get("Allow", ""))
        return response

    return csrf_exempt(login_not_required(answer))


def _has_half_signs(body: bytes) -> bool:
    """Whether a JSON text spells half of a sign without its other half."""
    if not HALF.search(body):
        return False
    try:
        json.dumps(json.loads(body), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False  # it is no JSON, which is said later
    return False


@login_not_required
@csrf_exempt
def unknown_address(_request: HttpRequest) -> HttpResponse:
    """Any other address under `/api/`."""
    return no_such_address()


API_PATTERNS = list(_open(api.urls[0]))
