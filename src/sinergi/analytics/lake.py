"""The lake: immutable Parquet files and the manifest that names the current ones."""

import datetime as dt
import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from sinergi.analytics.errors import LakeTooNew, RefreshBusy

FORMAT = 1
#: Seconds for which a replaced file stays, so that open readers can finish.
GRACE = 120
LOCK_KEY = 7_302_022
#: Holds the version of which a reader found a broken file.
DAMAGE = "damaged.txt"
#: What reading a manifest that was cut short or overwritten ends with.
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, AssertionError)


@dataclass(frozen=True)
class Piece:
    """One Parquet file; of a cube, only the rows of `months` still count.

    A piece with `subjects` holds these alone; of them, earlier pieces no longer
    count in its months.
    """

    file: str
    rows: int
    size: int
    months: tuple[str, ...] = ()
    subjects: tuple[int, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """Everything that one version of the figures consists of."""

    sequence: int = 0
    version: str = "0"
    calculated_at: str = ""
    records: int = 0
    facts: dict[str, dict[str, Piece]] = field(default_factory=dict)
    cubes: dict[str, tuple[Piece, ...]] = field(default_factory=dict)
    dimensions: dict[str, Piece] = field(default_factory=dict)
    methods: dict[str, int] = field(default_factory=dict)
    retired: tuple[tuple[str, float], ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """Every file that this version reads."""
        for months in self.facts.values():
            yield from months.values()
        for pieces in self.cubes.values():
            yield from pieces
        yield from self.dimensions.values()


def changed_subjects(before: Manifest, after: Manifest, cube: str) -> set[int] | None:
    """Whose rows of a cube differ between two versions; None if it can be anybody's.

    Dimensions stand behind all that is computed of a cube, and must be the same.
    """
    held, latest = before.cubes.get(cube, ()), after.cubes.get(cube, ())
    added = latest[len(held) :]
    if (
        before.dimensions != after.dimensions
        or before.methods != after.methods
        or latest[: len(held)] != held
        or not all(piece.subjects for piece in added)
    ):
        return None
    return {subject for piece in added for subject in piece.subjects}


def root() -> Path:
    """The folder of the lake."""
    return Path(settings.LAKE_ROOT)


def current() -> Manifest | None:
    """The published version; None before the first.

    Raises:
        LakeTooNew: A newer platform wrote it.
    """
    try:
        text = (root() / "current.json").read_text()
    except FileNotFoundError:
        return None
    try:
        stored = json.loads(text)
        if stored.pop("format") > FORMAT:
            raise LakeTooNew
        return _manifest(stored)
    except MALFORMED:
        return None


def _manifest(stored: dict[str, Any]) -> Manifest:
    return Manifest(
        **stored
        | {
            "facts": {
                name: {month: _piece(piece) for month, piece in months.items()}
                for name, months in stored["facts"].items()
            },
            "cubes": {
                name: tuple(_piece(piece) for piece in pieces)
                for name, pieces in stored["cubes"].items()
            },
            "dimensions": {
                name: _piece(piece) for name, piece in stored["dimensions"].items()
            },
            "retired": tuple((name, at) for name, at in stored["retired"]),
        }
    )


def fingerprint() -> tuple[int, int] | None:
    """Changes whenever another version is published; cheap to ask."""
    try:
        found = (root() / "current.json").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def report_damage(manifest: Manifest) -> None:
    """Note that a file of a version cannot be read, so that the refresher heals it.

    Sizes alone do not show a file that was overwritten; who reads it finds out.
    """
    with suppress(OSError):
        (root() / DAMAGE).write_text(manifest.version)


def _is_reported(manifest: Manifest) -> bool:
    try:
        return (root() / DAMAGE).read_text() == manifest.version
    except FileNotFoundError:
        return False


def is_sound(manifest: Manifest) -> bool:
    """Whether every file is there in its full size, and no reader found it broken."""
    if _is_reported(manifest):
        return False
    base = str(root())
    for piece in manifest.pieces():
        try:
            size = os.stat(f"{base}/{piece.file}").st_size  # noqa: PTH116 - asked often
            if size != piece.size:
                return False
        except FileNotFoundError:
            return False
    return True


def publish(
    manifest: Manifest, *, before: Manifest | None, now: dt.datetime
) -> Manifest:
    """Make a version the current one: the only step that readers can see."""
    kept = {piece.file for piece in manifest.pieces()}
    dropped = {piece.file for piece in before.pieces()} - kept if before else set()
    at = time.time()
    limit = at - GRACE
    waiting = [
        (name, since)
        for name, since in manifest.retired
        if since > limit and name not in kept
    ]
    published = replace(
        manifest,
        version=f"{manifest.sequence}-{now:%Y%m%d%H%M%S}",
        calculated_at=now.isoformat(),
        retired=(*waiting, *((name, at) for name in sorted(dropped))),
    )
    document = {"format": FORMAT, **asdict(published)}
    write_whole(root() / "current.json", json.dumps(document).encode())
    (root() / DAMAGE).unlink(missing_ok=True)
    return published


def sweep(manifest: Manifest) -> None:
    """Remove files that no reader needs any longer; also what a crash left behind."""
    base = root()
    limit = time.time() - GRACE
    kept = {piece.file for piece in manifest.pieces()}
    waiting = {name for name, at in manifest.retired if at > limit} - kept
    for path in base.rglob("*.parquet*"):
        name = path.relative_to(base).as_posix()
        if name in kept or name in waiting or path.stat().st_mtime > limit:
            continue
        path.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, power cut included."""
    draft = path.with_name(f"{path.name}.tmp")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    settle(draft, path)


def settle(draft: Path, path: Path) -> None:
    """Give a finished draft its name, durably."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def only_refresher(*, wait: bool = True) -> Iterator[None]:
    """One refresher at a time: on this machine by a file, elsewhere by the database.

    Raises:
        RefreshBusy: Another one is at work and `wait` is false.
    """
    root().mkdir(parents=True, exist_ok=True)
    with (root() / "refresh.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise RefreshBusy from None
        with _database_lock():
            yield


@contextmanager
def _database_lock() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK_KEY])


def _piece(stored: dict[str, object]) -> Piece:
    months, subjects = stored["months"], stored.get("subjects", [])
    assert isinstance(months, list)  # noqa: S101 - narrows JSON for the type checker
    assert isinstance(subjects, list)  # noqa: S101 - narrows JSON for the type checker
    kept = {"months": tuple(months), "subjects": tuple(subjects)}
    return Piece(**stored | kept)  # type: ignore[arg-type]
