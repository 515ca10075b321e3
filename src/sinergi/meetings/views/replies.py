"""What a guest without account does with the link of the invitation."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.core.acts import attempt
from sinergi.meetings import services
from sinergi.meetings.forms.invitations import ReplyForm
from sinergi.meetings.forms.registration import DelegateForm, delegate_types
from sinergi.meetings.models import Delegation
from sinergi.meetings.queries.invitations import delegation_by_secret
from sinergi.meetings.queries.participants import people_of
from sinergi.meetings.services.invitations import hash_of
from sinergi.meetings.services.registration import Request
from sinergi.meetings.views.invitations import pdf


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_reply(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Read the invitation and reply; the link is the permission."""
    row = _guest(slug, secret)
    form = ReplyForm(
        request.POST or None, initial={"reply": row.reply, "note": row.reply_note}
    )
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.reply_as_delegation(
                by=None,
                delegation=row,
                reply=form.cleaned_data["reply"],
                note=form.cleaned_data["note"],
            ),
            _("Your reply is recorded. Thank you."),
        )
        if done is not None:
            return redirect("meetings:invitation_reply", slug, secret)
    people = people_of(row)
    context = {
        "meeting": row.meeting,
        "delegation": row,
        "secret": secret,
        "form": form,
        "people": people,
        "left": _left(row, len(people)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/invitation_reply.html", context, status=status)


def _left(row: Delegation, named: int) -> int:
    return max(0, sum(one.places for one in row.allotments.all()) - named)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_person(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """Name somebody who comes for the invited office."""
    row = _guest(slug, secret)
    channels = [one.channel for one in row.allotments.all() if one.places]
    key = request.POST.get("kunci") or uuid.uuid4().hex
    form = DelegateForm(
        request.POST or None,
        meeting=row.meeting,
        channels=channels,
        types=delegate_types(row.participant_type),
        initial={"participant_type": row.participant_type, "channel": channels[:1]},
    )
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.fill_place(
                by=None,
                delegation=row,
                person=form.person(organisation=row.name),
                channel=form.cleaned_data["channel"],
                request=Request(key=f"link:{key}"[:120]),
            ),
            _("%(name)s is registered.") % {"name": form.cleaned_data["full_name"]},
        )
        if made is not None:
            return redirect("meetings:invitation_reply", slug, secret)
    context = {"meeting": row.meeting, "delegation": row, "form": form, "key": key}
    context["secret"] = secret
    status = 422 if form.is_bound else 200
    return render(request, "meetings/invitation_person.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def invitation_letter(_request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """The letter as PDF."""
    row = _guest(slug, secret)
    return pdf(services.letter_pdf(row), row.name)


def _guest(slug: str, secret: str) -> Delegation:
    row = delegation_by_secret(slug, hash_of(secret))
    if row is None:
        raise Http404
    return row
