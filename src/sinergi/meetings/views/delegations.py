"""The delegation's own page: its people, and its reply to the invitation."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt, page_of
from sinergi.meetings import services
from sinergi.meetings.enums import DelegationKind, MeetingState, Reply
from sinergi.meetings.forms.invitations import ReplyForm
from sinergi.meetings.forms.registration import (
    DelegateForm,
    PersonForm,
    delegate_types,
)
from sinergi.meetings.models import Delegation, Participant
from sinergi.meetings.queries.classes import has_classes
from sinergi.meetings.queries.meetings import (
    delegation_for,
    may_fill,
    may_host,
    may_prepare,
    own_delegation,
)
from sinergi.meetings.queries.participants import delegations_for, people_of
from sinergi.meetings.services.papers import guest_link
from sinergi.meetings.services.registration import Request
from sinergi.meetings.views.requests import get_meeting

PAGE_SIZE = 50


@require_safe
def delegation_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """All delegations that the person may see; a library goes to its own."""
    meeting = get_meeting(request, slug)
    own = own_delegation(request.user, meeting)
    if own is not None:
        return redirect("meetings:delegation", slug, own.pk)
    wanted = {
        "search": request.GET.get("cari", ""),
        "reply": request.GET.get("jawaban", ""),
        "kind": request.GET.get("jenis", ""),
    }
    rows = delegations_for(request.user, meeting, **wanted)
    found = page_of(request, rows, limit=PAGE_SIZE, key="name")
    context = {
        "meeting": meeting,
        "delegations": found.items,
        "next": found.next,
        "total": rows.count(),
        "wanted": wanted,
        "replies": Reply.choices,
        "kinds": DelegationKind.choices,
        "may_host": may_host(request.user, meeting),
    }
    return render(request, "meetings/delegation_list.html", context)


@require_safe
def delegation(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Places of a delegation, and who fills them."""
    return _show(request, _delegation(request, slug, pk))


def _show(
    request: SignedInRequest, row: Delegation, form: ReplyForm | None = None
) -> HttpResponse:
    """The page, with the reply as it stands or as it was typed and refused."""
    people = people_of(row)
    fills = may_fill(request.user, row)
    context = {
        "meeting": row.meeting,
        "delegation": row,
        "people": people,
        "allotments": [
            (one, sum(person.channel == one.channel for person in people))
            for one in row.allotments.all()
        ],
        "may_fill": fills,
        "may_change": fills and row.meeting.state != MeetingState.CLOSED,
        "has_classes": has_classes(row.meeting),
        "may_propose": row.library is not None,
        "reply_link": guest_link(row) if may_prepare(request.user, row.meeting) else "",
        "form": form or ReplyForm(initial={"reply": row.reply, "note": row.reply_note}),
    }
    status = 422 if form else 200
    return render(request, "meetings/delegation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_add(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Name one person."""
    row = _editable(request, slug, pk)
    key = request.POST.get("kunci") or uuid.uuid4().hex
    form = _delegate_form(request, row)
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.fill_place(
                by=request.user,
                delegation=row,
                person=form.person(library_id=row.library_id),
                channel=form.cleaned_data["channel"],
                request=Request(key=f"web:{key}"[:120]),
            ),
            _("%(name)s is registered.") % {"name": form.cleaned_data["full_name"]},
        )
        if made is not None:
            return redirect("meetings:delegation", slug, pk)
    context = {
        "meeting": row.meeting,
        "delegation": row,
        "form": form,
        "key": key,
        "title": _("Name somebody"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/delegate_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_swap(
    request: SignedInRequest, slug: str, pk: int, person: int
) -> HttpResponse:
    """Let somebody else take a person's places."""
    row = _editable(request, slug, pk)
    participant = _person(row, person)
    form = PersonForm(
        request.POST or None,
        meeting=row.meeting,
        types=delegate_types(participant.participant_type),
        initial={"participant_type": participant.participant_type},
    )
    if form.is_valid():
        other = attempt(
            request,
            form,
            lambda: services.swap_person(
                by=request.user,
                participant=participant,
                person=form.person(library_id=row.library_id),
            ),
            _("The names are swapped."),
        )
        if other is not None:
            return redirect("meetings:delegation", slug, pk)
    context = {
        "meeting": row.meeting,
        "delegation": row,
        "form": form,
        "title": _("Instead of %(name)s") % {"name": participant.full_name},
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/delegate_form.html", context, status=status)


@require_POST
def delegate_withdraw(
    request: SignedInRequest, slug: str, pk: int, person: int
) -> HttpResponse:
    """Take a person off the list."""
    row = _editable(request, slug, pk)
    participant = _person(row, person)
    attempt(
        request,
        None,
        lambda: services.withdraw_participant(by=request.user, participant=participant),
        _("%(name)s is withdrawn.") % {"name": participant.full_name},
    )
    return redirect("meetings:delegation", slug, pk)


@require_POST
def delegation_reply(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Say whether the delegation comes."""
    row = _editable(request, slug, pk)
    reply = request.POST.get("jawaban", "")
    if reply not in Reply.values or reply == Reply.NONE:
        raise Http404
    form = ReplyForm({"reply": reply, "note": request.POST.get("catatan", "")})
    if not form.is_valid():
        return _show(request, row, form)
    attempt(
        request,
        None,
        lambda: services.reply_as_delegation(
            by=request.user, delegation=row, **form.cleaned_data
        ),
        _("Your reply is recorded."),
    )
    return redirect("meetings:delegation", slug, pk)


def _delegation(request: HttpRequest, slug: str, pk: int) -> Delegation:
    row = delegation_for(request.user, get_meeting(request, slug), pk)
    if row is None:
        raise Http404
    return row


def _editable(request: SignedInRequest, slug: str, pk: int) -> Delegation:
    row = _delegation(request, slug, pk)
    if not may_fill(request.user, row):
        raise PermissionDenied
    return row


def _delegate_form(request: HttpRequest, row: Delegation) -> DelegateForm:
    channels = [one.channel for one in row.allotments.all() if one.places]
    return DelegateForm(
        request.POST or None,
        meeting=row.meeting,
        channels=channels,
        types=delegate_types(row.participant_type),
        initial={"participant_type": row.participant_type, "channel": channels[:1]},
    )


def _person(row: Delegation, pk: int) -> Participant:
    for participant in people_of(row):
        if participant.pk == pk:
            return participant
    raise Http404
