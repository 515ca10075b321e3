"""A library's partnerships and history."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.paging import page
from sinergi.network import services
from sinergi.network.forms.partnerships import EndForm, PartnershipForm
from sinergi.network.models import Library, Partnership
from sinergi.network.queries.history import life_of, told_entries, trail_of
from sinergi.network.queries.partnerships import partnership_of, partnerships_of
from sinergi.network.queries.scope import assignments_at, can
from sinergi.network.rules import MANAGE
from sinergi.network.views.requests import (
    crumbs_of,
    editable,
    readable,
    tabs_of,
)

TRAIL_SIZE = 25


def _frame(request: SignedInRequest, library: Library, tab: str) -> dict[str, object]:
    may_manage = can(request.user, MANAGE, library=library)
    return {
        "library": library,
        "crumbs": crumbs_of(library),
        "tabs": tabs_of(library, tab),
        "may_manage": may_manage and library.closed_on is None,
    }


@require_safe
def library_partnership(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Partnerships over time, and who works for the library."""
    library = readable(request.user, library_id)
    context = _frame(request, library, "partnership") | {
        "partnerships": partnerships_of(library),
        "people": assignments_at(request.user, library=library),
    }
    return render(request, "network/library_partnership.html", context)


@require_safe
def library_history(request: SignedInRequest, library_id: int) -> HttpResponse:
    """The events of its life, and every recorded change with old and new value."""
    library = readable(request.user, library_id)
    trail = trail_of(library)
    found = page(trail, cursor=request.GET.get("cursor"), limit=TRAIL_SIZE, key="-id")
    context = _frame(request, library, "history") | {
        "life": life_of(library),
        "entries": told_entries(found.items),
        "next": found.next,
        "total": trail.count(),
    }
    return render(request, "network/library_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_new(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Start a partnership."""
    library = editable(request.user, library_id)
    form = PartnershipForm(request.POST or None, library=library)
    if form.is_valid():
        started = attempt(
            request,
            form,
            lambda: services.start_partnership(
                by=request.user, library=library, **form.content()
            ),
            _("The partnership is recorded."),
        )
        if started is not None:
            return redirect("network:library_partnership", library_id=library.pk)
    context = {
        "form": form,
        "library": library,
        "crumbs": crumbs_of(library),
        "title": _("Add a partnership"),
        "action": _("Save partnership"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "network/library_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def partnership_end(
    request: SignedInRequest, library_id: int, partnership_id: int
) -> HttpResponse:
    """End a partnership."""
    library = editable(request.user, library_id)
    partnership = _partnership(library, partnership_id)
    form = EndForm(request.POST or None)
    if form.is_valid():
        ended = attempt(
            request,
            form,
            lambda: services.end_partnership(
                by=request.user, partnership=partnership, **form.cleaned_data
            ),
            _("The partnership is ended. It stays in the history."),
        )
        if ended is not None:
            return redirect("network:library_partnership", library_id=library.pk)
    context = {
        "form": form,
        "library": library,
        "crumbs": crumbs_of(library),
        "title": _("End the partnership"),
        "action": _("End partnership"),
        "note": _("The library and its reports stay."),
    }
    status = 422 if form.is_bound else 200
    return render(request, "network/library_form.html", context, status=status)


@require_POST
def partnership_confirm(
    request: SignedInRequest, library_id: int, partnership_id: int
) -> HttpResponse:
    """Confirm a partnership that an import took in."""
    library = editable(request.user, library_id)
    partnership = _partnership(library, partnership_id)
    attempt(
        request,
        None,
        lambda: services.confirm_partnership(by=request.user, partnership=partnership),
        _("The partnership is confirmed."),
    )
    return redirect("network:library_partnership", library_id=library.pk)


def _partnership(library: Library, pk: int) -> Partnership:
    partnership = partnership_of(library, pk)
    if partnership is None:
        raise Http404
    return partnership
