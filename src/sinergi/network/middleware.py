"""Leads officers to set up their second factor before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.accounts.rules import SECOND_FACTOR_CHECK
from sinergi.network.queries.people import needs_second_factor

#: What one may open without the second factor: setting it up, and leaving.
OPEN_NAMES = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "language",
    "theme",
    "healthz",
}


class SecondFactorMiddleware:
    """Looks once a day and session, and after each sign-in, whether one is missing.

    Sign-in marks the session; so an account that the platform itself signed in
    costs no query here, and a role that begins overnight is noticed the next day.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the view decides whether it is held back."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_call: object) -> HttpResponse | None:
        """Lead to the set-up instead of to the page asked for."""
        today = timezone.localdate().isoformat()
        checked = request.session.get(SECOND_FACTOR_CHECK, today)
        if checked == today or not isinstance(request.user, User):
            return None
        if not needs_second_factor(request.user):
            request.session[SECOND_FACTOR_CHECK] = today
            return None
        match = request.resolver_match
        name = (match.url_name or "") if match else ""
        if name in OPEN_NAMES or name.startswith("mfa_"):
            return None
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
