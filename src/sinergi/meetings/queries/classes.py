"""Sharing classes: topics to choose from, runs, and why a person sits where."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.core.dates import first_of_month, today
from sinergi.indicators.queries import Cut, explain_many
from sinergi.meetings.enums import (
    AllocationReason,
    InterestKind,
    MeetingState,
    SessionKind,
)
from sinergi.meetings.models import (
    LIVE,
    SEATED,
    Allocation,
    AssignmentRun,
    Interest,
    Meeting,
    Participant,
    Place,
    Preference,
    Session,
    Speaker,
    Topic,
)
from sinergi.network.models import Library

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


@dataclass(frozen=True)
class Suggestion:
    """A topic that a library's indicator speaks for."""

    topic_id: int
    kind: str
    measure: str
    indicator: str


@dataclass(frozen=True)
class Seat:
    """A class in which the person sits, with what explains it.

    `province_count` counts the provinces in the class, `colleagues` the others of the
    person's library in it, `sharers` those who said that they have something to share.
    """

    session: Session
    reason: str
    rank: int | None
    province_count: int
    colleagues: int
    sharers: int


@dataclass(frozen=True)
class Missed:
    """A better-ranked topic that the person did not get.

    `why` is own (they give it), time (its times are taken by classes ranked higher)
    or full; then `seats` were given, `as_keen` of them to people who ranked it as high.
    """

    topic: Topic
    rank: int
    why: str
    seats: int
    as_keen: int


@dataclass(frozen=True)
class Reasons:
    """Why somebody sits in their classes and not in others.

    `keeps` says whether the run kept people where they were.
    """

    run: AssignmentRun | None
    seats: Sequence[Seat]
    missed: Sequence[Missed]
    keeps: bool = False


@dataclass(frozen=True)
class Readiness:
    """What the committee sees before it calculates."""

    classes: Sequence[Session]
    ranked: int
    offers: int
    needs: int


def topics_of_classes(meeting: Meeting) -> list[Topic]:
    """The topics that are given in a class of the meeting."""
    given = Session.objects.filter(meeting=meeting, kind=SessionKind.SHARING_CLASS)
    return list(meeting.topics.filter(pk__in=given.values("topic")))


def has_classes(meeting: Meeting) -> bool:
    """Whether the agenda has sharing classes."""
    return Session.objects.filter(
        meeting=meeting, kind=SessionKind.SHARING_CLASS
    ).exists()


def preferences_of(participant: Participant) -> dict[int, int]:
    """The ranks of the person's topics."""
    return dict(
        Preference.objects.filter(participant=participant).values_list(
            "topic_id", "rank"
        )
    )


def interests_of(participant: Participant) -> list[Interest]:
    """What the person has to share and wants to learn."""
    return list(Interest.objects.filter(participant=participant))


def suggested_to(participant: Participant) -> list[Suggestion]:
    """What the indicators of the person's library speak for."""
    library = participant.library
    if library is None:
        return []
    return suggestions_for(participant.meeting, [library]).get(library.pk, [])


def acting_for(user: "User | AnonymousUser", participant: Participant) -> "User | None":
    """The person, where they may change the participant; else only the code speaks."""
    rows = Participant.objects.editable_by(user).filter(pk=participant.pk)
    return user if user.is_authenticated and rows.exists() else None


def wishes_closed_reason(meeting: Meeting) -> str:
    """Why nobody can say wishes any more; empty while they can."""
    if meeting.state == MeetingState.CLOSED:
        return _("This meeting is over.")
    if published_runs(meeting).exists():
        return _("The classes are assigned. Ask the committee for a change.")
    return ""


def published_runs(meeting: Meeting) -> QuerySet[AssignmentRun]:
    """The runs that hold, the latest first."""
    rows = AssignmentRun.objects.filter(meeting=meeting, published_at__isnull=False)
    return rows.order_by("-published_at", "-pk")


def runs_of(meeting: Meeting) -> QuerySet[AssignmentRun]:
    """All runs, the latest first."""
    return AssignmentRun.objects.filter(meeting=meeting)


def run_for(user: "User", slug: str, pk: int) -> AssignmentRun | None:
    """A run of a meeting whose classes the person arranges."""
    rows = AssignmentRun.objects.filter(
        meeting__in=Meeting.objects.arranged_by(user), meeting__slug=slug, pk=pk
    )
    return rows.select_related("meeting").first()


def readiness_of(meeting: Meeting) -> Readiness:
    """Classes with their seats, and how many people said what they want."""
    classes = Session.objects.filter(meeting=meeting, kind=SessionKind.SHARING_CLASS)
    present = Participant.objects.present().filter(meeting=meeting)
    kinds = {
        kind: present.filter(interests__kind=kind).distinct().count()
        for kind in InterestKind.values
    }
    return Readiness(
        classes=list(
            classes.select_related("topic", "round", "room", "pool").order_by(
                "starts_at", "topic__order"
            )
        ),
        ranked=present.filter(preferences__isnull=False).distinct().count(),
        offers=kinds[InterestKind.OFFERS],
        needs=kinds[InterestKind.NEEDS],
    )


def loads_of(run: AssignmentRun) -> list[tuple[Session, int]]:
    """Each class of a run with the number of its people."""
    rows = Session.objects.filter(
        meeting=run.meeting, kind=SessionKind.SHARING_CLASS
    ).annotate(load=Count("allocations", filter=Q(allocations__run=run)))
    found = rows.select_related("topic", "round", "pool", "room")
    return [(row, row.load) for row in found.order_by("starts_at", "topic__order")]


def suggestions_for(
    meeting: Meeting, libraries: Collection[Library]
) -> dict[int, list[Suggestion]]:
    """What libraries can share (green indicators) and should learn (red ones).

    By the months of the meeting's year until it begins, or until now.
    """
    topics = topics_of_classes(meeting)
    if not topics or not libraries:
        return {}
    last = first_of_month(min(meeting.starts_on, today()))
    cut = Cut(first=last.replace(month=1), last=last)
    kinds = {"green": InterestKind.OFFERS, "red": InterestKind.NEEDS}
    found: dict[int, list[Suggestion]] = defaultdict(list)
    for library, explanation in explain_many(libraries, cut).items():
        if explanation.score is None:
            continue
        for line in explanation.lines:
            if line.colour not in kinds:
                continue
            for topic in topics:
                if line.measure in topic.measures:
                    found[library].append(
                        Suggestion(
                            topic_id=topic.pk,
                            kind=kinds[line.colour],
                            measure=line.measure,
                            indicator=line.indicator,
                        )
                    )
    return found


def reasons_for(participant: Participant) -> Reasons:
    """Why the person sits in their classes, by the run that was published last."""
    run = (
        published_runs(participant.meeting)
        .filter(allocations__participant=participant)
        .first()
    )
    places = Place.objects.filter(
        participant=participant, state__in=SEATED, pool__session__isnull=False
    )
    sessions = list(
        Session.objects.filter(pool__in=places.values("pool"))
        .select_related("topic", "round", "room", "pool", "meeting")
        .order_by("starts_at")
    )
    given = {
        row.session_id: row
        for row in Allocation.objects.filter(run=run, participant=participant)
    }
    seats = [_seat(participant, row, given.get(row.pk)) for row in sessions]
    if run is None:
        return Reasons(None, seats, [])
    keeps = run.allocations.filter(reason=AllocationReason.KEPT).exists()
    return Reasons(run, seats, _missed(participant, run, sessions), keeps)


def _seat(
    participant: Participant, session: Session, allocation: Allocation | None
) -> Seat:
    others = (
        Participant.objects.present()
        .filter(places__pool=session.pool, places__state__in=LIVE)
        .exclude(pk=participant.pk)
    )
    regions = others.filter(library__isnull=False).values_list(
        "library__region_id", flat=True
    )
    provinces = {region[:2] for region in regions}
    if participant.library is not None:
        provinces.add(participant.library.region_id[:2])
    same = others.filter(library=participant.library_id)
    return Seat(
        session=session,
        reason=allocation.reason if allocation else "",
        rank=allocation.rank if allocation else None,
        province_count=len(provinces),
        colleagues=same.count() if participant.library_id else 0,
        sharers=others.filter(
            interests__kind=InterestKind.OFFERS, interests__topic=session.topic
        ).count(),
    )


def _missed(
    participant: Participant, run: AssignmentRun, sessions: Sequence[Session]
) -> list[Missed]:
    """The wanted topics that rank before the last one that the person got."""
    ranks = preferences_of(participant)
    got = {row.topic_id for row in sessions}
    rounds = run.meeting.rounds.count()
    last = max((ranks.get(topic or 0, len(ranks) + 1) for topic in got), default=0)
    if len(got) < rounds:
        last = len(ranks) + 1
    own = set(
        Speaker.objects.filter(
            participant=participant, session__topic__isnull=False
        ).values_list("session__topic", flat=True)
    )
    missed = []
    rows = Preference.objects.filter(participant=participant, rank__lt=last)
    for row in rows.exclude(topic__in=got).select_related("topic"):
        given = Allocation.objects.filter(run=run, session__topic=row.topic)
        seats = sum(
            pool.capacity
            for session in row.topic.sessions.select_related("pool")
            if (pool := session.pool)
        )
        why = "full" if given.count() >= seats else "time"
        missed.append(
            Missed(
                topic=row.topic,
                rank=row.rank,
                why="own" if row.topic_id in own else why,
                seats=given.count(),
                as_keen=given.filter(rank__lte=row.rank).count(),
            )
        )
    return missed
