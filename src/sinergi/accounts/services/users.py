"""Making, changing and closing accounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from sinergi.accounts.errors import EmailTaken, PasswordRefused, UsernameRefused
from sinergi.accounts.models import User
from sinergi.accounts.rules import USERNAME_PATTERN
from sinergi.accounts.services.sessions import (
    close_sessions,
    void_cards,
    void_links,
)
from sinergi.audit.services import changes, record, record_many


@dataclass(frozen=True)
class NewUser:
    """One account to be made; without a password it waits for its card or link."""

    username: str
    full_name: str
    email: str = ""
    phone: str = ""
    password: str | None = None
    is_demonstration: bool = False


@transaction.atomic
def create_user(
    *,
    by: User | None,
    username: str,
    full_name: str,
    email: str = "",
    password: str | None = None,
    is_demonstration: bool = False,
) -> User:
    """Make one account.

    Raises:
        UsernameRefused: The name is taken in some letter case, or malformed.
        EmailTaken: Another account has the address.
        PasswordRefused: The password is too easy to guess.
    """
    row = NewUser(
        username=username,
        full_name=full_name,
        email=email,
        password=password,
        is_demonstration=is_demonstration,
    )
    return create_users(by=by, rows=[row])[0]


@transaction.atomic
def create_users(*, by: User | None, rows: Sequence[NewUser]) -> list[User]:
    """Make many accounts at once, in the order of the rows.

    Raises:
        UsernameRefused: A name is taken, occurs twice, or is malformed.
        EmailTaken: An address is taken or occurs twice.
        PasswordRefused: A password is too easy to guess.
    """
    _refuse_bad_names(rows)
    _refuse_taken_emails(row.email for row in rows)
    users = User.objects.bulk_create((_user(row) for row in rows), batch_size=1000)
    record_many(by=by, action="create_user", targets=users)
    return users


@transaction.atomic
def change_details(
    *, by: User | None, user: User, full_name: str, email: str, phone: str
) -> User:
    """Change a person's name and ways to be reached.

    Raises:
        EmailTaken: Another account has the address.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if email.lower() != user.email.lower():
        _refuse_taken_emails([email])
    before = {"email": bool(user.email), "phone": bool(user.phone)}
    user.full_name, user.email, user.phone = _one_line(full_name), email, phone
    user.save(update_fields=["full_name", "email", "phone"])
    old, new = changes(before, {"email": bool(email), "phone": bool(phone)})
    record(by=by, action="change_details", target=user, old=old, new=new)
    return user


@transaction.atomic
def set_password(*, by: User | None, user: User, password: str) -> User:
    """Give a user a new password; sessions, cards and links from before end.

    Raises:
        PasswordRefused: The password is too easy to guess.
    """
    _refuse_weak_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    close_sessions([user])
    void_cards([user])
    void_links([user])
    record(by=by, action="set_password", target=user)
    return user


@transaction.atomic
def deactivate_user(*, by: User | None, user: User, reason: str = "") -> User:
    """Close an account: no sign-in, no session, no token works any longer."""
    return _set_active(by=by, user=user, is_active=False, reason=reason)


@transaction.atomic
def activate_user(*, by: User | None, user: User, reason: str = "") -> User:
    """Open a closed account again; the old password works."""
    return _set_active(by=by, user=user, is_active=True, reason=reason)


@transaction.atomic
def reset_second_factor(*, by: User | None, user: User, reason: str = "") -> None:
    """Take away a lost second factor, so that the person sets up a new one."""
    Authenticator.objects.filter(user=user).delete()
    close_sessions([user])
    record(by=by, action="reset_second_factor", target=user, reason=reason)


def _set_active(*, by: User | None, user: User, is_active: bool, reason: str) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    old, new = changes({"is_active": user.is_active}, {"is_active": is_active})
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        close_sessions([user])
    action = "activate_user" if is_active else "deactivate_user"
    record(by=by, action=action, target=user, old=old, new=new, reason=reason)
    return user


def _user(row: NewUser) -> User:
    user = User(
        username=row.username,
        full_name=_one_line(row.full_name),
        email=row.email,
        phone=row.phone,
        is_demonstration=row.is_demonstration,
    )
    if row.password is not None:
        _refuse_weak_password(row.password, user)
    user.password = make_password(row.password)
    return user


def _one_line(name: str) -> str:
    """A name without line breaks, which would add lines to letters and cards."""
    return " ".join(name.split())


def _refuse_bad_names(rows: Sequence[NewUser]) -> None:
    names = [row.username.lower() for row in rows]
    for name in names:
        if len(name) > 60 or not USERNAME_PATTERN.fullmatch(name):
            raise UsernameRefused(
                _("A user name has up to 60 letters, digits, dots and hyphens."),
                field="username",
            )
    repeated = (
        {name for name in names if names.count(name) > 1}
        if (len(set(names)) < len(names))
        else set()
    )
    taken = repeated or _taken("username", names)
    if taken:
        raise UsernameRefused(
            _("The user name “%(name)s” is taken. Choose another one.")
            % {"name": min(taken)},
            field="username",
        )


def _refuse_taken_emails(emails: Iterable[str]) -> None:
    wanted = [email.lower() for email in emails if email]
    if not wanted:
        return
    if len(set(wanted)) < len(wanted) or _taken("email", wanted):
        raise EmailTaken(
            _("Another account already has this e-mail address."), field="email"
        )


def _taken(field: str, wanted: list[str]) -> set[str]:
    """Those of some values that accounts have, compared in small letters."""
    taken: set[str] = set()
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        found = User.objects.annotate(key=Lower(field)).filter(key__in=some)
        taken |= set(found.values_list("key", flat=True))
    return taken


def _refuse_weak_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordRefused(" ".join(error.messages), field="password") from error
