"""The first page: public home, or where a person's work begins."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.core import formatting
from sinergi.core.dates import today
from sinergi.indicators.queries import stamp
from sinergi.portal import cloth, fragments
from sinergi.portal.filters import Filters, default_key, span_of
from sinergi.portal.navigation import start_of
from sinergi.portal.queries.dashboard import data_span
from sinergi.portal.queries.home import PublicFacts, public_facts
from sinergi.portal.queries.places import Audience, place_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The role's first page; the public home for everybody else."""
    start = start_of(request.user)
    return redirect(start) if start else public(request)


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """What the programme achieved, for everybody."""
    now = stamp()
    span = data_span()
    first, last = span or (None, None)
    chosen = span_of(default_key(first, last, today()))
    nation = place_of("")
    assert chosen is not None  # noqa: S101 - the default names a year
    assert nation is not None  # noqa: S101 - the nation is always there
    body = fragments.remembered(
        "portal/home/body.html",
        now,
        place=nation,
        filters=Filters(chosen),
        audience=Audience(is_public=True),
        context=lambda: context_of(public_facts(chosen, last)) if last else {},
    )
    return render(request, "portal/home/page.html", {"body": body, "stamp": now})


def context_of(facts: PublicFacts) -> dict[str, object]:
    """Everything that the public home shows."""
    return {
        "facts": facts,
        "cloth": cloth.woven(
            facts.warps,
            facts.months,
            title=_("Kain %(year)s: attendances in libraries, %(count)s provinces")
            % {"year": facts.span.key, "count": len(facts.warps)},
            description=_(
                "Each strand is a province from west to east, each row a month. The "
                "lighter, the more attendances per library. An empty box is no data."
            ),
        ),
        "cloth_rows": [
            [warp.name, *(_cell(value) for value in warp.values)]
            for warp in facts.warps
        ],
        "cloth_columns": [
            {"label": _("Province")},
            *({"label": month, "is_number": True} for month in facts.months),
        ],
    }


def _cell(value: float | None) -> str:
    return "–" if value is None else formatting.number(value, 1)
