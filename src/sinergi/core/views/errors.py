"""Pages for what went wrong: each says what happened and what to do."""

import logging
import uuid

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from sinergi.core.formatting import number

logger = logging.getLogger(__name__)


def problem(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    """One error page in the frame of all pages."""
    context = {
        "code": status,
        "heading": heading,
        "text": text,
        "request_id": getattr(request, "id", ""),
    }
    return render(request, "core/errors/page.html", context, status=status)


@login_not_required
def bad_request(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 - Django passes it by this name
) -> HttpResponse:
    """400: what the browser sent cannot be read."""
    return problem(
        request,
        400,
        gettext("This request could not be read"),
        gettext("Go back, load the page again and repeat what you did."),
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: to be seen, but not changed; the exception may say it more exactly."""
    words = gettext("You can see this but not change it. Contact %(office)s.") % {
        "office": gettext("the officer of your region")
    }
    return problem(
        request, 403, gettext("You cannot do this here"), str(exception) or words
    )


@login_not_required
def not_found(
    request: HttpRequest,
    exception: Exception,  # noqa: ARG001 - Django passes it by this name
) -> HttpResponse:
    """404: the same whether a page is missing or hidden from this reader."""
    return problem(
        request,
        404,
        gettext("Page not found"),
        gettext("This page does not exist or is not available to you."),
    )


@login_not_required
def csrf_failure(
    request: HttpRequest,
    reason: str = "",  # noqa: ARG001 - Django passes it by this name
) -> HttpResponse:
    """403: the form is older than the session."""
    return problem(
        request,
        403,
        gettext("This form has expired"),
        gettext(
            "Your text is still in the page before. Go back, load it again and "
            "send it once more."
        ),
    )


def throttled(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429: too many attempts; says when to come back."""
    minutes = max(1, -(-seconds // 60))
    words = ngettext(
        "Too many attempts. Try again in %(minutes)s minute.",
        "Too many attempts. Try again in %(minutes)s minutes.",
        minutes,
    )
    response = problem(
        request,
        429,
        gettext("Please wait a little"),
        words % {"minutes": number(minutes)},
    )
    response.headers["Retry-After"] = str(seconds)
    return response


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor context; the code is in the log as well."""
    code = getattr(request, "id", "") or uuid.uuid4().hex[:8]
    logger.error("Request %s to %s failed", code, request.path, exc_info=True)
    context = {"request_id": code}
    try:
        context["base_css"] = staticfiles_storage.url("core/css/base.css")
        context["frame_css"] = staticfiles_storage.url("core/css/frame.css")
    except ValueError:
        logger.warning("Static files are not collected; the error page is plain")
    page = render_to_string("core/errors/server_error.html", context)
    return HttpResponse(page, status=500)
