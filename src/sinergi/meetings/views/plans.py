"""Action plans: writing them, following them, and stopping their reminders."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.tables import ColumnType, Row, TableColumn
from sinergi.meetings.files import table_response
from sinergi.meetings.followup import Verdict
from sinergi.meetings.forms.after import OTHER, PlanForm, baseline_hint
from sinergi.meetings.models import ActionPlan, Delegation, Meeting
from sinergi.meetings.queries import plans as queries
from sinergi.meetings.queries.followup import baseline_of, movement_of
from sinergi.meetings.queries.meetings import delegation_for, may_fill, own_delegation
from sinergi.meetings.queries.plans import FollowedPlan, PlanFilter
from sinergi.meetings.services import plans as services
from sinergi.meetings.templatetags.after import VERDICTS
from sinergi.meetings.views.requests import get_meeting
from sinergi.network.enums import LibraryKind
from sinergi.regions.queries.places import regions_of_today

PAGE_SIZE = 50
#: When a plan is due unless one says otherwise.
USUAL = dt.timedelta(days=182)


def _filter(data: QueryDict) -> PlanFilter:
    return PlanFilter(
        search=data.get("cari", ""),
        province=data.get("provinsi", ""),
        kind=data.get("jenis", ""),
        measure=data.get("indikator", ""),
        verdict=data.get("hasil", ""),
    )


@require_safe
def plan_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """The plans that the reader may see, with what the reports say of them."""
    meeting = get_meeting(request, slug)
    wanted = _filter(request.GET)
    rows = queries.followed(queries.plans_for(request.user, meeting, wanted))
    shown = [one for one in rows if wanted.verdict in ("", one.movement.verdict)]
    start = int(text) if (text := request.GET.get("cursor", "0")).isdecimal() else 0
    context = {
        "meeting": meeting,
        "plans": shown[start : start + PAGE_SIZE],
        "next": start + PAGE_SIZE if len(shown) > start + PAGE_SIZE else None,
        "total": len(shown),
        "counts": queries.counts_of(rows),
        "wanted": wanted,
        "provinces": regions_of_today(kind="province"),
        "kinds": LibraryKind.choices,
        "measures": queries.measures_planned(meeting),
        "verdicts": [(one.value, VERDICTS[one][0]) for one in Verdict],
        "own": own_delegation(request.user, meeting),
    }
    return render(request, "meetings/plan_list.html", context)


PLAN_COLUMNS = (
    TableColumn(gettext_lazy("Delegation"), width=40),
    TableColumn(gettext_lazy("Region"), width=14),
    TableColumn(gettext_lazy("Plan"), width=50),
    TableColumn(gettext_lazy("Indicator"), width=30),
    TableColumn(gettext_lazy("Before the meeting"), ColumnType.DECIMAL),
    TableColumn(gettext_lazy("Target"), ColumnType.DECIMAL),
    TableColumn(gettext_lazy("After the meeting"), ColumnType.DECIMAL),
    TableColumn(gettext_lazy("Months reported"), ColumnType.INTEGER),
    TableColumn(gettext_lazy("Months looked at"), ColumnType.INTEGER),
    TableColumn(gettext_lazy("Result"), width=30),
    TableColumn(gettext_lazy("Due"), ColumnType.DATE),
    TableColumn(gettext_lazy("Who helps"), width=30),
    TableColumn(gettext_lazy("Practice"), width=40),
    TableColumn(gettext_lazy("Learnt from"), width=40),
)


@require_safe
def plan_download(
    request: SignedInRequest, slug: str, extension: str
) -> HttpResponseBase:
    """The filtered list as a file."""
    meeting = get_meeting(request, slug)
    wanted = _filter(request.GET)
    rows = queries.followed(
        queries.plans_for(request.user, meeting, wanted), wanted.verdict
    )
    return table_response(
        extension,
        f"rencana-{slug}",
        _("Action plans"),
        PLAN_COLUMNS,
        (_row(one) for one in rows),
    )


def _row(one: FollowedPlan) -> Row:
    plan, movement = one.plan, one.movement
    library = plan.delegation.library
    return (
        plan.delegation.name,
        library.region_id if library else "",
        plan.what,
        one.measure_name,
        plan.baseline_value,
        plan.target_value,
        movement.after,
        movement.reported,
        movement.months,
        VERDICTS[movement.verdict][0],
        plan.due_on,
        plan.helpers,
        plan.practice,
        plan.practice_library.name if plan.practice_library else "",
    )


@require_safe
def plan(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One plan, and the reports of the months before and after."""
    row = _plan(request, slug, pk)
    context = {
        "meeting": row.delegation.meeting,
        "plan": row,
        "movement": movement_of(row),
        "may_write": queries.may_write(request.user, row),
    }
    return render(request, "meetings/plan_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_write(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """A delegation writes a plan; the worst lights of its report card come first."""
    delegation = delegation_for(request.user, get_meeting(request, slug), pk)
    if delegation is None or delegation.library is None:
        raise Http404
    if not may_fill(request.user, delegation):
        raise PermissionDenied
    return _written(request, delegation, None)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_change(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Change a plan."""
    row = _plan(request, slug, pk)
    if not queries.may_write(request.user, row):
        raise PermissionDenied
    return _written(request, row.delegation, row)


@require_POST
def plan_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Give a plan up."""
    row = _plan(request, slug, pk)
    attempt(
        request,
        None,
        lambda: services.remove_plan(by=request.user, plan=row),
        _("The plan is given up."),
    )
    return redirect("meetings:plan_list", slug)


def _written(
    request: SignedInRequest, delegation: Delegation, row: ActionPlan | None
) -> HttpResponse:
    meeting = delegation.meeting
    suggested = _suggested(delegation)
    form = PlanForm(
        request.POST or None,
        meeting=meeting,
        suggested=suggested,
        initial=_initial(request, meeting, row, [one.measure for one, _ in suggested]),
    )
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: services.write_plan(
                by=request.user, delegation=delegation, content=form.content(), plan=row
            ),
            _("Your plan is kept. The reports of the next months will show it."),
        )
        if made is not None:
            return redirect("meetings:plan", meeting.slug, made.pk)
    context = {
        "meeting": meeting,
        "delegation": delegation,
        "form": form,
        "plan": row,
        "others": queries.plans_of(delegation) if row is None else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/plan_write.html", context, status=status)


def _suggested(delegation: Delegation) -> list[tuple[queries.Suggestion, str]]:
    library = delegation.library
    if library is None:
        return []
    meeting = delegation.meeting
    return [
        (
            one,
            baseline_hint(
                one, baseline_of(one.measure, [library.pk], meeting)[library.pk]
            ),
        )
        for one in queries.suggestions_for(library, meeting)
    ]


def _initial(
    request: SignedInRequest,
    meeting: Meeting,
    row: ActionPlan | None,
    suggested: list[str],
) -> dict[str, Any]:
    if row is None:
        return {
            "measure": suggested[:1] and suggested[0],
            "due_on": meeting.ends_on + USUAL,
            "contact_name": request.user.full_name,
            "contact_email": request.user.email,
        }
    is_suggested = row.measure in suggested or not suggested
    return {
        "measure": row.measure if is_suggested else OTHER,
        "other_measure": "" if is_suggested else row.measure,
        "what": row.what,
        "target_value": _typed(row.target_value),
        "due_on": row.due_on,
        "helpers": row.helpers,
        "topic": row.topic_id,
        "practice": row.practice,
        "practice_library": row.practice_library.name if row.practice_library else "",
        "contact_name": row.contact_name,
        "contact_email": row.contact_email,
    }


def _typed(value: Decimal) -> str:
    text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return text.replace(".", ",")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop reminders at an address; a button, since mail programs open every link."""
    email = services.address_of(token)
    if email is None:
        raise Http404
    if request.method == "POST":
        services.stop_reminders(email=email)
    context = {"is_done": request.method == "POST", "email": email}
    return render(request, "meetings/reminders_stop.html", context)


def _plan(request: HttpRequest, slug: str, pk: int) -> ActionPlan:
    row = queries.plan_for(request.user, get_meeting(request, slug), pk)
    if row is None:
        raise Http404
    return row
