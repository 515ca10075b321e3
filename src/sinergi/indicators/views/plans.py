"""Pages of targets and snapshots."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.core.errors import DomainError
from sinergi.core.paging import page
from sinergi.indicators import services
from sinergi.indicators.forms import SnapshotForm, TargetForm, target_initial
from sinergi.indicators.models import Target
from sinergi.indicators.queries.schemes import targets
from sinergi.indicators.queries.steering import (
    reads_an_area,
    sets_targets,
    snapshots_for,
)
from sinergi.indicators.queries.tables import snapshot_tables, target_words

PAGE = 50


@require_safe
def target_list(request: HttpRequest) -> HttpResponse:
    """Every target, newest first."""
    found = page(targets(), cursor=request.GET.get("cursor"), limit=PAGE, key="-set_at")
    rows = [target_words(request.user, target) for target in found.items]
    return render(
        request,
        "indicators/target_list.html",
        {"targets": rows, "next": found.next, "total": targets().count()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a target, or change one."""
    if not sets_targets(request.user):
        raise PermissionDenied(_("You can set targets only within your own area."))
    target = None if pk is None else get_object_or_404(targets(), pk=pk)
    if target is not None and not target_words(request.user, target)["may_change"]:
        raise PermissionDenied(_("You can set targets only within your own area."))
    initial = target_initial(target) if target else None
    form = TargetForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _set(request, form, target):
        messages.success(request, _("The target is saved."))
        return redirect("indicators:target_list")
    return render(
        request,
        "indicators/target_edit.html",
        {"form": form, "target": target},
        status=422 if request.method == "POST" else 200,
    )


def _set(request: HttpRequest, form: TargetForm, target: Target | None) -> bool:
    try:
        services.set_target(by=request.user, target=target, **form.cleaned_data)  # type: ignore[arg-type]
    except DomainError as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, str(error.message))
        return False
    return True


@require_safe
def snapshot_list(request: HttpRequest) -> HttpResponse:
    """The snapshots of one's areas, newest first."""
    rows = snapshots_for(request.user)
    found = page(rows, cursor=request.GET.get("cursor"), limit=PAGE, key="-taken_at")
    return render(
        request,
        "indicators/snapshot_list.html",
        {"snapshots": found.items, "next": found.next, "total": rows.count()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def snapshot_take(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a region and period."""
    if not reads_an_area(request.user):
        raise PermissionDenied(_("You can freeze figures only of your own area."))
    form = SnapshotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = services.take_snapshot(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The figures are frozen."))
            return redirect("indicators:snapshot_detail", taken.pk)
    return render(
        request,
        "indicators/snapshot_take.html",
        {"form": form},
        status=422 if request.method == "POST" else 200,
    )


@require_safe
def snapshot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A snapshot's figures, methods and schemes."""
    snapshot = get_object_or_404(snapshots_for(request.user).defer(None), pk=pk)
    return render(
        request,
        "indicators/snapshot_detail.html",
        {"snapshot": snapshot, **snapshot_tables(snapshot)},
    )
