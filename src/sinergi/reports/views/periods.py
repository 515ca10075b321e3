"""Closing months, and opening them again with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import page_of
from sinergi.core.errors import DomainError
from sinergi.reports import services
from sinergi.reports.forms.filters import read_month
from sinergi.reports.queries import closable_regions, desk, may_close, period_locks_for

PAGE_SIZE = 50
REGION_CHOICES = 700


@require_http_methods(["GET", "POST"])
def period_list(request: SignedInRequest) -> HttpResponse:
    """Months that are or were closed; the officer closes one here."""
    errors: list[str] = []
    if request.method == "POST":
        if not desk.verifies(request.user):
            raise PermissionDenied
        errors = _lock(request)
        if not errors:
            return redirect("reports:period_list")
    rows = period_locks_for(request.user)
    found = page_of(request, rows, limit=PAGE_SIZE, key="-month")
    regions = list(closable_regions(request.user)[:REGION_CHOICES])
    context = {
        "locks": [
            (lock, lock.unlocked_at is None and may_close(request.user, lock.region))
            for lock in found.items
        ],
        "next": found.next,
        "total": rows.count(),
        "regions": regions,
        "may_close_nation": may_close(request.user, None),
        "typed_month": request.POST.get("month", ""),
        "typed_region": request.POST.get("region", ""),
        "errors": errors,
    }
    return render(
        request, "reports/period_list.html", context, status=422 if errors else 200
    )


def _lock(request: SignedInRequest) -> list[str]:
    month = read_month(request.POST.get("month", ""))
    if month is None:
        return [_("Choose a month, for example 2022-11.")]
    code = request.POST.get("region", "")
    region = (
        get_object_or_404(closable_regions(request.user), pk=code) if code else None
    )
    if region is None and not may_close(request.user, None):
        return [_("Choose a region.")]
    try:
        services.lock_period(by=request.user, month=month, region=region)
    except DomainError as error:
        return [str(error.message)]
    done = _("%(month)s is locked.") % {"month": formatting.month(month)}
    messages.success(request, done)
    return []


@require_http_methods(["GET", "POST"])
def period_unlock(request: SignedInRequest, lock_id: int) -> HttpResponse:
    """Open a month again; the reason is kept."""
    lock = get_object_or_404(period_locks_for(request.user), pk=lock_id)
    if not may_close(request.user, lock.region):
        raise PermissionDenied
    reason = request.POST.get("reason", "")
    context = {"lock": lock, "reason": reason, "error": ""}
    if request.method == "GET":
        return render(request, "reports/period_unlock.html", context)
    try:
        services.unlock_period(by=request.user, lock=lock, reason=reason)
    except DomainError as error:
        context["error"] = error.message
        return render(
            request, "reports/period_unlock.html", context, status=error.status
        )
    done = _("%(month)s is open again.") % {"month": formatting.month(lock.month)}
    messages.success(request, done)
    return redirect("reports:period_list")
