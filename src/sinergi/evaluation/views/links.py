"""Links by which respondents open a questionnaire: one for all, one for each unit."""

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sinergi.accounts.requests import SignedInRequest
from sinergi.core.acts import attempt
from sinergi.core.qr import qr_svg
from sinergi.core.tables import TableColumn, write_csv
from sinergi.evaluation.models import WebCopy
from sinergi.evaluation.queries.instruments import links_of
from sinergi.evaluation.services.collecting import make_links
from sinergi.evaluation.views.instruments import instrument_or_404
from sinergi.evaluation.views.requests import frame, own_study

COLUMNS = (
    TableColumn(gettext_lazy("Code")),
    TableColumn(gettext_lazy("Unit")),
    TableColumn(gettext_lazy("Stratum")),
    TableColumn(gettext_lazy("Link")),
    TableColumn(gettext_lazy("Answered")),
)


def address_of_link(token: str) -> str:
    """The address that a link opens, as it stands on paper."""
    return settings.PUBLIC_URL + reverse("evaluation:fill_start", args=[token])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_list(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The public link with its code, and the personal ones; a post makes these."""
    study = own_study(request, slug)
    instrument = instrument_or_404(request, study, pk)
    if request.method == "POST":
        attempt(
            request,
            None,
            lambda: make_links(by=request.user, instrument=instrument),
            _("Each unit of the sample has its link."),
        )
        return redirect("evaluation:link_list", slug, pk)
    public = address_of_link(instrument.web_token) if instrument.web_token else ""
    context = frame(request, study, "instrument_list") | {
        "instrument": instrument,
        "public_link": public,
        "qr": qr_svg(public) if public else "",
        "links": links_of(instrument)[:500],
        "count": links_of(instrument).count(),
    }
    return render(request, "evaluation/link_list.html", context)


@never_cache
@require_safe
def link_download(request: SignedInRequest, slug: str, pk: int) -> HttpResponseBase:
    """The personal links as CSV, for letters and messages."""
    study = own_study(request, slug)
    instrument = instrument_or_404(request, study, pk)
    rows = (_row(copy) for copy in links_of(instrument).iterator(500))
    response = StreamingHttpResponse(
        write_csv(COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    name = f"tautan-{instrument.form_id}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(copy: WebCopy) -> tuple[str, str, str, str, str]:
    unit = copy.unit
    assert unit is not None  # noqa: S101 - personal links have one
    answered = _("yes") if copy.response_id else ""
    link = address_of_link(copy.token)
    return unit.code, unit.label, unit.stratum.label, link, answered


@never_cache
@require_safe
def link_print(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The personal links with their codes, to be cut and handed out."""
    study = own_study(request, slug)
    instrument = instrument_or_404(request, study, pk)
    slips = [
        (copy.unit, address, qr_svg(address))
        for copy in links_of(instrument).filter(response=None)
        for address in [address_of_link(copy.token)]
    ]
    context = {"study": study, "instrument": instrument, "slips": slips}
    return render(request, "evaluation/link_print.html", context)
