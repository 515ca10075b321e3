"""The committee at the door: gates, doubles, sessions, walk-ins, badges."""

import uuid

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.paging import page
from sinergi.core.qr import qr_svg
from sinergi.meetings.forms.door import GateForm, WalkInForm
from sinergi.meetings.models import Gate
from sinergi.meetings.queries import door as queries
from sinergi.meetings.queries.meetings import may_host
from sinergi.meetings.services.badges import open_badges, start_badges
from sinergi.meetings.services.door import admit_walk_in
from sinergi.meetings.services.gates import invite_phone, open_gate, revoke_gate
from sinergi.meetings.services.registration import Request
from sinergi.meetings.views.requests import get_own_meeting

PAGE_SIZE = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gate_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Gates with their counts, as they are now; with htmx only what changes."""
    meeting = get_own_meeting(request, slug, may_host)
    form = GateForm(request.POST or None)
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: open_gate(
                by=request.user, meeting=meeting, name=form.cleaned_data["name"]
            ),
            _("The gate is open. Now enrol a phone."),
        )
        if made is not None:
            return redirect("meetings:gate_list", slug)
    context = {
        "meeting": meeting,
        "form": form,
        "gates": queries.gates_of(meeting),
        "tally": queries.tally_at_door(meeting),
        "is_over": queries.is_over(meeting),
    }
    is_part = request.headers.get("HX-Request") == "true"
    name = "meetings/parts/gates.html" if is_part else "meetings/gate_list.html"
    return render(request, name, context, status=422 if form.is_bound else 200)


@never_cache
@require_POST
def gate_invite(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show the one-time QR code with which a phone becomes the gate's."""
    gate = _gate(request, slug, pk)
    token = attempt(request, None, lambda: invite_phone(by=request.user, gate=gate))
    if token is None:
        return redirect("meetings:gate_list", slug)
    address = f"{settings.PUBLIC_URL}{reverse('meetings:gate_page', args=[slug])}"
    context = {
        "meeting": gate.meeting,
        "gate": gate,
        "link": f"{address}#{token}",
        "qr": qr_svg(f"{address}#{token}"),
    }
    return render(request, "meetings/gate_invite.html", context)


@require_POST
def gate_revoke(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Shut a phone out."""
    gate = _gate(request, slug, pk)
    attempt(
        request,
        None,
        lambda: revoke_gate(by=request.user, gate=gate),
        _("%(gate)s is revoked. Its phone forgets the names when it next calls.")
        % {"gate": gate.name},
    )
    return redirect("meetings:gate_list", slug)


@require_safe
def door_doubles(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tickets that came in twice, with both gates and times."""
    meeting = get_own_meeting(request, slug, may_host)
    rows = queries.doubles_of(meeting)
    found = page(
        rows, cursor=request.GET.get("cursor"), limit=PAGE_SIZE, key="-scanned_at"
    )
    context = {
        "meeting": meeting,
        "scans": found.items,
        "next": found.next,
        "total": rows.count(),
    }
    return render(request, "meetings/door_doubles.html", context)


@require_safe
def door_sessions(request: SignedInRequest, slug: str) -> HttpResponse:
    """How many people each session had."""
    meeting = get_own_meeting(request, slug, may_host)
    context = {"meeting": meeting, "counts": queries.session_counts(meeting)}
    return render(request, "meetings/door_sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: SignedInRequest, slug: str) -> HttpResponse:
    """Register somebody at the desk and let them in; those of today stand below."""
    meeting = get_own_meeting(request, slug, may_host)
    gates = list(queries.gates_of(meeting))
    form = WalkInForm(request.POST or None, meeting=meeting, gates=gates)
    key = request.POST.get("kunci") or uuid.uuid4().hex
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: admit_walk_in(
                by=request.user,
                meeting=meeting,
                person=form.person(),
                gate=form.gate(),
                request=Request(key=f"desk:{key}"[:120]),
            ),
            _("%(name)s is registered and in.")
            % {"name": form.cleaned_data["full_name"]},
        )
        if made is not None:
            return redirect("meetings:walk_in", slug)
    context = {
        "meeting": meeting,
        "form": form,
        "key": key,
        "scans": queries.walk_ins_of(meeting)[:PAGE_SIZE],
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/walk_in.html", context, status=status)


@require_POST
def badges_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Print badges: a job with progress, since there may be thousands."""
    meeting = get_own_meeting(request, slug, may_host)
    return redirect(
        "core:job_detail", start_badges(by=request.user, meeting=meeting).pk
    )


@require_safe
def badges_file(request: SignedInRequest, slug: str, job: uuid.UUID) -> FileResponse:
    """The finished badges."""
    meeting = get_own_meeting(request, slug, may_host)
    file = open_badges(by=request.user, meeting=meeting, job_id=job)
    if file is None:
        raise Http404
    return FileResponse(
        file, as_attachment=True, filename=f"kartu-peserta-{meeting.slug}.pdf"
    )


def _gate(request: SignedInRequest, slug: str, pk: int) -> Gate:
    gate = queries.gate_for(get_own_meeting(request, slug, may_host), pk)
    if gate is None:
        raise Http404
    return gate
