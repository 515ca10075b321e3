"""One activity, and the acts on it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinergi.accounts.models import User
from sinergi.accounts.requests import SignedInRequest
from sinergi.core.errors import DomainError, NotAllowed
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.models import Activity
from sinergi.reports.queries import desk, trail_of, whole
from sinergi.reports.views.requests import attempt, get_activity, onward, report_sent


def record_context(request: SignedInRequest, activity: Activity) -> dict[str, object]:
    """What the record of an activity shows, on its page and in the inbox."""
    powers = desk.powers_over(request.user, activity.library)
    is_open = activity.state in (State.DRAFT, State.RETURNED)
    return {
        "activity": activity,
        "breakdown": desk.breakdown_of(activity),
        "evidence": [piece for piece in activity.evidence.all() if piece.file_id],
        "links": [piece for piece in activity.evidence.all() if not piece.file_id],
        "money": activity.money.all(),
        "reviews": list(reversed(activity.reviews.all())),
        "changes": trail_of(activity),
        "may_edit": powers.may_report and is_open,
        "may_discard": powers.may_report and activity.state == State.DRAFT,
        "may_review": powers.may_verify and activity.state == State.SUBMITTED,
        "may_reopen": powers.may_verify and activity.state == State.VERIFIED,
        "may_dismiss": powers.may_verify,
    }


@require_GET
def activity_detail(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Everything about one activity."""
    activity = get_whole(request.user, activity_id)
    context = record_context(request, activity)
    return render(request, "reports/activity_detail.html", context)


def get_whole(user: User, activity_id: UUID) -> Activity:
    """The activity with all its parts, or 404 to a stranger."""
    return get_object_or_404(whole(desk.visible_activities(user)), pk=activity_id)


@require_POST
def activity_submit(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Send a draft as it stands; what is missing is mended in the form."""
    activity = get_activity(request.user, activity_id)
    refused = attempt(
        request,
        lambda: services.submit_activity(by=request.user, activity=activity),
        report_sent(activity),
    )
    page = "reports:activity_edit" if refused else "reports:activity_detail"
    return redirect(page, activity_id)


@require_http_methods(["GET", "POST"])
def activity_discard(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Throw a draft away, after asking."""
    activity = get_activity(request.user, activity_id)
    if not desk.powers_over(request.user, activity.library).may_report:
        raise PermissionDenied
    if request.method == "GET":
        return render(request, "reports/activity_discard.html", {"activity": activity})
    refused = attempt(
        request,
        lambda: services.discard_draft(by=request.user, activity=activity),
        _("Draft “%(title)s” was discarded.") % {"title": activity.title},
    )
    if refused:
        return redirect("reports:activity_detail", activity_id)
    return redirect("reports:activity_list")


@require_POST
def activity_verify(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Accept a report; it counts from now on."""
    activity = get_activity(request.user, activity_id)
    attempt(
        request,
        lambda: services.verify_activity(by=request.user, activity=activity),
        _("“%(title)s” is verified and counted.") % {"title": activity.title},
    )
    return redirect(onward(request, activity_page(activity_id)))


@require_http_methods(["GET", "POST"])
def activity_return(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Send a report back with a reason."""
    return _with_reason(request, activity_id, is_reopening=False)


@require_http_methods(["GET", "POST"])
def activity_reopen(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Take a verified report out of the figures again, with a reason."""
    return _with_reason(request, activity_id, is_reopening=True)


def _with_reason(
    request: SignedInRequest, activity_id: UUID, *, is_reopening: bool
) -> HttpResponse:
    activity = get_activity(request.user, activity_id)
    if not desk.powers_over(request.user, activity.library).may_verify:
        raise PermissionDenied
    act = services.reopen_activity if is_reopening else services.return_activity
    reason = request.POST.get("reason", "").strip()
    context = {
        "activity": activity,
        "is_reopening": is_reopening,
        "reason": reason,
        "next": onward(request, ""),
        "error": "",
    }
    if request.method == "GET":
        return render(request, "reports/activity_reason.html", context)
    try:
        act(by=request.user, activity=activity, reason=reason)
    except NotAllowed as error:
        raise PermissionDenied from error
    except DomainError as error:
        context["error"] = error.message
        return render(
            request, "reports/activity_reason.html", context, status=error.status
        )
    done = (
        _("“%(title)s” was reopened. The library reads your reason.")
        if is_reopening
        else _("“%(title)s” was returned. The library reads your reason.")
    )
    messages.success(request, done % {"title": activity.title})
    return redirect(onward(request, activity_page(activity_id)))


def activity_page(activity_id: UUID) -> str:
    """The address of an activity's page."""
    return reverse("reports:activity_detail", args=[activity_id])


@require_GET
def activity_compare(
    request: SignedInRequest, activity_id: UUID, other_id: UUID
) -> HttpResponse:
    """Two activities that may be one, side by side."""
    pair = [get_whole(request.user, activity_id), get_whole(request.user, other_id)]
    context = {
        "pair": pair,
        "activity": pair[0],
        "lines": desk.compared(pair[0], pair[1]),
        "flag": pair[0].flags.filter(other=pair[1], dismissed_at=None).first(),
        "may_dismiss": desk.powers_over(request.user, pair[0].library).may_verify,
    }
    return render(request, "reports/activity_compare.html", context)


@require_POST
def flag_dismiss(
    request: SignedInRequest, activity_id: UUID, flag_id: int
) -> HttpResponse:
    """Say that a doubt is none."""
    activity = get_activity(request.user, activity_id)
    flag = get_object_or_404(activity.flags, pk=flag_id)
    attempt(
        request,
        lambda: services.dismiss_flag(by=request.user, flag=flag),
        _("The flag was removed. The decision is kept in the change history."),
    )
    return redirect(onward(request, activity_page(activity_id)))
