"""What the accounts do when django-allauth, or a service of theirs, has news."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.http import HttpRequest

from sinergi.accounts.models import User
from sinergi.accounts.rules import SECOND_FACTOR_CHECK
from sinergi.accounts.signals import reset_wanted
from sinergi.accounts.tasks import have_reset_sent
from sinergi.audit.services import record


def look_at_second_factor(request: HttpRequest, **_news: Any) -> None:
    """Have the need of a second factor looked at with the next request."""
    request.session[SECOND_FACTOR_CHECK] = ""


def note_second_factor(
    user: User, authenticator: Any, signal: Any, **_news: Any
) -> None:
    """Write into the audit trail that a second factor came, went or was renewed."""
    actions = {
        authenticator_added: "add_second_factor",
        authenticator_removed: "remove_second_factor",
        authenticator_reset: "renew_recovery_codes",
    }
    new = {"type": str(authenticator.type)}
    record(by=user, action=actions[signal], target=user, new=new)


def connect() -> None:
    """Listen, once per process."""
    reset_wanted.connect(have_reset_sent)
    for signal in (user_logged_in, authenticator_added, authenticator_removed):
        signal.connect(look_at_second_factor)
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(note_second_factor)
