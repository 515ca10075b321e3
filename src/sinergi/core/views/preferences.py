"""The reader's own choices, kept in cookies: language and theme."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from sinergi.core.context_processors import THEME_COOKIE_NAME, THEMES


def safe_next(request: HttpRequest) -> str:
    """Where to go on: the address asked for if it is ours, else the home page."""
    target = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours and target.startswith("/") else "/"


@login_not_required
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the chosen language and go back."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    return _keep(request, settings.LANGUAGE_COOKIE_NAME, code)


@login_not_required
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    """Keep the chosen theme and go back; `auto` follows the system again."""
    if theme not in THEMES:
        raise Http404
    return _keep(request, THEME_COOKIE_NAME, theme)


def _keep(request: HttpRequest, name: str, value: str) -> HttpResponse:
    response = HttpResponseRedirect(safe_next(request))
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
