"""What the pages share: the signed-in person and the answer to a refused act."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.core.errors import DomainError, NotAllowed
from sinergi.regions.queries import display_name
from sinergi.reports.models import Activity
from sinergi.reports.queries import desk


def get_activity(user: User, activity_id: UUID) -> Activity:
    """The activity, or 404 to a stranger."""
    return get_object_or_404(desk.visible_activities(user), pk=activity_id)


def onward(request: HttpRequest, default: str) -> str:
    """Where the form asked to go on, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and wanted.startswith("/") else default


def attempt(
    request: HttpRequest, act: Callable[[], object], done: str
) -> DomainError | None:
    """Carry out an act and tell the person how it ended; what refused it, if anything.

    Raises:
        PermissionDenied: A reader tried to write; answered with 403.
    """
    try:
        act()
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except DomainError as error:
        messages.error(request, str(error.message))
        return error
    messages.success(request, done)
    return None


def report_sent(activity: Activity) -> str:
    """What the person reads after sending a report."""
    region = display_name(desk.checking_region(activity.library))
    return _(
        "Report “%(title)s” was sent. The officer of %(region)s will check it."
    ) % {"title": activity.title, "region": region}
