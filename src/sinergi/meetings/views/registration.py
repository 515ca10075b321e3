"""Registering openly, and the ticket page of each participant."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.core.acts import attempt
from sinergi.core.qr import qr_svg
from sinergi.meetings import services
from sinergi.meetings.forms.registration import PersonForm
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.queries.classes import has_classes
from sinergi.meetings.queries.meetings import registration_closed_reason
from sinergi.meetings.queries.participants import (
    further_pools,
    participant_by_code,
    partner_by_id,
    partners_named,
    places_of,
    waits_on_site,
)
from sinergi.meetings.queries.places import position_of
from sinergi.meetings.queries.public import seats_of
from sinergi.meetings.rules import number_in
from sinergi.meetings.services.registration import Request
from sinergi.meetings.services.tickets import signed_tickets
from sinergi.meetings.views.requests import get_meeting
from sinergi.network.models import Library


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the library, then say who takes part in the online room."""
    meeting = get_meeting(request, slug)
    library = _library(meeting, request.GET.get("perpustakaan", ""))
    search = request.GET.get("cari", "")
    form = PersonForm(request.POST or None, meeting=meeting)
    key = request.POST.get("kunci") or uuid.uuid4().hex
    if library is not None and form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.register_openly(
                by=request.user if request.user.is_authenticated else None,
                meeting=meeting,
                person=form.person(library_id=library.pk),
                request=Request(key=f"web:{key}"[:120]),
            ),
        )
        if made is not None:
            return redirect("meetings:ticket", slug, made.participant.code)
    context = {
        "meeting": meeting,
        "library": library,
        "search": search,
        "choices": partners_named(meeting, search) if library is None else [],
        "form": form,
        "key": key,
        "closed": registration_closed_reason(meeting),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/register.html", context, status=status)


def _library(meeting: Meeting, text: str) -> Library | None:
    number = number_in(text)
    return partner_by_id(meeting, number) if number else None


@login_not_required
@require_http_methods(["GET", "HEAD"])
def ticket(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A person's places, their QR code, and what they can do about them."""
    participant = _participant(slug, code)
    places = places_of(participant)
    context = {
        "meeting": participant.meeting,
        "participant": participant,
        "places": [(place, position_of(place)) for place in places],
        "offer": next((one for one in places if one.state == "offered"), None),
        "qr": qr_svg(next(signed_tickets([participant]))),
        "may_enter": any(one.is_entrance for one in places),
        "may_move": waits_on_site(participant),
        "has_classes": has_classes(participant.meeting),
        "further": [(pool, seats_of(pool)) for pool in further_pools(participant)],
    }
    return render(request, "meetings/ticket.html", context)


@login_not_required
@require_POST
def ticket_withdraw(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Give one's places back; the code is the permission."""
    participant = _participant(slug, code)
    attempt(
        request,
        None,
        lambda: services.withdraw_participant(by=None, participant=participant),
        _("You have withdrawn. Thank you for making room."),
    )
    return redirect("meetings:ticket", slug, code)


@login_not_required
@require_POST
def ticket_answer(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take an offered place for the whole group, or let it go."""
    participant = _participant(slug, code)
    offered = [one for one in places_of(participant) if one.state == "offered"]
    if not offered:
        raise Http404
    if "terima" in request.POST:
        attempt(
            request,
            None,
            lambda: services.accept_offer(bundle=offered[0].bundle),
            _("Your places are confirmed."),
        )
    else:
        services.decline_offer(bundle=offered[0].bundle)
    return redirect("meetings:ticket", slug, code)


@login_not_required
@require_POST
def ticket_move(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Take part online instead of waiting on site; the code is the permission."""
    participant = _participant(slug, code)
    if not waits_on_site(participant):
        raise Http404
    attempt(
        request,
        None,
        lambda: services.move_online(by=None, participant=participant),
        _("You take part online now."),
    )
    return redirect("meetings:ticket", slug, code)


def _participant(slug: str, code: str) -> Participant:
    participant = participant_by_code(slug, code)
    if participant is None:
        raise Http404
    return participant
