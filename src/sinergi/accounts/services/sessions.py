"""Ending sessions, and the other ways into an account."""

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone

from sinergi.accounts.models import AccessToken, Invitation, LoginCard, User
from sinergi.audit.services import record


@transaction.atomic
def end_sessions(*, by: User | None, user: User, keep: str = "") -> int:
    """End the sessions of a user, but for the one of the key `keep`."""
    ended = close_sessions([user], keep=keep)
    record(by=by, action="end_sessions", target=user, new={"ended": ended})
    return ended


@transaction.atomic
def end_session(*, by: User, session_id: int) -> bool:
    """End one of one's own sessions; False where there is none of this id."""
    session = UserSession.objects.filter(user=by, pk=session_id).first()
    if session is None:
        return False
    _close([session.session_key])
    record(by=by, action="end_sessions", target=by, new={"ended": 1})
    return True


def close_sessions(users: Iterable[User], *, keep: str = "") -> int:
    """Delete the sessions of users; part of a larger act, which is audited."""
    keys = [
        key
        for key in UserSession.objects.filter(
            user_id__in=[user.pk for user in users]
        ).values_list("session_key", flat=True)
        if key != keep
    ]
    _close(keys)
    return len(keys)


def void_cards(users: Sequence[User]) -> None:
    """Let no unused card of the users open the door any more."""
    cards = LoginCard.objects.filter(used_at=None, revoked_at=None)
    _update(cards, users, revoked_at=timezone.now())


def void_links(users: Sequence[User]) -> None:
    """Let no invitation and no reset of the users open the door any more."""
    now = timezone.now()
    links = Invitation.objects.filter(used_at=None, expires_at__gt=now)
    _update(links, users, expires_at=now)


def void_tokens(users: Sequence[User]) -> None:
    """Let no program act for the users any more."""
    tokens = AccessToken.objects.filter(revoked_at=None)
    _update(tokens, users, revoked_at=timezone.now())


def _update(
    rows: "models.QuerySet[Any]", users: Sequence[User], **values: object
) -> None:
    keys = [user.pk for user in users]
    for start in range(0, len(keys), 500):
        rows.filter(user_id__in=keys[start : start + 500]).update(**values)


def _close(keys: list[str]) -> None:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        Session.objects.filter(session_key__in=some).delete()
        UserSession.objects.filter(session_key__in=some).delete()
