"""What the accounts refuse, with sentences for the person concerned."""

from django.utils.translation import ngettext

from sinergi.core.errors import DomainError


class AccountError(DomainError):
    """Root of the errors of this app."""


class UsernameRefused(AccountError):
    """The user name is taken, or holds letters that it must not."""

    kind = "username_refused"


class EmailTaken(AccountError):
    """Another account already has this e-mail address."""

    kind = "email_taken"


class PasswordRefused(AccountError):
    """The password is too easy to guess."""

    kind = "password_refused"


class CardRefused(AccountError):
    """The card is unknown, used, replaced or too old."""

    kind = "card_refused"


class LinkRefused(AccountError):
    """The link of an invitation or reset is unknown, used or too old."""

    kind = "link_refused"


class TokenRefused(AccountError):
    """An access token cannot be made this way."""

    kind = "token_refused"


class Throttled(AccountError):
    """Too many attempts on one account or from one address."""

    kind = "throttled"
    status = 429

    def __init__(self, *, minutes: int) -> None:
        super().__init__(
            ngettext(
                "Too many attempts. Try again in %(minutes)s minute.",
                "Too many attempts. Try again in %(minutes)s minutes.",
                minutes,
            )
            % {"minutes": minutes},
            data={"minutes": minutes},
        )
        self.minutes = minutes
