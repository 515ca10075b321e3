"""The process that keeps the figures up to date."""

import logging
import signal
import threading
import time
from typing import NamedTuple

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from sinergi.analytics import services
from sinergi.core.errors import DomainError

log = logging.getLogger(__name__)

#: Seconds between two looks at the marks, and between two checks of the files.
POLL = 0.2
CHECK = 5.0
#: A refresh is followed by a rest twice as long, of at most so many seconds; after one
#: of many marks always by the longest: while much is reported, requests come first.
LONGEST_REST = 3.0
MANY_MARKS = 25
#: Seconds between two tries at most, while they fail.
LONGEST = 30.0


class Command(BaseCommand):
    """`sinergi refresher`: runs until it is told to stop."""

    help = "Keep the figures up to date until stopped."

    def handle(self, **_options: object) -> None:
        """Refresh whenever something is marked; end cleanly on SIGTERM."""
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        services.prepare()
        log.info("refresher started")
        waited, failures = CHECK, 0
        while not stop.is_set():
            began = time.monotonic()
            found = _round(waited)
            rest = min(2 * (time.monotonic() - began), LONGEST_REST)
            if found is not None and found.marks > MANY_MARKS:
                rest = LONGEST_REST
            failures = 0 if found is not None else min(failures + 1, 9)
            waited = CHECK if found is None else found.waited
            stop.wait(max(min(POLL * 2**failures, LONGEST), rest))
        log.info("refresher stopped")


class Looked(NamedTuple):
    """After a look: seconds since the last check of files, and marks worked off."""

    waited: float
    marks: int = 0


def _round(waited: float) -> Looked | None:
    """One look; a failure (None) is logged and tried again, never fatal."""
    try:
        outcome = services.refresh(alone=True) if services.is_due() else None
        if outcome is None and waited >= CHECK:
            services.heal(alone=True)
            services.compact()
            return Looked(0.0)
    except (DomainError, DatabaseError, OSError):
        log.exception("refresh failed; it is tried again")
        connection.close()
        return None
    return Looked(waited + POLL, outcome.marks if outcome else 0)
