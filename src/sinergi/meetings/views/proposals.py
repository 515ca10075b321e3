"""Sharing classes that partners propose, and what the committee makes of them."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt, page_of
from sinergi.core.errors import DomainError
from sinergi.meetings import services
from sinergi.meetings.enums import ProposalState
from sinergi.meetings.forms.proposals import DeclineForm, ProposalForm, ReviewForm
from sinergi.meetings.models import Meeting, Proposal
from sinergi.meetings.queries.meetings import may_arrange
from sinergi.meetings.queries.proposals import (
    may_withdraw,
    own_review,
    proposal_for,
    proposals_for,
    proposing_libraries,
    reviews_of,
)
from sinergi.meetings.services.proposals import refuse_late
from sinergi.meetings.views.requests import get_meeting, get_own_meeting

PAGE_SIZE = 30


@require_safe
def proposal_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """One's own proposals; for the committee all of them, with their points."""
    meeting = get_meeting(request, slug)
    state = request.GET.get("status", "")
    state = state if state in ProposalState.values else ""
    rows = proposals_for(request.user, meeting, state=state)
    found = page_of(request, rows, limit=PAGE_SIZE, key="-proposed_at")
    context = {
        "meeting": meeting,
        "proposals": found.items,
        "next": found.next,
        "total": rows.count(),
        "state": state,
        "states": ProposalState.choices,
        "closed": _closed(meeting),
        "may_propose": bool(proposing_libraries(request.user, meeting)),
        "may_arrange": may_arrange(request.user, meeting),
    }
    return render(request, "meetings/proposal_list.html", context)


def _closed(meeting: Meeting) -> str:
    """Why nobody can propose now; empty while one can."""
    try:
        refuse_late(meeting)
    except DomainError as error:
        return str(error.message)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def proposal_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Offer a sharing class."""
    meeting = get_meeting(request, slug)
    libraries = proposing_libraries(request.user, meeting)
    form = ProposalForm(request.POST or None, libraries=libraries)
    if form.is_valid():
        said = form.cleaned_data
        made = attempt(
            request,
            form,
            lambda: services.propose_class(
                by=request.user,
                meeting=meeting,
                library=form.libraries[said["library"]],
                title=said["title"],
                summary=said["summary"],
                speaker=said["speaker"],
            ),
            _("Your proposal is with the committee. You will be told."),
        )
        if made is not None:
            return redirect("meetings:proposal_show", slug, made.pk)
    context = {"meeting": meeting, "form": form, "libraries": libraries}
    context["closed"] = _closed(meeting)
    status = 422 if form.is_bound else 200
    return render(request, "meetings/proposal_new.html", context, status=status)


@require_safe
def proposal_show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One proposal; the committee reads and gives its points here."""
    return _show(request, _proposal(request, get_meeting(request, slug), pk))


def _show(
    request: SignedInRequest,
    row: Proposal,
    *,
    review: forms.Form | None = None,
    decline: forms.Form | None = None,
) -> HttpResponse:
    arranges = may_arrange(request.user, row.meeting)
    own = own_review(request.user, row) if arranges else None
    initial = {"score": own.score, "comment": own.comment} if own else {}
    context = {
        "meeting": row.meeting,
        "proposal": row,
        "reviews": reviews_of(row) if arranges else [],
        "may_arrange": arranges,
        "may_withdraw": may_withdraw(request.user, row),
        "is_open": row.state == ProposalState.SUBMITTED,
        "review": review or ReviewForm(initial=initial, prefix="nilai"),
        "decline": decline or DeclineForm(prefix="tolak"),
    }
    status = 422 if review or decline else 200
    return render(request, "meetings/proposal_show.html", context, status=status)


def _proposal(request: SignedInRequest, meeting: Meeting, pk: int) -> Proposal:
    row = proposal_for(request.user, meeting, pk)
    if row is None:
        raise Http404
    return row


@require_POST
def proposal_review(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give one's points."""
    meeting = get_own_meeting(request, slug, may_arrange)
    row = _proposal(request, meeting, pk)
    form = ReviewForm(request.POST, prefix="nilai")
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.review_proposal(
                by=request.user, proposal=row, **form.cleaned_data
            ),
            _("Your points are saved."),
        )
        if done is not None:
            return redirect("meetings:proposal_show", slug, pk)
    return _show(request, row, review=form)


@require_POST
def proposal_accept(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Make a topic out of a proposal."""
    meeting = get_own_meeting(request, slug, may_arrange)
    row = _proposal(request, meeting, pk)
    attempt(
        request,
        None,
        lambda: services.accept_proposal(by=request.user, proposal=row),
        _("Accepted. It is a topic now; give it a class in the agenda."),
    )
    return redirect("meetings:proposal_show", slug, pk)


@require_POST
def proposal_decline(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say no, and why."""
    meeting = get_own_meeting(request, slug, may_arrange)
    row = _proposal(request, meeting, pk)
    form = DeclineForm(request.POST, prefix="tolak")
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.decline_proposal(
                by=request.user, proposal=row, reason=form.cleaned_data["reason"]
            ),
            _("The library is told."),
        )
        if done is not None:
            return redirect("meetings:proposal_show", slug, pk)
    return _show(request, row, decline=form)


@require_POST
def proposal_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's proposal back."""
    row = _proposal(request, get_meeting(request, slug), pk)
    attempt(
        request,
        None,
        lambda: services.withdraw_proposal(by=request.user, proposal=row),
        _("Your proposal is withdrawn."),
    )
    return redirect("meetings:proposal_show", slug, pk)
