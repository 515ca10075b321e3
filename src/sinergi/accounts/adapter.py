"""How django-allauth is fitted to Sinergi."""

import time
from io import BytesIO

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.rules import RECENT_PROOF_SECONDS

LOGIN_FAILED = _("User name or password does not match.")


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, one answer to every failed sign-in, no messages of its own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": LOGIN_FAILED,
        "email_password_mismatch": LOGIN_FAILED,
        "incorrect_password": _("This password is not the one of your account."),
        "incorrect_code": _("This code does not fit. Type the newest one in the app."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts are made by officers alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address before our proxies; nothing that a stranger wrote himself."""
        try:
            address: str = super().get_client_ip(request)
        except ImproperlyConfigured:  # fewer entries than proxies: it went round one
            address = request.META["REMOTE_ADDR"]
        return address

    def add_message(self, *_args: object, **_kwargs: object) -> None:
        """Pages say themselves what happened."""

    def is_reauthentication_required(self, **_kwargs: object) -> bool:
        """Ask again, but not of somebody who has just signed in."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - latest > RECENT_PROOF_SECONDS)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Words and the QR code of the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Type the newest one in the app."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The code that an authenticator app scans."""
        picture = BytesIO()
        segno.make(url, micro=False).save(
            picture, kind="svg", xmldecl=False, border=2, scale=4
        )
        return picture.getvalue().decode()
