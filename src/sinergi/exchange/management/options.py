"""What the commands of the exchange share: days, persons, exit codes."""

import argparse
import datetime as dt

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.exchange.queries.people import person_named

SOME_REFUSED, WRONG_INPUT, FAILED = 1, 2, 3


def day(text: str) -> dt.date:
    """A day in ISO form, as an argument."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        message = f"not a date such as 2022-12-31: {text}"
        raise argparse.ArgumentTypeError(message) from error


def person(username: str) -> User | None:
    """The person of `--user`; without one the command acts for the platform.

    Raises:
        CommandError: Nobody active has the name.
    """
    if not username:
        return None
    found = person_named(username)
    if found is None:
        message = _("There is no active user “%(name)s”.") % {"name": username}
        raise CommandError(message, returncode=WRONG_INPUT)
    return found
