"""Signing in to the API by `Authorization: Bearer TOKEN`, and what a token may do."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from sinergi.accounts.models import User
from sinergi.accounts.services import user_of_token
from sinergi.core.errors import NotAllowed


class Bearer(HttpBearer):
    """Finds the user for whom a token acts; `request.user` becomes that user."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The user, or None where the token is unknown or ended."""
        found = user_of_token(token)
        if found is None:
            return None
        user, access = found
        request.user = user
        request.token_scopes = frozenset(access.scopes)  # type: ignore[attr-defined]
        return user


def require_scope(request: HttpRequest, scope: str) -> None:
    """Refuse a call for which the token was not made.

    Raises:
        NotAllowed: The token lacks the scope.
    """
    if scope not in getattr(request, "token_scopes", frozenset()):
        raise NotAllowed(
            _("This token may not do that. Make one with the scope “%(scope)s”.")
            % {"scope": scope},
            kind="scope_missing",
        )


def acting_user(request: HttpRequest, scope: str) -> User:
    """The user of the call, once its token is seen to have the scope."""
    require_scope(request, scope)
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - Bearer has set it
    return user
