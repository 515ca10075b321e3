"""Dinners and stalls: opened by the committee, asked for on the ticket."""

import pytest
from django.test import Client, TestCase

from sinergi.audit.models import AuditEntry
from sinergi.meetings import services
from sinergi.meetings.errors import InvalidRegistration, OutOfScope, WrongState
from sinergi.meetings.models import Meeting, Participant, Place, SeatPool
from sinergi.meetings.queries.participants import further_pools
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.tests.factories import make_meeting, make_participant, make_pool
from sinergi.meetings.tests.test_views_committee import address, signed_in
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db

SLUG = "plm-jamuan"


@pytest.fixture
def meeting() -> Meeting:
    found = make_meeting(slug=SLUG)
    make_pool(found, 5, "on_site")
    make_pool(found, 5, "online")
    return found


@pytest.fixture
def dinner(meeting: Meeting) -> SeatPool:
    """A dinner for one."""
    return services.open_pool(
        by=None,
        meeting=meeting,
        kind="dinner",
        name_id="Makan malam",
        name_en="Dinner",
        capacity=1,
    )


def come(meeting: Meeting, channel: str = "on_site") -> Participant:
    person = make_participant(meeting, channel=channel)
    pool = SeatPool.objects.get(meeting=meeting, kind=channel)
    take_places(participants=[person], pools=[pool], wait=True)
    return person


def asked(person: Participant, pool: SeatPool) -> Place:
    return services.ask_for_seat(by=None, participant=person, pool=pool)


def test_the_committee_opens_further_seats(meeting: Meeting) -> None:
    client = signed_in(make_person(Role.COMMITTEE))
    said = {"kind": "stall", "name_id": "Lapak", "name_en": "", "capacity": "33"}
    answer = client.post(address("pool_new", SLUG), said)
    assert answer.status_code == 302
    pool = SeatPool.objects.get(meeting=meeting, kind="stall")
    assert (pool.name_id, pool.name_en, pool.capacity) == ("Lapak", "Lapak", 33)
    assert AuditEntry.objects.filter(action="pool.opened").count() == 1
    assert "Lapak" in client.get(address("committee_home", SLUG)).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"kind": "online"}, {"name_id": " "}, {"capacity": "-1"}]
)
def test_a_pool_that_cannot_be_is_refused_and_keeps_what_was_typed(
    meeting: Meeting, wrong: dict[str, str]
) -> None:
    client = signed_in(make_person(Role.COMMITTEE))
    said = {"kind": "dinner", "name_id": "Makan", "name_en": "Food", "capacity": "9"}
    answer = client.post(address("pool_new", SLUG), said | wrong)
    assert answer.status_code == 422
    assert "Food" in answer.content.decode()
    assert meeting.pools.count() == 2


def test_whoever_comes_asks_on_the_ticket_and_the_next_one_waits(
    client: Client, meeting: Meeting, dinner: SeatPool
) -> None:
    first, second = come(meeting), come(meeting)
    for person in (first, second):
        ticket = client.get(address("ticket", SLUG, person.code))
        assert "Makan malam" in ticket.content.decode()
        asking = address("ticket_ask", SLUG, person.code)
        with TestCase.captureOnCommitCallbacks(execute=True):
            client.post(asking, {"kuota": dinner.pk})
            client.post(asking, {"kuota": dinner.pk})  # twice is once
    assert list(dinner.places.values_list("participant", "state")) == [
        (first.pk, "confirmed"),
        (second.pk, "waiting"),
    ]
    giving = address("ticket_give_back", SLUG, first.code)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(giving, {"tempat": dinner.places.get(participant=first).pk})
    assert dinner.places.get(participant=second).state == "confirmed"
    dinner.refresh_from_db()
    assert (dinner.taken, dinner.waiting) == (1, 0)


def test_nobody_gives_back_the_seat_of_another(
    client: Client, meeting: Meeting, dinner: SeatPool
) -> None:
    first, second = come(meeting), come(meeting)
    place = asked(first, dinner)
    giving = address("ticket_give_back", SLUG, second.code)
    assert client.post(giving, {"tempat": place.pk}).status_code == 404
    with pytest.raises(InvalidRegistration):
        services.give_seat_back(by=None, participant=second, place=place)
    with pytest.raises(OutOfScope):
        services.ask_for_seat(
            by=make_person(Role.OBSERVER), participant=second, pool=dinner
        )
    place.refresh_from_db()
    assert place.state == "confirmed"


def test_the_place_at_the_meeting_is_no_further_seat(meeting: Meeting) -> None:
    person = come(meeting)
    place = person.places.get()
    with pytest.raises(InvalidRegistration):
        services.give_seat_back(by=None, participant=person, place=place)
    with pytest.raises(InvalidRegistration):
        asked(person, meeting.pools.get(kind="online"))


def test_people_online_do_not_dine(meeting: Meeting, dinner: SeatPool) -> None:
    person = come(meeting, "online")
    assert further_pools(person) == []
    with pytest.raises(InvalidRegistration):
        asked(person, dinner)


def test_moving_online_frees_the_dinner(meeting: Meeting, dinner: SeatPool) -> None:
    team = make_person(Role.NATIONAL_TEAM)
    first, second = come(meeting), come(meeting)
    asked(first, dinner)
    asked(second, dinner)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.move_online(by=team, participant=first)
    assert dinner.places.get(participant=second).state == "confirmed"
    assert not dinner.places.filter(participant=first, state="confirmed").exists()


def test_nothing_changes_after_the_meeting(meeting: Meeting, dinner: SeatPool) -> None:
    person = come(meeting)
    place = asked(person, dinner)
    services.close_meeting(by=None, meeting=meeting)
    with pytest.raises(WrongState):
        services.give_seat_back(by=None, participant=person, place=place)


def test_nobody_withdraws_from_a_meeting_that_is_over(
    client: Client, meeting: Meeting
) -> None:
    person = come(meeting)
    services.close_meeting(by=None, meeting=meeting)
    client.post(address("ticket_withdraw", SLUG, person.code))
    person.refresh_from_db()
    assert person.withdrawn_at is None
    assert person.places.get().state == "confirmed"
