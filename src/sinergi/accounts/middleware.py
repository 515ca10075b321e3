"""Middleware of the accounts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sinergi.accounts.rules import SHARED_PHONE, SHARED_PHONE_SECONDS


class SharedPhoneMiddleware:
    """Signs a person out of a shared phone after a quarter of an hour of rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Start the quarter of an hour anew with each request."""
        if SHARED_PHONE in request.session:
            request.session.set_expiry(SHARED_PHONE_SECONDS)
        return self.get_response(request)
