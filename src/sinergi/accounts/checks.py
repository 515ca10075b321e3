"""Reasons not to start: what would leave a real platform open to strangers."""

from django.conf import settings
from django.db import DatabaseError

from sinergi.accounts.queries.users import demonstration_users

#: Marks of keys that stand in examples, tests and other people's instructions.
KNOWN_KEYS = ("django-insecure", "not-a-secret", "a-key-for-tests", "change", "example")
LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]"}


def start_problems() -> list[str]:
    """Why the platform must not start, one sentence each; empty when it may."""
    if settings.DEMONSTRATION:
        return _demonstration_problems()
    return [*_secret_problems(), *_account_problems()]


def may_print_demonstration_accounts() -> bool:
    """Passwords are printed on a demonstration that strangers do not reach."""
    return settings.DEMONSTRATION and (settings.DEBUG or settings.HOST in LOOPBACK)


def _demonstration_problems() -> list[str]:
    if settings.HOST in LOOPBACK or settings.DEMONSTRATION_PUBLIC:
        return []
    return [
        f"DEMONSTRATION=yes with HOST={settings.HOST} would open the shared "
        "demonstration accounts to the network. Set HOST=127.0.0.1, or "
        "DEMONSTRATION_PUBLIC=yes where that is meant."
    ]


def _secret_problems() -> list[str]:
    key = settings.SECRET_KEY
    is_known = any(mark in key.lower() for mark in KNOWN_KEYS)
    if is_known or len(key) < 40 or len(set(key)) < 10:
        return [
            "SECRET_KEY is a default, or too short or simple to be secret. Leave it "
            "out to have one made, or set 40 random characters or more."
        ]
    return []


def _account_problems() -> list[str]:
    try:
        count = demonstration_users().count()
    except DatabaseError:
        return ["The database has no tables yet. Run `sinergi migrate` first."]
    if count:
        return [
            f"This database holds {count} demonstration accounts with a known "
            "password. Start with an empty database, or set DEMONSTRATION=yes."
        ]
    return []
