"""Programmes and the calendar of their year."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.dates import today
from sinergi.core.formatting import month_name
from sinergi.core.forms import typed_key
from sinergi.network import services
from sinergi.network.forms.stages import (
    StageForm,
    StageFormSet,
    initial_stages,
    stage_contents,
)
from sinergi.network.models import Programme
from sinergi.network.queries.marks import stages_mark
from sinergi.network.queries.programmes import (
    calendar_of,
    local,
    overviews,
    programme_of,
    stages_of,
)
from sinergi.network.queries.scope import can
from sinergi.network.rules import STEER


@login_not_required
@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Every programme with its partners and its next stage."""
    return render(request, "network/programme_list.html", {"overviews": overviews()})


@login_not_required
@require_safe
def programme_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The stages of a year in their order, on the months of that year."""
    programme = _programme(key)
    shown = calendar_of(programme, _year(request))
    context = {
        "calendar": shown,
        "name": local(programme),
        "description": local(programme, "description"),
        "months": [month_name(number)[:3] for number in range(1, 13)],
        "may_steer": can(request.user, STEER),
        "crumbs": _crumbs(programme),
    }
    return render(request, "network/programme_calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stages_edit(request: SignedInRequest, key: str) -> HttpResponse:
    """Change, order, add and remove the stages of a year."""
    if not can(request.user, STEER):
        raise PermissionDenied
    programme = _programme(key)
    year = _year(request) or today().year
    formset = StageFormSet(
        request.POST or None, initial=initial_stages(stages_of(programme, year))
    )
    address = _calendar_address(key, year)
    if formset.is_valid() and _set_stages(request, formset, programme, year):
        return redirect(address)
    context = {"formset": formset, "year": year, "back": address} | {
        "mark": stages_mark(stages_of(programme, year)),
        "name": local(programme),
        "crumbs": [*_crumbs(programme), {"label": str(year), "url": ""}],
    }
    status = 422 if formset.is_bound else 200
    return render(request, "network/stages_edit.html", context, status=status)


def _set_stages(
    request: SignedInRequest,
    formset: forms.BaseFormSet[StageForm],
    programme: Programme,
    year: int,
) -> bool:
    """Whether they are saved; a year may end up without any."""
    stages = attempt(
        request,
        None,
        lambda: services.set_stages(
            by=request.user,
            programme=programme,
            year=year,
            stages=stage_contents(formset.ordered_forms),
            seen=request.POST.get("terbaca"),
        ),
        _("The stages are saved."),
    )
    return stages is not None


def _calendar_address(key: str, year: int) -> str:
    return f"{reverse('network:programme_calendar', args=[key])}?tahun={year}"


def _programme(key: str) -> Programme:
    programme = programme_of(key)
    if programme is None:
        raise Http404
    return programme


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("tahun", "")
    year = typed_key(text)
    return year if 1990 <= year <= 2200 else None


def _crumbs(programme: Programme) -> list[dict[str, str]]:
    address = reverse("network:programme_list")
    return [
        {"label": _("Programme"), "url": address},
        {"label": local(programme), "url": ""},
    ]
