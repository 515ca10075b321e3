"""Judging reports, and closing months."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.analytics.models import DirtyPair
from sinergi.audit.models import AuditEntry
from sinergi.network.enums import Role
from sinergi.notices.queries import messages_of
from sinergi.regions.models import Region
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.errors import (
    PeriodLocked,
    PeriodNotOver,
    ReadOnly,
    ReasonMissing,
    WrongState,
)
from sinergi.reports.models import Activity, MonthlyStatistics, PeriodLock, Review
from sinergi.reports.queries import content_of
from sinergi.reports.tests.factories import (
    World,
    last_month,
    make_content,
    make_draft,
    make_person,
    make_photo,
    make_submitted,
    make_verified,
    make_world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_verify_counts_and_is_recorded(world: World) -> None:
    activity = make_submitted(world)
    DirtyPair.objects.all().delete()
    verified = services.verify_activity(by=world.officer, activity=activity)
    stored = Activity.objects.get()
    assert (stored.state, stored.verified_by) == (State.VERIFIED, world.officer)
    assert stored.revision == verified.revision == activity.revision + 1
    assert [review.state for review in stored.reviews.all()] == [
        State.SUBMITTED,
        State.VERIFIED,
    ]
    entry = AuditEntry.objects.get(action="activity.verified")
    assert (entry.old, entry.new) == ({"state": "submitted"}, {"state": "verified"})
    assert DirtyPair.objects.get().subject == world.library.pk


def test_verify_twice_changes_nothing(world: World) -> None:
    activity = make_verified(world)
    again = services.verify_activity(by=world.province, activity=activity)
    assert (again.verified_by, again.revision) == (world.officer, activity.revision)
    assert Review.objects.filter(state=State.VERIFIED).count() == 1


def test_officer_verifies_the_own_entry_and_the_audit_says_so(world: World) -> None:
    activity = make_submitted(world, by=world.officer)
    services.verify_activity(by=world.officer, activity=activity)
    entry = AuditEntry.objects.get(action="activity.verified")
    assert entry.new == {"state": "verified", "is_own_entry": True}


def test_only_submitted_reports_are_judged(world: World) -> None:
    draft = make_draft(world)
    with pytest.raises(WrongState):
        services.verify_activity(by=world.officer, activity=draft)
    with pytest.raises(WrongState):
        services.return_activity(by=world.officer, activity=draft, reason="Perbaiki")
    with pytest.raises(WrongState):
        services.reopen_activity(by=world.officer, activity=draft, reason="Perbaiki")


def test_judging_needs_the_permission_in_the_scope(world: World) -> None:
    activity = make_submitted(world)
    acts: list[Callable[[User], object]] = [
        lambda by: services.verify_activity(by=by, activity=activity),
        lambda by: services.return_activity(by=by, activity=activity, reason="x"),
        lambda by: services.reopen_activity(by=by, activity=activity, reason="x"),
    ]
    for act in acts:
        with pytest.raises(Activity.DoesNotExist):
            act(world.stranger)
        for person in (world.manager, world.reader):
            with pytest.raises(ReadOnly):
                act(person)
    assert Activity.objects.get().state == State.SUBMITTED


def test_return_needs_a_reason_and_a_repeat_is_harmless(world: World) -> None:
    activity = make_submitted(world)
    with pytest.raises(ReasonMissing):
        services.return_activity(by=world.officer, activity=activity, reason="  ")
    for _time in range(2):
        services.return_activity(
            by=world.officer, activity=activity, reason="Lampirkan daftar hadir"
        )
    stored = Activity.objects.get()
    assert stored.state == State.RETURNED
    last = stored.reviews.last()
    assert last is not None
    assert last.reason == "Lampirkan daftar hadir"
    assert stored.reviews.count() == 2
    with pytest.raises(WrongState):
        services.return_activity(by=world.officer, activity=activity, reason="Lain")


def test_reopen_takes_a_report_out_of_the_figures(world: World) -> None:
    activity = make_verified(world)
    DirtyPair.objects.all().delete()
    services.reopen_activity(by=world.officer, activity=activity, reason="Salah jumlah")
    stored = Activity.objects.get()
    assert (stored.state, stored.verified_at, stored.verified_by) == (
        State.RETURNED,
        None,
        None,
    )
    assert DirtyPair.objects.count() == 1
    assert AuditEntry.objects.get(action="activity.reopened").reason == "Salah jumlah"


def test_bulk_verify_names_what_it_refuses(world: World) -> None:
    waiting = [make_submitted(world) for _number in range(3)]
    draft = make_draft(world)
    done = make_verified(world)
    outcome = services.verify_activities(
        by=world.officer, activities=[*waiting, draft, done]
    )
    assert {row.pk for row in outcome.verified} == {row.pk for row in [*waiting, done]}
    assert [(row.pk, type(error)) for row, error in outcome.refused] == [
        (draft.pk, WrongState)
    ]
    assert Activity.objects.filter(state=State.VERIFIED).count() == 4


def test_bulk_verify_of_a_strangers_report_does_nothing(world: World) -> None:
    waiting = make_submitted(world)
    with pytest.raises(Activity.DoesNotExist):
        services.verify_activities(by=world.stranger, activities=[waiting])
    outcome = services.verify_activities(by=world.reader, activities=[waiting])
    assert [type(error) for _row, error in outcome.refused] == [ReadOnly]
    assert Activity.objects.get().state == State.SUBMITTED


def test_bulk_verify_takes_as_many_queries_for_three_as_for_one(world: World) -> None:
    def counted(number: int) -> int:
        rows = [make_submitted(world) for _time in range(number)]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            services.verify_activities(by=world.officer, activities=rows)
        return len(queries)

    counted(1)
    assert (counted(1), counted(3)) == (17, 17)


def test_lock_turns_verified_into_locked_and_unlock_reverses(world: World) -> None:
    verified, waiting = make_verified(world), make_submitted(world)
    region = Region.objects.get(pk="35.22")
    lock = services.lock_period(by=world.officer, month=last_month(), region=region)
    again = services.lock_period(by=world.officer, month=last_month(), region=region)
    assert again == lock
    states = dict(Activity.objects.values_list("pk", "state"))
    assert states == {verified.pk: State.LOCKED, waiting.pk: State.SUBMITTED}
    with pytest.raises(ReasonMissing):
        services.unlock_period(by=world.officer, lock=lock, reason="")
    for _time in range(2):
        services.unlock_period(by=world.officer, lock=lock, reason="Koreksi")
    verified.refresh_from_db()
    lock.refresh_from_db()
    assert verified.state == State.VERIFIED
    assert (lock.unlocked_by, lock.unlock_reason) == (world.officer, "Koreksi")
    assert AuditEntry.objects.get(action="period.locked").new == {
        "month": lock.month.isoformat(),
        "region": "35.22",
        "activities": 1,
        "statistics": 0,
    }
    assert AuditEntry.objects.filter(action="period.unlocked").count() == 1


def test_unlock_leaves_what_another_lock_still_closes(world: World) -> None:
    activity = make_verified(world)
    region = Region.objects.get(pk="35.22")
    narrow = services.lock_period(by=world.officer, month=last_month(), region=region)
    wide = services.lock_period(by=world.nation, month=last_month())
    services.unlock_period(by=world.nation, lock=wide, reason="Koreksi")
    activity.refresh_from_db()
    assert activity.state == State.LOCKED
    services.unlock_period(by=world.officer, lock=narrow, reason="Koreksi")
    activity.refresh_from_db()
    assert activity.state == State.VERIFIED


def test_lock_needs_a_say_over_the_region_and_a_month_that_is_over(
    world: World,
) -> None:
    regency = Region.objects.get(pk="35.22")
    province = Region.objects.get(pk="35")
    for person, region in (
        (world.manager, regency),
        (world.reader, regency),
        (world.stranger, regency),
        (world.officer, province),
        (world.province, None),
    ):
        with pytest.raises(ReadOnly):
            services.lock_period(by=person, month=last_month(), region=region)
    with pytest.raises(PeriodNotOver):
        services.lock_period(
            by=world.officer, month=timezone.localdate(), region=regency
        )
    services.lock_period(by=world.province, month=last_month(), region=regency)
    assert PeriodLock.objects.count() == 1


def acts_in_a_closed_month(
    world: World,
) -> list[Callable[[], object]]:
    draft, waiting, verified = (
        make_draft(world),
        make_submitted(world),
        make_verified(world),
    )
    moved = make_draft(world, started_on=dt.date(2022, 3, 3))
    statistics = services.save_statistics(
        by=world.manager,
        library=world.library,
        month=last_month(),
        values={"visits": 3},
    )
    services.lock_period(by=world.nation, month=last_month())
    by, officer, library = world.manager, world.officer, world.library
    return [
        lambda: make_draft(world),
        lambda: services.save_activity(
            by=by,
            library_id=library.pk,
            content=make_content(),
            id=draft.pk,
            revision=1,
        ),
        lambda: services.save_activity(
            by=by,
            library_id=library.pk,
            content=make_content(),
            id=moved.pk,
            revision=1,
        ),
        lambda: services.save_activity(
            by=by,
            library_id=library.pk,
            content=make_content(started_on=dt.date(2022, 3, 3)),
            id=draft.pk,
            revision=1,
        ),
        lambda: services.submit_activity(by=by, activity=draft),
        lambda: services.add_evidence(by=by, activity=draft, upload=make_photo()),
        lambda: services.verify_activity(by=officer, activity=waiting),
        lambda: services.return_activity(by=officer, activity=waiting, reason="x"),
        lambda: services.reopen_activity(by=officer, activity=verified, reason="x"),
        lambda: services.save_activity(
            by=by,
            library_id=library.pk,
            content=make_content(),
            id=verified.pk,
            revision=3,
        ),
        lambda: services.save_statistics(
            by=by,
            library=library,
            month=last_month(),
            values={"visits": 4},
            revision=1,
        ),
        lambda: services.submit_statistics(by=by, statistics=statistics),
    ]


def test_a_closed_month_takes_no_change_by_any_act(world: World) -> None:
    acts = acts_in_a_closed_month(world)
    before = [content_of(row) for row in Activity.objects.order_by("pk")]
    for act in acts:
        with pytest.raises(PeriodLocked) as refused:
            act()
        assert refused.value.kind == "period_locked"
    after = [content_of(row) for row in Activity.objects.order_by("pk")]
    assert after == before
    assert MonthlyStatistics.objects.get().visits == 3


def test_a_lock_elsewhere_closes_nothing_here(world: World) -> None:
    make_person()
    services.lock_period(
        by=world.nation, month=last_month(), region=Region.objects.get(pk="33")
    )
    assert make_verified(world).state == State.VERIFIED


def told(user: User) -> list[str]:
    """A person's messages in words, the oldest first."""
    return [message.text for message in reversed(messages_of(user))]


def test_library_and_writer_are_told_of_each_judgement_once(world: World) -> None:
    second = make_person(Role.VILLAGE_MANAGER, library=world.library)
    activity = make_submitted(world, by=world.province, title="Kelas batik")
    for _again in range(2):
        services.return_activity(by=world.officer, activity=activity, reason="Foto")
    services.submit_activity(by=world.manager, activity=activity)
    for _again in range(2):
        services.verify_activity(by=world.officer, activity=activity)
    services.reopen_activity(by=world.officer, activity=activity, reason="Jumlah")
    expected = [
        "“Kelas batik” perlu diperbaiki: Foto",
        "“Kelas batik” terverifikasi dan sudah masuk hitungan.",
        "“Kelas batik” dibuka lagi: Jumlah",
    ]
    people = (world.manager, second, world.province, world.officer, world.stranger)
    assert [told(user) for user in people] == [expected] * 3 + [[], []]
    assert {message.link for message in messages_of(second)} == {
        f"/kegiatan/{activity.pk}/"
    }


def test_library_is_told_of_its_statistics(world: World) -> None:
    statistics = services.save_statistics(
        by=world.manager,
        library=world.library,
        month=dt.date(2022, 10, 1),
        values={"visits": 5},
    )
    services.submit_statistics(by=world.manager, statistics=statistics)
    services.return_statistics(by=world.officer, statistics=statistics, reason="Nol?")
    services.submit_statistics(by=world.manager, statistics=statistics)
    services.verify_statistics(by=world.officer, statistics=statistics)
    assert [text.split(" ", 1)[0] for text in told(world.manager)] == [
        "Statistik",
        "Statistik",
    ]
    assert "Nol?" in told(world.manager)[0]
