"""The seat ledger: never oversold, in turn, all or nothing."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from sinergi.meetings.enums import PlaceState, PoolKind
from sinergi.meetings.errors import (
    AlreadyThere,
    CapacityBelowTaken,
    ClassesOverlap,
    NoOffer,
    PoolClosed,
    PoolFull,
)
from sinergi.meetings.models import LIVE, Participant, Place, SeatPool
from sinergi.meetings.services.ledger import (
    accept_offer,
    expire_offers,
    free_places,
    hand_on_all,
    move_places,
    set_capacity,
    take_places,
)
from sinergi.meetings.services.recount import recount
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)

NOON = dt.datetime(2022, 12, 5, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def online(db: None) -> SeatPool:
    """An online room with two seats."""
    return make_pool(make_meeting())


def someone(pool: SeatPool) -> Participant:
    return make_participant(pool.meeting)


def take(pool: SeatPool, *people: Participant, wait: bool = True) -> list[Place]:
    return take_places(participants=people or [someone(pool)], pools=[pool], wait=wait)


def states(pool: SeatPool) -> list[tuple[int, str]]:
    return list(pool.places.order_by("number").values_list("number", "state"))


def counters(pool: SeatPool) -> tuple[int, int, int]:
    pool.refresh_from_db()
    return pool.taken, pool.waiting, pool.last_number


def test_take_confirms_until_full_then_waits_by_number(online: SeatPool) -> None:
    for _ in range(4):
        take(online)
    assert states(online) == [
        (1, "confirmed"),
        (2, "confirmed"),
        (3, "waiting"),
        (4, "waiting"),
    ]
    assert counters(online) == (2, 2, 4)


def test_take_without_waiting_leaves_nothing_behind(online: SeatPool) -> None:
    take(online)
    take(online)
    with pytest.raises(PoolFull):
        take(online, wait=False)
    assert counters(online) == (2, 0, 2)
    assert online.places.count() == 2


def test_nobody_overtakes_those_who_wait(online: SeatPool) -> None:
    take(online)
    take(online, someone(online), someone(online))
    assert counters(online) == (1, 2, 3)
    with pytest.raises(PoolFull):
        take(online, wait=False)


def test_two_pools_are_taken_together_or_not_at_all(online: SeatPool) -> None:
    dinner = make_pool(online.meeting, capacity=1, kind=PoolKind.DINNER)
    take(dinner)
    person = someone(online)
    with pytest.raises(PoolFull):
        take_places(participants=[person], pools=[online, dinner], wait=False)
    assert counters(online) == (0, 0, 0)
    take_places(participants=[person], pools=[online, dinner], wait=True)
    assert counters(online) == (0, 1, 1)
    assert counters(dinner) == (1, 1, 2)


@pytest.mark.django_db(transaction=True)
def test_a_freed_seat_goes_to_the_first_in_turn() -> None:
    pool = make_pool(make_meeting())
    first, *_rest = [take(pool)[0] for _ in range(4)]
    free_places(places=[first])
    assert states(pool) == [
        (1, "withdrawn"),
        (2, "confirmed"),
        (3, "confirmed"),
        (4, "waiting"),
    ]
    assert counters(pool) == (2, 1, 4)


@pytest.mark.django_db(transaction=True)
def test_a_group_gets_an_offer_once_all_of_it_fits() -> None:
    pool = make_pool(make_meeting(), capacity=3)
    held = [take(pool)[0] for _ in range(3)]
    group = take(pool, someone(pool), someone(pool))
    single = take(pool)[0]
    free_places(places=held[:1])
    single.refresh_from_db()
    assert single.state == PlaceState.WAITING
    free_places(places=held[1:2])
    assert [place.state for place in Place.objects.filter(bundle=group[0].bundle)] == [
        "offered",
        "offered",
    ]
    accept_offer(bundle=group[0].bundle)
    assert counters(pool) == (3, 1, 6)
    with pytest.raises(NoOffer):
        accept_offer(bundle=group[0].bundle)


@pytest.mark.django_db(transaction=True)
def test_an_expired_offer_goes_to_the_next() -> None:
    pool = make_pool(make_meeting())
    held = [take(pool)[0] for _ in range(2)]
    group = take(pool, someone(pool), someone(pool))
    single = take(pool)[0]
    free_places(places=held)
    later = timezone.now() + dt.timedelta(hours=49)
    assert expire_offers(now=later) == 2
    single.refresh_from_db()
    assert single.state == PlaceState.CONFIRMED
    with pytest.raises(NoOffer):
        accept_offer(bundle=group[0].bundle)
    assert counters(pool) == (1, 0, 5)


@pytest.mark.django_db(transaction=True)
def test_a_request_that_lacks_room_elsewhere_is_passed_over() -> None:
    meeting = make_meeting()
    room, dinner = make_pool(meeting), make_pool(meeting, 1, PoolKind.DINNER)
    held = [take(room)[0] for _ in range(2)]
    meal = take(dinner)
    both = take_places(participants=[someone(room)], pools=[room, dinner], wait=True)
    alone = take(room)[0]
    free_places(places=held[:1])
    alone.refresh_from_db()
    assert alone.state == PlaceState.CONFIRMED
    free_places(places=[*meal, held[1]])
    assert {place.state for place in Place.objects.filter(bundle=both[0].bundle)} == {
        "confirmed"
    }
    assert counters(dinner) == (1, 0, 2)


def test_classes_at_one_time_are_refused(online: SeatPool) -> None:
    kinds = {"kind": PoolKind.CLASS, "capacity": 5}
    first = make_pool(online.meeting, starts_at=NOON, ends_at=NOON + HOUR, **kinds)
    second = make_pool(
        online.meeting, starts_at=NOON + HOUR / 2, ends_at=NOON + 2 * HOUR, **kinds
    )
    third = make_pool(
        online.meeting, starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR, **kinds
    )
    person = someone(online)
    with pytest.raises(ClassesOverlap):
        take_places(participants=[person], pools=[first, second], wait=True)
    take_places(participants=[person], pools=[first, third], wait=True)
    with pytest.raises(ClassesOverlap):
        take(second, person)


def test_one_place_a_person_in_a_pool(online: SeatPool) -> None:
    person = someone(online)
    take(online, person)
    with pytest.raises(AlreadyThere):
        take(online, person)


def test_a_closed_pool_takes_nobody(online: SeatPool) -> None:
    SeatPool.objects.filter(pk=online.pk).update(is_open=False)
    with pytest.raises(PoolClosed):
        take(online)


def test_moving_keeps_the_old_seat_until_the_new_one_is_sure(online: SeatPool) -> None:
    on_site = make_pool(online.meeting, 1, PoolKind.ON_SITE)
    place = take(on_site)
    take(online)
    take(online)
    with pytest.raises(PoolFull):
        move_places(places=place, to=online, wait=False)
    assert counters(on_site) == (1, 0, 1)
    SeatPool.objects.filter(pk=online.pk).update(capacity=3)
    move_places(places=place, to=online, wait=False)
    assert counters(on_site) == (0, 0, 1)
    assert counters(online) == (3, 0, 3)


def test_capacity_never_goes_below_what_is_taken(online: SeatPool) -> None:
    take(online)
    take(online)
    with pytest.raises(CapacityBelowTaken):
        set_capacity(pool=online, capacity=1)
    assert set_capacity(pool=online, capacity=2).capacity == 2


@pytest.mark.django_db(transaction=True)
def test_recount_mends_counters_and_hands_on() -> None:
    pool = make_pool(make_meeting())
    for _ in range(3):
        take(pool)
    SeatPool.objects.filter(pk=pool.pk).update(taken=1, waiting=7)
    found = recount(meeting_id=pool.meeting_id)
    assert [(one.taken, one.waiting) for one in found] == [((1, 2), (7, 1))]
    assert recount() == []


@pytest.mark.django_db(transaction=True)
def test_what_was_interrupted_is_handed_on_later() -> None:
    pool = make_pool(make_meeting())
    for _ in range(3):
        take(pool)
    SeatPool.objects.filter(pk=pool.pk).update(capacity=3)
    assert hand_on_all() == 1
    assert counters(pool) == (3, 0, 3)


@pytest.mark.django_db(transaction=True)
def test_a_crowd_is_seated_in_commit_order_and_never_oversold() -> None:
    pool = make_pool(make_meeting(), capacity=20)
    crowd = [someone(pool) for _ in range(60)]
    in_parallel(lambda person: take(pool, person), crowd)
    assert counters(pool) == (20, 40, 60)
    assert states(pool) == [
        (number, "confirmed" if number <= 20 else "waiting") for number in range(1, 61)
    ]
    seated = list(pool.places.filter(state="confirmed"))
    in_parallel(lambda place: free_places(places=[place]), seated)
    assert counters(pool) == (20, 20, 60)
    assert list(
        pool.places.filter(state="confirmed").values_list("number", flat=True)
    ) == list(range(21, 41))
    assert pool.places.filter(state__in=LIVE).count() == 40


def in_parallel(act: Callable[..., object], items: list[object]) -> None:
    """Let eight threads act on the items, each on its own connection."""
    failures: list[BaseException] = []

    def work(mine: list[object]) -> None:
        try:
            for item in mine:
                act(item)
        except BaseException as error:  # noqa: BLE001 - raised again below
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=(items[start::8],)) for start in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
