"""SQLite whose writers stand in line (`ENGINE`).

One transaction writes at a time. Who finds it busy is put to sleep by SQLite for
longer and longer, up to a tenth of a second, while a report is stored in five
thousandths: the file lies idle although many wait. Here the threads of a process
wait at a lock, which wakes the next at once, and the first of each process asks
SQLite every thousandth of a second. Everybody does so, single statements too:
who asked less often would never find the file free.
"""

import re
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import OperationalError
from django.db.backends.sqlite3 import base

ASK_AGAIN_SECONDS = 0.001
DEFAULT_SECONDS = 5.0
#: Somebody writes, or mends the file after a process that died.
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)

_lines: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
T = TypeVar("T")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, but for how a transaction and a statement alone begin to write."""

    _turn: "threading.Lock | None" = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._execute)

    def _execute(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: object,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        """Let a statement outside a transaction stand in line, if it writes."""
        if self.connection.in_transaction or not WRITING.match(sql):
            return execute(sql, params, many, context)
        try:
            return self._in_turn(lambda: execute(sql, params, many, context))
        finally:
            self._leave()

    def _start_transaction_under_autocommit(self) -> None:
        """Begin; the turn lasts until the commit."""
        begin = super()._start_transaction_under_autocommit  # type: ignore[misc]  # not in the stubs
        try:
            self._in_turn(begin)
        except BaseException:
            self._leave()
            raise

    def _in_turn(self, act: Callable[[], T]) -> T:
        """Do it, at the latest when `timeout` is over; then say what SQLite says."""
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", DEFAULT_SECONDS))
        deadline = time.monotonic() + seconds
        line = _lines[str(self.settings_dict["NAME"])]
        if self._turn is None and line.acquire(timeout=seconds):
            self._turn = line
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    return act()
                except OperationalError as error:
                    if not _is_busy(error) or time.monotonic() > deadline:
                        raise
                time.sleep(ASK_AGAIN_SECONDS)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._leave()

    def __del__(self) -> None:
        """Give the turn back, too, where nobody ends the transaction or closes."""
        self._leave()

    def _leave(self) -> None:
        if self._turn is not None:
            self._turn.release()
            self._turn = None


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    return code in BUSY
