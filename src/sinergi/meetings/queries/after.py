"""What follows a meeting: feedback of sessions, and its materials."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sinergi.core.dates import now
from sinergi.meetings.enums import SessionKind
from sinergi.meetings.models import (
    SEATED,
    Certificate,
    Feedback,
    Material,
    Meeting,
    Participant,
    Place,
    Session,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

#: Fewer answers than these could point at a person and are shown to nobody outside.
FEWEST = 5


@dataclass(frozen=True)
class SessionFeedback:
    """What people think of a session; `counts` of the ratings 1 to 5, in this order."""

    session: Session
    counts: tuple[int, ...]
    comments: list[str]

    @property
    def answers(self) -> int:
        """How many rated it."""
        return sum(self.counts)

    @property
    def mean(self) -> Decimal | None:
        """The mean rating with two decimals, halves up; None without an answer."""
        if not self.answers:
            return None
        total = sum(rating * count for rating, count in enumerate(self.counts, 1))
        hundredths = (200 * total + self.answers) // (2 * self.answers)
        return Decimal(hundredths).scaleb(-2)

    @property
    def is_small(self) -> bool:
        """Whether too few answered for everybody to see it."""
        return self.answers < FEWEST


def sessions_to_rate(participant: Participant) -> list[Session]:
    """The sessions that somebody can have been to, those that have begun.

    Of sharing classes those in which the person holds a seat; a class to which nobody
    was assigned was open to all.
    """
    own = Place.objects.filter(participant=participant, state__in=SEATED)
    rows = (
        Session.objects.filter(meeting=participant.meeting_id, starts_at__lte=now())
        .exclude(kind=SessionKind.OTHER)
        .filter(
            ~Q(kind=SessionKind.SHARING_CLASS)
            | Q(pool__taken=0)
            | Q(pool__in=own.values("pool"))
        )
    )
    return list(rows.select_related("topic", "room"))


def feedback_by(participant: Participant) -> dict[int, Feedback]:
    """What somebody has said already, by session."""
    return {row.session_id: row for row in participant.feedback.all()}


def feedback_at(meeting: Meeting, *, with_comments: bool) -> list[SessionFeedback]:
    """The sessions of a meeting with their ratings, in the order of the agenda."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    comments: dict[int, list[str]] = defaultdict(list)
    rows = Feedback.objects.filter(session__meeting=meeting).order_by("pk")
    for session, rating, comment in rows.values_list("session", "rating", "comment"):
        counts[session][rating] += 1
        if comment and with_comments:
            comments[session].append(comment)
    sessions = meeting.sessions.exclude(kind=SessionKind.OTHER).select_related("topic")
    return [
        SessionFeedback(
            session,
            tuple(counts[session.pk][rating] for rating in range(1, 6)),
            comments[session.pk],
        )
        for session in sessions
    ]


def feedback_people(meeting: Meeting) -> int:
    """How many participants gave any feedback."""
    rows = Feedback.objects.filter(session__meeting=meeting)
    return rows.values("participant").distinct().count()


def materials_for(user: "User | AnonymousUser", meeting: Meeting) -> QuerySet[Material]:
    """The materials of a meeting that somebody may see."""
    rows = Material.objects.visible_to(user).filter(meeting=meeting)
    return rows.select_related("session__topic", "file", "meeting").distinct()


def materials_of(participant: Participant) -> QuerySet[Material]:
    """All materials of the meeting at which somebody took part."""
    rows = Material.objects.filter(meeting=participant.meeting_id)
    return rows.select_related("session__topic", "file", "meeting")


def sessions_of(meeting: Meeting) -> list[Session]:
    """The sessions to which a material can belong."""
    rows = meeting.sessions.exclude(kind=SessionKind.OTHER)
    return list(rows.select_related("topic"))


def certificate_count(meeting: Meeting) -> int:
    """How many hold a valid certificate."""
    return Certificate.objects.filter(meeting=meeting, state="valid").count()
