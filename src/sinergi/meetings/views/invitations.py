"""Inviting partners by rule and guests by name; letters and mails."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt, page_of
from sinergi.core.formatting import number
from sinergi.core.queries.jobs import job_for
from sinergi.meetings import services
from sinergi.meetings.forms.invitations import GuestForm, RuleForm
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries.committee import programme_choices
from sinergi.meetings.queries.invitations import (
    default_rule,
    intake_years_of,
    invitable_areas,
    not_invited_yet,
    reach_of,
)
from sinergi.meetings.queries.meetings import delegation_for, may_host, may_prepare
from sinergi.meetings.services.papers import open_pack
from sinergi.meetings.views.requests import get_meeting, get_own_meeting

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_partners(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose partners by rule, see whom it reaches, then invite them."""
    meeting = get_own_meeting(request, slug, may_prepare)
    form = _rule_form(request, meeting)
    context: dict[str, object] = {"meeting": meeting, "form": form}
    if form.is_valid():
        if request.method == "POST":
            made = attempt(
                request,
                form,
                lambda: services.invite_partners(
                    by=request.user,
                    meeting=meeting,
                    rule=form.rule(),
                    allotments=form.allotments(),
                ),
            )
            if made is not None:
                return _invited(request, slug, len(made))
        context |= _preview(request, meeting, form)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "meetings/invitation_partners.html", context, status=status)


def _preview(
    request: SignedInRequest, meeting: Meeting, form: RuleForm
) -> dict[str, object]:
    rule = form.rule()
    found = page_of(
        request,
        not_invited_yet(meeting, rule).select_related("region"),
        limit=PAGE_SIZE,
        key="region_id",
    )
    return {
        "reach": reach_of(meeting, rule, form.allotments()),
        "libraries": found.items,
        "next": found.next,
        "rest": form.pairs(),
    }


def _rule_form(request: SignedInRequest, meeting: Meeting) -> RuleForm:
    data = request.POST if request.method == "POST" else request.GET
    return RuleForm(
        data or None,
        initial=default_rule(meeting),
        programmes=programme_choices(),
        years=intake_years_of(meeting),
        areas=invitable_areas(meeting),
        within=meeting.region_id or "",
    )


def _invited(request: SignedInRequest, slug: str, count: int) -> HttpResponse:
    text = ngettext(
        "%(count)s partner is invited.", "%(count)s partners are invited.", count
    )
    messages.success(request, text % {"count": number(count)})
    return redirect("meetings:committee_home", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_guest(request: SignedInRequest, slug: str) -> HttpResponse:
    """Invite an office or a person."""
    meeting = get_own_meeting(request, slug, may_prepare)
    form = GuestForm(
        request.POST or None,
        initial={"participant_type": "guest", "on_site": 1, "online": 0},
    )
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.invite_guest(
                by=request.user,
                meeting=meeting,
                guest=form.guest(),
                allotments=form.allotments(),
            ),
            _("%(name)s is invited.") % {"name": form.cleaned_data["name"]},
        )
        if made is not None:
            return redirect("meetings:delegation", slug, made[0].pk)
    context = {"meeting": meeting, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/invitation_guest.html", context, status=status)


@require_POST
def invitation_mail(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send the invitations that were not sent yet."""
    meeting = get_own_meeting(request, slug, may_prepare)
    sent = attempt(
        request,
        None,
        lambda: services.mail_invitations(by=request.user, meeting=meeting),
    )
    if sent is not None:
        told, left = sent
        messages.success(
            request,
            _(
                "%(told)s invitations are on their way. %(left)s have neither an "
                "account nor an e-mail address: print their letters."
            )
            % {"told": number(told), "left": number(left)},
        )
    return redirect("meetings:committee_home", slug)


@require_POST
def invitation_link(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give a guest a new link; the old one ends."""
    meeting = get_own_meeting(request, slug, may_prepare)
    row = delegation_for(request.user, meeting, pk)
    if row is None:
        raise Http404
    attempt(
        request,
        None,
        lambda: services.renew_link(by=request.user, delegation=row),
        _("The guest has a new link. Letters and mails with the old one are void."),
    )
    return redirect("meetings:delegation", slug, pk)


@require_safe
def letter(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The letter of one delegation as PDF."""
    row = delegation_for(request.user, get_meeting(request, slug), pk)
    if row is None:
        raise Http404
    return pdf(services.letter_pdf(row), row.name)


def pdf(body: bytes, name: str) -> HttpResponse:
    """A letter as a file."""
    response = HttpResponse(body, content_type="application/pdf")
    file = f"{slugify(name)[:80] or 'undangan'}.pdf"
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


@require_POST
def letter_pack(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write all letters in the background."""
    meeting = get_own_meeting(request, slug, may_host)
    job = attempt(
        request,
        None,
        lambda: services.start_pack(by=request.user, meeting=meeting),
    )
    if job is None:
        return redirect("meetings:committee_home", slug)
    return redirect("core:job_detail", job.pk)


@require_safe
def letter_download(
    request: SignedInRequest, slug: str, job: uuid.UUID
) -> HttpResponseBase:
    """The letters that a job has written; for the one who asked for them."""
    meeting = get_own_meeting(request, slug, may_host)
    found = job_for(request.user, job)
    if found is None or found.parameters.get("meeting") != meeting.pk:
        raise Http404
    pack = open_pack(found.pk)
    if pack is None:
        raise Http404
    name = f"surat-{meeting.slug}.zip"
    return FileResponse(pack, as_attachment=True, filename=name)
