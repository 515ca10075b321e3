"""The process that ends offers and hands on seats."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils import timezone

from sinergi.core.errors import DomainError
from sinergi.meetings.services.clock import Clock, Done, tick

log = logging.getLogger(__name__)

#: Seconds between two looks.
POLL = 1.0


class Command(BaseCommand):
    """`sinergi meeting_clock`: runs until it is told to stop."""

    help = "End offers and hand on free seats of meetings until stopped."

    def handle(self, **_options: object) -> None:
        """Look once a second; end cleanly on SIGTERM."""
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        clock = Clock()
        log.info("meeting clock started")
        while not stop.is_set():
            done = _look(clock)
            if done != Done():
                log.info("meeting clock: %s", done)
            stop.wait(POLL)
        log.info("meeting clock stopped")


def _look(clock: Clock) -> Done:
    """One look; a failure is logged and tried again, never fatal."""
    try:
        return tick(clock, now=timezone.localtime())
    except (DomainError, DatabaseError, OSError):
        log.exception("meeting clock failed; it tries again")
        connection.close()
        return Done()
