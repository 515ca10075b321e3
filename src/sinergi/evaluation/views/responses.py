"""Responses of a study: the list, its files, one of them, leaving one out."""

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.core import formatting
from sinergi.core.acts import attempt, page_of
from sinergi.core.dates import now, today
from sinergi.core.tables import write_csv, write_xlsx
from sinergi.evaluation.enums import Audience, Flag, Source
from sinergi.evaluation.forms.field import ReasonForm, read_responses
from sinergi.evaluation.models import Response, Study
from sinergi.evaluation.queries import responses as queries
from sinergi.evaluation.queries.progress import audiences_of
from sinergi.evaluation.response_files import columns_with, response_rows
from sinergi.evaluation.services import exclusion as services
from sinergi.evaluation.views.requests import frame, own_study

PAGE_SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SANDBOX = "sandbox; default-src 'none'"


@never_cache
@require_safe
def response_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Responses of the study: filter, sort, go on by key, download."""
    study = own_study(request, slug)
    asked = read_responses(request.GET)
    rows = queries.responses_of(study, asked.filter)
    found = page_of(request, rows.defer("answers"), limit=PAGE_SIZE, key=asked.key)
    context = frame(request, study, "progress") | {
        "responses": found.items,
        "next": found.next,
        "total": rows.count(),
        "asked": asked,
        "flags": Flag.choices,
        "flag_words": dict(Flag.choices),
        "any_flag": queries.ANY,
        "sources": Source.choices,
        "strata": study.strata.all(),
        "names": queries.interviewer_names(study),
        "audiences": [(one, Audience(one).label) for one in audiences_of(study)],
    }
    return render(request, "evaluation/response_list.html", context)


@require_safe
def response_download(
    request: SignedInRequest, slug: str, extension: str
) -> HttpResponseBase:
    """All responses of the filtered list as a file, with their answers."""
    study = own_study(request, slug)
    asked = read_responses(request.GET)
    questions = queries.question_names(study, asked.filter)
    found = queries.responses_of(study, asked.filter).order_by("received_at", "pk")
    columns = columns_with(questions)
    rows = response_rows(found.iterator(500), questions)
    name = f"jawaban-{study.slug}-{today():%Y-%m-%d}.{extension}"
    if extension == "csv":
        return StreamingHttpResponse(
            write_csv(columns, rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    if extension != "xlsx":
        raise Http404
    target = cast(BinaryIO, SpooledTemporaryFile(max_size=5 * 1024**2))  # noqa: SIM115
    notes = [(_("Made"), formatting.moment(now())), (_("Study"), study.title)]
    write_xlsx(target, _("Responses"), columns, rows, notes=notes)
    target.seek(0)
    return FileResponse(target, content_type=XLSX, as_attachment=True, filename=name)


@never_cache
@require_safe
def response_show(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """One response: its answers, what is doubtful, what came with it."""
    study = own_study(request, slug)
    return _page(request, study, _response(study, pk), ReasonForm())


@require_POST
def response_exclude(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Leave a response out of the results, with a reason."""
    study = own_study(request, slug)
    response = _response(study, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        done = attempt(
            request,
            form,
            lambda: services.exclude_response(
                by=request.user, response=response, reason=form.cleaned_data["reason"]
            ),
            _("The response no longer counts."),
        )
        if done is not None:
            return redirect("evaluation:response_show", slug, pk)
    return _page(request, study, response, form)


@require_POST
def response_include(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Let a response count again."""
    response = _response(own_study(request, slug), pk)
    attempt(
        request,
        None,
        lambda: services.include_response(by=request.user, response=response),
        _("The response counts again."),
    )
    return redirect("evaluation:response_show", slug, pk)


@require_safe
def response_file(
    request: SignedInRequest, slug: str, pk: int, file: int
) -> HttpResponseBase:
    """A file that came with a response, to be kept and never run here."""
    found = queries.file_of_response(_response(own_study(request, slug), pk), file)
    if found is None:
        raise Http404
    stored = default_storage.open(found.file.name or "")
    answer = FileResponse(stored, as_attachment=True, filename=found.name)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


def _response(study: Study, pk: int) -> Response:
    found = queries.response_of(study, pk)
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedInRequest, study: Study, response: Response, form: ReasonForm
) -> HttpResponse:
    context = frame(request, study, "progress") | {
        "response": response,
        "form": form,
        "answers": list(queries.answers_shown(response)),
        "files": response.files.all(),
        "flags": [Flag(flag).label for flag in response.flags],
        "name": queries.interviewer_names(study).get(response.interviewer, ""),
        "newer": queries.correction_of(response),
        "older": queries.corrected_by(response),
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/response_show.html", context, status=status)
