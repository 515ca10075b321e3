"""SQLite whose writers stand in line (`ENGINE`).

One transaction writes at a time. Who finds it busy is put to sleep by SQLite for
longer and longer, up to a tenth of a second, while a report is stored in five
thousandths: the file lies idle although many wait. Here the threads of a process
wait at a lock, which wakes the next at once, and the first of each process asks
SQLite every thousandth of a second.
"""

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.db.backends.sqlite3 import base

ASK_AGAIN_SECONDS = 0.001
DEFAULT_SECONDS = 5.0

_lines: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a writing transaction begins."""

    _turn: "threading.Lock | None" = None

    def _start_transaction_under_autocommit(self) -> None:
        """Begin, at the latest when `timeout` is over; then say what SQLite says."""
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", DEFAULT_SECONDS))
        deadline = time.monotonic() + seconds
        line = _lines[str(self.settings_dict["NAME"])]
        if line.acquire(timeout=seconds):
            self._turn = line
        try:
            self._ask_until(deadline)
        except BaseException:
            self._leave()
            raise

    def _ask_until(self, deadline: float) -> None:
        with self._asking_once():
            while not self._has_begun(is_last=time.monotonic() > deadline):
                time.sleep(ASK_AGAIN_SECONDS)

    @contextmanager
    def _asking_once(self) -> Iterator[None]:
        """Let SQLite answer at once in the block, and wait as ever after it."""
        (usual,) = self.connection.execute("PRAGMA busy_timeout").fetchone()
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {usual}")

    def _has_begun(self, *, is_last: bool) -> bool:
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if is_last or not _is_busy(error):
                raise
            return False
        return True

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._leave()

    def _close(self) -> None:
        super()._close()  # type: ignore[misc]
        self._leave()

    def _leave(self) -> None:
        if self._turn is not None:
            self._turn.release()
            self._turn = None


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code == sqlite3.SQLITE_BUSY
