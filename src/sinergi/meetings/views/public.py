"""What everybody may see of meetings."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.core.acts import page_of
from sinergi.core.dates import now
from sinergi.meetings import exports
from sinergi.meetings.fragments import agenda_part, shown_part, tally_part
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries import public as queries
from sinergi.meetings.queries.committee import may_start
from sinergi.meetings.queries.exhibition import announcements_of
from sinergi.meetings.queries.meetings import (
    has_delegation,
    may_host,
    meeting_for,
    meetings_for,
    registration_closed_reason,
)
from sinergi.meetings.rules import in_language

PAGE_SIZE = 20


@login_not_required
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Meetings, the latest first."""
    shown = meetings_for(request.user)
    found = page_of(request, shown, limit=PAGE_SIZE, key="-starts_on")
    context = {
        "meetings": found.items,
        "next": found.next,
        "total": shown.count(),
        "may_start": request.user.is_authenticated and may_start(request.user),
    }
    return render(request, "meetings/meeting_list.html", context)


@login_not_required
@require_safe
def meeting_show(request: HttpRequest, slug: str) -> HttpResponse:
    """A meeting: theme, who takes part, seats, agenda, products, testimonies."""
    meeting = _meeting(request, slug)
    pools = list(meeting.pools.all())
    version = queries.latest_version(meeting)
    hosts = may_host(request.user, meeting)
    context = {
        "meeting": meeting,
        "announcements": announcements_of(meeting),
        "purpose": in_language(meeting.purpose_id, meeting.purpose_en),
        "tally": tally_part(meeting),
        "channels": queries.channels_of(pools),
        "agenda": agenda_part(meeting, version, pools),
        "shown": shown_part(meeting),
        "closed": registration_closed_reason(meeting),
        "may_host": hosts,
        "has_delegation": not hosts and has_delegation(request.user, meeting),
    }
    return render(request, "meetings/meeting_show.html", context)


@login_not_required
@require_safe
def meeting_now(request: HttpRequest, slug: str) -> HttpResponse:
    """What runs now and what comes next, for phones and the hall's screen."""
    meeting = _meeting(request, slug)
    version = queries.latest_version(meeting)
    days = (
        queries.days_of(version, meeting.time_zone, list(meeting.pools.all()))
        if version
        else []
    )
    moment = now()
    running, following = queries.now_and_next(days, moment)
    context = {
        "meeting": meeting,
        "moment": moment,
        "announcements": announcements_of(meeting),
        "running": running,
        "following": following,
    }
    return render(request, "meetings/meeting_now.html", context)


@login_not_required
@require_safe
def agenda_json(request: HttpRequest, slug: str) -> JsonResponse:
    """The announced agenda as JSON."""
    meeting = _meeting(request, slug)
    return JsonResponse(exports.agenda_json(meeting, queries.latest_version(meeting)))


@login_not_required
@require_safe
def agenda_ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The announced agenda as an iCalendar file."""
    meeting = _meeting(request, slug)
    body = exports.agenda_ics(
        meeting, queries.latest_version(meeting), address=_address(request, meeting)
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}.ics"'
    return response


@login_not_required
@require_safe
def schedule_xml(request: HttpRequest, slug: str) -> HttpResponse:
    """The announced agenda for conference apps."""
    meeting = _meeting(request, slug)
    body = exports.schedule_xml(
        meeting, queries.latest_version(meeting), address=_address(request, meeting)
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    meeting = meeting_for(request.user, slug)
    if meeting is None:
        raise Http404
    return meeting


def _address(request: HttpRequest, meeting: Meeting) -> str:
    path = reverse("meetings:meeting_show", args=[meeting.slug])
    return request.build_absolute_uri(path)
