"""A library's report card."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.core import formatting
from sinergi.core.dates import today
from sinergi.indicators import charts, drawing
from sinergi.indicators.charts import NARROW, WIDE, Spec
from sinergi.indicators.enums import Colour
from sinergi.indicators.queries import Explanation
from sinergi.portal import exports, findings, pictures
from sinergi.portal.filters import default_key, keys, span_of
from sinergi.portal.navigation import Item
from sinergi.portal.queries.dashboard import data_span
from sinergi.portal.queries.library import ReportCard, library_for, report_card
from sinergi.portal.queries.places import audience_of, place_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User


def _card(request: HttpRequest, pk: int) -> ReportCard:
    library = library_for(request.user, pk)
    if library is None or not request.user.is_authenticated:
        raise Http404
    first, last = data_span() or (None, None)
    default = default_key(first, last, today())
    span = span_of(request.GET.get("periode", "")) or span_of(default)
    assert span is not None  # noqa: S101 - the default names a year
    return report_card(request.user, library, span)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Score, where it comes from, what to do next, and how others do."""
    card = _card(request, pk)
    return render(request, "portal/library/page.html", context_of(card, request.user))


def context_of(card: ReportCard, user: "User | AnonymousUser") -> dict[str, object]:
    """Everything that the report card's template shows."""
    explanation = card.explanation
    scheme = explanation.scheme
    bands = _bands(explanation)
    return {
        "card": card,
        "explanation": explanation,
        "crumbs": _crumbs(card, user),
        "tabs": _tabs(card),
        "periods": _periods(),
        "period_words": findings.period(card.span),
        "ruler": _ruler(bands) if scheme else [],
        "at": f"{explanation.score / 100:g}" if explanation.score is not None else None,
        "ruler_words": _ruler_words(explanation, bands),
        "total": sum(line.weight for line in explanation.lines),
        "trend_says": _trend_says(card),
        "trend_svg": drawing.inline(
            pictures.scores(list(card.trend), bands, NARROW),
            pictures.scores(list(card.trend), bands, WIDE),
            _trend_words(card),
        )
        if any(point.score is not None for point in card.trend)
        else "",
        "next_words": _next_words(explanation),
        "files": {block: _files(card, block) for block in exports.CARD_BLOCKS},
    }


def _bands(explanation: Explanation) -> tuple[int, int]:
    """Where green and yellow begin, in hundredths."""
    scheme = explanation.scheme
    return (scheme.green_from, scheme.yellow_from) if scheme else (7500, 5000)


def _periods() -> list[tuple[str, str]]:
    span = data_span()
    if span is None:
        return []
    found = [key for group in keys(*span) for key in group]
    return [(key, findings.period(chosen)) for key in found if (chosen := span_of(key))]


def _crumbs(card: ReportCard, user: "User | AnonymousUser") -> list[dict[str, str]]:
    """The region path; only dashboards that the reader may see are links."""
    path = [{"label": "Indonesia", "url": reverse("portal:dashboard")}]
    for code, name in card.path:
        place = place_of(code)
        is_open = place is not None and audience_of(user, place) is not None
        url = reverse("portal:dashboard_of", args=[code]) if is_open else ""
        path.append({"label": name, "url": url})
    return [*path, {"label": card.library.name, "url": ""}]


def _tabs(card: ReportCard) -> list[Item]:
    """The views of the record; pages of apps that do not offer them are left out."""
    pk = card.library.pk
    tabs = [Item(_("Report card"), reverse("portal:library", args=[pk]), "", True)]
    tabs.append(
        Item(_("Activities"), f"{reverse('reports:activity_list')}?perpustakaan={pk}")
    )
    for label, name in (
        (_("Partnership"), "network:library_partnership"),
        (_("History"), "network:library_history"),
    ):
        try:
            tabs.append(Item(label, reverse(name, args=[pk])))
        except NoReverseMatch:
            continue
    return tabs


def _ruler(bands: tuple[int, int]) -> list[dict[str, object]]:
    green, yellow = (band / 100 for band in bands)
    return [
        _band("merah", 0, yellow, f"0 · {_('Red')}"),
        _band("kuning", yellow, green, f"{yellow:g} · {_('Yellow')}"),
        _band("hijau", green, 100.4, f"{green:g} · {_('Green')}"),
    ]


def _band(colour: str, start: float, end: float, text: str) -> dict[str, object]:
    return {
        "colour": colour,
        "start": f"{start:g}",
        "width": f"{end - start - 0.4:g}",
        "text_at": f"{start:g}",
        "text": text,
        "is_end": False,
    }


def _ruler_words(explanation: Explanation, bands: tuple[int, int]) -> str:
    green, yellow = (f"{band / 100:g}" for band in bands)
    return _(
        "Score %(score)s on a ruler from 0 to 100: red below %(yellow)s, yellow from "
        "there, green from %(green)s"
    ) % {
        "score": formatting.score(explanation.score),
        "yellow": yellow,
        "green": green,
    }


def _next_words(explanation: Explanation) -> str:
    """The distance to the next colour, in a sentence."""
    if explanation.colour == Colour.NO_ACCOUNT:
        return _("Nobody can report for this library yet. Ask the regency officer.")
    if explanation.score is None:
        return _("No data for this period. This is not the same as red or zero.")
    if explanation.to_next_band is None:
        return _("This library is green. Keep reporting every month.")
    points = formatting.score(explanation.to_next_band)
    if explanation.next_colour == Colour.GREEN:
        return _("%(points)s points short of green.") % {"points": points}
    return _("%(points)s points short of yellow.") % {"points": points}


def _trend_says(card: ReportCard) -> str:
    known = [point.score for point in card.trend if point.score is not None]
    if len(known) < 2:
        return _("Score by month")
    change = formatting.number(abs(Decimal(known[-1] - known[0]) / 100), 0)
    if known[-1] > known[0]:
        return _("Up %(points)s points within the year") % {"points": change}
    if known[-1] < known[0]:
        return _("Down %(points)s points within the year") % {"points": change}
    return _("The score stayed the same within the year")


def _trend_words(card: ReportCard) -> str:
    known = [
        f"{formatting.month(point.month)} {formatting.score(point.score)}"
        for point in card.trend
        if point.score is not None
    ]
    return _("Score by month: %(values)s") % {"values": formatting.join_list(known)}


def _files(card: ReportCard, block: str) -> list[dict[str, str]]:
    pk = card.library.pk
    return [
        {
            "label": kind.upper(),
            "url": reverse("portal:library_file", args=[pk, block, kind])
            + f"?periode={card.span.key}",
        }
        for kind in exports.TYPES
    ]


@require_safe
def file(request: HttpRequest, pk: int, block: str, kind: str) -> HttpResponseBase:
    """A block of the report card as CSV, XLSX, SVG or PNG."""
    if block not in exports.CARD_BLOCKS or kind not in exports.TYPES:
        raise Http404
    card = _card(request, pk)
    response = _file(card, block, kind)
    name = f"sinergi-{block}-{pk}-{card.span.key}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file(card: ReportCard, block: str, kind: str) -> HttpResponseBase:
    if kind in ("svg", "png"):
        spec = _spec(card, block)
        drawn = drawing.png(spec) if kind == "png" else drawing.svg(spec)
        return HttpResponse(drawn, content_type=exports.TYPES[kind])
    table = exports.card_table(card, block)
    if kind == "csv":
        return StreamingHttpResponse(
            exports.csv_lines(table), content_type=exports.TYPES[kind]
        )
    content = exports.xlsx_bytes(table, exports.card_notes(card))
    return HttpResponse(content, content_type=exports.TYPES[kind])


def _spec(card: ReportCard, block: str) -> Spec:
    explanation = card.explanation
    where = f"{card.library.name}, {findings.period(card.span)}"
    notes = [
        where,
        pictures.source(replace(explanation.stamp, records=explanation.counted)),
    ]
    if block == "rapor":
        title = _("What the score is made of, in percent of each target")
        return charts.titled(pictures.points(explanation.lines), title, notes)
    trend = pictures.scores(list(card.trend), _bands(explanation), WIDE)
    return charts.titled(trend, _trend_says(card), notes)
