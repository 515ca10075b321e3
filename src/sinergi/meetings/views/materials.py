"""Materials of a meeting: everybody's, the participants', and adding them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.media.views import serve
from sinergi.meetings.forms.after import MaterialForm
from sinergi.meetings.queries.after import materials_for
from sinergi.meetings.queries.meetings import may_arrange
from sinergi.meetings.services.materials import add_material, remove_material
from sinergi.meetings.views.requests import get_meeting, get_own_meeting


@login_not_required
@require_safe
def material_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the reader may see of slides, recordings and minutes."""
    meeting = get_meeting(request, slug)
    context = {
        "meeting": meeting,
        "materials": materials_for(request.user, meeting),
        "may_arrange": may_arrange(request.user, meeting),
    }
    return render(request, "meetings/material_list.html", context)


@login_not_required
@require_safe
def material_file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """A file that the reader may see."""
    meeting = get_meeting(request, slug)
    found = materials_for(request.user, meeting).filter(pk=pk).first()
    if found is None or found.file is None:
        raise Http404
    return serve(request, found.file)


@require_http_methods(["GET", "HEAD", "POST"])
def material_add(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep a file, a link or a text."""
    meeting = get_own_meeting(request, slug, may_arrange)
    form = MaterialForm(request.POST or None, request.FILES or None, meeting=meeting)
    if form.is_valid():
        made = attempt(
            request,
            form,
            lambda: add_material(
                by=request.user, meeting=meeting, content=form.content()
            ),
            _("The material is kept."),
        )
        if made is not None:
            return redirect("meetings:material_list", slug)
    context = {"meeting": meeting, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "meetings/material_add.html", context, status=status)


@require_POST
def material_remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take a material away."""
    meeting = get_own_meeting(request, slug, may_arrange)
    found = materials_for(request.user, meeting).filter(pk=pk).first()
    if found is None:
        raise Http404
    attempt(
        request,
        None,
        lambda: remove_material(by=request.user, material=found),
        _("The material is taken away."),
    )
    return redirect("meetings:material_list", slug)
