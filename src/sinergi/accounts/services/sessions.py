"""Ending sessions."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from sinergi.accounts.models import User
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


def _close(keys: list[str]) -> None:
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        Session.objects.filter(session_key__in=some).delete()
        UserSession.objects.filter(session_key__in=some).delete()
