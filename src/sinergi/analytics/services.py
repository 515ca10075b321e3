"""Marking records dirty, and bringing the figures up to date."""

import datetime as dt
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from sinergi.analytics import engine, lake, refreshing, registry, sources
from sinergi.analytics.errors import RefreshFailed
from sinergi.analytics.lake import Manifest
from sinergi.analytics.models import DirtyPair

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RefreshOutcome:
    """What one refresh did."""

    version: str
    marks: int
    months: int
    records: int
    is_rebuild: bool
    seconds: float


def mark_dirty(table: str, pairs: Iterable[tuple[int, dt.date]]) -> None:
    """Note that facts of (subject, month) pairs changed.

    Call it inside the transaction of the change itself, so that neither can be
    without the other.
    """
    unique = {(subject, month.replace(day=1)) for subject, month in pairs}
    DirtyPair.objects.bulk_create(
        (
            DirtyPair(table=table, subject=subject, month=month)
            for subject, month in sorted(unique)
        ),
        batch_size=2000,
    )


def refresh(*, wait: bool = True, alone: bool = False) -> RefreshOutcome:
    """Bring the marked parts of the figures up to date.

    The marks are deleted, by their ids, only after the new version is published: a
    crash at any moment repeats work and loses none. A missing, damaged or outdated
    lake is rebuilt.

    Args:
        wait: Whether to wait for another refresher.
        alone: Whether no other thread of this process uses the records meanwhile,
            so that they can be read the fastest way.

    Raises:
        RefreshBusy: Another refresher is at work and `wait` is false.
        RefreshFailed: The engine cannot write the lake.
    """
    with lake.only_refresher(wait=wait):
        before = lake.current()
        if before is None or not _is_usable(before):
            return _run(before, everything=True, alone=alone)
        if not DirtyPair.objects.exists():
            return RefreshOutcome(before.version, 0, 0, before.records, False, 0)
        try:
            return _run(before, everything=False, alone=alone)
        except RefreshFailed:
            log.warning("the marked parts cannot be spliced in; all is built anew")
            return _run(before, everything=True, alone=alone)


def prepare() -> None:
    """Do what every refresh needs once in a process, before the first is due."""
    refreshing.prepare()
    sources.prepare()


def is_due() -> bool:
    """Whether anything is marked that the figures do not hold yet."""
    return DirtyPair.objects.exists()


def rebuild(*, alone: bool = False) -> RefreshOutcome:
    """Build all figures anew from the records; `alone` as for `refresh`.

    Raises:
        RefreshFailed: The engine cannot write the lake.
    """
    with lake.only_refresher():
        return _run(lake.current(), everything=True, alone=alone)


def heal(*, alone: bool = False) -> bool:
    """Rebuild if a file of the lake is missing or cut short; whether it was."""
    current = lake.current()
    if current is not None and _is_usable(current):
        return False
    rebuild(alone=alone)
    return True


def compact() -> bool:
    """Merge the pieces of large cubes while nothing waits; whether there were any."""
    with lake.only_refresher():
        before = lake.current()
        if before is None or not _is_usable(before):
            return False
        large = [
            cube
            for cube in registry.CUBES.values()
            if len(before.cubes.get(cube.name, ())) > refreshing.MOST_PIECES
        ]
        if not large:
            return False
        writer = refreshing.Writer(before, sources.CursorRecords())
        with _abandoned_on_failure(writer):
            for cube in large:
                writer.compact(cube)
        _publish(writer, before)
        return True


def _is_usable(manifest: Manifest) -> bool:
    return manifest.methods == registry.methods() and lake.is_sound(manifest)


def _run(before: Manifest | None, *, everything: bool, alone: bool) -> RefreshOutcome:
    started = time.perf_counter()
    marks = list(
        DirtyPair.objects.order_by("id").values_list("id", "table", "subject", "month")
    )
    years = refreshing.years_of_facts() if everything else {}
    with sources.open_records(alone=alone) as records:
        writer = refreshing.Writer(before or Manifest(), records)
        with _abandoned_on_failure(writer):
            if everything:
                months = refreshing.write_all(writer, years)
            else:
                months = refreshing.write_dirty(writer, (mark[1:] for mark in marks))
    published = _publish(writer, before)
    _clear([mark[0] for mark in marks])
    outcome = RefreshOutcome(
        version=published.version,
        marks=len(marks),
        months=months,
        records=published.records,
        is_rebuild=everything,
        seconds=time.perf_counter() - started,
    )
    log.info(
        "figures %s: %s marks, %s months, %s records, %.3f s",
        *(outcome.version, outcome.marks, outcome.months, outcome.records),
        outcome.seconds,
    )
    return outcome


@contextmanager
def _abandoned_on_failure(writer: refreshing.Writer) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        writer.abandon()
        if isinstance(error, engine.ENGINE_ERRORS):
            log.exception("the engine failed")
            raise RefreshFailed from error
        raise


def _publish(writer: refreshing.Writer, before: Manifest | None) -> Manifest:
    """Show the new version; only then remove what nobody reads any longer."""
    writer.close()
    published = lake.publish(writer.manifest, before=before, now=timezone.now())
    lake.sweep(published)
    return published


def _clear(ids: list[int]) -> None:
    with transaction.atomic():
        for start in range(0, len(ids), 500):
            DirtyPair.objects.filter(id__in=ids[start : start + 500]).delete()
