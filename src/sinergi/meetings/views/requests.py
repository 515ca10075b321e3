"""What the pages of meetings share."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from sinergi.accounts.models import User
from sinergi.core.acts import attempt
from sinergi.core.paging import CursorError, Page, page
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries.meetings import meeting_for

__all__ = [
    "Rule",
    "SignedInRequest",
    "attempt",
    "get_meeting",
    "get_own_meeting",
    "page_of",
]

M = TypeVar("M", bound=Model)
Rule = Callable[[User, Meeting], bool]


class SignedInRequest(HttpRequest):
    """A request of a person who signed in."""

    user: User


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


def page_of(
    request: HttpRequest, rows: QuerySet[M], *, limit: int, key: str
) -> Page[M]:
    """The page of a list that the address asks for.

    Raises:
        BadRequest: Its cursor is not one of this list; answered with 400.
    """
    try:
        return page(rows, cursor=request.GET.get("cursor"), limit=limit, key=key)
    except CursorError as error:
        raise BadRequest(str(error.message)) from error
