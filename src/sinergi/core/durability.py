"""Transactions that outlive a power cut."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def on_disk() -> Iterator[None]:
    """A transaction that lies on the disk when the block ends.

    PostgreSQL waits for the disk with every commit. SQLite does here not
    (`synchronous=NORMAL`): its file is never torn, but what was written last may be
    gone after a power cut. Who tells another machine that it may forget its copy waits.
    """
    waits = connection.vendor == "sqlite" and not connection.in_atomic_block
    if waits:
        _synchronous("FULL")
    try:
        with transaction.atomic():
            yield
    finally:
        if waits:
            _synchronous("NORMAL")


def _synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
