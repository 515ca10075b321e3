"""The line of writers before a SQLite file; real files, threads and processes."""

import gc
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from pytest_django import DjangoDbBlocker

from sinergi.core.sqlite.base import DatabaseWrapper, _lines

HOLD = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("COMMIT")
"""


@pytest.fixture(autouse=True)
def _files_of_our_own(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "line.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE count (number INTEGER)")
        made.execute("INSERT INTO count VALUES (0)")
    return path


def wrapper(place: Path, seconds: float = 20) -> DatabaseWrapper:
    options = {"transaction_mode": "IMMEDIATE", "timeout": seconds}
    handler = ConnectionHandler(
        {
            "default": {
                "ENGINE": "sinergi.core.sqlite",
                "NAME": str(place),
                "OPTIONS": options,
            }
        }
    )
    made = handler.create_connection("default")
    assert isinstance(made, DatabaseWrapper)
    return made


@pytest.fixture
def holder(place: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the file until it is told to let go."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("\n")


def add_one(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )
    with connection.cursor() as cursor:
        (number,) = cursor.execute("SELECT number FROM count").fetchone()
        cursor.execute("UPDATE count SET number = %s", [number + 1])
    connection.commit()
    connection.set_autocommit(True)


def counted(place: Path) -> int:
    with sqlite3.connect(place) as reader:
        (number,) = reader.execute("SELECT number FROM count").fetchone()
    return int(number)


def test_no_writer_of_many_threads_is_lost(place: Path) -> None:
    def work(_thread: int) -> None:
        connection = wrapper(place)
        for _time in range(20):
            add_one(connection)
        connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert counted(place) == 160


def test_writer_waits_for_another_process(
    place: Path, holder: "subprocess.Popen[str]"
) -> None:
    writer = threading.Thread(target=lambda: add_one(wrapper(place)))
    writer.start()
    time.sleep(0.05)
    assert writer.is_alive()
    holder.communicate("\n")
    writer.join(timeout=20)
    assert counted(place) == 1


def test_writer_gives_up_after_its_time_and_leaves_the_line(
    place: Path, holder: "subprocess.Popen[str]"
) -> None:
    connection = wrapper(place, seconds=0.05)
    with pytest.raises(OperationalError, match="locked"):
        add_one(connection)
    connection.close()
    holder.communicate("\n")
    add_one(wrapper(place, seconds=5))
    assert counted(place) == 1


def test_what_is_taken_back_or_closed_leaves_the_line(place: Path) -> None:
    for end in ("rollback", "close"):
        connection = wrapper(place)
        connection.ensure_connection()
        connection.set_autocommit(
            False, force_begin_transaction_with_broken_autocommit=True
        )
        getattr(connection, end)()
        add_one(wrapper(place, seconds=0.2))
    assert counted(place) == 2


def test_waiting_of_other_statements_stays_as_it_was(place: Path) -> None:
    connection = wrapper(place, seconds=3)
    add_one(connection)
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (3000,)


def test_a_statement_alone_finds_its_turn_among_many(place: Path) -> None:
    stop = threading.Event()

    def crowd(_thread: int) -> None:
        connection = wrapper(place)
        while not stop.is_set():
            add_one(connection)
        connection.close()

    with ThreadPoolExecutor(6) as pool:
        for thread in range(6):
            pool.submit(crowd, thread)
        alone = wrapper(place)
        with alone.cursor() as cursor:
            for _time in range(30):
                cursor.execute("UPDATE count SET number = number + 1000")
        stop.set()
    alone.close()
    add_one(wrapper(place, seconds=0.2))
    assert counted(place) > 30_000


def test_who_vanishes_within_a_transaction_leaves_the_line(place: Path) -> None:
    def vanish() -> None:
        connection = wrapper(place)
        connection.ensure_connection()
        connection.set_autocommit(
            False, force_begin_transaction_with_broken_autocommit=True
        )

    vanisher = threading.Thread(target=vanish)
    vanisher.start()
    vanisher.join()
    gc.collect()
    assert not _lines[str(place)].locked()
    add_one(wrapper(place))
    assert counted(place) == 1


def test_a_file_that_is_being_mended_is_waited_for(place: Path) -> None:
    connection = wrapper(place, seconds=2)
    connection.ensure_connection()
    tries = []

    def act() -> str:
        tries.append(1)
        if len(tries) == 1:
            cause = sqlite3.OperationalError("database is locked")
            cause.sqlite_errorcode = sqlite3.SQLITE_BUSY_RECOVERY
            raise OperationalError("database is locked") from cause
        return "done"

    assert connection._in_turn(act) == "done"
    connection._leave()
