"""Taking in and changing libraries, each act a page with its own form."""

from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.network import services
from sinergi.network.forms.libraries import (
    ActForm,
    DescriptionForm,
    LibraryForm,
    MergeForm,
    MoveForm,
    RenameForm,
)
from sinergi.network.models import Library
from sinergi.network.queries.libraries import consequence_of
from sinergi.network.queries.marks import description_mark
from sinergi.network.queries.scope import can
from sinergi.network.rules import MANAGE
from sinergi.network.views.requests import crumbs_of, editable

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def library_new(request: SignedInRequest) -> HttpResponse:
    """Take a library in."""
    if not can(request.user, MANAGE):
        raise PermissionDenied
    form = LibraryForm(request.POST or None, user=request.user)
    if form.is_valid():
        library = attempt(
            request,
            form,
            lambda: services.add_library(by=request.user, **form.cleaned_data),
            _("The library is taken in. Add its partnership next."),
        )
        if library is not None:
            return redirect("network:library_partnership", library_id=library.pk)
    context = {"form": form, "title": _("Add a library"), "action": _("Add library")}
    return render(
        request,
        "network/library_form.html",
        context,
        status=422 if form.is_bound else 200,
    )


@require_http_methods(GET_OR_POST)
def library_edit(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Change the description of a library."""
    library = editable(request.user, library_id)
    initial = {
        "npp": library.npp,
        "address": library.address,
        "opened_on": library.opened_on,
    }
    form = DescriptionForm(request.POST or None, initial=initial)
    return _act(
        request,
        library,
        form,
        lambda: services.describe_library(
            by=request.user,
            library=library,
            seen=request.POST.get("terbaca"),
            **form.cleaned_data,
        ),
        title=_("Change the description"),
        action=_("Save description"),
        done=_("The description is saved."),
        mark=description_mark,
    )


@require_http_methods(GET_OR_POST)
def library_rename(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Give a library another name."""
    library = editable(request.user, library_id)
    form = RenameForm(request.POST or None)
    return _act(
        request,
        library,
        form,
        lambda: services.rename_library(
            by=request.user, library=library, **form.cleaned_data
        ),
        title=_("Rename the library"),
        action=_("Rename library"),
        done=_("The library has its new name. The old one stays in the history."),
        note=_("Reports and figures stay with the library under its new name."),
    )


@require_http_methods(GET_OR_POST)
def library_move(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Move a library to another place."""
    library = editable(request.user, library_id)
    form = MoveForm(request.POST or None, user=request.user, library=library)
    return _act(
        request,
        library,
        form,
        lambda: services.move_library(
            by=request.user, library=library, **form.cleaned_data
        ),
        title=_("Move the library"),
        action=_("Move library"),
        done=_("The library has its new place. The old one stays in the history."),
        note=_(
            "From now on its reports count at the new place. "
            "On the boundaries of an earlier date they count at the old one."
        ),
    )


@require_http_methods(GET_OR_POST)
def library_merge(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Close a library in favour of another."""
    library = editable(request.user, library_id)
    form = MergeForm(request.POST or None, user=request.user, library=library)
    return _act(
        request,
        library,
        form,
        lambda: services.merge_library(
            by=request.user, library=library, **form.cleaned_data
        ),
        title=_("Merge the library into another"),
        action=_("Merge library"),
        done=_("The library was merged. Its reports stay with it."),
        note=_("Its reports stay with it and still count; totals do not change."),
        is_ending=True,
    )


@require_http_methods(GET_OR_POST)
def library_close(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Close a library."""
    library = editable(request.user, library_id)
    form = ActForm(request.POST or None)
    return _act(
        request,
        library,
        form,
        lambda: services.close_library(
            by=request.user, library=library, **form.cleaned_data
        ),
        title=_("Close the library"),
        action=_("Close library"),
        done=_("The library is closed. Its reports stay and still count."),
        note=_("Its reports stay and still count; totals do not change."),
        is_ending=True,
    )


@require_POST
def library_confirm(request: SignedInRequest, library_id: int) -> HttpResponseRedirect:
    """Confirm a library that an import took in."""
    library = editable(request.user, library_id)
    attempt(
        request,
        None,
        lambda: services.confirm_library(by=request.user, library=library),
        _("The library is confirmed."),
    )
    return redirect("network:library_history", library_id=library.pk)


def _act(
    request: SignedInRequest,
    library: Library,
    form: forms.Form,
    act: Callable[[], Library],
    *,
    title: str,
    action: str,
    done: str,
    note: str = "",
    is_ending: bool = False,
    mark: Callable[[Library], str] | None = None,
) -> HttpResponse:
    """Show the form of an act, or carry it out and go on to the history."""
    if form.is_valid() and attempt(request, form, act, done) is not None:
        return redirect("network:library_history", library_id=library.pk)
    context = {
        "form": form,
        "library": library,
        "crumbs": crumbs_of(library),
        "title": title,
        "action": action,
        "note": note,
        "is_ending": is_ending,
        "mark": mark(library) if mark else "",
        "consequence": consequence_of(library) if is_ending else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "network/library_form.html", context, status=status)
