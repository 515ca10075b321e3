"""Sending a file, looking at what came of it, storing it."""

import io
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sinergi.accounts.models import User
from sinergi.core.errors import DomainError
from sinergi.core.forms import typed_key
from sinergi.exchange.forms import ImportForm
from sinergi.exchange.models import Upload
from sinergi.exchange.queries.uploads import findings_of, upload_for, uploads_for
from sinergi.exchange.services.uploads import (
    confirm_upload,
    importable_kinds,
    send_file,
    try_again,
)
from sinergi.exchange.spreadsheets.annotate import write_annotated

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
def import_home(request: HttpRequest) -> HttpResponse:
    """Send a file, which is tried at once; the latest files below."""
    person = _person(request)
    kinds = importable_kinds(person)
    if not kinds:
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        upload = _send(person, form)
        if upload:
            return redirect("exchange:import_detail", id=upload.pk)
    return render(
        request,
        "exchange/import_home.html",
        {"form": form, "uploads": uploads_for(person)},
        status=422 if form.errors else 200,
    )


def _send(person: User, form: ImportForm) -> Upload | None:
    try:
        return send_file(
            by=person,
            kind=form.cleaned_data["kind"],
            file=form.cleaned_data["file"],
            new_libraries=form.new_libraries,
        )
    except DomainError as error:
        form.add_error("file", str(error.message))
        return None


@require_GET
@never_cache
def import_detail(request: HttpRequest, id: uuid.UUID) -> HttpResponse:  # noqa: A002 - as in the address
    """What came of a file: totals and findings."""
    upload = _upload(request, id)
    severity = request.GET.get("severity", "")
    text = request.GET.get("q", "")
    after = request.GET.get("after", "")
    page = findings_of(
        upload,
        severity=severity if severity in {"error", "warning"} else "",
        text=text,
        after=typed_key(after),
    )
    return render(
        request,
        "exchange/import_detail.html",
        {"upload": upload, "page": page, "severity": severity, "q": text},
    )


@require_POST
def import_confirm(request: HttpRequest, id: uuid.UUID) -> HttpResponse:  # noqa: A002 - as in the address
    """Store the rows of a tried file."""
    upload = _upload(request, id)
    try:
        job = confirm_upload(by=_person(request), upload=upload)
    except DomainError as error:
        messages.error(request, str(error.message))
        return redirect("exchange:import_detail", id=id)
    if job:
        return redirect("core:job_detail", id=job.pk)
    messages.success(request, _("The rows are stored."))
    return redirect("exchange:import_detail", id=id)


@require_GET
def import_annotated(
    request: HttpRequest,
    id: uuid.UUID,  # noqa: A002 - as in the address
) -> HttpResponse | FileResponse:
    """The file as it came, with every finding marked."""
    upload = _upload(request, id)
    try:
        outcome = try_again(by=_person(request), upload=upload)
    except DomainError as error:
        messages.error(request, str(error.message))
        return redirect("exchange:import_detail", id=id)
    target = io.BytesIO()
    write_annotated(outcome.table, outcome.problems, target)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=_("annotated.xlsx"), content_type=XLSX
    )


def _person(request: HttpRequest) -> User:
    person = request.user
    if not isinstance(person, User):
        raise PermissionDenied
    return person


def _upload(request: HttpRequest, id: uuid.UUID) -> Upload:  # noqa: A002 - as in the address
    upload = upload_for(_person(request), id)
    if upload is None:
        raise Http404
    return upload
