"""Responses from a file: send it, look at what came of it, store it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.evaluation.forms.instruments import ResponsesForm
from sinergi.evaluation.queries.instruments import file_of, files_of
from sinergi.evaluation.services.importing import store_file, try_file
from sinergi.evaluation.tasks import check_soon
from sinergi.evaluation.views.instruments import instrument_or_404
from sinergi.evaluation.views.requests import frame, own_study


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Send a file of responses, which is tried at once."""
    study = own_study(request, slug)
    instrument = instrument_or_404(request, study, pk)
    form = ResponsesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = attempt(
            request,
            form,
            lambda: try_file(
                by=request.user, instrument=instrument, file=form.cleaned_data["file"]
            ),
        )
        if sent is not None:
            return redirect("evaluation:import_show", slug, pk, sent.pk)
    context = frame(request, study, "instrument_list") | {
        "instrument": instrument,
        "form": form,
        "files": files_of(instrument),
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/import_new.html", context, status=status)


@never_cache
@require_safe
def import_show(
    request: SignedInRequest, slug: str, pk: int, key: uuid.UUID
) -> HttpResponse:
    """What came of a file: how many rows fit, and what is wrong with the others."""
    study = own_study(request, slug)
    instrument = instrument_or_404(request, study, pk)
    sent = file_of(instrument, key)
    if sent is None:
        raise Http404
    context = frame(request, study, "instrument_list") | {
        "instrument": instrument,
        "sent": sent,
        "report": sent.report,
    }
    return render(request, "evaluation/import_show.html", context)


@require_POST
def import_store(
    request: SignedInRequest, slug: str, pk: int, key: uuid.UUID
) -> HttpResponse:
    """Store the rows of a tried file."""
    study = own_study(request, slug)
    sent = file_of(instrument_or_404(request, study, pk), key)
    if sent is None:
        raise Http404
    stored = attempt(
        request,
        None,
        lambda: store_file(by=request.user, sent=sent),
        _("The responses are stored and are being checked."),
    )
    if stored is not None:
        check_soon()
    return redirect("evaluation:import_show", slug, pk, key)
