"""The people and classes of a meeting as a problem to solve. Loads numpy: late."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, Q

from sinergi.meetings.assignment import NONE, Problem, ranks_of
from sinergi.meetings.assignment.problem import Bools, Ints
from sinergi.meetings.enums import (
    InterestKind,
    ParticipantType,
    PlaceState,
    PoolKind,
    SessionKind,
)
from sinergi.meetings.models import (
    SEATED,
    Interest,
    Meeting,
    Participant,
    Place,
    Preference,
    Session,
    Speaker,
)

#: They are asked to a class only if they chose topics themselves.
GUESTS = (ParticipantType.GUEST, ParticipantType.PRESS, ParticipantType.COMMITTEE)
CHANNELS = (PoolKind.ON_SITE, PoolKind.ONLINE)


@dataclass(frozen=True)
class Roster:
    """A problem with the rows behind its numbers.

    `sessions` is the class of each topic and round; `ranked` and `needed` are the
    topics of each person, by number.
    """

    people: Sequence[Participant]
    sessions: Mapping[tuple[int, int], Session]
    ranked: Sequence[Sequence[int]]
    needed: Sequence[Sequence[int]]
    problem: Problem


def roster(meeting: Meeting, *, channel: str = "", keeps_places: bool = True) -> Roster:
    """Those with a confirmed seat of the channel (or any), and all classes.

    Args:
        meeting: The meeting.
        channel: On site or online; empty for both.
        keeps_places: Whether people stay in the class that they have, if they can.
    """
    classes = _classes(meeting)
    topics = list(dict.fromkeys(row.topic_id or 0 for row in classes))
    turns = sorted({(row.starts_at, row.round_id) for row in classes})
    rounds = [round_id for _starts, round_id in turns]
    topic_at = {pk: number for number, pk in enumerate(topics)}
    round_at = {pk: number for number, pk in enumerate(rounds)}
    sessions = {
        (topic_at[row.topic_id or 0], round_at[row.round_id]): row for row in classes
    }
    people = _people(meeting, channel)
    said = {"participant__meeting": meeting}
    wanted = Preference.objects.filter(**said).order_by("rank")
    needs = Interest.objects.filter(**said, kind=InterestKind.NEEDS)
    columns = ("participant_id", "topic_id")
    ranked = _chosen(people, topic_at, wanted.values_list(*columns))
    needed = _chosen(
        people, topic_at, needs.order_by("topic__order").values_list(*columns)
    )
    wishes = [mine or need for mine, need in zip(ranked, needed, strict=True)]
    held = _held(people, sessions, len(rounds))
    is_free, may_join = _limits(people, sessions, len(topics), len(rounds))
    problem = Problem(
        ranks=ranks_of(wishes, len(topics)),
        capacities=_seats(sessions, held, len(topics), len(rounds)),
        is_free=is_free,
        may_join=may_join,
        libraries=np.array(
            [NONE if one.library_id is None else one.library_id for one in people],
            dtype=np.int64,
        ),
        provinces=np.array(
            [int(one.library.region_id[:2]) if one.library else NONE for one in people],
            dtype=np.int64,
        ),
        held=_keepable(held, is_free, may_join)
        if keeps_places
        else np.full_like(held, NONE),
    )
    return Roster(people, sessions, ranked, needed, problem)


def _classes(meeting: Meeting) -> list[Session]:
    rows = Session.objects.filter(meeting=meeting, kind=SessionKind.SHARING_CLASS)
    return list(
        rows.select_related("pool", "topic", "round").order_by("topic__order", "topic")
    )


def _people(meeting: Meeting, channel: str) -> list[Participant]:
    kinds = [channel] if channel else list(CHANNELS)
    seated = Place.objects.filter(
        participant=OuterRef("pk"), pool__kind__in=kinds, state=PlaceState.CONFIRMED
    )
    chose = Preference.objects.filter(participant=OuterRef("pk"))
    rows = Participant.objects.present().filter(
        ~Q(participant_type__in=GUESTS) | Exists(chose), Exists(seated), meeting=meeting
    )
    return list(rows.select_related("library").order_by("pk"))


def _chosen(
    people: Sequence[Participant],
    topic_at: Mapping[int, int],
    rows: Iterable[tuple[int, int]],
) -> list[list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for person, topic in rows:
        if topic in topic_at:
            found[person].append(topic_at[topic])
    return [found[one.pk] for one in people]


def _held(
    people: Sequence[Participant],
    sessions: Mapping[tuple[int, int], Session],
    rounds: int,
) -> Ints:
    """The class in which each person sits in each round."""
    at_pool = {row.pool_id: place for place, row in sessions.items()}
    person_at = {one.pk: number for number, one in enumerate(people)}
    held = np.full((len(people), rounds), NONE)
    places = Place.objects.filter(pool__in=list(at_pool), state__in=SEATED)
    for person, pool in places.values_list("participant_id", "pool_id"):
        if person in person_at:
            topic, turn = at_pool[pool]
            held[person_at[person], turn] = topic
    return held


def _limits(
    people: Sequence[Participant],
    sessions: Mapping[tuple[int, int], Session],
    topics: int,
    rounds: int,
) -> tuple[Bools, Bools]:
    """Who is free when, and who may join what: nobody learns in the class they give."""
    person_at = {one.pk: number for number, one in enumerate(people)}
    is_free = np.ones((len(people), rounds), dtype=bool)
    may_join = np.ones((len(people), topics), dtype=bool)
    at_session = {row.pk: place for place, row in sessions.items()}
    times = {turn: row for (_topic, turn), row in sessions.items()}
    meetings = {row.meeting_id for row in sessions.values()}
    stages = Speaker.objects.filter(
        session__meeting__in=meetings, participant__isnull=False
    ).select_related("session")
    for stage in stages:
        person = person_at.get(stage.participant_id or 0)
        if person is None:
            continue
        for turn, row in times.items():
            begins, ends = stage.session.starts_at, stage.session.ends_at
            if row.starts_at < ends and begins < row.ends_at:
                is_free[person, turn] = False
        if stage.session_id in at_session:
            may_join[person, at_session[stage.session_id][0]] = False
    return is_free, may_join


def _seats(
    sessions: Mapping[tuple[int, int], Session], held: Ints, topics: int, rounds: int
) -> Ints:
    """Seats that nobody beyond these people holds or waits for."""
    seats = np.zeros((topics, rounds), dtype=np.int64)
    pools = {row.pool_id for row in sessions.values()}
    waiting = Counter(
        Place.objects.filter(pool__in=pools, state=PlaceState.WAITING).values_list(
            "pool_id", flat=True
        )
    )
    for (topic, turn), row in sessions.items():
        pool = row.pool
        if pool is not None and pool.is_open:
            own = int((held[:, turn] == topic).sum())
            others = pool.taken - own + waiting[pool.pk]
            seats[topic, turn] = max(own, pool.capacity - others)
    return seats


def _keepable(held: Ints, is_free: Bools, may_join: Bools) -> Ints:
    """The held classes that still keep to the rules; the first one of a topic."""
    kept = np.where(is_free, held, NONE)
    for person, turn in zip(*np.nonzero(kept != NONE), strict=True):
        topic = kept[person, turn]
        if not may_join[person, topic] or topic in kept[person, :turn]:
            kept[person, turn] = NONE
    return kept
