"""The lake: incremental equals rebuilt, crashes heal, readers see whole versions."""

import datetime as dt
import json
import os
import random
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from django.conf import settings

from sinergi.analytics import engine, lake, refreshing, registry, services
from sinergi.analytics.errors import (
    LakeDamaged,
    LakeTooNew,
    RefreshBusy,
    RefreshFailed,
)
from sinergi.analytics.management.commands import refresher
from sinergi.analytics.models import DirtyPair
from sinergi.analytics.services import mark_dirty, rebuild, refresh
from sinergi.indicators.queries import (
    Cut,
    Share,
    colours,
    completeness,
    figures,
    scores,
    shares,
    stamp,
    timeliness,
)
from sinergi.indicators.services import load_schemes
from sinergi.indicators.tests.builders import add_activity, add_library, add_regions
from sinergi.network.models import Library
from sinergi.reports.models import Activity, YearlyHistory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _regions() -> None:
    add_regions()


def contents() -> dict[str, list[tuple[object, ...]]]:
    """Every cell of every table of the lake."""
    opened = engine.open_lake()
    return {
        name: sorted(opened.rows(engine.table(name)), key=repr)
        for name in registry.schemas()
    }


def total() -> object:
    return figures("attendances", Cut()).rows[0].value


def _day(activity: Activity) -> dt.date:
    day: dt.date | None = activity.started_on
    assert day is not None
    return day


def random_edit(chance: random.Random, libraries: list[Library]) -> None:
    """One believable change with its mark."""
    existing: list[Activity] = list(Activity.objects.order_by("pk"))
    act = chance.choice(["add", "add", "move", "count", "delete", "state", "history"])
    if act == "add" or not existing:
        add_activity(
            chance.choice(libraries),
            dt.date(2022, chance.randint(1, 4), chance.randint(1, 28)),
            attendances=chance.choice([None, 0, 7, 31]),
            state=chance.choice(["verified", "submitted"]),
            cells=({"sex": "female", "attendances": 5},),
            cost=chance.choice(["", "12500.75"]),
            evidence=chance.random() < 0.5,
        )
        return
    activity = chance.choice(existing)
    pairs = [(activity.library_id, _day(activity))]
    if act == "move":
        activity.started_on = dt.date(2022, chance.randint(1, 4), 15)
    elif act == "count":
        activity.attendances = chance.randint(0, 90)
    elif act == "state":
        activity.state = "locked"
    if act == "delete":
        activity.delete()
    elif act == "history":
        library = chance.choice(libraries)
        YearlyHistory.objects.update_or_create(
            library=library,
            year=chance.choice([2019, 2020]),
            defaults={"attendances": chance.randint(0, 900), "source": "lama"},
        )
        mark_dirty("history", [(library.pk, dt.date(2019, 1, 1)),
                               (library.pk, dt.date(2020, 1, 1))])  # fmt: skip
        return
    else:
        if activity.state == "locked" and activity.verified_at is None:
            activity.verified_at, activity.verified_by = (
                activity.submitted_at,
                activity.entered_by,
            )
        activity.save()
    pairs.append((activity.library_id, _day(activity)))
    mark_dirty("activities", pairs)


@pytest.mark.parametrize(("seed", "small"), [(1, 300_000), (22, 0), (333, 2)])
def test_incremental_refresh_equals_rebuild(
    seed: int, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a cube is kept whole, in pieces, or in pieces of few subjects."""
    monkeypatch.setattr(refreshing, "SMALL_CUBE", small)
    chance = random.Random(seed)
    libraries = [add_library() for _ in range(5)]
    for _ in range(12):
        random_edit(chance, libraries)
    refresh()
    for _round in range(6):
        for _ in range(chance.randint(1, 6)):
            random_edit(chance, libraries)
        assert refresh().is_rebuild is False
        spliced = contents()
        assert rebuild().is_rebuild is True
        assert contents() == spliced
    assert spliced["activity_months"]


def test_large_cubes_stay_in_pieces_until_compacted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refreshing, "SMALL_CUBE", 0)
    monkeypatch.setattr(refreshing, "MOST_PIECES", 2)
    library = add_library()
    for month in range(1, 5):
        add_activity(library, dt.date(2022, month, 5))
        refresh()
    add_activity(library, dt.date(2022, 2, 6))
    refresh()
    manifest = lake.current()
    assert manifest is not None
    pieces = [
        (piece.months, piece.subjects) for piece in manifest.cubes["activity_months"]
    ]
    own = (library.pk,)
    assert pieces == [
        (("2022-01",), ()),
        *((month, own) for month in (("2022-02",), ("2022-03",), ("2022-04",))),
        (("2022-02",), own),
    ]
    before = contents()
    assert services.compact() is True
    assert contents() == before
    assert services.compact() is False
    rebuild()
    assert contents() == before


def test_a_mark_made_during_a_refresh_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    library = add_library()
    add_activity(library, attendances=1)
    refresh()
    add_activity(library, attendances=2)
    publish = lake.publish

    def publish_late(*arguments: object, **named: object) -> lake.Manifest:
        add_activity(library, attendances=4)
        return publish(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(lake, "publish", publish_late)
    refresh()
    assert (total(), DirtyPair.objects.count()) == (3, 1)
    monkeypatch.undo()
    assert stamp().is_stale is True
    refresh()
    assert (total(), stamp().is_stale) == (7, False)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (refreshing, "_copy"),
        (lake, "settle"),
        (lake, "publish"),
        (services, "_clear"),
        (lake, "sweep"),
    ],
)
def test_a_crash_at_any_step_loses_nothing(
    monkeypatch: pytest.MonkeyPatch, place: object, name: str
) -> None:
    library = add_library()
    add_activity(library, attendances=1)
    refresh()
    add_activity(library, attendances=2)
    add_activity(library, dt.date(2022, 3, 3), attendances=4)

    def crash(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place, name, crash)
    with pytest.raises(OSError, match="No space"):
        refresh()
    assert total() in (1, 7)
    monkeypatch.undo()
    refresh()
    assert total() == 7
    assert DirtyPair.objects.count() == 0
    healed = contents()
    rebuild()
    assert contents() == healed


@pytest.mark.parametrize(
    "harm", ["delete", "cut", "overwrite", "manifest", "keys", "method"]
)
def test_a_damaged_lake_heals(harm: str) -> None:
    library = add_library()
    add_activity(library, attendances=9)
    refresh()
    root = Path(settings.LAKE_ROOT)
    file = next(root.glob("cube/activity_months.*.parquet"))
    if harm == "delete":
        file.unlink()
    elif harm == "cut":
        os.truncate(file, 40)
    elif harm == "overwrite":
        file.write_bytes(b"x" * file.stat().st_size)
    elif harm == "manifest":
        (root / "current.json").write_text("{")
    elif harm == "keys":
        (root / "current.json").write_text('{"format": 1}')
    else:
        stored = json.loads((root / "current.json").read_text())
        stored["methods"]["activities"] = 0
        (root / "current.json").write_text(json.dumps(stored))
    engine.close_engines()
    with pytest.raises(LakeDamaged):
        total()
    assert services.heal() is True
    assert total() == 9
    assert services.heal() is False


def test_a_lake_that_vanishes_is_not_taken_for_an_empty_one() -> None:
    add_activity(add_library(), attendances=9)
    refresh()
    assert total() == 9
    shutil.rmtree(settings.LAKE_ROOT)
    with pytest.raises(LakeDamaged):
        total()
    assert services.heal() is True
    assert total() == 9


@pytest.mark.parametrize("table", ["facts/activities/2022-11", "cube/activity_months"])
def test_a_refresh_that_meets_a_broken_file_builds_all_anew(table: str) -> None:
    library = add_library()
    add_activity(library, attendances=9)
    add_activity(library, dt.date(2022, 5, 9), attendances=1)
    refresh()
    file = next(Path(settings.LAKE_ROOT).glob(f"{table}.*.parquet"))
    file.write_bytes(b"x" * file.stat().st_size)
    add_activity(library, dt.date(2022, 11, 9), attendances=2)
    add_activity(library, dt.date(2022, 3, 9), attendances=4)
    assert refresh().is_rebuild is True
    assert (total(), DirtyPair.objects.count()) == (16, 0)


def test_a_full_disk_fails_in_words_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = add_library()
    add_activity(library, attendances=9)
    refresh()
    root = Path(settings.LAKE_ROOT)
    before = sorted(root.rglob("*.parquet*"))
    add_activity(library, attendances=4)
    copy, done = refreshing._copy, iter(range(9))

    def fill(opened: object, rows: str, path: Path) -> int:
        if next(done, 9) % 2 == 0:
            return copy(opened, rows, path)  # type: ignore[arg-type]
        path.write_bytes(b"half")
        raise duckdb.IOException("No space left on device")

    monkeypatch.setattr(refreshing, "_copy", fill)
    monkeypatch.setattr(refresher.connection, "close", lambda: None)
    with pytest.raises(RefreshFailed):
        refresh()
    assert refresher._round(0.0) is None
    assert sorted(root.rglob("*.parquet*")) == before
    assert total() == 9
    monkeypatch.undo()
    assert refresher._round(0.0) == refresher.Looked(refresher.POLL, marks=1)
    assert total() == 13


def test_expressions_are_written_before_the_first_refresh(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(refreshing, "_SQL", {})
    services.prepare()
    written = set(refreshing._SQL)
    assert written == {*registry.FACTS, *registry.CUBES}
    monkeypatch.setattr(engine, "sql_of", lambda _: pytest.fail("written again"))
    monkeypatch.setattr(refreshing.engine, "table", lambda *_: None)
    add_activity(add_library(), attendances=9)
    refresh()
    monkeypatch.undo()
    assert total() == 9


def test_a_lake_from_a_newer_platform_is_refused() -> None:
    refresh()
    path = Path(settings.LAKE_ROOT) / "current.json"
    stored = json.loads(path.read_text()) | {"format": 99}
    path.write_text(json.dumps(stored))
    with pytest.raises(LakeTooNew):
        figures("attendances", Cut())
    with pytest.raises(LakeTooNew):
        refresh()


def test_only_one_refresher_at_a_time() -> None:
    refresh()
    seen: list[str] = []

    def second() -> None:
        try:
            with lake.only_refresher(wait=False):
                seen.append("in")
        except RefreshBusy:
            seen.append("busy")

    with lake.only_refresher():
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    second()
    assert seen == ["busy", "in"]


def test_a_reader_keeps_its_version_during_a_refresh() -> None:
    library = add_library()
    add_activity(library, attendances=5)
    refresh()
    reader = engine.open_lake()
    cube = engine.table("activity_months")
    add_activity(library, attendances=6)
    refresh()
    query = cube.aggregate(total=cube.attendances.sum())
    assert [int(str(n)) for (n,) in reader.rows(query)] == [5]
    assert total() == 11


def test_replaced_files_go_after_the_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    library = add_library()
    add_activity(library)
    refresh()
    root = Path(settings.LAKE_ROOT)
    (root / "cube" / "left-behind.parquet.tmp").write_bytes(b"x")
    monkeypatch.setattr(lake, "GRACE", -1)
    add_activity(library)
    refresh()
    manifest = lake.current()
    assert manifest is not None
    found = {p.relative_to(root).as_posix() for p in root.rglob("*.parquet*")}
    assert found == {piece.file for piece in manifest.pieces()}


def test_the_clock_set_back_changes_the_version_all_the_same() -> None:
    library = add_library()
    refresh()
    first = lake.current()
    assert first is not None
    add_activity(library)
    writer = refreshing.Writer(first, None)  # type: ignore[arg-type]
    past = dt.datetime(2001, 1, 1, tzinfo=dt.UTC)
    published = lake.publish(writer.manifest, before=first, now=past)
    assert published.sequence == first.sequence + 1
    refresh()
    assert total() == 10


@pytest.mark.parametrize("seed", [4, 55])
def test_figures_carried_over_versions_equal_computed_ones(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large cubes change by few subjects; what is made of them by those alone."""
    monkeypatch.setattr(refreshing, "SMALL_CUBE", 0)
    load_schemes()
    chance = random.Random(seed)
    libraries = [add_library() for _ in range(5)]
    for library in libraries:
        add_activity(library)
    refresh()
    for _round in range(6):
        random_edit(chance, libraries)
        refresh()
        carried = _asked()
        engine.open_lake().forget()
        assert carried == _asked()


@pytest.mark.parametrize("question", [timeliness, completeness])
def test_shares_are_read_where_they_were_made(
    question: Callable[[Cut], list[Share]], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = add_library()
    add_activity(library)
    refresh()

    def refreshed_meanwhile(make: Callable[..., object]) -> Callable[..., object]:
        def made(*arguments: object) -> object:
            found = make(*arguments)
            add_activity(library, dt.date(2022, 2, 5))
            refresh()
            return found

        return made

    for name in ("located", "located_due"):
        make = getattr(shares, name)
        monkeypatch.setattr(shares, name, refreshed_meanwhile(make))
    assert [share.part for share in question(Cut())] == [1]
    monkeypatch.undo()
    assert [share.part for share in question(Cut())] == [2]


def _asked() -> list[object]:
    year = Cut(last=dt.date(2022, 4, 1))
    return [
        colours(year, level="regency"),
        scores(year),
        completeness(year, level="province", per="month"),
        timeliness(year, level="regency"),
        figures("attendances", year, level="regency", per="month").rows,
        figures("attendances", replace(year, provisional=True)).rows,
    ]
