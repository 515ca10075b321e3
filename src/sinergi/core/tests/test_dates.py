"""The programme's day, with and without a demonstration."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from sinergi.core.dates import day_of, today

DAY = dt.date(2022, 12, 31)


def test_today_is_the_clocks_without_a_demonstration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "DEMONSTRATION_TODAY", None)
    assert today() == timezone.localdate()
    assert day_of(timezone.now()) == timezone.localdate()


def test_what_is_done_in_the_demonstration_is_done_on_its_today(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "DEMONSTRATION_TODAY", DAY)
    assert day_of(timezone.now()) == today() == DAY
    assert day_of(dt.datetime(2022, 3, 1, 3, tzinfo=dt.UTC)) == dt.date(2022, 3, 1)
