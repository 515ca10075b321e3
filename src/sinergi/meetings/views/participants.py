"""Everybody who takes part: the list and its files, hosts' acts, waiting lists."""

import uuid
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import attempt, page_of
from sinergi.core.tables import write_csv, write_xlsx
from sinergi.meetings import services
from sinergi.meetings.enums import Channel, ParticipantType, PlaceState
from sinergi.meetings.forms.participants import HostForm, read_people
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.people import columns_of, people_rows
from sinergi.meetings.queries.meetings import may_host, pool_for
from sinergi.meetings.queries.participants import (
    participant_for,
    participants_for,
    partner_by_id,
    partners_named,
    places_of,
    pools_of,
    waiting_in,
)
from sinergi.meetings.queries.places import position_of, positions_from
from sinergi.meetings.rules import number_in
from sinergi.meetings.services.registration import Registration, Request
from sinergi.meetings.views.requests import get_own_meeting
from sinergi.network.models import Library

PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def participant_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who takes part: filter, sort, go on by key, download."""
    meeting = get_own_meeting(request, slug, may_host)
    asked = read_people(request.GET)
    rows = participants_for(request.user, meeting, asked.filter)
    found = page_of(request, rows, limit=PAGE_SIZE, key=asked.key)
    context = {
        "meeting": meeting,
        "people": found.items,
        "next": found.next,
        "total": rows.count(),
        "asked": asked,
        "channels": Channel.choices,
        "types": ParticipantType.choices,
        "states": [c for c in PlaceState.choices if c[0] in LISTED],
        "pools": pools_of(meeting),
    }
    return render(request, "meetings/participant_list.html", context)


LISTED = (PlaceState.CONFIRMED, PlaceState.WAITING, PlaceState.OFFERED)


@require_safe
def participant_download(
    request: SignedInRequest, slug: str, extension: str
) -> HttpResponseBase:
    """All rows of the filtered list as a file."""
    meeting = get_own_meeting(request, slug, may_host)
    people = participants_for(request.user, meeting, read_people(request.GET).filter)
    questions = list(meeting.questions.all())
    columns = columns_of(questions)
    rows = people_rows(people.order_by("full_name", "pk"), questions)
    name = f"peserta-{meeting.slug}-{timezone.localdate():%Y-%m-%d}.{extension}"
    if extension == "csv":
        return StreamingHttpResponse(
            write_csv(columns, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if extension != "xlsx":
        raise Http404
    target = cast(BinaryIO, SpooledTemporaryFile(max_size=5 * 1024**2))  # noqa: SIM115
    notes = [
        (_("Meeting"), meeting.title),
        (_("Made"), formatting.moment(timezone.now())),
        (_("Scope"), _("What you may see, with the filters of the list")),
    ]
    write_xlsx(target, _("Participants"), columns, rows, notes=notes)
    target.seek(0)
    return FileResponse(target, content_type=XLSX, as_attachment=True, filename=name)


@require_http_methods(["GET", "HEAD", "POST"])
def participant_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Register anybody who comes: a walk-in, a guest, the press."""
    meeting = get_own_meeting(request, slug, may_host)
    chosen = number_in(request.GET.get("perpustakaan", ""))
    library = partner_by_id(meeting, chosen) if chosen else None
    key = request.POST.get("kunci") or uuid.uuid4().hex
    form = HostForm(
        request.POST or None,
        meeting=meeting,
        initial={"channel": Channel.ON_SITE, "participant_type": ParticipantType.GUEST},
    )
    if form.is_valid():
        made = _register(request, meeting, form, library, key)
        if made is not None:
            return redirect("meetings:participant_show", slug, made.participant.pk)
    search = request.GET.get("cari", "")
    context = {
        "meeting": meeting,
        "form": form,
        "key": key,
        "library": library,
        "search": search,
        "choices": partners_named(meeting, search) if library is None else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/participant_new.html", context, status=status)


def _register(
    request: SignedInRequest,
    meeting: Meeting,
    form: HostForm,
    library: Library | None,
    key: str,
) -> Registration | None:
    person = form.person(
        library_id=library.pk if library else None,
        organisation=form.cleaned_data["organisation"],
    )
    return attempt(
        request,
        form,
        lambda: services.register_as_host(
            by=request.user,
            meeting=meeting,
            person=person,
            channel=form.cleaned_data["channel"],
            request=Request(key=f"web:{key}"[:120]),
        ),
        _("%(name)s is registered.") % {"name": person.full_name},
    )


@require_safe
def participant_show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One participant: what they said, their places, what the host can do."""
    meeting = get_own_meeting(request, slug, may_host)
    person = _person(request, meeting, pk)
    places = places_of(person)
    context = {
        "meeting": meeting,
        "person": person,
        "places": [(place, position_of(place)) for place in places],
        "answers": [
            (question, person.answers.get(str(question.pk), ""))
            for question in meeting.questions.all()
        ],
        "may_move": person.withdrawn_at is None and person.channel == Channel.ON_SITE,
    }
    return render(request, "meetings/participant_show.html", context)


@require_POST
def participant_move(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let somebody with a place on site, or waiting for one, take part online."""
    meeting = get_own_meeting(request, slug, may_host)
    person = _person(request, meeting, pk)
    attempt(
        request,
        None,
        lambda: services.move_online(by=request.user, participant=person),
        _("%(name)s takes part online now.") % {"name": person.full_name},
    )
    return redirect("meetings:participant_show", slug, pk)


@require_POST
def participant_withdraw(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the list; their seats go to those who wait."""
    meeting = get_own_meeting(request, slug, may_host)
    person = _person(request, meeting, pk)
    attempt(
        request,
        None,
        lambda: services.withdraw_participant(by=request.user, participant=person),
        _("%(name)s is withdrawn.") % {"name": person.full_name},
    )
    return redirect("meetings:participant_show", slug, pk)


def _person(request: SignedInRequest, meeting: Meeting, pk: int) -> Participant:
    person = participant_for(request.user, meeting, pk)
    if person is None:
        raise Http404
    return person


@require_safe
def waiting_list(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Those who wait for one pool, by their numbers in the ledger."""
    meeting = get_own_meeting(request, slug, may_host)
    pool = pool_for(meeting, pk)
    if pool is None:
        raise Http404
    rows = waiting_in(pool)
    found = page_of(request, rows, limit=PAGE_SIZE, key="number")
    context = {
        "meeting": meeting,
        "pool": pool,
        "pools": pools_of(meeting),
        "places": positions_from(found.items),
        "next": found.next,
        "total": rows.count(),
    }
    return render(request, "meetings/waiting_list.html", context)
