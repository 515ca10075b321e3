"""Checking a user name or e-mail address with its password."""

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from sinergi.accounts.models import User
from sinergi.accounts.queries.users import user_named


class NameOrEmailBackend(ModelBackend):
    """Knows people by user name or, where there is one, e-mail address.

    An unknown name takes as long as a wrong password, and a closed account answers
    like an unknown one, so that nobody learns which accounts exist.
    """

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - Django calls it so
        username: str | None = None,
        password: str | None = None,
        **_credentials: object,
    ) -> User | None:
        """The user of the name and password, or None."""
        if not username or not password:
            return None
        user = user_named(username)
        if user is None:
            User().set_password(password)
            return None
        matches = user.check_password(password)
        return user if matches and self.user_can_authenticate(user) else None
