"""Access tokens: keys with which another program acts as a user."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.errors import TokenRefused
from sinergi.accounts.models import AccessToken, User
from sinergi.accounts.rules import (
    TOKEN_BYTES,
    TOKEN_LONGEST,
    TOKEN_PREFIX,
    TOKEN_SCOPES,
    TOKEN_USE_NOTED_EVERY,
)
from sinergi.accounts.services.sessions import void_tokens
from sinergi.audit.services import record


@transaction.atomic
def issue_token(
    *,
    by: User | None,
    user: User,
    name: str,
    scopes: Sequence[str],
    expires_at: dt.datetime,
) -> tuple[AccessToken, str]:
    """Make a token; its text is returned once and kept nowhere.

    Raises:
        TokenRefused: No or unknown scopes, or an end in the past or too far off.
    """
    _refuse_bad_scopes(scopes)
    _refuse_bad_end(expires_at)
    text = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    return keep_token(
        by=by, user=user, name=name, scopes=scopes, expires_at=expires_at, text=text
    ), text


@transaction.atomic
def revoke_token(*, by: User | None, token: AccessToken) -> AccessToken:
    """End a token; revoking it again changes nothing."""
    token = AccessToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(by=by, action="revoke_token", target=token)
    return token


@transaction.atomic
def revoke_tokens(*, by: User | None, user: User, reason: str = "") -> None:
    """End all tokens of a person."""
    void_tokens([user])
    record(by=by, action="revoke_tokens", target=user, reason=reason)


def user_of_token(text: str) -> tuple[User, AccessToken] | None:
    """The user for whom a token acts; None where it is unknown, ended or theirs is.

    Notes the use, though not more than once a minute.
    """
    now = timezone.now()
    token = (
        AccessToken.objects.select_related("user")
        .filter(
            token_hash=token_hash(text),
            revoked_at=None,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )
    if token is None:
        return None
    _note_use(token, now)
    return token.user, token


def keep_token(
    *,
    by: User | None,
    user: User,
    name: str,
    scopes: Sequence[str],
    expires_at: dt.datetime,
    text: str,
) -> AccessToken:
    """Store the hash of a token's text, with its audit entry."""
    token = AccessToken.objects.create(
        user=user,
        name=name,
        token_hash=token_hash(text),
        scopes=list(dict.fromkeys(scopes)),
        expires_at=expires_at,
    )
    new = {"user": user.pk, "scopes": token.scopes, "expires_at": expires_at}
    record(by=by, action="issue_token", target=token, new=new)
    return token


def token_hash(text: str) -> str:
    """What is kept of a token; its 256 random bits need no salt."""
    return hashlib.sha256(text.encode()).hexdigest()


def _note_use(token: AccessToken, now: dt.datetime) -> None:
    recently = now - TOKEN_USE_NOTED_EVERY
    if token.last_used_at is not None and token.last_used_at > recently:
        return
    AccessToken.objects.filter(
        Q(last_used_at=None) | Q(last_used_at__lte=recently), pk=token.pk
    ).update(last_used_at=now)
    token.last_used_at = now


def _refuse_bad_scopes(scopes: Sequence[str]) -> None:
    if not scopes or not set(scopes) <= set(TOKEN_SCOPES):
        raise TokenRefused(
            _("Choose what the token may do: %(scopes)s.")
            % {"scopes": ", ".join(TOKEN_SCOPES)},
            field="scopes",
        )


def _refuse_bad_end(expires_at: dt.datetime) -> None:
    now = timezone.now()
    if not now < expires_at <= now + TOKEN_LONGEST:
        raise TokenRefused(
            _("A token ends in the future, within a year."), field="expires_at"
        )
