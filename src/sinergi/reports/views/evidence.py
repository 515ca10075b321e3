"""Files of evidence, served by the permission of their record."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.errors import DomainError
from sinergi.media.views import serve
from sinergi.reports import services
from sinergi.reports.views.requests import attempt, get_activity

#: Asks for the thumbnail of a picture: lists and galleries on a slow line.
SMALL = "kecil"


@require_GET
def evidence_file(
    request: SignedInRequest, activity_id: UUID, evidence_id: int
) -> HttpResponseBase:
    """The file itself or its thumbnail, to those who may read the activity."""
    activity = get_activity(request.user, activity_id)
    piece = get_object_or_404(
        activity.evidence.select_related("file"), pk=evidence_id, file__isnull=False
    )
    assert piece.file is not None  # noqa: S101 - the query above asks for a file
    return serve(request, piece.file, is_thumbnail=SMALL in request.GET)


@require_POST
def evidence_add(request: SignedInRequest, activity_id: UUID) -> HttpResponse:
    """Take one file at a time from the page's script; answers in JSON."""
    activity = get_activity(request.user, activity_id)
    upload = request.FILES.get("photo")
    if upload is None:
        return JsonResponse({"message": _("Choose a file first.")}, status=422)
    try:
        piece = services.add_evidence(
            by=request.user,
            activity=activity,
            upload=upload,
            taken_at=_moment(request.POST.get("taken", "")),
        )
    except DomainError as error:
        return JsonResponse({"message": str(error.message)}, status=error.status)
    address = reverse("reports:evidence_file", args=[activity_id, piece.pk])
    return JsonResponse({"id": piece.pk, "url": address}, status=201)


def _moment(text: str) -> dt.datetime | None:
    """The camera's moment as the page's script read it before it shrank the photo."""
    try:
        said = dt.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras note no zone
    except ValueError:
        return None
    return timezone.make_aware(said)


@require_POST
def evidence_remove(
    request: SignedInRequest, activity_id: UUID, evidence_id: int
) -> HttpResponse:
    """Take one piece of evidence off a report that is still open."""
    activity = get_activity(request.user, activity_id)
    piece = activity.evidence.filter(pk=evidence_id).first()
    if piece is None:
        messages.info(request, _("This piece of evidence was removed already."))
    else:
        attempt(
            request,
            lambda: services.remove_evidence(by=request.user, evidence=piece),
            _("The piece of evidence was removed."),
        )
    return redirect("reports:activity_edit", activity_id)
