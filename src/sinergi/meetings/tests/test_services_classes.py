"""Sharing classes: wishes, calculating, publishing, and what becomes stale."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoCaptureOnCommitCallbacks as Callbacks

from sinergi.accounts.models import User
from sinergi.analytics.services import refresh
from sinergi.audit.models import AuditEntry
from sinergi.core.models import Job
from sinergi.indicators.tests.builders import (
    add_activity,
    add_library,
    add_regions,
    add_scheme,
)
from sinergi.meetings import services
from sinergi.meetings.errors import (
    InvalidWishes,
    OutOfScope,
    PoolFull,
    StaleAssignment,
    WrongState,
)
from sinergi.meetings.models import (
    LIVE,
    AssignmentRun,
    Interest,
    Meeting,
    Participant,
    Place,
    Preference,
    SeatPool,
    Session,
    Speaker,
)
from sinergi.meetings.queries.classes import reasons_for
from sinergi.meetings.services.classes import RunSettings, Wishes
from sinergi.meetings.services.ledger import take_places
from sinergi.meetings.services.recount import recount
from sinergi.meetings.tasks import carry_assignment
from sinergi.meetings.tests.classes import attend, give_classes, topics, wish
from sinergi.meetings.tests.factories import make_meeting, make_participant
from sinergi.meetings.tests.test_services_ledger import in_parallel
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db
AGAIN = RunSettings(seed=1)


@pytest.fixture
def meeting() -> Meeting:
    """Two topics in two rounds, with two seats in each class."""
    meeting = make_meeting()
    give_classes(meeting, topics=2, rounds=2, seats=2)
    return meeting


@pytest.fixture
def team() -> User:
    return make_person(Role.NATIONAL_TEAM)


def run(meeting: Meeting, settings: RunSettings = AGAIN) -> AssignmentRun:
    return services.run_assignment(by=None, meeting=meeting, settings=settings)


def classes(meeting: Meeting, *, number: int) -> QuerySet[Session]:
    return Session.objects.filter(meeting=meeting, round__number=number)


def pool_of(session: Session | None) -> SeatPool:
    assert session is not None
    assert session.pool is not None
    return session.pool


def seated(meeting: Meeting) -> set[tuple[int, int]]:
    rows = Place.objects.filter(
        pool__meeting=meeting, pool__kind="class", state__in=LIVE
    )
    return set(rows.values_list("participant_id", "pool_id"))


# wishes


def test_wishes_are_kept_in_their_order_and_audited(meeting: Meeting) -> None:
    person = attend(meeting)
    first, second = topics(meeting)
    wishes = Wishes(ranked=[second, first], offers=[first], needs=[second])
    services.rank_topics(by=None, participant=person, wishes=wishes)
    assert list(person.preferences.values_list("topic_id", "rank")) == [
        (second, 1),
        (first, 2),
    ]
    assert set(person.interests.values_list("topic_id", "kind", "measure")) == {
        (first, "offers", ""),
        (second, "needs", ""),
    }
    entry = AuditEntry.objects.get(action="topics.ranked")
    assert entry.new["topics"] == [second, first]


def test_later_wishes_replace_earlier_ones(meeting: Meeting) -> None:
    person = attend(meeting)
    first, second = topics(meeting)
    wish(person, first, second)
    wish(person, second)
    assert list(person.preferences.values_list("topic_id", "rank")) == [(second, 1)]


def test_a_topic_twice_or_of_elsewhere_is_refused(meeting: Meeting) -> None:
    person = attend(meeting)
    first, _second = topics(meeting)
    other = make_meeting()
    give_classes(other, topics=1, rounds=1, seats=1)
    for ranked in ([first, first], topics(other)):
        with pytest.raises(InvalidWishes):
            wish(person, *ranked)
    assert Preference.objects.count() == 0


def test_a_stranger_cannot_speak_for_somebody(meeting: Meeting, team: User) -> None:
    person = attend(meeting)
    with pytest.raises(OutOfScope):
        services.rank_topics(by=make_person(), participant=person, wishes=Wishes())
    services.rank_topics(by=team, participant=person, wishes=Wishes())


def test_wishes_end_once_classes_are_announced(meeting: Meeting) -> None:
    person = attend(meeting)
    services.publish_assignment(by=None, run=run(meeting))
    with pytest.raises(WrongState):
        wish(person, *topics(meeting))


def test_indicators_speak_for_those_who_said_nothing() -> None:
    add_regions()
    add_scheme()
    meeting = make_meeting()
    give_classes(meeting, topics=2, rounds=1, seats=9)
    fields, evidence = meeting.topics.all()
    fields.measures, evidence.measures = ["distinct_fields"], ["evidence_share"]
    fields.save()
    evidence.save()
    library, silent = add_library(), add_library()
    for field in ("economy", "health", "digital", "education"):
        add_activity(library, dt.date(2022, 12, 1), field=field, evidence=False)
    refresh()
    quiet = attend(meeting, library=library)
    loud = attend(meeting, library=library)
    attend(meeting, library=silent)
    wish(loud, fields.pk)
    assert services.prefill_interests(by=None, meeting=meeting) == 1
    assert set(Interest.objects.values_list("participant", "topic", "kind")) == {
        (quiet.pk, fields.pk, "offers"),
        (quiet.pk, evidence.pk, "needs"),
    }
    assert services.prefill_interests(by=None, meeting=meeting) == 1
    assert Interest.objects.count() == 2
    given = run(meeting).allocations.get(participant=quiet)
    assert (given.session.topic_id, given.reason, given.rank) == (
        evidence.pk,
        "need",
        None,
    )


# calculating


def test_a_run_keeps_its_figures_and_takes_no_seat(meeting: Meeting) -> None:
    first, second = topics(meeting)
    people = [attend(meeting) for _ in range(4)]
    for person in people[:3]:
        wish(person, first, second)
    made = run(meeting)
    assert (made.status, made.people, made.ranked_people) == ("optimal", 4, 3)
    assert (made.seats, made.unseated, made.moved) == (8, 0, 0)
    assert (made.mean_rank, made.first_choices, made.gap) == (1.5, 3, 0.0)
    assert made.objective == made.bound
    assert seated(meeting) == set()
    assert set(made.allocations.values_list("reason", "rank")) == {
        ("first", 1),
        ("choice", 2),
        ("left", None),
    }


def test_only_those_with_a_confirmed_place_take_part(meeting: Meeting) -> None:
    here = attend(meeting)
    guest = attend(meeting, participant_type="guest")
    make_participant(meeting)
    gone = attend(meeting)
    services.withdraw_participant(by=None, participant=gone)
    assert people_of(run(meeting)) == {here.pk}
    wish(guest, *topics(meeting))
    assert people_of(run(meeting)) == {here.pk, guest.pk}
    assert people_of(run(meeting, RunSettings(seed=1, channel="on_site"))) == set()


def people_of(made: AssignmentRun) -> set[int]:
    return set(made.allocations.values_list("participant", flat=True))


def test_nobody_is_a_pupil_in_the_class_that_they_give(meeting: Meeting) -> None:
    first, second = topics(meeting)
    person = attend(meeting)
    wish(person, first)
    own = Session.objects.get(topic=first, round__number=1)
    Speaker.objects.create(session=own, participant=person, name=person.full_name)
    given = run(meeting).allocations.get(participant=person)
    assert (given.session.topic_id, given.session.round.number) == (second, 2)


def test_seats_of_others_are_not_given_away(meeting: Meeting) -> None:
    """Two people hold a class by themselves; what remains is shared out."""
    pool = pool_of(classes(meeting, number=1).first())
    early = [attend(meeting) for _ in range(2)]
    take_places(participants=early, pools=[pool], wait=False)
    late = [attend(meeting, channel="on_site") for _ in range(2)]
    made = run(meeting, RunSettings(seed=1, channel="on_site"))
    assert people_of(made) == {one.pk for one in late}
    assert not made.allocations.filter(session__pool=pool).exists()


def test_strangers_neither_calculate_nor_publish(meeting: Meeting, team: User) -> None:
    attend(meeting)
    made = run(meeting)
    stranger = make_person()
    with pytest.raises(OutOfScope):
        services.run_assignment(by=stranger, meeting=meeting, settings=AGAIN)
    with pytest.raises(OutOfScope):
        services.publish_assignment(by=stranger, run=made)
    with pytest.raises(OutOfScope):
        services.prefill_interests(by=stranger, meeting=meeting)
    assert services.publish_assignment(by=team, run=made).is_published


def test_the_job_calculates_and_leads_to_the_figures(
    meeting: Meeting, team: User
) -> None:
    attend(meeting)
    job = services.start_assignment(by=team, meeting=meeting, settings=AGAIN)
    carry_assignment.call(str(job.pk))
    job = Job.objects.get(pk=job.pk)
    made = AssignmentRun.objects.get()
    assert (job.state, job.done, made.calculated_by) == ("done", 100, team)
    assert job.result["url"] == (f"/pertemuan/{meeting.slug}/panitia/kelas/{made.pk}/")


def test_a_meeting_without_classes_is_refused() -> None:
    with pytest.raises(WrongState):
        run(make_meeting())


# publishing


def test_publishing_takes_exactly_the_seats(
    meeting: Meeting, django_capture_on_commit_callbacks: Callbacks
) -> None:
    people = [attend(meeting) for _ in range(5)]
    made = run(meeting)
    assert (made.seats, made.unseated) == (8, 2)
    with django_capture_on_commit_callbacks(execute=True):
        services.publish_assignment(by=None, run=made)
    wanted = set(made.allocations.values_list("participant_id", "session__pool_id"))
    assert seated(meeting) == wanted
    assert {one.pk for one in people} == {person for person, _pool in wanted}
    assert [pool.taken for pool in meeting.pools.filter(kind="class")] == [2, 2, 2, 2]
    assert recount(meeting_id=meeting.pk) == []
    assert services.publish_assignment(by=None, run=made).is_published
    assert seated(meeting) == wanted


def test_a_seat_taken_meanwhile_makes_the_run_stale(meeting: Meeting) -> None:
    for _ in range(4):
        attend(meeting)
    made = run(meeting)
    late = attend(meeting)
    pool = pool_of(classes(meeting, number=1).first())
    take_places(participants=[late], pools=[pool], wait=False)
    with pytest.raises(StaleAssignment):
        services.publish_assignment(by=None, run=made)
    assert seated(meeting) == {(late.pk, pool.pk)}
    assert not AssignmentRun.objects.get().is_published


def test_a_class_chosen_meanwhile_is_not_taken_away(meeting: Meeting) -> None:
    person = attend(meeting)
    made = run(meeting)
    mine = set(made.allocations.values_list("session", flat=True))
    other = Session.objects.filter(meeting=meeting).exclude(pk__in=mine).first()
    take_places(participants=[person], pools=[pool_of(other)], wait=False)
    with pytest.raises(StaleAssignment):
        services.publish_assignment(by=None, run=made)
    assert seated(meeting) == {(person.pk, other.pool_id)}


def test_a_class_off_the_agenda_makes_the_run_stale(meeting: Meeting) -> None:
    for _ in range(4):
        attend(meeting)
    made = run(meeting)
    services.remove_session(by=None, session=made.allocations.first().session)
    with pytest.raises(StaleAssignment):
        services.publish_assignment(by=None, run=made)
    assert seated(meeting) == set()


def test_who_withdrew_meanwhile_is_left_out(meeting: Meeting) -> None:
    gone, here = attend(meeting), attend(meeting)
    made = run(meeting)
    services.withdraw_participant(by=None, participant=gone)
    services.publish_assignment(by=None, run=made)
    assert {person for person, _pool in seated(meeting)} == {here.pk}


def test_a_place_in_the_line_gives_way_to_the_class_assigned(meeting: Meeting) -> None:
    pool = pool_of(classes(meeting, number=1).first())
    early = [attend(meeting) for _ in range(2)]
    take_places(participants=early, pools=[pool], wait=False)
    late = attend(meeting)
    take_places(participants=[late], pools=[pool], wait=True)
    services.publish_assignment(by=None, run=run(meeting))
    mine = Place.objects.filter(participant=late, pool__kind="class", state__in=LIVE)
    assert set(mine.values_list("state", flat=True)) == {"confirmed"}
    assert mine.count() == 2
    assert recount(meeting_id=meeting.pk) == []


@pytest.mark.django_db(transaction=True)
def test_no_class_is_oversold_while_others_take_seats() -> None:
    """Publishing takes all of its seats or none, whatever happens beside it."""
    meeting = make_meeting()
    give_classes(meeting, topics=2, rounds=2, seats=5)
    for _ in range(10):
        attend(meeting)
    made = run(meeting)
    late = [attend(meeting) for _ in range(7)]
    pool = pool_of(classes(meeting, number=1).first())

    def act(person: Participant | None) -> None:
        with suppress(StaleAssignment, PoolFull):
            if person is None:
                services.publish_assignment(by=None, run=made)
            else:
                take_places(participants=[person], pools=[pool], wait=False)

    in_parallel(act, [*late[:3], None, *late[3:]])
    is_published = AssignmentRun.objects.get(pk=made.pk).is_published
    by_run = {place for place in seated(meeting) if place[0] not in keys(late)}
    wanted = set(made.allocations.values_list("participant_id", "session__pool_id"))
    assert by_run == (wanted if is_published else set())
    assert recount(meeting_id=meeting.pk) == []
    assert all(row.taken <= row.capacity for row in meeting.pools.all())


def keys(people: Sequence[Participant]) -> set[int]:
    return {one.pk for one in people}


# repairing


def test_repair_gives_a_latecomer_what_was_left_and_moves_nobody(
    meeting: Meeting,
) -> None:
    people = [attend(meeting) for _ in range(4)]
    services.publish_assignment(by=None, run=run(meeting))
    before = seated(meeting)
    services.withdraw_participant(by=None, participant=people[0])
    late = attend(meeting)
    made = services.stable_repair(by=None, meeting=meeting, seed=2)
    assert (made.moved, made.unseated, made.status) == (0, 0, "optimal")
    assert set(made.allocations.values_list("participant", "reason")) == {
        *((one.pk, "kept") for one in people[1:]),
        (late.pk, "left"),
    }
    services.publish_assignment(by=None, run=made)
    assert seated(meeting) == {
        (late.pk if person == people[0].pk else person, pool) for person, pool in before
    }
    assert recount(meeting_id=meeting.pk) == []


def test_repair_moves_one_where_one_must_move() -> None:
    """Only the class that somebody holds is open to a newcomer who gives the other."""
    meeting = make_meeting()
    give_classes(meeting, topics=2, rounds=2, seats=1)
    first, second = topics(meeting)
    early, newcomer = attend(meeting), attend(meeting)
    pools = {row.topic_id: pool_of(row) for row in classes(meeting, number=1)}
    for session, speaker in zip(
        classes(meeting, number=2).order_by("topic"), (newcomer, early), strict=True
    ):
        Speaker.objects.create(session=session, participant=speaker, name="Narasumber")
    Speaker.objects.filter(participant=early).update(session=stage_beside(meeting))
    take_places(participants=[early], pools=[pools[second]], wait=False)
    made = services.stable_repair(by=None, meeting=meeting, seed=1)
    assert (made.moved, made.unseated, made.status) == (1, 0, "optimal")
    services.publish_assignment(by=None, run=made)
    assert seated(meeting) == {
        (early.pk, pools[first].pk),
        (newcomer.pk, pools[second].pk),
    }


def stage_beside(meeting: Meeting) -> Session:
    """Another session at the time of the second round."""
    turn = meeting.rounds.get(number=2)
    return Session.objects.create(
        meeting=meeting,
        kind="plenary",
        title_id="Pleno",
        title_en="Plenary",
        starts_at=turn.starts_at,
        ends_at=turn.ends_at,
    )


# reasons


def test_reasons_name_rank_and_what_was_full() -> None:
    meeting = make_meeting()
    give_classes(meeting, topics=2, rounds=1, seats=1)
    first, second = topics(meeting)
    people = [attend(meeting) for _ in range(2)]
    for person in people:
        wish(person, first, second)
    services.publish_assignment(by=None, run=run(meeting))
    reasons = {one.pk: reasons_for(one) for one in people}
    ranks = {key: found.seats[0].rank for key, found in reasons.items()}
    lucky = next(key for key, rank in ranks.items() if rank == 1)
    other = next(key for key, rank in ranks.items() if rank == 2)
    assert reasons[lucky].missed == []
    (missed,) = reasons[other].missed
    assert (missed.topic.pk, missed.rank, missed.why) == (first, 1, "full")
    assert (missed.seats, missed.as_keen) == (1, 1)


def test_reasons_say_that_the_class_is_ones_own(meeting: Meeting) -> None:
    first, second = topics(meeting)
    person = attend(meeting)
    wish(person, first, second)
    own = Session.objects.get(topic=first, round__number=1)
    Speaker.objects.create(session=own, participant=person, name=person.full_name)
    services.publish_assignment(by=None, run=run(meeting))
    found = reasons_for(person)
    assert [(one.topic.pk, one.why) for one in found.missed] == [(first, "own")]


def test_reasons_without_any_run(meeting: Meeting) -> None:
    found = reasons_for(attend(meeting))
    assert (found.run, list(found.seats), list(found.missed)) == (None, [], [])
