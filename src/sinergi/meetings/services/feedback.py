"""What participants say of the sessions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.meetings.errors import UnfitFeedback, WrongState
from sinergi.meetings.models import Feedback, Meeting, Participant, Session

COMMENT_LIMIT = 1000
BATCH = 500


@dataclass(frozen=True)
class Rating:
    """One session's rating, 1 to 5, with or without words."""

    session: Session
    rating: int
    comment: str = ""


@transaction.atomic
def give_feedback(
    *, by: User | None, participant: Participant, ratings: Sequence[Rating]
) -> list[Feedback]:
    """Store what somebody thinks of some sessions; what they said before is replaced.

    Raises:
        WrongState: The person has withdrawn.
        UnfitFeedback: A rating is none of 1 to 5, or its session is still to come.
    """
    if participant.withdrawn_at is not None:
        raise WrongState(_("You have withdrawn from this meeting."))
    for one in ratings:
        _check(participant.meeting_id, one)
    stored = Feedback.objects.bulk_create(
        [
            Feedback(
                session=one.session,
                participant=participant,
                rating=one.rating,
                comment=one.comment.strip(),
                given_at=now(),
            )
            for one in ratings
        ],
        update_conflicts=True,
        unique_fields=["session", "participant"],
        update_fields=["rating", "comment", "given_at"],
    )
    record(
        by=by,
        action="feedback.given",
        target=participant,
        new={"sessions": [one.session.pk for one in ratings]},
    )
    return stored


@transaction.atomic
def store_feedback(
    *, by: User | None, meeting: Meeting, rows: Sequence[tuple[int, Rating]]
) -> int:
    """Store the forms of many participants at once, by their ids: those on paper.

    Raises:
        UnfitFeedback: A rating is none of 1 to 5, or its session is still to come.
        IntegrityError: Somebody rated a session twice; nothing is stored.
    """
    for _participant, one in rows:
        _check(meeting.pk, one)
    stored = Feedback.objects.bulk_create(
        (
            Feedback(
                session=one.session,
                participant_id=participant,
                rating=one.rating,
                comment=one.comment.strip(),
                given_at=one.session.ends_at,
            )
            for participant, one in rows
        ),
        batch_size=BATCH,
    )
    record(
        by=by, action="feedback.stored", target=meeting, new={"answers": len(stored)}
    )
    return len(stored)


def _check(meeting_id: int, one: Rating) -> None:
    if one.session.meeting_id != meeting_id or one.session.starts_at > now():
        raise UnfitFeedback(_("This session has not begun yet."))
    if not 1 <= one.rating <= 5:
        raise UnfitFeedback(_("Choose a rating from 1 to 5."))
    if len(one.comment) > COMMENT_LIMIT:
        raise UnfitFeedback(_("Use at most 1,000 signs for a comment."))
