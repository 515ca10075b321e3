"""The online room: the committee's page, and everybody's entrance."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.meetings.forms.rooms import RoomForm
from sinergi.meetings.models import Meeting, OnlineRoom, Participant
from sinergi.meetings.queries.meetings import may_host, may_prepare
from sinergi.meetings.queries.participants import participant_by_code
from sinergi.meetings.queries.rooms import (
    entry_refusal,
    host_address,
    is_inside,
    room_of,
    status_of,
)
from sinergi.meetings.services.admission import (
    Admission,
    Way,
    begin_looks,
    enter,
    leave,
    touch,
)
from sinergi.meetings.services.links import start_links
from sinergi.meetings.services.presence import ask_for_report
from sinergi.meetings.services.rooms import connect_room, set_room
from sinergi.meetings.tasks import give_late_links, look_into_rooms, take_in_webhooks
from sinergi.meetings.views.requests import get_own_meeting

SHOWN = ("external_id", "address", "capacity", "overflow_url", "provider")


# --- the committee -----------------------------------------------------------------
@never_cache
@require_safe
def room_show(request: SignedInRequest, slug: str) -> HttpResponse:
    """How the room stands, and what to do."""
    meeting = get_own_meeting(request, slug, may_host)
    room = room_of(meeting)
    may_set = may_prepare(request.user, meeting)
    if room is None and may_set:
        return redirect("meetings:room_set", slug)
    context = {
        "meeting": meeting,
        "room": room,
        "may_set": may_set,
        "status": status_of(room) if room else None,
        "host_address": host_address(room) if room else "",
    }
    return render(request, "meetings/room_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def room_set(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say which room it is; its provider is asked at once."""
    meeting = get_own_meeting(request, slug, may_prepare)
    form = RoomForm(request.POST or None, meeting=meeting, initial=_initial(meeting))
    if form.is_valid():
        room = attempt(
            request,
            form,
            lambda: set_room(by=request.user, meeting=meeting, content=form.content()),
            _("The online room is set."),
        )
        if room is not None:
            if room.connected_at is None:
                _connect(request, room)
            return redirect("meetings:room_show", slug)
    context = {"meeting": meeting, "form": form, "room": room_of(meeting)}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/room_set.html", context, status=status)


def _initial(meeting: Meeting) -> dict[str, object]:
    room = room_of(meeting)
    if room is None:
        return {"provider": "zoom", "capacity": 1000}
    zone = ZoneInfo(meeting.time_zone)
    times = {
        name: moment.astimezone(zone).replace(tzinfo=None)
        for name, moment in (("opens_at", room.opens_at), ("closes_at", room.closes_at))
        if moment is not None
    }
    return {**{name: getattr(room, name) for name in SHOWN}, **times}


@require_POST
def room_connect(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask the provider once more."""
    _connect(request, _room(get_own_meeting(request, slug, may_prepare)))
    return redirect("meetings:room_show", slug)


def _connect(request: SignedInRequest, room: OnlineRoom) -> None:
    done = attempt(
        request,
        None,
        lambda: connect_room(by=request.user, room=room),
        _("The provider knows the room."),
    )
    if done is not None:
        take_in_webhooks.enqueue()


@require_POST
def room_links(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for all links that are missing."""
    room = _room(get_own_meeting(request, slug, may_host))
    attempt(
        request,
        None,
        lambda: start_links(by=request.user, room=room),
        _("The links are being asked for. You may close this page."),
    )
    return redirect("meetings:room_show", slug)


@require_POST
def room_report(request: SignedInRequest, slug: str) -> HttpResponse:
    """Compare presence with the provider's report."""
    room = _room(get_own_meeting(request, slug, may_host))
    found = attempt(request, None, lambda: ask_for_report(by=request.user, room=room))
    if found is not None:
        text = _(
            "The report holds %(known)s stays of participants, %(unknown)s of others."
        )
        messages.success(
            request, text % {"known": found.known, "unknown": found.unknown}
        )
    return redirect("meetings:room_show", slug)


def _room(meeting: Meeting) -> OnlineRoom:
    room = room_of(meeting)
    if room is None:
        raise Http404
    return room


# --- the participants --------------------------------------------------------------
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room_enter(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """The entrance; only a POST takes a seat, a preview of the link takes none."""
    participant = _participant(slug, code)
    room = room_of(participant.meeting)
    admission = None
    if request.method == "POST" and "hadir" in request.POST:
        return _sign_of_life(participant, room)
    if request.method == "POST" or (room and is_inside(room, participant)):
        admission = attempt(
            request, None, lambda: enter(participant=participant, room=room)
        )
        _follow_up(room, admission)
    context = {
        "meeting": participant.meeting,
        "participant": participant,
        "room": room,
        "admission": admission,
        "refusal": entry_refusal(room, participant),
    }
    return render(request, "meetings/room_enter.html", context)


def _follow_up(room: OnlineRoom | None, admission: Admission | None) -> None:
    """What the queue does after somebody knocked."""
    if room is None or admission is None:
        return
    if admission.way == Way.PREPARING:
        give_late_links.enqueue(room.pk)
    if admission.way == Way.ROOM and begin_looks(room):
        look_into_rooms.enqueue(room.pk)


def _sign_of_life(participant: Participant, room: OnlineRoom | None) -> HttpResponse:
    has_seat = room is not None and touch(participant=participant, room=room)
    return HttpResponse(status=204 if has_seat else 409)


@login_not_required
@require_POST
def room_leave(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Make room for somebody else."""
    participant = _participant(slug, code)
    room = room_of(participant.meeting)
    if room is not None:
        leave(participant=participant, room=room)
        messages.success(request, _("Your seat is free for somebody else."))
    return redirect("meetings:ticket", slug, participant.code)


def _participant(slug: str, code: str) -> Participant:
    participant = participant_by_code(slug, code)
    if participant is None:
        raise Http404
    return participant
