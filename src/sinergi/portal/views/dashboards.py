"""Dashboards of the nation, the provinces, the regencies and cities."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sinergi.core.dates import today
from sinergi.indicators import charts, drawing
from sinergi.indicators.queries import stamp
from sinergi.portal import exports, findings, fragments, pictures
from sinergi.portal.filters import BEFORE_SPLIT, Filters, default_key
from sinergi.portal.forms import DashboardFilter
from sinergi.portal.queries.dashboard import Dashboard, dashboard, data_span
from sinergi.portal.queries.places import Audience, Place, audience_of, place_of


@dataclass(frozen=True)
class Asked:
    """What a request asks for, with what its reader may see."""

    place: Place
    filters: Filters
    audience: Audience
    form: DashboardFilter


def _asked(request: HttpRequest, code: str) -> Asked:
    """The place, the filters and the audience; 404 for what is not for the reader."""
    on = BEFORE_SPLIT if request.GET.get("batas") == str(BEFORE_SPLIT) else None
    place = place_of(code, on)
    audience = audience_of(request.user, place, on) if place else None
    if place is None or audience is None:
        raise Http404
    span = data_span()
    first, last = span or (None, None)
    form = DashboardFilter(
        request.GET.dict(),
        span=span,
        default=default_key(first, last, today()),
        is_public=audience.is_public,
        is_officer=audience.is_officer,
    )
    return Asked(place, form.chosen(), audience, form)


@login_not_required
@require_safe
def show(request: HttpRequest, code: str = "") -> HttpResponse:
    """One dashboard; its body is drawn once per figure version and audience."""
    asked = _asked(request, code)
    now = stamp()
    seen = (asked.place, asked.filters, asked.audience)
    body = fragments.remembered(
        "portal/dashboard/body.html",
        now,
        place=asked.place,
        filters=asked.filters,
        audience=asked.audience,
        context=lambda: context_of(dashboard(*seen)),
    )
    context = {
        "body": body,
        "form": asked.form,
        "stamp": now,
        "place": asked.place,
        "crumbs": _crumbs(asked.place, asked.filters),
        "is_officer": asked.audience.is_officer,
        "filters": asked.filters,
        "period": findings.period(asked.filters.span),
    }
    return render(request, "portal/dashboard/page.html", context)


def _crumbs(place: Place, filters: Filters) -> list[dict[str, str]]:
    query = filters.query()
    path = [("Indonesia", "")]
    if place.parent_code:
        path.append((place.parent_name, place.parent_code))
    if place.code:
        path.append((place.name, place.code))
    return [
        {"label": name, "url": f"{dashboard_url(code)}?{query}"} for name, code in path
    ]


def dashboard_url(code: str) -> str:
    """The address of a place's dashboard."""
    if not code:
        return reverse("portal:dashboard")
    return reverse("portal:dashboard_of", args=[code])


def context_of(board: Dashboard) -> dict[str, object]:
    """Everything that the dashboard's template shows."""
    return {
        "board": board,
        "query": board.filters.query(),
        "says": {
            name: getattr(findings, name)(board)
            for name in ("lights", "network", "regions", "trend", "timeliness")
        },
        "period": findings.period(board.filters.span),
        "ranking_says": findings.ranking(board) if board.field_size else "",
        "change": findings.punctuality_change(board),
        "map": pictures.map_of(board),
        "trend_svg": pictures.trend_on_page(board, findings.trend_words(board))
        if any(board.trend.now)
        else "",
        "heat_rows": findings.heat_ends(board),
        "tables": {block: exports.table_of(board, block) for block in exports.BLOCKS},
        "files": {block: _files(board, block) for block in exports.BLOCKS},
        "bounds": charts.SHARE_BOUNDS,
        "first_five": [area for area in board.areas if area.rank is not None][:5],
        "last_five": _last_five(board),
        "area_word": exports.area_word(board),
    }


def _last_five(board: Dashboard) -> list[object]:
    ranked = [area for area in board.areas if area.rank is not None]
    return list(ranked[max(5, len(ranked) - 5) :])


def _files(board: Dashboard, block: str) -> list[dict[str, str]]:
    kinds = ["csv", "xlsx"]
    if block != "perpustakaan":
        kinds += ["svg", "png"]
    query = f"wilayah={board.place.code}&{board.filters.query()}"
    return [
        {
            "label": kind.upper(),
            "url": f"{reverse('portal:dashboard_file', args=[block, kind])}?{query}",
        }
        for kind in kinds
    ]


@login_not_required
@require_safe
def file(request: HttpRequest, block: str, kind: str) -> HttpResponseBase:
    """One block of a dashboard as CSV, XLSX, SVG or PNG, by the page's own rules."""
    if block not in exports.BLOCKS or kind not in exports.TYPES:
        raise Http404
    asked = _asked(request, request.GET.get("wilayah", ""))
    board = dashboard(asked.place, asked.filters, asked.audience)
    response = _file(board, block, kind)
    if response is None:
        raise Http404
    place = asked.place.code or "nasional"
    name = f"sinergi-{block}-{place}-{asked.filters.span.key}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(board: Dashboard, block: str, kind: str) -> HttpResponseBase | None:
    if kind in ("svg", "png"):
        picture = _picture(board, block, kind)
        return (
            HttpResponse(picture, content_type=exports.TYPES[kind]) if picture else None
        )
    table = exports.table_of(board, block)
    if table is None:
        return None
    if kind == "csv":
        return StreamingHttpResponse(
            exports.csv_lines(table), content_type=exports.TYPES[kind]
        )
    return HttpResponse(
        exports.xlsx_bytes(table, exports.notes(board)),
        content_type=exports.TYPES[kind],
    )


def _picture(board: Dashboard, block: str, kind: str) -> str | bytes | None:
    if block == "peta":
        svg = pictures.map_svg(board)
        return drawing.png_of_svg(svg) if svg and kind == "png" else svg
    spec = pictures.spec_of(board, block)
    if spec is None:
        return None
    return drawing.png(spec) if kind == "png" else drawing.svg(spec)
