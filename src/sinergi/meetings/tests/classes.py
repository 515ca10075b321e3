"""Classes, people with a place and their wishes, for tests."""

import datetime as dt

from sinergi.meetings.enums import Channel, PoolKind
from sinergi.meetings.models import Meeting, Participant, SeatPool
from sinergi.meetings.services.agenda import SessionContent, save_session
from sinergi.meetings.services.classes import Wishes, rank_topics
from sinergi.meetings.services.frame import save_topic, set_rounds
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.tests.factories import make_participant, make_pool

MORNING = dt.datetime(2022, 12, 5, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def give_classes(meeting: Meeting, *, topics: int, rounds: int, seats: int) -> None:
    """Every topic in every round, with a pool for each channel beside them."""
    for kind in (PoolKind.ON_SITE, PoolKind.ONLINE):
        make_pool(meeting, capacity=100, kind=kind)
    times = [
        (MORNING + 2 * turn * HOUR, MORNING + (2 * turn + 1) * HOUR)
        for turn in range(rounds)
    ]
    made = set_rounds(by=None, meeting=meeting, rounds=times)
    for number in range(1, topics + 1):
        topic = save_topic(by=None, meeting=meeting, title_id=f"Topik {number}")
        for turn in made:
            save_session(
                by=None,
                meeting=meeting,
                content=SessionContent(
                    kind="sharing_class", topic=topic, round=turn, capacity=seats
                ),
            )


def topics(meeting: Meeting) -> list[int]:
    """The ids of a meeting's topics."""
    return list(meeting.topics.values_list("pk", flat=True))


def attend(meeting: Meeting, **fields: object) -> Participant:
    """Somebody with a confirmed place, online unless said otherwise."""
    person = make_participant(meeting, **fields)
    pool = SeatPool.objects.get(meeting=meeting, kind=Channel(person.channel))
    take_places(participants=[person], pools=[pool], wait=False)
    return person


def wish(person: Participant, *ranked: int) -> None:
    """Rank topics, the first choice first."""
    rank_topics(by=None, participant=person, wishes=Wishes(ranked=ranked))
