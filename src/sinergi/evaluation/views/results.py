"""What a study found: the page, its files, its microdata."""

from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.exports.microdata import (
    design_yaml,
    microdata_csv,
    public_microdata,
)
from sinergi.evaluation.exports.report import report_pdf
from sinergi.evaluation.exports.results import results_xlsx
from sinergi.evaluation.exports.wording import method_notes
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.results import findings_of
from sinergi.evaluation.views.requests import frame, study_or_404
from sinergi.indicators.queries.claims import published_claims

R = TypeVar("R", bound=HttpResponseBase)
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Scores on their scale, parts of the population, items, and how it was done."""
    study = study_or_404(request, slug)
    computed = findings_of(study)
    context = frame(request, study, "results") | {
        "is_provisional": study.state != StudyState.PUBLISHED,
        "results": computed.findings if computed else None,
        "computed_at": computed.computed_at if computed else None,
        "method": computed.method_version if computed else None,
        "notes": method_notes(study),
        "claims": published_claims("efektivitas"),
        "downloads": _downloads(study),
    }
    return render(request, "evaluation/results.html", context)


@login_not_required
@require_safe
def results_download(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The figures as a workbook, or the report on paper."""
    study = study_or_404(request, slug)
    computed = findings_of(study)
    if computed is None or extension not in ("pdf", "xlsx"):
        raise Http404
    if extension == "pdf":
        response = HttpResponse(report_pdf(study, computed), content_type=PDF)
    else:
        response = HttpResponse(results_xlsx(study, computed), content_type=XLSX)
    return _attached(response, study, f"hasil.{extension}")


@login_not_required
@require_safe
def microdata_download(
    request: HttpRequest, slug: str, extension: str
) -> HttpResponseBase:
    """Anonymised records, or the design that computes the figures from them."""
    study = study_or_404(request, slug)
    data = public_microdata(study)
    if data is None or extension not in ("csv", "yaml"):
        raise Http404
    if extension == "yaml":
        response: HttpResponseBase = HttpResponse(
            design_yaml(data), content_type="application/yaml; charset=utf-8"
        )
        return _attached(response, study, "rancangan.yaml")
    rows = microdata_csv(data)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    return _attached(response, study, "data-mikro.csv")


def _attached(response: R, study: Study, name: str) -> R:
    response["Content-Disposition"] = f'attachment; filename="{study.slug}-{name}"'
    return response


def _downloads(study: Study) -> list[dict[str, str]]:
    files = [
        ("PDF", "results_download", "pdf"),
        ("XLSX", "results_download", "xlsx"),
        (_("Microdata (CSV)"), "microdata_download", "csv"),
        (_("Design (YAML)"), "microdata_download", "yaml"),
    ]
    return [
        {"label": label, "url": reverse(f"evaluation:{name}", args=[study.slug, kind])}
        for label, name, kind in files
    ]
