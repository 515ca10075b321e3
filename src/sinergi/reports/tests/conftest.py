"""A fixed day for the tests of reports: lateness depends on the clock."""

import datetime as dt

import pytest
from django.utils import timezone

NOW = dt.datetime(2022, 12, 3, 3, 0, tzinfo=dt.UTC)


class Clock:
    """The time that the tests live in; it moves only when told."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> dt.datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += dt.timedelta(**span)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Saturday 3 December 2022, 10.00 WIB."""
    fixed = Clock()
    monkeypatch.setattr(timezone, "now", fixed)
    return fixed
