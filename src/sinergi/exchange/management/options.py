"""What the commands of the exchange share: days, persons, exit codes."""

import argparse
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

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


def require_file(path: Path) -> None:
    """See that there is a file to read: no folder, and no pipe that never ends.

    Raises:
        CommandError: There is none.
    """
    try:
        is_file, exists = path.is_file(), path.exists()
    except (OSError, ValueError):
        is_file = exists = False
    if is_file:
        return
    message = _("There is no file %(name)s.")
    if exists:
        message = _("%(name)s is not a file that can be read.")
    raise CommandError(message % {"name": path}, returncode=WRONG_INPUT)


def cannot_open(error: OSError) -> CommandError:
    """The error for a file that may not be read or written."""
    message = _("%(name)s cannot be opened: %(reason)s.")
    given = {"name": error.filename or "", "reason": error.strerror or error}
    return CommandError(message % given, returncode=WRONG_INPUT)


@contextmanager
def written_beside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its place only once it is complete."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as target:
            yield target
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
