"""Passwords and tokens of demonstration accounts, printable again and again."""

import base64
import datetime as dt
import hmac

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.errors import TokenRefused
from sinergi.accounts.models import AccessToken, User
from sinergi.accounts.rules import TOKEN_PREFIX, TOKEN_SCOPES
from sinergi.accounts.services.tokens import keep_token, token_hash

#: Shared by all demonstration accounts; the start refuses them on a real platform.
DEMONSTRATION_PASSWORD = "belajar-bersama-2022"  # noqa: S105 - public on purpose
DEMONSTRATION_LIFETIME = dt.timedelta(days=3650)


def demonstration_password() -> str:
    """The password that all demonstration accounts share."""
    return DEMONSTRATION_PASSWORD


def demonstration_token(user: User) -> str:
    """The token of a demonstration account, derived from the secret key."""
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), f"demonstration token {user}".encode(), "sha256"
    )
    return TOKEN_PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


@transaction.atomic
def issue_demonstration_token(*, by: User | None, user: User) -> str:
    """Make sure that a demonstration account's token works, and tell it.

    Raises:
        TokenRefused: The account is not a demonstration account.
    """
    if not user.is_demonstration:
        raise TokenRefused(_("Only demonstration accounts have a shared token."))
    text = demonstration_token(user)
    if not AccessToken.objects.filter(token_hash=token_hash(text)).exists():
        keep_token(
            by=by,
            user=user,
            name="demonstration",
            scopes=TOKEN_SCOPES,
            expires_at=timezone.now() + DEMONSTRATION_LIFETIME,
            text=text,
        )
    return text
