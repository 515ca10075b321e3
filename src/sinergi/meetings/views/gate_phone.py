"""The page of a gate's phone: a shell without data, which works without network."""

from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.meetings.queries.door import open_meeting

WORKER = Path(__file__).parent.parent / "static" / "meetings" / "gate" / "worker.js"


@login_not_required
@require_safe
def gate_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The scanner; what it knows comes over the API, with the phone's own key."""
    meeting = open_meeting(slug)
    if meeting is None:
        raise Http404
    context = {"meeting": meeting, "words": _words(), "hide_nav": True}
    response = render(request, "meetings/gate_page.html", context)
    response["Permissions-Policy"] = "camera=(self)"
    return response


@login_not_required
@require_safe
def gate_worker(_request: HttpRequest, slug: str) -> HttpResponse:  # noqa: ARG001 - its scope
    """The service worker; its address limits it to the gate page of one meeting."""
    response = HttpResponse(
        WORKER.read_bytes(), content_type="text/javascript; charset=utf-8"
    )
    response["Cache-Control"] = "no-cache"
    return response


def _words() -> dict[str, str]:
    """What the scripts say; values stand in braces."""
    return {
        "title_accepted": _("Accepted"),
        "title_duplicate": _("Already in"),
        "title_unknown": _("Unknown"),
        "title_revoked": _("Revoked"),
        "accepted_entry": _("Please let the person in."),
        "accepted_exit": _("Has left."),
        "accepted_session": _("Counted for the session."),
        "duplicate_entry": _(
            "Already in at {time} by {gate}. Let the person in; the committee is told."
        ),
        "duplicate_exit": _("Left at {time} by {gate} already."),
        "duplicate_session": _("Counted for this session at {time} by {gate} already."),
        "unknown": _("Unknown code. Try the name search."),
        "revoked": _("This ticket was revoked. Please refer to the committee desk."),
        "reason_forged": _(
            "This ticket is forged or altered. Please refer to the committee desk."
        ),
        "reason_other": _("This is a ticket of another meeting."),
        "reason_withdrawn": _(
            "This ticket was revoked. Please refer to the committee desk."
        ),
        "reason_no_seat": _(
            "No confirmed seat yet. Please refer to the committee desk."
        ),
        "reason_online": _(
            "This ticket is for the online room. Please refer to the committee desk."
        ),
        "reason_late": _(
            "Not on this phone's list yet, but the ticket's signature is right."
        ),
        "online": _("Connected"),
        "offline": _("No network: goes on by itself"),
        "waiting": _("{count} waiting to be sent"),
        "all_sent": _("All sent"),
        "counts": _("{entries} let in here · {people} expected"),
        "clock_ahead": _(
            "The clock of this phone is {minutes} min fast. Times are corrected."
        ),
        "clock_behind": _(
            "The clock of this phone is {minutes} min slow. Times are corrected."
        ),
        "not_enrolled": _(
            "This phone serves no gate yet. Scan the QR code that the committee shows."
        ),
        "ended": _(
            "This phone no longer serves a gate. What it knew of people is erased."
        ),
    }
