"""Errors of the API as problem documents (RFC 9457)."""

import logging
from collections.abc import Sequence
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sinergi.core.errors import DomainError

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TEXT = {"type": "string"}
FINDING = {"field": TEXT, "kind": TEXT, "message": TEXT}
PROBLEM_SCHEMA: dict[str, object] = {
    "type": "object",
    "title": "Problem",
    "description": "An error, as RFC 9457 has it, with each thing to mend.",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": FINDING,
                "required": list(FINDING),
            },
        },
    },
    "required": ["type", "title", "status", "detail", "errors"],
}
PROBLEM_RESPONSE: dict[str, object] = {
    "description": "An error",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def problem(
    status: int, detail: str, errors: Sequence[dict[str, str]] = ()
) -> JsonResponse:
    """One problem document.

    Args:
        status: HTTP status.
        detail: Sentence for a person, in the language of the request.
        errors: `{"field", "kind", "message"}` for each thing to mend.
    """
    response = JsonResponse(
        {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": status,
            "detail": detail,
            "errors": list(errors),
        },
        status=status,
    )
    response.headers["Content-Type"] = MEDIA_TYPE
    return response


def register_problems(api: NinjaAPI) -> None:
    """Teach the API to answer each kind of error as a problem document."""
    api.exception_handler(DomainError)(_refused)
    api.exception_handler(ValidationError)(_malformed)
    api.exception_handler(AuthenticationError)(_unknown_caller)
    for missing in (Http404, ObjectDoesNotExist):
        api.exception_handler(missing)(_not_found)
    api.exception_handler(PermissionDenied)(_read_only)
    api.exception_handler(HttpError)(_http_error)
    for beyond in (DataError, OverflowError):
        api.exception_handler(beyond)(_beyond_columns)
    api.exception_handler(Exception)(_failed)


def _refused(_request: HttpRequest, error: DomainError) -> HttpResponse:
    findings = getattr(error, "problems", None) or (error,)
    entries = [
        {"field": one.field, "kind": one.kind, "message": str(one.message)}
        for one in findings
    ]
    return problem(error.status, str(error.message), entries)


def _malformed(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    entries = [
        {
            "field": ".".join(str(part) for part in item["loc"][2:] or item["loc"][1:]),
            "kind": str(item["type"]),
            "message": str(item["msg"]),
        }
        for item in error.errors
    ]
    return problem(422, _("Some fields cannot be read."), entries)


def _unknown_caller(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    response = problem(401, _("Send a valid access token."))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _not_found(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(404, _("This does not exist or is not available to you."))


def _read_only(_request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return problem(403, _("You can see this but not change it."))


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return unreadable_body()
    return problem(error.status_code, str(error))


def _beyond_columns(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """A number larger than any column: only the database notices."""
    return unfit()


def unreadable_body() -> HttpResponse:
    """The body is not JSON."""
    said = _("The body is not a readable JSON document.")
    return problem(400, said, [{"field": "", "kind": "bad_json", "message": said}])


def null_character(field: str) -> HttpResponse:
    """A parameter holds a character that no database takes."""
    entry = {"field": field, "kind": "null_character"}
    said = _("Leave out the null character.")
    return problem(422, _("Some fields cannot be read."), [{**entry, "message": said}])


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("The API failed at %s", request.path, exc_info=error)
    return problem(500, _("Something failed on our side. Try again later."))


def method_not_allowed(allowed: str) -> HttpResponse:
    """The address exists, but not for this method."""
    response = problem(405, _("This address does not take that method."))
    response.headers["Allow"] = allowed
    return response


def unfit() -> HttpResponse:
    """A text or number that nothing here can hold."""
    return problem(422, _("A text or number in it cannot be kept. Correct it."))


def too_big() -> HttpResponse:
    """The body has more bytes than are read."""
    return problem(413, _("This is too much at once. Send it in parts."))


def no_such_address() -> HttpResponse:
    """Nothing is served at the address."""
    return problem(404, _("This does not exist or is not available to you."))
