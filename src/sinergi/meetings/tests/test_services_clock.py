"""The clock: offers end, seats move on, the nightly recount, and the mails of it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sinergi.meetings.models import Participant, Place, SeatPool
from sinergi.meetings.services.clock import Clock, Done, tick
from sinergi.meetings.services.ledger import free_places, take_places
from sinergi.meetings.tests.factories import (
    make_meeting,
    make_participant,
    make_pool,
)
from sinergi.notices.models import OutgoingMail

NIGHT = dt.datetime(2022, 12, 5, 2, 0, 1, tzinfo=dt.UTC)


def take(pool: SeatPool, *people: Participant) -> list[Place]:
    some = people or [make_participant(pool.meeting)]
    return take_places(participants=some, pools=[pool], wait=True)


@pytest.mark.django_db(transaction=True)
def test_a_late_offer_goes_to_the_next_and_everybody_is_told_once() -> None:
    pool = make_pool(make_meeting(), capacity=2)
    held = [take(pool)[0] for _ in range(2)]
    group = [make_participant(pool.meeting, language="en") for _ in range(2)]
    take(pool, *group)
    single = take(pool)[0].participant
    free_places(places=held)
    clock = Clock(recounted_on=dt.date.max)
    assert tick(clock, now=timezone.now()) == Done()
    late = timezone.now() + dt.timedelta(hours=49)
    assert tick(clock, now=late).expired == 2
    assert tick(clock, now=late) == Done()
    assert single.places.get().state == "confirmed"
    found = {
        person.email: sorted(
            key.rpartition("-")[2]
            for key in OutgoingMail.objects.filter(recipient=person.email).values_list(
                "key", flat=True
            )
        )
        for person in (*group, single)
    }
    assert found == {
        group[0].email: ["expired", "offered"],
        group[1].email: ["expired", "offered"],
        single.email: ["confirmed"],
    }
    bodies = OutgoingMail.objects.get(key__endswith="offered", recipient=group[0].email)
    assert "There is room for your group" in bodies.body


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_server_left_is_handed_on() -> None:
    pool = make_pool(make_meeting(), capacity=1)
    take(pool)
    waiting = take(pool)[0]
    SeatPool.objects.update(capacity=2)
    assert tick(Clock(recounted_on=dt.date.max), now=NIGHT).handed_on == 1
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"


@pytest.mark.django_db
def test_a_failing_mail_takes_the_promotion_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool = make_pool(make_meeting(), capacity=1)
    take(pool)
    waiting = take(pool)[0]
    SeatPool.objects.update(capacity=2)

    def broken(**_said: object) -> None:
        raise OSError

    monkeypatch.setattr("sinergi.meetings.services.news.queue_mail", broken)
    with pytest.raises(OSError):  # noqa: PT011 - our own, above
        tick(Clock(recounted_on=dt.date.max), now=NIGHT)
    waiting.refresh_from_db()
    pool.refresh_from_db()
    assert (waiting.state, pool.taken, pool.waiting) == ("waiting", 1, 1)


@pytest.mark.django_db
def test_counters_are_recounted_at_the_start_and_once_a_night() -> None:
    pool = make_pool(make_meeting(), capacity=5)
    take(pool)
    clock = Clock()
    wrong = SeatPool.objects.filter(pk=pool.pk)
    found = []
    for hours in (0, 1, 23, 24, 25):
        wrong.update(taken=4)
        found.append(tick(clock, now=NIGHT + dt.timedelta(hours=hours)).mended)
    assert found == [1, 0, 0, 1, 0]


@pytest.mark.django_db
def test_a_look_at_nothing_is_cheap() -> None:
    make_pool(make_meeting())
    with CaptureQueriesContext(connection) as queries:
        tick(Clock(recounted_on=dt.date.max), now=NIGHT)
    looks = [one for one in queries if one["sql"].startswith("SELECT")]
    assert len(looks) == 2


@pytest.mark.django_db(transaction=True)
def test_who_has_no_address_or_has_withdrawn_is_not_mailed() -> None:
    pool = make_pool(make_meeting(), capacity=1)
    held = take(pool)[0]
    take(pool, make_participant(pool.meeting, email="", identity="name:a"))
    free_places(places=[held])
    assert not OutgoingMail.objects.exists()
