"""Pages of a library's stories, and photos by their consent."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
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
from sinergi.network.models import Library
from sinergi.stories import queries, services
from sinergi.stories.forms import ProductForm, TestimonyForm

FORM = ["GET", "HEAD", "POST"]


def _library(request: SignedInRequest, pk: int) -> Library:
    found = queries.library_for(request.user, pk)
    if found is None:
        raise Http404
    return found


def _own_library(request: SignedInRequest, pk: int) -> Library:
    library = _library(request, pk)
    if not queries.may_tell(request.user, library):
        raise PermissionDenied
    return library


@require_safe
def story_list(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Testimonies and products of a library, with the consent of each."""
    library = _library(request, library_id)
    context = {
        "library": library,
        "told": queries.told_at(library),
        "may_tell": queries.may_tell(request.user, library),
    }
    return render(request, "stories/story_list.html", context)


@require_http_methods(FORM)
def testimony_new(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Write down what a beneficiary says."""
    library = _own_library(request, library_id)
    form = TestimonyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        names = ("alias", "quote", "told_on", "photo", "photo_text")
        made = attempt(
            request,
            form,
            lambda: services.record_testimony(
                by=request.user,
                library=library,
                consent=form.consent(),
                **{name: form.cleaned_data[name] for name in names},
            ),
            _("The testimony is kept."),
        )
        if made is not None:
            return redirect("stories:story_list", library_id)
    context = {"library": library, "form": form, "title": _("Write down a testimony")}
    status = 422 if form.is_bound else 200
    return render(request, "stories/story_new.html", context, status=status)


@require_http_methods(FORM)
def product_new(request: SignedInRequest, library_id: int) -> HttpResponse:
    """Write down a product, and its maker if they are new."""
    library = _own_library(request, library_id)
    form = ProductForm(request.POST or None, request.FILES or None, library=library)
    if form.is_valid():
        names = ("name", "price_idr", "unit", "description", "photo", "photo_text")
        made = attempt(
            request,
            form,
            lambda: services.record_made(
                by=request.user,
                library=library,
                maker=form.chosen_maker()
                or services.NewMaker(form.cleaned_data["alias"], form.consent()),
                **{name: form.cleaned_data[name] for name in names},
            ),
            _("The product is kept."),
        )
        if made is not None:
            return redirect("stories:story_list", library_id)
    context = {"library": library, "form": form, "title": _("Write down a product")}
    status = 422 if form.is_bound else 200
    return render(request, "stories/story_new.html", context, status=status)


@require_POST
def consent_withdraw(
    request: SignedInRequest, library_id: int, kind: str, pk: int
) -> HttpResponse:
    """Take a person's consent back: nothing of them is shown from now on."""
    library = _own_library(request, library_id)
    story = queries.story_for(kind, library, pk)
    if story is None:
        raise Http404
    attempt(
        request,
        None,
        lambda: services.withdraw_consent(by=request.user, story=story),
        _("The consent is taken back. Nothing of this person is shown any more."),
    )
    return redirect("stories:story_list", library_id)


@login_not_required
@require_safe
def photo(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """The photo of a testimony or product, as far as its consent goes."""
    found = queries.photo_for(request.user, kind, pk)
    if found is None:
        raise Http404
    return serve(request, found)
