"""Sharing classes: what people want, who sits where, and making it hold."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.models import Job
from sinergi.core.services.jobs import start_job
from sinergi.meetings.enums import (
    AllocationReason,
    InterestKind,
    MeetingState,
    PlaceState,
    PoolKind,
    RunStatus,
)
from sinergi.meetings.errors import (
    InvalidWishes,
    OutOfScope,
    PoolFull,
    StaleAssignment,
    WrongState,
)
from sinergi.meetings.models import (
    LIVE,
    Allocation,
    AssignmentRun,
    Interest,
    Meeting,
    Participant,
    Place,
    Preference,
    SeatPool,
)
from sinergi.meetings.queries.classes import (
    suggestions_for,
    topics_of_classes,
    wishes_closed_reason,
)
from sinergi.meetings.services import ledger
from sinergi.meetings.services.access import require_arrange
from sinergi.meetings.signals import places_changed
from sinergi.network.models import Library

if TYPE_CHECKING:
    from sinergi.meetings.assignment import Solution
    from sinergi.meetings.queries.roster import Roster

BATCH = 500
#: The kind of the job that calculates an assignment.
JOB_KIND = "classes"


@dataclass(frozen=True)
class Wishes:
    """Ids of topics: in order of preference, to share, to learn."""

    ranked: Sequence[int] = ()
    offers: Sequence[int] = ()
    needs: Sequence[int] = ()


@dataclass(frozen=True)
class RunSettings:
    """How to calculate: chance, whose channel, and whether people stay put."""

    seed: int
    channel: str = ""
    keeps_places: bool = True


@transaction.atomic
def rank_topics(
    *, by: User | None, participant: Participant, wishes: Wishes
) -> Participant:
    """Say in which order a person wants topics, and what they share and need.

    Without `by` the code of the badge was the permission.

    Raises:
        OutOfScope: The participant is not the person's to change.
        WrongState: The classes are assigned, or the person has withdrawn.
        InvalidWishes: A topic stands twice, or is given in no class.
    """
    row = Participant.objects.select_for_update().get(pk=participant.pk)
    if by is not None and not _may_edit(by, row):
        raise OutOfScope
    closed = wishes_closed_reason(row.meeting)
    if closed or row.withdrawn_at is not None:
        raise WrongState(closed or _("This person has withdrawn."))
    _check_wishes(row.meeting, wishes)
    old = list(
        Preference.objects.filter(participant=row).values_list("topic_id", flat=True)
    )
    Preference.objects.filter(participant=row).delete()
    Interest.objects.filter(participant=row).delete()
    Preference.objects.bulk_create(
        Preference(participant=row, topic_id=topic, rank=rank)
        for rank, topic in enumerate(wishes.ranked, start=1)
    )
    Interest.objects.bulk_create(
        Interest(participant=row, topic_id=topic, kind=kind)
        for kind, topics in (
            (InterestKind.OFFERS, wishes.offers),
            (InterestKind.NEEDS, wishes.needs),
        )
        for topic in topics
    )
    record(
        by=by,
        action="topics.ranked",
        target=row,
        old={"topics": old},
        new={
            "topics": list(wishes.ranked),
            "offers": list(wishes.offers),
            "needs": list(wishes.needs),
        },
    )
    return row


def _may_edit(by: User, participant: Participant) -> bool:
    return Participant.objects.editable_by(by).filter(pk=participant.pk).exists()


def _check_wishes(meeting: Meeting, wishes: Wishes) -> None:
    known = {topic.pk for topic in topics_of_classes(meeting)}
    for topics in (wishes.ranked, wishes.offers, wishes.needs):
        if len(set(topics)) != len(topics):
            raise InvalidWishes(_("A topic stands twice."))
        if not known.issuperset(topics):
            raise InvalidWishes(_("This topic is given in no class."))


@transaction.atomic
def prefill_interests(*, by: User | None, meeting: Meeting) -> int:
    """Note what people share and need by their library's green and red indicators.

    Only for those who said nothing themselves; earlier notes are replaced.

    Returns:
        For how many people something was noted.

    Raises:
        OutOfScope: The person does not arrange the classes.
    """
    require_arrange(by, meeting)
    silent = list(
        Participant.objects.present()
        .filter(meeting=meeting, library__isnull=False, preferences__isnull=True)
        .exclude(pk__in=Interest.objects.filter(measure="").values("participant"))
        .values_list("pk", "library_id")
    )
    libraries = Library.objects.filter(pk__in={library for _pk, library in silent})
    found = suggestions_for(meeting, list(libraries))
    Interest.objects.filter(
        participant__meeting=meeting, participant__preferences__isnull=True
    ).exclude(measure="").delete()
    rows = {
        (person, one.topic_id, one.kind): Interest(
            participant_id=person,
            topic_id=one.topic_id,
            kind=one.kind,
            measure=one.measure,
        )
        for person, library in silent
        for one in found.get(library or 0, ())
    }
    Interest.objects.bulk_create(rows.values(), batch_size=BATCH)
    count = len({person for person, _topic, _kind in rows})
    record(
        by=by, action="interests.prefilled", target=meeting, new={"participants": count}
    )
    return count


@transaction.atomic
def start_assignment(*, by: User, meeting: Meeting, settings: RunSettings) -> Job:
    """Let an assignment be calculated in the background.

    Raises:
        OutOfScope: The person does not arrange the classes.
        WrongState: The meeting is over, or has no classes.
    """
    _require_classes(by, meeting)
    return start_job(
        by=by,
        kind=JOB_KIND,
        title=_("Assign the sharing classes"),
        parameters={
            "meeting": meeting.pk,
            "seed": settings.seed,
            "channel": settings.channel,
            "keeps_places": settings.keeps_places,
        },
        total=100,
    )


def _require_classes(by: User | None, meeting: Meeting) -> None:
    require_arrange(by, meeting)
    if meeting.state == MeetingState.CLOSED:
        raise WrongState(_("This meeting is over."))
    if not topics_of_classes(meeting):
        raise WrongState(_("The agenda has no sharing classes yet."))


def run_assignment(
    *,
    by: User | None,
    meeting: Meeting,
    settings: RunSettings,
    progress: Callable[[int], None] = lambda _percent: None,
) -> AssignmentRun:
    """Calculate who sits in which class; nothing holds before it is published.

    The database is not locked meanwhile: publishing refuses what became stale.

    Raises:
        OutOfScope: The person does not arrange the classes.
        WrongState: The meeting is over, or has no classes.
    """
    from sinergi.meetings.assignment import solve
    from sinergi.meetings.queries.roster import roster

    _require_classes(by, meeting)
    began = timezone.now()
    listed = roster(
        meeting, channel=settings.channel, keeps_places=settings.keeps_places
    )
    solution = solve(listed.problem, seed=settings.seed, progress=progress)
    return _keep(
        by=by,
        meeting=meeting,
        settings=settings,
        listed=listed,
        solution=solution,
        began=began,
    )


def stable_repair(
    *,
    by: User | None,
    meeting: Meeting,
    seed: int,
    channel: str = "",
    progress: Callable[[int], None] = lambda _percent: None,
) -> AssignmentRun:
    """Fill what cancellations left empty, and move as few people as possible.

    Raises:
        OutOfScope: The person does not arrange the classes.
        WrongState: The meeting is over, or has no classes.
    """
    settings = RunSettings(seed=seed, channel=channel, keeps_places=True)
    return run_assignment(by=by, meeting=meeting, settings=settings, progress=progress)


@transaction.atomic
def _keep(
    *,
    by: User | None,
    meeting: Meeting,
    settings: RunSettings,
    listed: "Roster",
    solution: "Solution",
    began: dt.datetime,
) -> AssignmentRun:
    """Write a run with its allocations."""
    allocations = [
        allocation
        for person, row in enumerate(solution.allocation.tolist())
        for turn, topic in enumerate(row)
        if topic >= 0
        for allocation in [_allocation(listed, person, turn, topic)]
    ]
    wishes = [len(mine) for mine in listed.ranked]
    size_of = {one.pk: size for one, size in zip(listed.people, wishes, strict=True)}
    ranks = [
        row.rank or size_of[row.participant_id] + 1
        for row in allocations
        if size_of[row.participant_id]
    ]
    spread = solution.spread
    run = AssignmentRun.objects.create(
        meeting=meeting,
        seed=settings.seed,
        channel=settings.channel,
        keeps_places=settings.keeps_places,
        status=RunStatus.OPTIMAL if solution.is_proven else RunStatus.FEASIBLE,
        objective=solution.objective,
        bound=solution.bound,
        gap=solution.gap,
        mean_rank=sum(ranks) / len(ranks) if ranks else None,
        people=len(listed.people),
        ranked_people=sum(1 for size in wishes if size),
        first_choices=sum(1 for row in allocations if row.rank == 1),
        seats=len(allocations),
        unseated=solution.unseated,
        moved=solution.moved,
        library_pairs=spread.library_pairs,
        province_pairs=spread.province_pairs,
        province_bound=spread.province_bound,
        calculated_at=began,
        calculated_by=by,
    )
    for row in allocations:
        row.run = run
    Allocation.objects.bulk_create(allocations, batch_size=BATCH)
    record(
        by=by,
        action="classes.calculated",
        target=run,
        new={"meeting": meeting.pk, "seed": run.seed, "status": run.status},
    )
    return run


def _allocation(listed: "Roster", person: int, turn: int, topic: int) -> Allocation:
    ranked = listed.ranked[person]
    rank = ranked.index(topic) + 1 if topic in ranked else None
    if listed.problem.held[person, turn] == topic:
        reason = AllocationReason.KEPT
    elif rank is not None:
        reason = AllocationReason.FIRST if rank == 1 else AllocationReason.CHOICE
    elif not ranked and topic in listed.needed[person]:
        reason = AllocationReason.NEED
    else:
        reason = AllocationReason.LEFT
    return Allocation(
        participant=listed.people[person],
        session=listed.sessions[topic, turn],
        rank=rank,
        reason=reason,
    )


@transaction.atomic
def publish_assignment(*, by: User | None, run: AssignmentRun) -> AssignmentRun:
    """Take the seats of a run; a repeat changes nothing.

    Whoever has withdrawn meanwhile is left out. Places that people are moved from
    are given back in the same transaction.

    Raises:
        OutOfScope: The person does not arrange the classes.
        WrongState: The meeting is over.
        StaleAssignment: Seats, places or classes changed since the calculation.
    """
    require_arrange(by, run.meeting)
    meeting = Meeting.objects.select_for_update().get(pk=run.meeting_id)
    row = AssignmentRun.objects.select_for_update().get(pk=run.pk)
    if row.is_published:
        return row
    if meeting.state == MeetingState.CLOSED:
        raise WrongState(_("This meeting is over."))
    wanted = _wanted(row)
    held = _lock(wanted)
    dropped = [place for place in held if _gives_way(place, wanted)]
    if any(_is_newer(place, row) for place in dropped):
        raise StaleAssignment
    ledger.free_places(places=dropped)
    gone = {place.pk for place in dropped}
    kept = {(p.participant_id, p.pool_id) for p in held if p.pk not in gone}
    taken = _seat(wanted, kept)
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    record(
        by=by,
        action="classes.published",
        target=row,
        new={"meeting": meeting.pk, "taken": len(taken), "given_back": len(dropped)},
    )
    keys = [place.pk for place in taken]
    transaction.on_commit(
        partial(places_changed.send, sender=Place, places=keys), robust=True
    )
    return row


@dataclass(frozen=True)
class _Wanted:
    """The classes of each person who still takes part."""

    people: dict[int, Participant]
    pools: dict[int, list[SeatPool]]


def _wanted(run: AssignmentRun) -> _Wanted:
    """What a run gives to whom.

    Raises:
        StaleAssignment: A class was taken off the agenda.
    """
    rows = list(run.allocations.select_related("participant", "session__pool"))
    if len(rows) != run.seats:
        raise StaleAssignment
    people: dict[int, Participant] = {}
    pools: dict[int, list[SeatPool]] = defaultdict(list)
    for row in rows:
        pool = row.session.pool
        if row.participant.withdrawn_at is None and pool is not None:
            people[row.participant_id] = row.participant
            pools[row.participant_id].append(pool)
    return _Wanted(people, pools)


def _lock(wanted: _Wanted) -> list[Place]:
    """Lock places, participants and pools, in the ledger's order.

    Raises:
        StaleAssignment: Somebody has withdrawn just now.
    """
    held = list(
        Place.objects.select_for_update(of=("self",))
        .filter(
            participant__in=Participant.objects.filter(pk__in=list(wanted.people)),
            pool__kind=PoolKind.CLASS,
            state__in=LIVE,
        )
        .select_related("pool")
        .order_by("pk")
    )
    people = Participant.objects.select_for_update().filter(pk__in=list(wanted.people))
    if any(one.withdrawn_at is not None for one in people.order_by("pk")):
        raise StaleAssignment
    pools = {pool.pk for mine in wanted.pools.values() for pool in mine}
    pools |= {place.pool_id for place in held}
    list(SeatPool.objects.select_for_update().filter(pk__in=pools).order_by("pk"))
    return held


def _gives_way(place: Place, wanted: _Wanted) -> bool:
    """Whether a place goes for a new class of the person at that time.

    So does a place on the waiting list of a class that the person now gets.
    """
    for pool in wanted.pools[place.participant_id]:
        if pool.pk == place.pool_id:
            return place.state == PlaceState.WAITING
    return any(
        _overlap(place.pool, pool) for pool in wanted.pools[place.participant_id]
    )


def _overlap(first: SeatPool, second: SeatPool) -> bool:
    times = (first.starts_at, first.ends_at, second.starts_at, second.ends_at)
    if any(one is None for one in times):
        return False
    a, b, c, d = (one for one in times if one is not None)
    return a < d and c < b


def _is_newer(place: Place, run: AssignmentRun) -> bool:
    """Whether the calculation could not know of the place."""
    changed_at = place.decided_at or place.requested_at
    return place.state != PlaceState.WAITING and changed_at > run.calculated_at


def _seat(wanted: _Wanted, kept: Iterable[tuple[int, int]]) -> list[Place]:
    """Seat everybody who is not there yet, class by class.

    Raises:
        StaleAssignment: A class has fewer seats than were reckoned with.
    """
    there = set(kept)
    coming: dict[int, list[Participant]] = defaultdict(list)
    pools: dict[int, SeatPool] = {}
    for person, mine in wanted.pools.items():
        for pool in mine:
            pools[pool.pk] = pool
            if (person, pool.pk) not in there:
                coming[pool.pk].append(wanted.people[person])
    taken: list[Place] = []
    for key, people in sorted(coming.items()):
        try:
            taken += ledger.seat_assigned(participants=people, pool=pools[key])
        except PoolFull as error:
            raise StaleAssignment from error
    return taken
