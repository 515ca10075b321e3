"""Pages of what valuations come to: the list, the result, its files."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.benefits import exports, pictures, printing
from sinergi.benefits.models import Valuation
from sinergi.benefits.queries import shown, valuations
from sinergi.benefits.queries.models import model_of
from sinergi.benefits.queries.results import result_of
from sinergi.benefits.valuation.document import Document
from sinergi.benefits.valuation.problems import UnfitModel
from sinergi.benefits.valuation.yamltext import dump
from sinergi.benefits.views.requests import frame, valuation_or_404
from sinergi.benefits.wording import sentence_at
from sinergi.core.acts import page_of
from sinergi.indicators.queries.claims import published_claims

PAGE_SIZE = 20


@require_safe
@login_not_required
def valuation_list(request: HttpRequest) -> HttpResponse:
    """Published valuations; for evaluators their drafts too."""
    rows = valuations.valuations_for(request.user)
    found = page_of(request, rows, limit=PAGE_SIZE, key="-created_at")
    context = {
        "rows": [(one, _total(one)) for one in found.items],
        "next": found.next,
        "total": rows.count(),
        "claims": published_claims(),
        "may_evaluate": valuations.may_evaluate(request.user),
    }
    return render(request, "benefits/valuation_list.html", context)


def _total(valuation: Valuation) -> object:
    """The published total; a draft is reckoned on its own page alone."""
    if valuation.result is None:
        return None
    return valuation.result["total_benefit"]["idr"]


@require_safe
@login_not_required
def valuation_show(request: HttpRequest, slug: str) -> HttpResponse:
    """What it came to, how sure that is, and what would have to be true."""
    valuation = valuation_or_404(request, slug)
    context = frame(request, valuation) | {"claims": published_claims()}
    try:
        document = result_of(valuation)
    except UnfitModel as error:
        context["problems"] = [
            sentence_at(one.path, one.kind, one.values) for one in error.problems
        ]
        return render(request, "benefits/valuation_open.html", context)
    return render(request, "benefits/valuation_show.html", context | shown_of(document))


def shown_of(document: Document) -> dict[str, object]:
    """A result in the words and pictures of its page."""
    years: Any = document["years"]
    return {
        "document": document,
        "years": shown.span(*years),
        "headline": shown.headline(document),
        "bases": shown.bases(document),
        "refused": shown.sentences(document["refused"]),
        "warnings": shown.sentences(document["warnings"]),
        "streams": shown.streams(document),
        "conditions": shown.conditions(document),
        "pictures": pictures.of(document),
        "files": [
            {"label": label, "kind": kind}
            for label, kind in (
                ("PDF", "pdf"),
                ("XLSX", "xlsx"),
                (_("Model (YAML)"), "yaml"),
                (_("Result (JSON)"), "json"),
            )
        ],
    }


@require_safe
@login_not_required
def valuation_file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The model, or its result, as a file."""
    valuation = valuation_or_404(request, slug)
    if kind not in exports.TYPES:
        raise Http404
    if kind == "yaml":
        body: bytes | str = dump(model_of(valuation))
    else:
        body = _result_file(valuation, kind)
    answer = HttpResponse(body, content_type=exports.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{valuation.slug}.{kind}"'
    return answer


def _result_file(valuation: Valuation, kind: str) -> bytes | str:
    try:
        document = result_of(valuation)
    except UnfitModel as error:
        raise Http404 from error
    if kind == "json":
        return exports.json_of(document)
    if kind == "xlsx":
        return exports.workbook(valuation, document)
    return printing.report(valuation, document)
