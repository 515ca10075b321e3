"""Monthly statistics from draft to verified."""

import datetime as dt

import pytest

from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.network.models import Library
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.errors import (
    EditConflict,
    InvalidContent,
    ReadOnly,
    ReasonMissing,
    WrongState,
)
from sinergi.reports.models import MonthlyStatistics
from sinergi.reports.queries import trail_of, values_of, waiting_statistics
from sinergi.reports.tests.factories import World, make_world

pytestmark = pytest.mark.django_db
MONTH = dt.date(2022, 11, 17)


@pytest.fixture
def world() -> World:
    return make_world()


def saved(world: World, **values: int | None) -> MonthlyStatistics:
    return services.save_statistics(
        by=world.manager,
        library=world.library,
        month=MONTH,
        values=values or {"visits": 120, "loans": 0},
    )


def test_month_is_written_once_and_none_is_not_zero(world: World) -> None:
    first, again = saved(world), saved(world)
    assert first == again
    stored = MonthlyStatistics.objects.get()
    assert (stored.month, stored.visits, stored.loans, stored.items) == (
        dt.date(2022, 11, 1),
        120,
        0,
        None,
    )
    assert AuditEntry.objects.count() == 1


def test_change_keeps_old_and_new_and_unseen_changes(world: World) -> None:
    stored = saved(world)
    services.save_statistics(
        by=world.officer,
        library=world.library,
        month=MONTH,
        values={"visits": 130, "loans": 0},
        revision=stored.revision,
    )
    entry = AuditEntry.objects.get(action="statistics.changed")
    assert (entry.old, entry.new) == ({"visits": 120}, {"visits": 130})
    with pytest.raises(EditConflict) as refused:
        saved(world, visits=140)
    assert world.officer.full_name in str(refused.value.message)
    assert MonthlyStatistics.objects.get().visits == 130


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"visits": -1}, "negative_count"),
        ({"visits": 10**10}, "number_too_big"),
        ({"kunjungan": 3}, "unknown_field"),
    ],
)
def test_impossible_values_are_named(
    world: World, values: dict[str, int | None], kind: str
) -> None:
    with pytest.raises(InvalidContent) as refused:
        saved(world, **values)
    assert (refused.value.kind, refused.value.field) == (kind, next(iter(values)))
    assert not MonthlyStatistics.objects.exists()


def test_future_month_is_refused(world: World) -> None:
    with pytest.raises(InvalidContent) as refused:
        services.save_statistics(
            by=world.manager,
            library=world.library,
            month=dt.date(2023, 1, 1),
            values={"visits": 1},
        )
    assert refused.value.kind == "future_date"


def test_round_of_submit_return_submit_verify(world: World) -> None:
    stored = saved(world)
    for _time in range(2):
        services.submit_statistics(by=world.manager, statistics=stored)
    assert list(waiting_statistics(world.officer)) == [stored]
    assert list(waiting_statistics(world.manager)) == []
    with pytest.raises(ReasonMissing):
        services.return_statistics(by=world.officer, statistics=stored, reason=" ")
    for _time in range(2):
        services.return_statistics(
            by=world.officer, statistics=stored, reason="Hitung ulang"
        )
    assert MonthlyStatistics.objects.get().reason == "Hitung ulang"
    services.submit_statistics(by=world.manager, statistics=stored)
    for _time in range(2):
        done = services.verify_statistics(by=world.officer, statistics=stored)
    assert (done.state, done.verified_by, done.reason) == (
        State.VERIFIED,
        world.officer,
        "",
    )
    assert [row.action for row in reversed(trail_of(done))] == [
        "statistics.created",
        "statistics.submitted",
        "statistics.returned",
        "statistics.submitted",
        "statistics.verified",
    ]
    assert set(DirtyPair.objects.values_list("table", "subject", "month")) == {
        ("statistics", world.library.pk, dt.date(2022, 11, 1))
    }


def test_empty_month_is_not_sent(world: World) -> None:
    stored = saved(world, visits=None)
    with pytest.raises(InvalidContent):
        services.submit_statistics(by=world.manager, statistics=stored)
    assert MonthlyStatistics.objects.get().state == State.DRAFT


def test_sent_month_cannot_be_changed_and_a_draft_not_judged(world: World) -> None:
    stored = saved(world)
    with pytest.raises(WrongState):
        services.verify_statistics(by=world.officer, statistics=stored)
    with pytest.raises(WrongState):
        services.return_statistics(by=world.officer, statistics=stored, reason="x")
    services.submit_statistics(by=world.manager, statistics=stored)
    with pytest.raises(WrongState):
        saved(world, visits=1)
    assert values_of(MonthlyStatistics.objects.get())["visits"] == 120


def test_stranger_and_reader(world: World) -> None:
    stored = saved(world)
    with pytest.raises(Library.DoesNotExist):
        services.save_statistics(
            by=world.stranger, library=world.library, month=MONTH, values={"visits": 1}
        )
    with pytest.raises(MonthlyStatistics.DoesNotExist):
        services.submit_statistics(by=world.stranger, statistics=stored)
    with pytest.raises(MonthlyStatistics.DoesNotExist):
        services.verify_statistics(by=world.stranger, statistics=stored)
    with pytest.raises(ReadOnly):
        services.submit_statistics(by=world.reader, statistics=stored)
    with pytest.raises(ReadOnly):
        services.verify_statistics(by=world.manager, statistics=stored)
    assert MonthlyStatistics.objects.get().state == State.DRAFT
