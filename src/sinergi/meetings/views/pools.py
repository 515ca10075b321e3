"""Pools of seats: their sizes, further ones, and asking for a seat in them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.meetings import services
from sinergi.meetings.forms.meetings import CapacityForm, PoolForm
from sinergi.meetings.queries.meetings import may_host, pool_for
from sinergi.meetings.queries.participants import (
    further_pools,
    participant_by_code,
    places_of,
)
from sinergi.meetings.rules import number_in
from sinergi.meetings.views.requests import get_own_meeting

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def pool_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seats for a dinner, or stalls, that people on site may ask for."""
    meeting = get_own_meeting(request, slug, may_host)
    form = PoolForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.open_pool(
                by=request.user, meeting=meeting, **form.cleaned_data
            ),
            _("Saved. People on site find these seats on their ticket."),
        )
        if made is not None:
            return redirect("meetings:committee_home", slug)
    context = {"meeting": meeting, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/pool_new.html", context, status=status)


@require_http_methods(FORM)
def capacity_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The size of a pool of seats."""
    meeting = get_own_meeting(request, slug, may_host)
    pool = pool_for(meeting, pk)
    if pool is None:
        raise Http404
    form = CapacityForm(request.POST or None, initial={"capacity": pool.capacity})
    if form.is_valid():
        changed = attempt(
            request,
            form,
            lambda: services.set_pool_capacity(
                by=request.user, pool=pool, capacity=form.cleaned_data["capacity"]
            ),
            _("Saved. Free seats go to those who wait."),
        )
        if changed is not None:
            return redirect("meetings:committee_home", slug)
    context = {"meeting": meeting, "pool": pool, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/capacity_edit.html", context, status=status)


@login_not_required
@require_POST
def ticket_ask(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Ask for a further seat; the code is the permission."""
    participant = participant_by_code(slug, code)
    if participant is None:
        raise Http404
    wanted = number_in(request.POST.get("kuota", ""))
    pool = next((one for one in further_pools(participant) if one.pk == wanted), None)
    if pool is not None:
        attempt(
            request,
            None,
            lambda: services.ask_for_seat(by=None, participant=participant, pool=pool),
            _("Your request is noted. The list below says whether you have a seat."),
        )
    return redirect("meetings:ticket", slug, code)


@login_not_required
@require_POST
def ticket_give_back(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give a further seat back; the code is the permission."""
    participant = participant_by_code(slug, code)
    if participant is None:
        raise Http404
    wanted = number_in(request.POST.get("tempat", ""))
    place = next((one for one in places_of(participant) if one.pk == wanted), None)
    if place is None:
        raise Http404
    attempt(
        request,
        None,
        lambda: services.give_seat_back(by=None, participant=participant, place=place),
        _("You gave the seat back. Thank you for making room."),
    )
    return redirect("meetings:ticket", slug, code)
