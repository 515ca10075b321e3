"""A platform of one's own on loopback, started as `make run` starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 300


@dataclass
class Platform:
    """A platform: its address, its commands, and once served its accounts."""

    address: str
    environment: dict[str, str]
    accounts: dict[str, dict[str, str]] = field(default_factory=dict)
    pid: int = 0

    def command(self, *words: str) -> str:
        """Run one `sinergi` command beside the server and return what it prints."""
        return self.python("-m", "sinergi", *words)

    def python(self, *words: str) -> str:
        """Run Python with the settings of the platform."""
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


def platform_at(home: Path, database_url: str = "") -> Platform:
    """A platform with a folder, a free port and a database of its own."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    ours = {"DATABASE_URL", "DEMONSTRATION_TODAY"}  # tests have a clock of their own
    kept = {key: value for key, value in os.environ.items() if key not in ours}
    own = {
        "DJANGO_SETTINGS_MODULE": "sinergi.config.settings",
        "SINERGI_HOME": str(home),
        "DEMONSTRATION": "yes",
        "PORT": str(port),
        "PUBLIC_URL": address,
        "SECRET_KEY": "a-key-for-journeys-alone-never-used-elsewhere-0123456789",
    }
    if database_url:
        own["DATABASE_URL"] = database_url
    return Platform(address, kept | own)


@contextmanager
def serving(platform: Platform) -> Iterator[Platform]:
    """`sinergi run` until the block ends; everything was prepared before."""
    for account in json.loads(platform.command("demo_accounts", "--json")):
        platform.accounts[account["username"]] = account
    place = Path(platform.environment["SINERGI_HOME"]) / "log.txt"
    with place.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "sinergi", "run"],
            env=platform.environment,
            stdout=log,
            stderr=log,
        )
        platform.pid = server.pid
        try:
            wait_until_ready(platform.address, place)
            yield platform
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, log: Path) -> None:
    """Wait for `/healthz` to answer 200."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:  # not listening yet, or still loading
            time.sleep(0.2)
    raise AssertionError(f"The platform did not start:\n{log.read_text()[-2000:]}")
