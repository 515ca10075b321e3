"""Whatever order services are called in: nothing oversold, nobody in two classes."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count, pairwise

import pytest
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from sinergi.core.errors import DomainError
from sinergi.meetings.enums import PlaceState, PoolKind, SessionKind
from sinergi.meetings.models import LIVE, SEATED, Participant, Place, SeatPool, Session
from sinergi.meetings.services import (
    accept_offer,
    decline_offer,
    move_online,
    save_session,
    save_topic,
    set_pool_capacity,
    set_rounds,
    swap_person,
    withdraw_participant,
)
from sinergi.meetings.services.agenda import SessionContent
from sinergi.meetings.services.clock import Clock, tick
from sinergi.meetings.services.ledger import free_places, take_places
from sinergi.meetings.services.registration import Person
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

MORNING = dt.datetime(2022, 12, 5, 2, tzinfo=dt.UTC)
PEOPLE = 6
turns = st.integers(0, 1000)


class Meeting(RuleBasedStateMachine):
    """A small meeting: two channels, a dinner, four classes in two rounds."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.team = make_person(Role.NATIONAL_TEAM)
        self.meeting = make_meeting(ends_on=dt.date(2022, 12, 5))
        self.pools = [
            make_pool(self.meeting, 3, PoolKind.ON_SITE),
            make_pool(self.meeting, 3, PoolKind.ONLINE),
            make_pool(self.meeting, 2, PoolKind.DINNER),
        ]
        self.moved(0, 120)
        self.sessions = [self.a_class(turn) for turn in range(4)]
        self.pools += [one.pool for one in self.sessions if one.pool]
        for _turn in range(PEOPLE):
            make_participant(self.meeting, channel="on_site")
        self.clock = Clock()
        self.hours = 0
        self.numbers = count(1)

    def moved(self, first: int, second: int) -> None:
        set_rounds(
            by=None,
            meeting=self.meeting,
            rounds=[
                (
                    MORNING + dt.timedelta(minutes=start),
                    MORNING + dt.timedelta(minutes=start + 60),
                )
                for start in (first, second)
            ],
        )

    def a_class(self, turn: int) -> Session:
        topic = save_topic(by=None, meeting=self.meeting, title_id=f"Topik {turn}")
        return save_session(
            by=None,
            meeting=self.meeting,
            content=SessionContent(
                kind=SessionKind.SHARING_CLASS,
                topic=topic,
                round=list(self.meeting.rounds.all())[turn // 2],
                capacity=2,
            ),
        )

    def attempt(self, act: Callable[[], object]) -> None:
        """Do an act with all that follows its commit; refusals leave nothing."""
        with (
            TestCase.captureOnCommitCallbacks(execute=True),
            suppress(DomainError),
            transaction.atomic(),
        ):
            act()

    def person(self, turn: int) -> Participant:
        people = list(
            Participant.objects.present().filter(meeting=self.meeting).order_by("pk")
        )
        return people[turn % len(people)]

    def place(self, turn: int, *states: str) -> Place | None:
        rows = list(Place.objects.filter(state__in=states).order_by("pk"))
        return rows[turn % len(rows)] if rows else None

    def anybody(self) -> bool:
        return Participant.objects.present().filter(meeting=self.meeting).exists()

    @precondition(lambda self: self.anybody())
    @rule(
        people=st.lists(turns, min_size=1, max_size=3),
        pools=st.lists(st.integers(0, 6), min_size=1, max_size=3, unique=True),
        wait=st.booleans(),
    )
    def ask(self, people: list[int], pools: list[int], wait: bool) -> None:
        chosen = {self.person(turn).pk: self.person(turn) for turn in people}
        self.attempt(
            lambda: take_places(
                participants=list(chosen.values()),
                pools=[self.pools[turn] for turn in pools],
                wait=wait,
            )
        )

    @rule(turn=turns)
    def give_back(self, turn: int) -> None:
        place = self.place(turn, *LIVE)
        if place:
            self.attempt(lambda: free_places(places=[place]))

    @precondition(lambda self: self.anybody())
    @rule(turn=turns)
    def withdraw(self, turn: int) -> None:
        person = self.person(turn)
        if Participant.objects.present().count() > 2:
            self.attempt(lambda: withdraw_participant(by=None, participant=person))

    @precondition(lambda self: self.anybody())
    @rule(turn=turns)
    def swap(self, turn: int) -> None:
        other = Person(
            full_name=f"Pengganti {next(self.numbers)}",
            participant_type="guest",
            has_consented=True,
        )
        person = self.person(turn)
        self.attempt(
            lambda: swap_person(by=self.team, participant=person, person=other)
        )

    @precondition(lambda self: self.anybody())
    @rule(turn=turns, wait=st.booleans())
    def go_online(self, turn: int, wait: bool) -> None:
        person = self.person(turn)
        self.attempt(lambda: move_online(by=self.team, participant=person, wait=wait))

    @rule(turn=st.integers(0, 6), capacity=st.integers(0, 5))
    def resize(self, turn: int, capacity: int) -> None:
        pool = SeatPool.objects.get(pk=self.pools[turn].pk)
        self.attempt(lambda: set_pool_capacity(by=None, pool=pool, capacity=capacity))

    @rule(turn=turns, takes=st.booleans())
    def answer(self, turn: int, takes: bool) -> None:
        place = self.place(turn, PlaceState.OFFERED)
        act = accept_offer if takes else decline_offer
        if place:
            self.attempt(lambda: act(bundle=place.bundle))

    @rule(hours=st.integers(1, 60))
    def wait_for_the_clock(self, hours: int) -> None:
        self.hours += hours
        later = timezone.localtime() + dt.timedelta(hours=self.hours)
        self.attempt(lambda: tick(self.clock, now=later))

    @rule(first=st.integers(0, 60), second=st.integers(60, 200))
    def move_rounds(self, first: int, second: int) -> None:
        self.attempt(lambda: self.moved(first, second))

    @rule(turn=st.integers(0, 3), into=st.integers(0, 1), capacity=st.integers(0, 4))
    def move_class(self, turn: int, into: int, capacity: int) -> None:
        session = self.sessions[turn]
        session.refresh_from_db()
        content = SessionContent(
            kind=SessionKind.SHARING_CLASS,
            topic=session.topic,
            round=list(self.meeting.rounds.all())[into],
            capacity=capacity,
        )
        self.attempt(
            lambda: save_session(
                by=None, meeting=self.meeting, content=content, session=session
            )
        )

    @invariant()
    def no_pool_is_oversold(self) -> None:
        for pool in SeatPool.objects.filter(meeting=self.meeting):
            states = Counter(pool.places.values_list("state", flat=True))
            seated = sum(states[state] for state in SEATED)
            assert (pool.taken, pool.waiting) == (seated, states[PlaceState.WAITING])
            assert seated <= pool.capacity

    @invariant()
    def nobody_is_in_two_classes(self) -> None:
        held: dict[int, list[SeatPool]] = {}
        for place in Place.objects.filter(state__in=LIVE).select_related("pool"):
            held.setdefault(place.participant_id, []).append(place.pool)
        for pools in held.values():
            assert len(pools) == len({pool.pk for pool in pools})
            times = sorted(
                (pool.starts_at, pool.ends_at)
                for pool in pools
                if pool.starts_at and pool.ends_at
            )
            for (_start, end), (start, _end) in pairwise(times):
                assert end <= start

    @invariant()
    def no_free_seat_has_a_fitting_request_first_in_line(self) -> None:
        for pool in SeatPool.objects.filter(meeting=self.meeting, waiting__gt=0):
            first = (
                Place.objects.filter(pool=pool, state=PlaceState.WAITING)
                .order_by("number")
                .first()
            )
            assert first is not None
            needs = Counter(
                Place.objects.filter(
                    bundle=first.bundle, state=PlaceState.WAITING
                ).values_list("pool", flat=True)
            )
            free = {row.pk: row.free for row in SeatPool.objects.filter(pk__in=needs)}
            assert any(free[pk] < need for pk, need in needs.items())

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_acts_oversells_or_doubles() -> None:
    run_state_machine_as_test(
        Meeting,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
