"""Finds the person for whom a command acts."""

from sinergi.accounts.models import User


def person_named(username: str) -> User | None:
    """The active user of a user name, whatever its letter case."""
    return User.objects.filter(username__iexact=username, is_active=True).first()
