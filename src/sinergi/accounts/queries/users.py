"""Reads of users, their sessions and their tokens."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils import timezone

from sinergi.accounts.models import AccessToken, User


@dataclass(frozen=True)
class OpenSession:
    """One place where a person is signed in."""

    id: int
    device: str
    address: str
    since: dt.datetime
    is_current: bool


def user_named(text: str) -> User | None:
    """The user of a user name or e-mail address, in any letter case."""
    text = text.strip()
    if not text:
        return None
    return (
        User.objects.filter(Q(username__iexact=text) | Q(email__iexact=text))
        .order_by("pk")
        .first()
    )


def sessions_of(user: User, *, current: str = "") -> list[OpenSession]:
    """The open sessions of a user, the newest first."""
    sessions = UserSession.objects.purge_and_list(user)
    return [
        OpenSession(
            id=session.pk,
            device=session.user_agent,
            address=session.ip,
            since=session.created_at,
            is_current=session.session_key == current,
        )
        for session in sorted(sessions, key=lambda each: each.created_at, reverse=True)
    ]


def tokens_of(user: User) -> QuerySet[AccessToken]:
    """The tokens of a user that still work, the newest first."""
    return AccessToken.objects.filter(
        user=user, revoked_at=None, expires_at__gt=timezone.now()
    ).order_by("-created_at", "-pk")


def has_second_factor(user: User) -> bool:
    """Whether a user signs in with a second step."""
    return Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).exists()


def demonstration_users() -> QuerySet[User]:
    """The invented people of the demonstration."""
    return User.objects.filter(is_demonstration=True)
