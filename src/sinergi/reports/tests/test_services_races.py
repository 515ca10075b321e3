"""Two people at the same moment: the records stay sound."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from sinergi.audit.models import AuditEntry
from sinergi.core.errors import DomainError
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.models import Activity, PeriodLock, Review
from sinergi.reports.tests.factories import (
    World,
    last_month,
    make_content,
    make_submitted,
    make_world,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    return make_world()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act returned or was refused with, all begun together."""

    def one(act: Callable[[], object]) -> object:
        try:
            return act()
        except DomainError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_one_report_sent_many_times_at_once_is_stored_once(world: World) -> None:
    content, wanted = make_content(), uuid.uuid4()

    def save() -> bool:
        _activity, is_new = services.save_activity(
            by=world.manager, library_id=world.library.pk, content=content, id=wanted
        )
        return is_new

    assert sorted(at_once(*[save] * 4), key=str) == [False, False, False, True]
    assert Activity.objects.count() == 1
    assert AuditEntry.objects.filter(action="activity.created").count() == 1


def test_one_id_for_two_libraries_at_once_goes_to_one(world: World) -> None:
    content, wanted = make_content(), uuid.uuid4()
    outcomes = at_once(
        *(
            partial(
                services.save_activity,
                by=world.nation,
                library_id=library.pk,
                content=content,
                id=wanted,
            )
            for library in (world.library, world.far)
        )
    )
    refused = [row for row in outcomes if isinstance(row, DomainError)]
    assert [error.kind for error in refused] == ["activity_exists"]
    assert Activity.objects.count() == 1


def test_two_officers_verify_at_once_and_one_is_recorded(world: World) -> None:
    activity = make_submitted(world)
    at_once(
        *(
            partial(services.verify_activity, by=by, activity=activity)
            for by in (world.officer, world.province, world.nation)
        )
    )
    assert Review.objects.filter(state=State.VERIFIED).count() == 1
    assert Activity.objects.get().revision == activity.revision + 1


def test_verified_while_the_month_is_locked_is_locked_or_refused(
    world: World,
) -> None:
    waiting = [make_submitted(world) for _number in range(6)]
    acts: list[Callable[[], object]] = [
        partial(services.verify_activity, by=world.officer, activity=row)
        for row in waiting
    ]
    acts.insert(3, lambda: services.lock_period(by=world.nation, month=last_month()))
    at_once(*acts)
    assert PeriodLock.objects.count() == 1
    states = set(Activity.objects.values_list("state", flat=True))
    assert states <= {State.LOCKED, State.SUBMITTED}
