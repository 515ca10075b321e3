"""The officer's inbox: what waits for me, oldest first."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import page_of
from sinergi.core.dates import first_of_month, today
from sinergi.core.paging import CursorError
from sinergi.reports import services
from sinergi.reports.enums import FlagKind
from sinergi.reports.forms.filters import read_month
from sinergi.reports.models import Activity
from sinergi.reports.queries import (
    desk,
    inbox_for,
    silent_libraries,
    waiting_statistics,
)
from sinergi.reports.views.record import get_whole, record_context

PAGE_SIZE = 25


def _require_officer(request: SignedInRequest) -> None:
    if not desk.verifies(request.user):
        raise PermissionDenied


@require_GET
def inbox(request: SignedInRequest, activity_id: UUID | None = None) -> HttpResponse:
    """The list, and beside it one report: the one asked for or the oldest."""
    _require_officer(request)
    order = "newest" if request.GET.get("urut") == "terbaru" else "oldest"
    flag = request.GET.get("tanda", "")
    try:
        listed = inbox_for(
            request.user,
            order=order,
            search=request.GET.get("cari", "").strip()[:200],
            flag=flag if flag in FlagKind.values else "",
            cursor=request.GET.get("cursor", ""),
            limit=PAGE_SIZE,
        )
    except CursorError as error:
        raise BadRequest(str(error.message)) from error
    shown = activity_id or (listed.items[0].pk if listed.items else None)
    context = _frame(request, "inbox") | {
        "items": listed.items,
        "shown_count": len(listed.items),
        "total": listed.total,
        "next": listed.next,
        "order": order,
        "flag": flag,
        "flags": FlagKind.choices,
        "search": request.GET.get("cari", ""),
        "is_asked_for": activity_id is not None,
    }
    if shown:
        context |= _beside(request, shown, listed.items)
    return render(request, "reports/inbox.html", context)


def _beside(
    request: SignedInRequest, shown: UUID, items: Sequence[Activity]
) -> dict[str, object]:
    """The report beside the list, and the one that comes after it."""
    ids = [item.pk for item in items]
    start = ids.index(shown) + 1 if shown in ids else 0
    following = next(iter(items[start:]), None)
    return record_context(request, get_whole(request.user, shown)) | {
        "following": following,
        "after": _address(following.pk if following else None, request),
    }


def _address(activity_id: UUID | None, request: SignedInRequest) -> str:
    """The next report in the inbox, the filters kept."""
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    if activity_id is None:
        return reverse("reports:inbox") + asked
    return reverse("reports:inbox_record", args=[activity_id]) + asked


def _frame(request: SignedInRequest, pile: str) -> dict[str, object]:
    return {"counts": desk.side_counts(request.user), "pile": pile}


@require_POST
def inbox_verify(request: SignedInRequest) -> HttpResponse:
    """Verify the reports that were ticked: first the question, then the act."""
    _require_officer(request)
    wanted = desk.waiting_among(request.user, request.POST.getlist("pilih"))
    if not wanted:
        messages.info(request, _("Tick the reports that you want to verify."))
        return redirect("reports:inbox")
    if request.POST.get("yakin") != "ya":
        return render(request, "reports/inbox_verify.html", {"activities": wanted})
    outcome = services.verify_activities(by=request.user, activities=wanted)
    count = len(outcome.verified)
    if count:
        done = ngettext(
            "%(count)s report is verified and counted.",
            "%(count)s reports are verified and counted.",
            count,
        )
        messages.success(request, done % {"count": formatting.number(count)})
    for activity, error in outcome.refused:
        messages.warning(request, f"{activity.title}: {error.message}")
    return redirect("reports:inbox")


@require_GET
def inbox_returned(request: SignedInRequest) -> HttpResponse:
    """Reports that went back and are not sent again yet."""
    return _pile(request, "returned")


@require_GET
def inbox_verified(request: SignedInRequest) -> HttpResponse:
    """Reports that were accepted, the last ones first."""
    return _pile(request, "verified")


def _pile(request: SignedInRequest, state: str) -> HttpResponse:
    _require_officer(request)
    rows = desk.judged_activities(request.user, state)
    key = "-created_at" if state == "returned" else "-verified_at"
    found = page_of(request, rows, limit=PAGE_SIZE, key=key)
    context = _frame(request, state) | {
        "items": found.items,
        "shown_count": len(found.items),
        "total": rows.count(),
        "next": found.next,
    }
    return render(request, "reports/inbox_pile.html", context)


@require_GET
def inbox_silent(request: SignedInRequest) -> HttpResponse:
    """Partner libraries that sent nothing for a month."""
    _require_officer(request)
    this_month = first_of_month(today())
    before = first_of_month(this_month - dt.timedelta(days=1))
    month = read_month(request.GET.get("bulan", "")) or before
    rows = silent_libraries(request.user, month)
    found = page_of(request, rows, limit=PAGE_SIZE, key="region_id")
    context = _frame(request, "silent") | {
        "libraries": found.items,
        "shown_count": len(found.items),
        "total": rows.count(),
        "next": found.next,
        "month": month,
    }
    return render(request, "reports/inbox_silent.html", context)


@require_GET
def inbox_statistics(request: SignedInRequest) -> HttpResponse:
    """Monthly statistics that wait for the officer."""
    _require_officer(request)
    rows = waiting_statistics(request.user)
    found = page_of(request, rows, limit=PAGE_SIZE, key="submitted_at")
    context = _frame(request, "statistics") | {
        "items": found.items,
        "shown_count": len(found.items),
        "total": rows.count(),
        "next": found.next,
    }
    return render(request, "reports/inbox_statistics.html", context)
