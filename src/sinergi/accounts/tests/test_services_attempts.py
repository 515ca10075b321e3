"""Throttling per account and per address."""

import datetime as dt

import pytest
from django.utils import timezone

from sinergi.accounts import services
from sinergi.accounts.errors import Throttled
from sinergi.accounts.models import AttemptCounter
from sinergi.accounts.services.attempts import remove_old_attempts
from sinergi.accounts.tests.factories import make_user

pytestmark = pytest.mark.django_db


def attempt(account: str = "desa-1", address: str = "192.0.2.1") -> None:
    services.take_login_attempt(account=account, address=address)


def test_account_is_throttled_from_many_addresses() -> None:
    for number in range(10):
        attempt(address=f"192.0.2.{number}")
    with pytest.raises(Throttled) as caught:
        attempt(account="DESA-1 ", address="192.0.2.99")
    assert str(caught.value) == "Terlalu banyak percobaan. Coba lagi 15 menit lagi."
    attempt(account="desa-2")


def test_account_is_counted_once_by_all_its_names() -> None:
    make_user("desa-1", email="desa@contoh.id")
    names = ("desa-1", "desa@contoh.id", "Desa-1", "DESA@contoh.id", " desa-1")
    for number in range(10):
        attempt(names[number % 5], address=f"192.0.2.{number}")
    for name in names:
        with pytest.raises(Throttled):
            attempt(name, address="192.0.2.99")


def test_address_is_throttled_over_many_accounts() -> None:
    for number in range(100):
        attempt(account=f"desa-{number}")
    with pytest.raises(Throttled):
        attempt(account="desa-lain")
    attempt(account="desa-lain", address="192.0.2.2")


def test_sign_in_clears_the_account_and_gives_the_address_its_attempt_back() -> None:
    for _time in range(10):
        attempt()
    services.forget_attempts(account="desa-1", address="192.0.2.1")
    attempt()
    counts = sorted(AttemptCounter.objects.values_list("count", flat=True))
    assert counts == [1, 10]


def test_window_ends() -> None:
    for _time in range(10):
        attempt()
    AttemptCounter.objects.update(
        window_ends_at=timezone.now() - dt.timedelta(seconds=1)
    )
    attempt()
    assert set(AttemptCounter.objects.values_list("count", flat=True)) == {1}


def test_old_counters_are_removed() -> None:
    attempt()
    AttemptCounter.objects.update(window_ends_at=timezone.now())
    attempt("desa-2", "192.0.2.2")
    assert (remove_old_attempts(), AttemptCounter.objects.count()) == (2, 2)


def test_code_is_used_once_per_person() -> None:
    assert services.use_code_once(user_id=1, code="123456")
    assert not services.use_code_once(user_id=1, code="123456")
    assert services.use_code_once(user_id=2, code="123456")
