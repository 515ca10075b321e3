"""The stall map, votes for stalls, and announcements."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.meetings.forms.door import AnnouncementForm, VoteForm
from sinergi.meetings.forms.exhibition import (
    StallFormSet,
    initial_stalls,
    stalls_said,
)
from sinergi.meetings.queries import exhibition as queries
from sinergi.meetings.queries.meetings import may_arrange, may_host
from sinergi.meetings.services.exhibition import (
    announce,
    set_stalls,
    vote_for_stall,
    withdraw_announcement,
)
from sinergi.meetings.views.lists import EditedList, edit_list
from sinergi.meetings.views.requests import get_meeting, get_own_meeting


@login_not_required
@require_safe
def exhibition(request: HttpRequest, slug: str) -> HttpResponse:
    """The stall map, and what each stall shows."""
    meeting = get_meeting(request, slug)
    stalls = queries.stalls_of(meeting)
    context = {
        "meeting": meeting,
        "stalls": stalls,
        "rows": queries.stall_rows(stalls),
        "closed": queries.voting_closed_reason(meeting),
        "may_host": may_host(request.user, meeting),
        "may_arrange": may_arrange(request.user, meeting),
    }
    return render(request, "meetings/exhibition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stall_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Place the stalls on the map."""
    meeting = get_own_meeting(request, slug, may_arrange)
    return edit_list(
        request,
        meeting,
        StallFormSet(
            request.POST or None,
            initial=initial_stalls(queries.stalls_of(meeting)),
            form_kwargs={"meeting": meeting},
        ),
        EditedList(
            title=_("Place the stalls"),
            lead=_(
                "A stall shows the products that its library has recorded. "
                "The map stays as it is once somebody has voted."
            ),
            add=_("Add a stall"),
            back=reverse("meetings:exhibition", args=[slug]),
            has_order=False,
            libraries=queries.invited_labels(meeting),
        ),
        lambda said: set_stalls(
            by=request.user, meeting=meeting, stalls=stalls_said(meeting, said)
        ),
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stall(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Vote for a stall with the code of one's badge."""
    meeting = get_meeting(request, slug)
    row = queries.stall_at(meeting, number)
    if row is None:
        raise Http404
    form = VoteForm(request.POST or None)
    if form.is_valid():
        vote = attempt(
            request,
            form,
            lambda: vote_for_stall(stall=row, code=form.cleaned_data["code"]),
            _("Your vote for stall %(number)s counts. You can change it until the end.")
            % {"number": row.number},
        )
        if vote is not None:
            return redirect("meetings:exhibition", slug)
    context = {
        "meeting": meeting,
        "stall": row,
        "form": form,
        "closed": queries.voting_closed_reason(meeting),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/stall.html", context, status=status)


@require_safe
def exhibition_results(request: SignedInRequest, slug: str) -> HttpResponse:
    """Votes for each stall, for the committee."""
    meeting = get_own_meeting(request, slug, may_host)
    results = queries.vote_results(meeting)
    context = {
        "meeting": meeting,
        "results": results,
        "total": sum(votes for _stall, votes in results),
        "closed": queries.voting_closed_reason(meeting),
    }
    return render(request, "meetings/exhibition_results.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Announcements: write one, take one down."""
    meeting = get_own_meeting(request, slug, may_host)
    form = AnnouncementForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: announce(by=request.user, meeting=meeting, **form.cleaned_data),
            _("Announced."),
        )
        if made is not None:
            return redirect("meetings:announcement_list", slug)
    context = {
        "meeting": meeting,
        "form": form,
        "announcements": queries.all_announcements(meeting),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/announcement_list.html", context, status=status)


@require_POST
def announcement_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take an announcement down."""
    row = queries.announcement_for(get_own_meeting(request, slug, may_host), pk)
    if row is None:
        raise Http404
    attempt(
        request,
        None,
        lambda: withdraw_announcement(by=request.user, announcement=row),
        _("The announcement is taken down."),
    )
    return redirect("meetings:announcement_list", slug)
