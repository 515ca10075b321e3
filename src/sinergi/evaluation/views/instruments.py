"""A study's questionnaires: versions, sending and fielding them, reading one."""

import io

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.errors import DomainError, NotAllowed
from sinergi.evaluation.enums import Audience
from sinergi.evaluation.forms.instruments import FormFileForm, UploadForm
from sinergi.evaluation.models import Instrument, Study
from sinergi.evaluation.queries.instruments import (
    Preview,
    instrument_of,
    instruments_of,
    takes_unit,
    workbook_of,
)
from sinergi.evaluation.services import instruments as services
from sinergi.evaluation.services.form_files import add_form_file, remove_form_file
from sinergi.evaluation.views.requests import frame, own_study, study_or_404
from sinergi.evaluation.wording import sentences

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ACTS = {
    "field": services.field_instrument,
    "close": services.close_instrument,
    "remove": services.remove_draft,
}


def instrument_or_404(request: HttpRequest, study: Study, key: int) -> Instrument:
    """A questionnaire of a study.

    Raises:
        Http404: The study has none of this number, or it is not the person's to see.
    """
    instrument = instrument_of(request.user, study, key)
    if instrument is None:
        raise Http404
    return instrument


@login_not_required
@require_safe
def instrument_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The questionnaires of a study by audience, every version with its state."""
    study = study_or_404(request, slug)
    listed = list(instruments_of(request.user, study))
    groups = [
        (audience, [row for row in listed if row.audience == audience.value])
        for audience in Audience
    ]
    context = frame(request, study, "instrument_list") | {
        "groups": groups,
        "has_any": bool(listed),
    }
    return render(request, "evaluation/instrument_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def instrument_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send a workbook, or start from a shipped questionnaire."""
    study = own_study(request, slug)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        made = _upload(request, study, form)
        if made is not None:
            return redirect("evaluation:instrument_show", slug, made.pk)
    context = frame(request, study, "instrument_list") | {
        "form": form,
        "audiences": list(Audience),
    }
    status = 422 if form.is_bound else 200
    return render(request, "evaluation/instrument_new.html", context, status=status)


def _upload(
    request: SignedInRequest, study: Study, form: UploadForm
) -> Instrument | None:
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        return services.upload_instrument(
            by=request.user,
            study=study,
            audience=form.cleaned_data["audience"],
            file=io.BytesIO(file.read(services.MOST_BYTES + 1)),
            name=file.name or "",
        )
    except NotAllowed:
        raise
    except DomainError as error:
        form.say(str(error.message))
        return None


@require_POST
def instrument_template(
    request: SignedInRequest, slug: str, audience: str
) -> HttpResponse:
    """Take a shipped questionnaire as the next version."""
    study = own_study(request, slug)
    _check_audience(audience)
    made = attempt(
        request,
        None,
        lambda: services.start_from_template(
            by=request.user, study=study, audience=audience
        ),
        _("The questionnaire is ready to read. Field it once it says what you ask."),
    )
    if made is None:
        return redirect("evaluation:instrument_new", slug)
    return redirect("evaluation:instrument_show", slug, made.pk)


@require_safe
def template_download(
    request: SignedInRequest, slug: str, audience: str
) -> FileResponse:
    """A shipped questionnaire as a workbook, on the scale of the study."""
    study = own_study(request, slug)
    _check_audience(audience)
    workbook = services.workbook_for(study, audience)
    return _workbook(workbook, f"{audience}.xlsx")


def _check_audience(audience: str) -> None:
    if audience not in Audience.values:
        raise Http404


def _workbook(content: bytes, name: str) -> FileResponse:
    return FileResponse(
        io.BytesIO(content), as_attachment=True, filename=name, content_type=XLSX
    )


@login_not_required
@require_safe
def instrument_show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A questionnaire as people will see it, its variables, and what to do with it."""
    study = study_or_404(request, slug)
    instrument = instrument_or_404(request, study, pk)
    preview = Preview(instrument, get_language() or "id")
    context = frame(request, study, "instrument_list") | {
        "instrument": instrument,
        "preview": preview,
        "troubles": sentences(preview.definition.web_troubles),
        "lacks_unit": instrument.audience == Audience.EFFECTIVENESS
        and not takes_unit(preview.definition),
        "files": instrument.form_files.all(),
        "file_form": FormFileForm(),
    }
    return render(request, "evaluation/instrument_show.html", context)


@require_POST
def instrument_files(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Add a file that a draft shows, or forget one."""
    instrument = instrument_or_404(request, own_study(request, slug), pk)
    name = request.POST.get("remove", "")
    if name:
        done = _("The file is removed.")
        attempt(
            request,
            None,
            lambda: remove_form_file(by=request.user, instrument=instrument, name=name),
            done,
        )
    else:
        file = request.FILES.get("file")
        done = _("The file is kept; phones fetch it with the questionnaire.")
        attempt(
            request,
            None,
            lambda: add_form_file(by=request.user, instrument=instrument, file=file),
            done,
        )
    return redirect("evaluation:instrument_show", slug, pk)


@login_not_required
@require_safe
def instrument_print(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A questionnaire on paper, with boxes to tick."""
    study = study_or_404(request, slug)
    instrument = instrument_or_404(request, study, pk)
    context = {
        "study": study,
        "instrument": instrument,
        "preview": Preview(instrument, get_language() or "id"),
    }
    return render(request, "evaluation/instrument_print.html", context)


@login_not_required
@require_safe
def instrument_download(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """The workbook as it was sent."""
    study = study_or_404(request, slug)
    instrument = instrument_or_404(request, study, pk)
    name = f"{instrument.form_id}-v{instrument.version}.xlsx"
    return _workbook(workbook_of(instrument), name)


@require_POST
def instrument_move(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Field a draft, close what is in the field, or forget a draft."""
    study = own_study(request, slug)
    instrument = instrument_or_404(request, study, pk)
    name = request.POST.get("act", "")
    act = ACTS.get(name)
    if act is None:
        raise BadRequest
    done = {
        "field": _("This version is in the field and stays as it is."),
        "close": _("Collecting by this version has ended."),
        "remove": _("The draft is removed."),
    }[name]
    attempt(request, None, lambda: act(by=request.user, instrument=instrument), done)
    if instrument_of(request.user, study, pk) is None:
        return redirect("evaluation:instrument_list", slug)
    return redirect("evaluation:instrument_show", slug, pk)
