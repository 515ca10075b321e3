"""Sharing classes that partners offer to give: proposing, judging, deciding."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import today
from sinergi.meetings.enums import MeetingState, ProposalState
from sinergi.meetings.errors import (
    InvalidRegistration,
    OutOfScope,
    UnfitSession,
    WrongState,
)
from sinergi.meetings.models import Meeting, Proposal, ProposalReview, Topic
from sinergi.meetings.services.access import require_arrange
from sinergi.meetings.services.frame import save_topic
from sinergi.network.models import Library, Partnership
from sinergi.notices.enums import MessageKind
from sinergi.notices.services import tell

SCORES = range(1, 6)
#: What the proposer is told of a decision.
TOLD = {
    ProposalState.ACCEPTED: MessageKind.PROPOSAL_ACCEPTED,
    ProposalState.DECLINED: MessageKind.PROPOSAL_DECLINED,
}


def refuse_late(meeting: Meeting) -> None:
    """Refuse a proposal for a meeting that is not announced, or has begun.

    Raises:
        WrongState: It is too early or too late.
    """
    if meeting.state != MeetingState.PUBLISHED or today() >= meeting.starts_on:
        raise WrongState(_("This meeting takes no more proposals."))


@transaction.atomic
def propose_class(
    *,
    by: User,
    meeting: Meeting,
    library: Library,
    title: str,
    summary: str,
    speaker: str,
) -> Proposal:
    """Offer a sharing class on behalf of a partner library.

    Raises:
        OutOfScope: The person does not report for the library.
        WrongState: The meeting takes no proposals.
        InvalidRegistration: The library is no partner of the meeting's programmes.
        UnfitSession: Something is missing, or the library proposed this before.
    """
    refuse_late(meeting)
    if not Library.objects.reportable_by(by).filter(pk=library.pk).exists():
        raise OutOfScope
    _require_partner(meeting, library)
    said = {"title": title, "summary": summary, "speaker": speaker}
    labels = {"title": _("Title"), "summary": _("Summary"), "speaker": _("Speaker")}
    for name, text in said.items():
        if not text.strip():
            raise UnfitSession(
                _("Please fill in “%(field)s”.") % {"field": labels[name]}, field=name
            )
    values = {name: text.strip() for name, text in said.items()}
    try:
        with transaction.atomic():
            row = Proposal.objects.create(
                meeting=meeting, library=library, proposed_by=by, **values
            )
    except IntegrityError as error:
        raise UnfitSession(
            _("Your library has proposed a class of this title already."),
            field="title",
        ) from error
    record(by=by, action="proposal.submitted", target=row, new={"title": row.title})
    return row


def _require_partner(meeting: Meeting, library: Library) -> None:
    if not meeting.programmes.exists():
        return
    partners = Partnership.objects.filter(programme__in=meeting.programmes.all())
    if not partners.filter(library=library).exists():
        raise InvalidRegistration(
            _("Choose your library: one that is or was a partner of the programme."),
            field="library",
        )


@transaction.atomic
def review_proposal(
    *, by: User, proposal: Proposal, score: int, comment: str = ""
) -> ProposalReview:
    """Say what one thinks of a proposal; a second time replaces the first.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        WrongState: It was decided or withdrawn.
        UnfitSession: The score is not 1 to 5.
    """
    row = _locked(by, proposal)
    if score not in SCORES:
        raise UnfitSession(_("Give 1 to 5 points."), field="score")
    review, _is_new = ProposalReview.objects.update_or_create(
        proposal=row,
        by=by,
        defaults={"score": score, "comment": comment.strip(), "at": timezone.now()},
    )
    record(by=by, action="proposal.reviewed", target=row, new={"score": score})
    return review


def _locked(by: User, proposal: Proposal) -> Proposal:
    """An undecided proposal of a meeting that the person arranges."""
    require_arrange(by, proposal.meeting)
    row = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("meeting", "library")
        .get(pk=proposal.pk)
    )
    if row.state != ProposalState.SUBMITTED:
        raise WrongState(
            _("This proposal is “%(state)s” already.")
            % {"state": ProposalState(row.state).label}
        )
    return row


@transaction.atomic
def accept_proposal(*, by: User, proposal: Proposal) -> Topic:
    """Make a topic of the agenda out of a proposal.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        WrongState: It was decided or withdrawn.
        UnfitSession: Another topic has its title.
    """
    row = _locked(by, proposal)
    row.topic = save_topic(
        by=by, meeting=row.meeting, title_id=row.title, summary_id=row.summary
    )
    _decide(by, row, ProposalState.ACCEPTED)
    return row.topic


@transaction.atomic
def decline_proposal(*, by: User, proposal: Proposal, reason: str) -> Proposal:
    """Say no, and why.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        WrongState: It was decided or withdrawn.
        UnfitSession: The reason is missing.
    """
    row = _locked(by, proposal)
    if not reason.strip():
        raise UnfitSession(
            _("Please fill in “%(field)s”.") % {"field": _("Reason")}, field="reason"
        )
    row.reason = reason.strip()
    return _decide(by, row, ProposalState.DECLINED)


def _decide(by: User, row: Proposal, state: ProposalState) -> Proposal:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "topic"])
    tell(
        user_ids=[row.proposed_by_id],
        kind=TOLD[state],
        values={
            "title": row.title,
            "meeting": row.meeting.title,
            "reason": row.reason,
        },
        link=reverse("meetings:proposal_show", args=[row.meeting.slug, row.pk]),
    )
    record(
        by=by,
        action="proposal.decided",
        target=row,
        old={"state": ProposalState.SUBMITTED},
        new={"state": state},
        reason=row.reason,
    )
    return row


@transaction.atomic
def withdraw_proposal(*, by: User, proposal: Proposal) -> Proposal:
    """Take a proposal back; an accepted one is for the committee to take off.

    Raises:
        OutOfScope: The proposal is not of the person's library.
        WrongState: It was decided.
    """
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not Proposal.objects.editable_by(by).filter(pk=row.pk).exists():
        raise OutOfScope
    if row.state == ProposalState.WITHDRAWN:
        return row
    if row.state != ProposalState.SUBMITTED:
        raise WrongState(
            _("This proposal is “%(state)s” already.")
            % {"state": ProposalState(row.state).label}
        )
    row.state = ProposalState.WITHDRAWN
    row.save(update_fields=["state"])
    record(
        by=by,
        action="proposal.withdrawn",
        target=row,
        old={"state": ProposalState.SUBMITTED},
        new={"state": row.state},
    )
    return row
