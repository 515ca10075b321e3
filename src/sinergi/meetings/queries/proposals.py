"""Proposals of sharing classes by who may see them."""

from typing import TYPE_CHECKING

from django.db.models import Avg, Count, QuerySet

from sinergi.meetings.models import Meeting, Proposal, ProposalReview
from sinergi.network.models import Library, Partnership

if TYPE_CHECKING:
    from sinergi.accounts.models import User

#: Libraries that an officer may choose from; more are found by proposing as manager.
MOST_LIBRARIES = 1000


def proposals_for(
    user: "User", meeting: Meeting, *, state: str = ""
) -> QuerySet[Proposal]:
    """Those that the person may see, with the mean of their points."""
    rows = Proposal.objects.visible_to(user).filter(meeting=meeting)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("library__region", "proposed_by").annotate(
        points=Avg("reviews__score"), voices=Count("reviews")
    )


def proposal_for(user: "User", meeting: Meeting, pk: int) -> Proposal | None:
    """One proposal that the person may see."""
    rows = proposals_for(user, meeting).filter(pk=pk)
    return rows.select_related("library__region", "meeting", "topic").first()


def may_withdraw(user: "User", proposal: Proposal) -> bool:
    """Whether the proposal is of a library that the person reports for."""
    return Proposal.objects.editable_by(user).filter(pk=proposal.pk).exists()


def reviews_of(proposal: Proposal) -> list[ProposalReview]:
    """What the committee thinks, in the order of time."""
    return list(proposal.reviews.select_related("by"))


def own_review(user: "User", proposal: Proposal) -> ProposalReview | None:
    """What the person thinks of it so far."""
    return proposal.reviews.filter(by=user).first()


def proposing_libraries(user: "User", meeting: Meeting) -> list[Library]:
    """Partner libraries for which the person may propose a class."""
    rows = Library.objects.reportable_by(user).open_on(meeting.starts_on)
    if meeting.programmes.exists():
        partners = Partnership.objects.filter(programme__in=meeting.programmes.all())
        rows = rows.filter(pk__in=partners.values("library"))
    return list(rows.order_by("region_id", "name")[:MOST_LIBRARIES])
