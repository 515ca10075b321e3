"""Stalls of the exhibition, visitors' votes, and announcements."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.meetings.errors import UnfitMeeting, UnfitStall, VoteRefused
from sinergi.meetings.models import (
    Announcement,
    Meeting,
    Participant,
    Stall,
    StallVote,
)
from sinergi.meetings.queries.exhibition import voter_by_code, voting_closed_reason
from sinergi.meetings.services.access import require_arrange, require_host
from sinergi.network.models import Library
from sinergi.stories.models import Product

TEXT_LIMIT = 300


@dataclass(frozen=True)
class StallContent:
    """A stall: its number, its place on the map, whose it is and what it shows."""

    number: int
    row: int
    column: int
    library: Library
    products: Sequence[Product] = ()


@transaction.atomic
def set_stalls(
    *, by: User | None, meeting: Meeting, stalls: Sequence[StallContent]
) -> list[Stall]:
    """Draw the stall map; it can be drawn anew until somebody votes.

    Raises:
        OutOfScope: The person does not arrange the meeting.
        UnfitStall: Two stalls share a number, a place or a library; or there are votes.
    """
    require_arrange(by, meeting)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if StallVote.objects.filter(stall__meeting=meeting).exists():
        raise UnfitStall(_("The map stays as it is once somebody has voted."))
    _refuse_shared(stalls)
    meeting.stalls.all().delete()
    rows = Stall.objects.bulk_create([_stall(meeting, one) for one in stalls])
    for row, one in zip(rows, stalls, strict=True):
        row.products.set(one.products)
    record(
        by=by, action="meeting.stalls_set", target=meeting, new={"stalls": len(rows)}
    )
    return rows


def _refuse_shared(stalls: Sequence[StallContent]) -> None:
    """Refuse the first stall whose number, place or library another one has."""
    texts = {
        "number": _("Another stall has this number."),
        "column": _("Another stall stands in this row and column."),
        "library": _("This library has another stall already."),
    }
    seen: set[tuple[str, object]] = set()
    for turn, one in enumerate(stalls):
        place = (one.row, one.column)
        own = {"number": one.number, "column": place, "library": one.library.pk}
        for name, value in own.items():
            if (name, value) in seen:
                raise UnfitStall(texts[name], field=name, data={"row": turn})
            seen.add((name, value))


def _stall(meeting: Meeting, content: StallContent) -> Stall:
    return Stall(
        meeting=meeting,
        number=content.number,
        row=content.row,
        column=content.column,
        library=content.library,
    )


@transaction.atomic
def vote_for_stall(*, stall: Stall, code: str) -> StallVote:
    """Vote by the code of one's badge; a second vote takes the place of the first.

    Raises:
        VoteRefused: Voting has not begun or is over, or nobody bears the code.
    """
    closed = voting_closed_reason(stall.meeting)
    if closed:
        raise VoteRefused(closed)
    voter = voter_by_code(stall.meeting, code)
    if voter is None:
        raise VoteRefused(
            _("No badge of this meeting has this code. Check its 8 signs."),
            field="code",
        )
    vote, _is_new = StallVote.objects.update_or_create(
        participant=voter, defaults={"stall": stall, "voted_at": timezone.now()}
    )
    record(by=None, action="stall.voted", target=stall)
    return vote


@transaction.atomic
def store_votes(
    *, by: User | None, meeting: Meeting, votes: Sequence[tuple[Participant, Stall]]
) -> int:
    """Keep votes that were cast on paper, one of each visitor.

    Raises:
        OutOfScope: The person does not serve the meeting.
        IntegrityError: Somebody has voted already.
    """
    require_host(by, meeting)
    rows = StallVote.objects.bulk_create(
        [StallVote(participant=person, stall=stall) for person, stall in votes],
        batch_size=500,
    )
    record(
        by=by, action="meeting.votes_stored", target=meeting, new={"votes": len(rows)}
    )
    return len(rows)


@transaction.atomic
def announce(
    *,
    by: User | None,
    meeting: Meeting,
    text_id: str,
    text_en: str = "",
    is_urgent: bool = False,
    announced_at: dt.datetime | None = None,
) -> Announcement:
    """Tell everybody something, on the meeting's page and on "now and next".

    Raises:
        OutOfScope: The person does not serve the meeting.
        UnfitMeeting: The text is empty or too long.
    """
    require_host(by, meeting)
    if not text_id.strip() or max(len(text_id), len(text_en)) > TEXT_LIMIT:
        raise UnfitMeeting(
            _("Write between 1 and %(limit)s signs.") % {"limit": TEXT_LIMIT},
            field="text_id",
        )
    row = Announcement.objects.create(
        meeting=meeting,
        text_id=text_id.strip(),
        text_en=text_en.strip(),
        is_urgent=is_urgent,
        announced_by=by,
        announced_at=announced_at or now(),
    )
    record(by=by, action="meeting.announced", target=row)
    return row


@transaction.atomic
def withdraw_announcement(*, by: User | None, announcement: Announcement) -> None:
    """Take an announcement down; a repeat changes nothing.

    Raises:
        OutOfScope: The person does not serve the meeting.
    """
    require_host(by, announcement.meeting)
    done = Announcement.objects.filter(
        pk=announcement.pk, withdrawn_at__isnull=True
    ).update(withdrawn_at=timezone.now())
    if done:
        record(by=by, action="meeting.announcement_withdrawn", target=announcement)
