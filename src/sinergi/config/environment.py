"""Tiny typed readers of environment variables, each error saying how to mend it."""

import contextlib
import datetime as dt
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on", "ya"}
FALSE_WORDS = {"0", "false", "no", "off", "tidak", ""}


def text(name: str, default: str) -> str:
    """The variable's text, or the default where it is not set."""
    return os.environ.get(name, default)


def boolean(name: str, *, default: bool) -> bool:
    """The variable as yes or no; any other word stops the start."""
    word = os.environ.get(name, "yes" if default else "no").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is “{word}”. Write yes or no.")


def integer(name: str, default: int) -> int:
    """The variable as a whole number; anything else stops the start."""
    word = os.environ.get(name, str(default))
    try:
        return int(word)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is “{word}”. Write a whole number, for example {default}."
        ) from None


def date(name: str, default: str) -> dt.date | None:
    """The variable as a date (2022-12-31), or None where it is empty."""
    word = os.environ.get(name, default)
    try:
        return dt.date.fromisoformat(word) if word else None
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is “{word}”. Write year-month-day, for example 2022-12-31."
        ) from None


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list of words between commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, default: str) -> str:
    """The variable, or the contents of the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return text(name, default)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE points to {path}, which cannot be read ({error.strerror})."
        ) from error


def own_secret(path: Path) -> str:
    """This installation's own key, made on first use and kept in a private file."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        with contextlib.suppress(FileExistsError):  # another process was first
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="utf-8")
