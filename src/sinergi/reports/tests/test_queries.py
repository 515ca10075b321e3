"""Reading reports: lists, the inbox, summaries, the change history."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from sinergi.network.enums import Origin
from sinergi.network.models import Library, Partnership, Programme
from sinergi.reports import services
from sinergi.reports.content import Cell, Payment
from sinergi.reports.enums import Channel, State
from sinergi.reports.models import Activity
from sinergi.reports.queries import (
    activities_for,
    activity_for,
    closable_regions,
    content_of,
    counts_by_state,
    inbox_for,
    month_summary,
    period_locks_for,
    silent_libraries,
    trail_of,
)
from sinergi.reports.tests.conftest import Clock
from sinergi.reports.tests.factories import (
    World,
    last_month,
    make_content,
    make_draft,
    make_photo,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db
NOVEMBER = dt.date(2022, 11, 1)


@pytest.fixture
def world() -> World:
    return make_world()


def titles(rows: object) -> list[str]:
    return [row.title for row in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_is_read_in_four_queries(
    world: World, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        make_submitted(world, title=f"Laporan {number}", links=())
    person = type(world.officer).objects.get(pk=world.officer.pk)
    with django_assert_num_queries(4):  # type: ignore[operator]
        page = inbox_for(person)
        for activity in page.items:
            row: Any = activity
            assert activity.library.region.name
            assert activity.entered_by.full_name
            assert [flag.kind for flag in row.open_flags] == ["no_evidence"]
            assert row.evidence_count == 0
    assert page.total == count


@pytest.mark.parametrize("count", [1, 3])
def test_whole_activity_is_read_in_seven_queries(
    world: World, count: int, django_assert_num_queries: object
) -> None:
    activity = make_draft(world)
    for number in range(count):
        services.add_evidence(
            by=world.manager,
            activity=activity,
            upload=make_photo(size=(40 + number, 30)),
        )
    services.submit_activity(by=world.manager, activity=activity)
    person = type(world.officer).objects.get(pk=world.officer.pk)
    with django_assert_num_queries(7):  # type: ignore[operator]
        found = activity_for(person, activity.pk)
        content_of(found)
        assert len([row.file.pk for row in found.evidence.all() if row.file]) == count
        assert [row.by.full_name for row in found.reviews.all()] == [
            world.manager.full_name
        ]
        assert list(found.flags.all()) == []
        assert found.library.region.parent is not None


def test_inbox_shows_the_oldest_first_and_pages_by_key(
    world: World, clock: Clock
) -> None:
    for number in range(5):
        make_submitted(world, title=f"Laporan {number}")
        clock.forward(hours=1)
    make_draft(world)
    make_verified(world)
    page = inbox_for(world.officer, limit=2)
    assert (titles(page.items), page.total) == (["Laporan 0", "Laporan 1"], 5)
    services.verify_activities(by=world.officer, activities=page.items)
    page = inbox_for(world.officer, limit=2, cursor=page.next)
    assert titles(page.items) == ["Laporan 2", "Laporan 3"]
    page = inbox_for(world.officer, limit=2, cursor=page.next)
    assert (titles(page.items), page.next) == (["Laporan 4"], "")
    newest = inbox_for(world.officer, order="newest", limit=1)
    assert titles(newest.items) == ["Laporan 4"]


def test_inbox_finds_by_words_and_flags(world: World) -> None:
    make_submitted(world, title="Kelas menjahit", links=())
    make_submitted(world, title="Panen padi")
    assert titles(inbox_for(world.officer, search="JAHIT").items) == ["Kelas menjahit"]
    flagged = inbox_for(world.officer, flag="no_evidence")
    assert (titles(flagged.items), flagged.total) == (["Kelas menjahit"], 1)
    found = inbox_for(world.officer, search=world.library.name)
    assert found.total == 2


def test_only_those_who_verify_have_an_inbox(world: World) -> None:
    make_submitted(world)
    totals = {
        name: inbox_for(getattr(world, name)).total
        for name in ("manager", "officer", "province", "nation", "reader", "stranger")
    }
    assert totals == {
        "manager": 0,
        "officer": 1,
        "province": 1,
        "nation": 1,
        "reader": 0,
        "stranger": 0,
    }


def test_drafts_are_listed_for_those_who_report_only(world: World) -> None:
    draft = make_draft(world)
    sent = make_submitted(world)
    assert set(activities_for(world.manager)) == {draft, sent}
    assert list(activities_for(world.reader)) == [sent]
    assert list(activities_for(world.stranger)) == []


def test_list_filters(world: World) -> None:
    first = make_submitted(world, title="Baca bersama", strategy="publication")
    second = make_submitted(world, started_on=dt.date(2022, 10, 2), field="health")
    cases: list[tuple[dict[str, object], list[Activity]]] = [
        ({"strategy": "publication"}, [first]),
        ({"field": "health"}, [second]),
        ({"since": NOVEMBER}, [first]),
        ({"until": dt.date(2022, 10, 2)}, [second]),
        ({"search": "baca BERSAMA"}, [first]),
        ({"region": "35.22", "state": "submitted"}, [second, first]),
        ({"region": "35.2"}, []),
        ({"library": world.neighbour}, []),
    ]
    for wanted, expected in cases:
        found = activities_for(world.officer, **wanted)  # type: ignore[arg-type]
        assert set(found) == set(expected)


def test_counts_by_state(world: World) -> None:
    make_draft(world)
    make_verified(world)
    make_verified(world)
    assert counts_by_state(world.officer) == {
        "draft": 1,
        "submitted": 0,
        "returned": 0,
        "verified": 2,
        "locked": 0,
    }
    assert sum(counts_by_state(world.stranger).values()) == 0


def test_month_summary_tells_what_is_done_and_to_do(world: World, clock: Clock) -> None:
    empty = month_summary(world.library, NOVEMBER)
    assert (empty.verified, empty.attendances, empty.waiting_days) == (0, None, None)
    make_verified(
        world, attendances=30, breakdown=(Cell(disability="with", attendances=4),)
    )
    make_verified(world, attendances=None, breakdown=())
    make_submitted(world)
    draft = make_draft(world, started_on=None)
    back = make_submitted(world)
    services.return_activity(by=world.officer, activity=back, reason="Perjelas")
    clock.forward(days=4)
    summary = month_summary(world.library, last_month())
    assert (
        summary.verified,
        summary.submitted,
        summary.returned,
        summary.drafts,
        summary.attendances,
        summary.with_disability,
        summary.waiting_days,
    ) == (2, 1, 1, 0, 30, 4, 4)
    assert list(summary.needs_action) == [back, draft]
    assert (summary.deadline, summary.statistics) == (dt.date(2022, 12, 5), None)


def test_silent_libraries_are_open_partners_without_a_sent_report(
    world: World,
) -> None:
    programme = Programme.objects.create(
        key="tpbis", name_id="TPBIS", name_en="TPBIS", starts_on=dt.date(2018, 1, 1)
    )
    for library in (world.library, world.neighbour, world.far):
        Partnership.objects.create(
            library=library,
            programme=programme,
            origin=Origin.REPLICATION,
            intake_year=2021,
            started_on=dt.date(2021, 1, 1),
        )
    make_draft(world)
    assert list(silent_libraries(world.officer, NOVEMBER)) == [
        world.library,
        world.neighbour,
    ]
    make_submitted(world)
    assert list(silent_libraries(world.officer, NOVEMBER)) == [world.neighbour]
    Library.objects.filter(pk=world.neighbour.pk).update(closed_on=NOVEMBER)
    assert list(silent_libraries(world.officer, NOVEMBER)) == []


def test_trail_says_what_changed_in_words(world: World) -> None:
    activity = make_draft(world, money=(Payment("csr", Decimal(1_250_000)),))
    services.save_activity(
        by=world.officer,
        library_id=world.library.pk,
        content=make_content(title="Judul baru", attendances=30, money=()),
        id=activity.pk,
        revision=1,
    )
    services.submit_activity(by=world.manager, activity=activity)
    services.verify_activity(by=world.officer, activity=activity)
    services.lock_period(by=world.nation, month=last_month())
    rows = trail_of(Activity.objects.get())
    assert [row.action for row in rows] == [
        "period.locked",
        "activity.verified",
        "activity.submitted",
        "activity.changed",
        "activity.created",
    ]
    changed = {change.label: (change.old, change.new) for change in rows[3].changes}
    assert len(changed) == 3
    assert (activity.title, "Judul baru") in changed.values()
    assert ("24", "30") in changed.values()
    assert all(row.label != row.action for row in rows)


def test_locks_are_shown_to_those_whom_they_concern(world: World) -> None:
    lock = services.lock_period(by=world.nation, month=NOVEMBER)
    for person in (world.manager, world.officer, world.stranger, world.nation):
        assert list(period_locks_for(person)) == [lock]
    services.unlock_period(by=world.nation, lock=lock, reason="Koreksi")
    region = world.library.region.parent
    assert region is not None
    narrow = services.lock_period(by=world.nation, month=NOVEMBER, region=region)
    assert narrow in period_locks_for(world.manager)
    assert narrow not in period_locks_for(world.stranger)
    assert [row.code for row in closable_regions(world.officer)] == ["35.22"]
    assert [row.code for row in closable_regions(world.province)] == ["35", "35.22"]


def test_channel_of_a_page_is_web(world: World) -> None:
    activity = make_draft(world)
    assert (activity.channel, activity.state) == (Channel.WEB, State.DRAFT)
