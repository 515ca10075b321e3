"""What the pages of meetings share."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from sinergi.accounts.models import User
from sinergi.accounts.requests import SignedInRequest
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries.meetings import meeting_for

Rule = Callable[[User, Meeting], bool]


def get_meeting(request: HttpRequest, slug: str) -> Meeting:
    """The meeting, or 404 to a stranger."""
    meeting = meeting_for(request.user, slug)
    if meeting is None:
        raise Http404
    return meeting


def get_own_meeting(request: SignedInRequest, slug: str, rule: Rule) -> Meeting:
    """The meeting; 404 to a stranger, 403 to whom the rule does not reach."""
    meeting = get_meeting(request, slug)
    if not rule(request.user, meeting):
        raise PermissionDenied
    return meeting
