"""The refresher as a process of its own, on a real database file, killed and all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

WRITE = """
import datetime as dt, os, sys
import django
django.setup()
from django.db import transaction
from sinergi.indicators.tests.builders import add_activity, add_library, add_regions
from sinergi.network.models import Library
add_regions()
library = Library.objects.first() or add_library()
for number in range(int(sys.argv[1])):
    with transaction.atomic():
        add_activity(library, dt.date(2022, 1 + number % 12, 3), attendances=1)
"""
READ = """
import django
django.setup()
from sinergi.analytics import engine, registry
from sinergi.analytics.models import DirtyPair
from sinergi.analytics.services import rebuild, refresh
from sinergi.indicators.queries import Cut, figures
from sinergi.reports.models import Activity

def cells():
    lake = engine.open_lake()
    names = registry.schemas()
    return {n: sorted(lake.rows(engine.table(n)), key=repr) for n in names}

refresh(alone=True)
spliced = cells()
rebuild(alone=True)
assert cells() == spliced
print(Activity.objects.count(), figures("attendances", Cut()).rows[0].value,
      DirtyPair.objects.count())
"""

WAITING = """
import django
django.setup()
from sinergi.analytics.models import DirtyPair
print(DirtyPair.objects.count())
"""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A platform of its own, with an empty database file."""
    environment = {
        **os.environ,
        "SINERGI_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "sinergi.config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'records.sqlite3'}",
        "LAKE_ROOT": str(tmp_path / "lake"),
        "PYTHONWARNINGS": "ignore",
    }
    command(environment, "migrate", "--verbosity", "0")
    return environment


def command(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "django", *arguments], env=environment, check=True
    )


def script(environment: dict[str, str], text: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", text, *arguments],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.slow
def test_a_killed_refresher_loses_nothing(home: dict[str, str]) -> None:
    written = 0
    for delay in (2.2, 2.6, 3.1):
        refresher = subprocess.Popen(
            [sys.executable, "-m", "django", "refresher"], env=home,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        script(home, WRITE, "30")
        written += 30
        time.sleep(delay - 2)
        refresher.send_signal(signal.SIGKILL)
        refresher.wait()
    assert script(home, READ) == f"{written} {written} 0"


@pytest.mark.slow
def test_a_refresher_keeps_up_and_ends_cleanly(home: dict[str, str]) -> None:
    refresher = subprocess.Popen(
        [sys.executable, "-m", "django", "refresher"], env=home,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(2):
        script(home, WRITE, "5")
    deadline = time.monotonic() + 300
    while script(home, WAITING) != "0" and time.monotonic() < deadline:
        time.sleep(0.2)
    assert script(home, WAITING) == "0"
    refresher.terminate()
    assert refresher.wait(timeout=120) == 0
    assert script(home, READ) == "10 10 0"
