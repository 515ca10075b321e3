"""Throttling: attempts counted per account and per address, for all processes."""

import datetime as dt
import math

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sinergi.accounts.errors import Throttled
from sinergi.accounts.models import AttemptCounter
from sinergi.accounts.queries.users import user_named
from sinergi.accounts.rules import (
    ATTEMPT_WINDOW,
    ATTEMPTS_PER_ACCOUNT,
    ATTEMPTS_PER_ADDRESS,
)


@transaction.atomic
def take_attempt(*, key: str, limit: int, window: dt.timedelta = ATTEMPT_WINDOW) -> int:
    """Count one attempt before it is made; returns how many are left.

    Counting first means that attempts made at the same moment count as well.

    Raises:
        Throttled: The limit of the running window is reached.
    """
    now = timezone.now()
    AttemptCounter.objects.get_or_create(
        key_hash=_hash(key), defaults={"window_ends_at": now + window}
    )
    counter = AttemptCounter.objects.select_for_update().get(key_hash=_hash(key))
    if counter.window_ends_at <= now:
        counter.count, counter.window_ends_at = 0, now + window
    if counter.count >= limit:
        raise Throttled(minutes=_minutes(counter.window_ends_at - now))
    counter.count += 1
    counter.save(update_fields=["count", "window_ends_at"])
    return limit - counter.count


def take_login_attempt(*, account: str, address: str) -> None:
    """Count an attempt to sign in, for an account that may or may not exist.

    Raises:
        Throttled: Too many attempts on the account or from the address.
    """
    take_attempt(key=_address(address), limit=ATTEMPTS_PER_ADDRESS)
    take_account_attempt(what="account", account=account, limit=ATTEMPTS_PER_ACCOUNT)


def take_account_attempt(*, what: str, account: str, limit: int) -> None:
    """Count an attempt on an account, by whichever of its names it is called.

    Raises:
        Throttled: Too many attempts on the account.
    """
    take_attempt(key=_account(what, account), limit=limit)


@transaction.atomic
def forget_attempts(*, account: str, address: str) -> None:
    """After a sign-in: the account starts anew, the address gets its attempt back.

    Counters of the past go with it, so that the table stays small by itself.
    """
    remove_old_attempts()
    key = _hash(_account("account", account))
    AttemptCounter.objects.filter(key_hash=key).delete()
    AttemptCounter.objects.filter(
        key_hash=_hash(_address(address)), count__gt=0
    ).update(count=F("count") - 1)


def use_code_once(*, user_id: int, code: str) -> bool:
    """Whether a six-digit code is used for the first time while it is valid."""
    try:
        take_attempt(
            key=f"code {user_id} {code}", limit=1, window=dt.timedelta(minutes=2)
        )
    except Throttled:
        return False
    return True


@transaction.atomic
def remove_old_attempts() -> int:
    """Delete counters whose window is over."""
    removed, _kinds = AttemptCounter.objects.filter(
        window_ends_at__lt=timezone.now()
    ).delete()
    return removed


def _account(what: str, account: str) -> str:
    """One key for user name and e-mail, however the letters are written.

    The database compares letters in its own way (to some, “ſ” is an “s”), so it is
    asked whom it finds; counting what was typed would give attempts for free.
    """
    user = user_named(account)
    return f"{what} {account.strip().lower()}" if user is None else f"{what}:{user.pk}"


def _address(address: str) -> str:
    return f"address {address}"


def _hash(key: str) -> str:
    return salted_hmac("sinergi.accounts.attempts", key, algorithm="sha256").hexdigest()


def _minutes(left: dt.timedelta) -> int:
    return max(1, math.ceil(left.total_seconds() / 60))
