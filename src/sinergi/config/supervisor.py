"""Runs the processes of one machine together: web, worker, refresher, clock."""

import logging
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

logger = logging.getLogger(__name__)

GRACE_SECONDS = 10.0
RESTART_SECONDS = 2.0


@dataclass
class Process:
    """A child process that is started again when it ends by itself."""

    name: str
    command: list[str]
    started_at: float = 0.0
    child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def keep_running(self) -> None:
        """Start the child, or start it again some seconds after it ended."""
        if self.child is not None and self.child.poll() is None:
            return
        if time.monotonic() - self.started_at < RESTART_SECONDS:
            return
        if self.child is not None:
            logger.warning("%s ended with %s", self.name, self.child.returncode)
        self.child = subprocess.Popen(self.command)  # noqa: S603 - our own commands
        self.started_at = time.monotonic()

    def stop(self, deadline: float) -> None:
        """Ask the child to end, and end it when it has not by the deadline."""
        if self.child is None or self.child.poll() is not None:
            return
        try:
            self.child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def processes() -> list[Process]:
    """What one machine runs. Larger places start each of them by itself."""
    python = sys.executable
    sinergi = [python, "-m", "sinergi"]
    web = [
        *[python, "-m", "granian", "--interface", "wsgi"],
        *["--host", settings.HOST, "--port", str(settings.PORT)],
        *["--workers", str(settings.WEB_WORKERS), "--blocking-threads", "2"],
        *["--backlog", "512", "--respawn-failed-workers", "--log-level", "warning"],
        "sinergi.config.wsgi:application",
    ]
    # Who reports comes first: checks, letters and figures take what is left of the
    # processors, the figures last.
    worker = ["nice", "-n", "5", *sinergi, "db_worker", "--queue-name", "*"]
    refresher = ["nice", "-n", "10", *sinergi, "refresher"]
    return [
        Process("web", web),
        Process("worker", worker),
        Process("refresher", refresher),
        Process("meeting clock", [*sinergi, "meeting_clock"]),
    ]


def supervise(children: list[Process]) -> None:
    """Keep the children running until a signal asks for the end."""
    ended = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal ended
        ended = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    while not ended:
        for child in children:
            child.keep_running()
        time.sleep(0.2)
    for child in children:
        if child.child is not None and child.child.poll() is None:
            child.child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.stop(deadline)
