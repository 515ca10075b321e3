"""Monthly library statistics: writing them down, sending and judging them."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import page_of
from sinergi.core.dates import first_of_month, today
from sinergi.core.errors import DomainError, NotAllowed
from sinergi.core.forms import typed_key
from sinergi.network.models import Library
from sinergi.reports import services
from sinergi.reports.enums import State
from sinergi.reports.errors import EditConflict
from sinergi.reports.forms.filters import read_month
from sinergi.reports.forms.statistics import StatisticsForm
from sinergi.reports.models import MonthlyStatistics
from sinergi.reports.queries import desk, statistics_for, trail_of, values_of
from sinergi.reports.views.requests import attempt, onward

OPEN_STATES = (State.DRAFT, State.RETURNED)
PAGE_SIZE = 24


@require_GET
def statistics_list(request: SignedInRequest) -> HttpResponse:
    """Months written down in the person's scope, newest first."""
    library = _chosen(request)
    rows = statistics_for(request.user, library=library).select_related(
        "library__region__parent__parent"
    )
    found = page_of(request, rows, limit=PAGE_SIZE, key="-month")
    own = desk.own_libraries(request.user)
    this_month = first_of_month(today())
    context = {
        "items": found.items,
        "next": found.next,
        "total": rows.count(),
        "library": library,
        "own_library": own[0] if len(own) == 1 else None,
        "months": [this_month, first_of_month(this_month - dt.timedelta(days=1))],
        "may_report": desk.reports_for_somebody(request.user),
    }
    return render(request, "reports/statistics_list.html", context)


def _chosen(request: SignedInRequest) -> Library | None:
    text = request.GET.get("perpustakaan", "")
    if not text:
        return None
    library = desk.library_for(request.user, typed_key(text))
    if library is None:
        raise Http404
    return library


@require_http_methods(["GET", "POST"])
def statistics_month(request: SignedInRequest, month: str) -> HttpResponse:
    """One library's month: the form while it is open, the numbers afterwards."""
    first = read_month(month)
    if first is None:
        raise Http404
    library = _chosen(request) or _only_library(request)
    if library is None:
        return _choose(request)
    stored = statistics_for(request.user, library=library, month=first).first()
    powers = desk.powers_over(request.user, library)
    is_open = stored is None or stored.state in OPEN_STATES
    if request.method == "POST":
        if not powers.may_report:
            raise PermissionDenied
        return _take(request, library, first, stored)
    if not (is_open and powers.may_report):
        return _read(request, library, first, stored, may_verify=powers.may_verify)
    initial = values_of(stored) | {"revision": stored.revision} if stored else {}
    return _show(request, StatisticsForm(initial=initial), library, first, stored)


def _only_library(request: SignedInRequest) -> Library | None:
    own = desk.own_libraries(request.user)
    return own[0] if len(own) == 1 else None


def _choose(request: SignedInRequest) -> HttpResponse:
    text = request.GET.get("cari", "").strip()
    libraries = desk.search_reportable(request.user, text)
    context = {"libraries": libraries, "text": text, "target": request.path}
    return render(request, "reports/choose_library.html", context)


def _take(
    request: SignedInRequest,
    library: Library,
    month: dt.date,
    stored: MonthlyStatistics | None,
) -> HttpResponse:
    form = StatisticsForm(request.POST)
    is_final = request.POST.get("act") == "send"
    if not form.is_valid():
        return _show(request, form, library, month, stored, status=422)
    try:
        saved = services.save_statistics(
            by=request.user,
            library=library,
            month=month,
            values=form.values(),
            revision=form.cleaned_data["revision"],
        )
        if is_final:
            services.submit_statistics(by=request.user, statistics=saved)
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except DomainError as error:
        form.refuse(getattr(error, "problems", [error]))
        stored = statistics_for(request.user, library=library, month=month).first()
        return _show(
            request, form, library, month, stored, status=error.status, error=error
        )
    messages.success(request, _done(is_final) % {"month": formatting.month(month)})
    return redirect(_address(library, month))


def _done(is_final: bool) -> str:
    if is_final:
        return _("Statistics of %(month)s were sent.")
    return _("Statistics of %(month)s are saved as a draft.")


def _address(library: Library, month: dt.date) -> str:
    page_of_month = reverse("reports:statistics_month", args=[f"{month:%Y-%m}"])
    return f"{page_of_month}?perpustakaan={library.pk}"


def _show(
    request: SignedInRequest,
    form: StatisticsForm,
    library: Library,
    month: dt.date,
    stored: MonthlyStatistics | None,
    *,
    status: int = 200,
    error: DomainError | None = None,
) -> HttpResponse:
    is_conflict = isinstance(error, EditConflict)
    context = {
        "form": form,
        "library": library,
        "month": month,
        "statistics": stored,
        "revision": (
            stored.revision
            if stored and (error is not None or not form.is_bound)
            else form["revision"].value()
        ),
        "conflict": error if is_conflict else None,
        "is_on_behalf": desk.is_on_behalf(request.user, library),
    }
    return render(request, "reports/statistics_form.html", context, status=status)


def _read(
    request: SignedInRequest,
    library: Library,
    month: dt.date,
    stored: MonthlyStatistics | None,
    *,
    may_verify: bool,
    status: int = 200,
) -> HttpResponse:
    if stored is None:
        raise Http404
    form = StatisticsForm(initial=values_of(stored))
    context = {
        "statistics": stored,
        "library": library,
        "month": month,
        "lines": [
            (field.label, field.initial) for field in [*form.flows, *form.stocks]
        ],
        "changes": trail_of(stored),
        "reason": request.POST.get("reason", ""),
        "may_review": may_verify and stored.state == State.SUBMITTED,
        "may_reopen": may_verify and stored.state == State.VERIFIED,
    }
    return render(request, "reports/statistics_detail.html", context, status=status)


def _found(request: SignedInRequest, statistics_id: int) -> MonthlyStatistics:
    return get_object_or_404(desk.visible_statistics(request.user), pk=statistics_id)


@require_POST
def statistics_verify(request: SignedInRequest, statistics_id: int) -> HttpResponse:
    """Accept a month."""
    statistics = _found(request, statistics_id)
    attempt(
        request,
        lambda: services.verify_statistics(by=request.user, statistics=statistics),
        _("Statistics of %(month)s are verified and counted.")
        % {"month": formatting.month(statistics.month)},
    )
    return redirect(onward(request, _address(statistics.library, statistics.month)))


@require_POST
def statistics_return(request: SignedInRequest, statistics_id: int) -> HttpResponse:
    """Send a month back with a reason."""
    statistics = _found(request, statistics_id)
    refused = attempt(
        request,
        lambda: services.return_statistics(
            by=request.user,
            statistics=statistics,
            reason=request.POST.get("reason", ""),
        ),
        _("Statistics of %(month)s were returned.")
        % {"month": formatting.month(statistics.month)},
    )
    if not refused:
        return redirect(_address(statistics.library, statistics.month))
    return _read(
        request,
        statistics.library,
        statistics.month,
        _found(request, statistics_id),
        may_verify=True,
        status=refused.status,
    )
