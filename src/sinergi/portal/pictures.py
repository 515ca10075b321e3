"""The pictures of a dashboard: charts in words of the reader, the map, the lights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sinergi.core import formatting
from sinergi.core.templatetags.sinergi import light_word
from sinergi.indicators import charts, drawing
from sinergi.indicators.charts import NARROW, WIDE, Goal, Series, Spec
from sinergi.indicators.queries import Line, ScorePoint
from sinergi.indicators.queries.shapes import Stamp
from sinergi.portal import findings, maps, strips
from sinergi.portal.queries.dashboard import COLOURS, Area, Dashboard
from sinergi.regions.queries import code_map_on

BOUNDARIES = "boundaries"
#: Room for title and key around a map that is a file of its own.
HEAD, FOOT = 76, 32
HEAT_ENDS = 3


@dataclass(frozen=True)
class MapRegion:
    """One shape with what it shows and where it leads."""

    code: str
    path: str
    css: str
    title: str
    is_linked: bool


@dataclass(frozen=True)
class MapPicture:
    """A shaded map, ready for a template."""

    view_box: str
    regions: list[MapRegion]
    labels: list[maps.Label]
    is_approximate: bool
    title: str
    description: str


def _float(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)


def _number(value: float) -> str:
    return formatting.number(Decimal(str(value)))


def trend(board: Dashboard, width: int) -> Spec:
    """Attendances by month."""
    shown = board.trend
    year = shown.months[0].year
    goal = None
    if shown.target is not None:
        words = (
            _("Proposed target %(value)s")
            if shown.is_proposal
            else _("Target %(value)s")
        ) % {"value": formatting.short(formatting.half_up(shown.target, 0))}
        goal = Goal(words, float(shown.target))
    return charts.trend(
        [formatting.short_month_name(month.month) for month in shown.months],
        Series(str(year), shown.now),
        words=lambda value: formatting.short(Decimal(f"{value:g}")),
        exact=_number,
        before=Series(str(year - 1), shown.before) if shown.before else None,
        goal=goal,
        width=width,
    )


def scores(points: list[ScorePoint], bands: tuple[int, int], width: int) -> Spec:
    """A library's score by month, bands in hundredths."""
    green, yellow = (Decimal(band) / 100 for band in bands)
    return charts.scores(
        [formatting.short_month_name(point.month.month) for point in points],
        [None if p.score is None else Decimal(p.score) / 100 for p in points],
        words=lambda value: formatting.number(Decimal(str(value)), 2),
        bands=[
            Goal(_("yellow %(score)s") % {"score": f"{yellow:g}"}, float(yellow)),
            Goal(_("green %(score)s") % {"score": f"{green:g}"}, float(green)),
        ],
        width=width,
    )


def points(lines: Sequence[Line]) -> Spec:
    """How far each indicator of a score is reached, in percent."""
    return charts.bars(
        [(line.indicator, float(line.ratio_pct)) for line in lines],
        words=lambda value: f"{_number(value)}%",
    )


def ranking(board: Dashboard) -> Spec:
    """Areas by their share of green, all of them."""
    return charts.bars(
        [
            (
                f"{area.rank}. {maps.short_name(area.name)}",
                _float(area.lights.green_pct),
            )
            for area in board.areas
            if area.rank is not None
        ],
        words=lambda value: formatting.number(Decimal(str(value)), 1),
    )


def lights(board: Dashboard) -> Spec:
    """Libraries by colour; hidden counts draw nothing."""
    return strips.lights(
        {colour: board.lights.counts[colour] or 0 for colour in COLOURS},
        {colour: light_word(colour) for colour in COLOURS},
    )


def heat(board: Dashboard) -> Spec:
    """Reports in time by area and month, all of them."""
    return strips.heat(
        [_month(month) for month in board.filters.span.months],
        [
            (maps.short_name(row.name), [_float(value) for value in row.values])
            for row in board.heat
        ],
    )


def _month(day: date) -> str:
    return formatting.short_month_name(day.month)


def spec_of(board: Dashboard, block: str) -> Spec | None:
    """The chart of a block as downloads draw it, with title and source."""
    spec = _plain_spec(board, block)
    if spec is None:
        return None
    find = {
        "tren": findings.trend,
        "tepat": findings.timeliness,
        "lampu": findings.lights,
        "peringkat": findings.ranking,
    }[block]
    return charts.titled(spec, find(board), notes(board, block))


def notes(board: Dashboard, block: str) -> list[str]:
    """What a downloaded picture says about itself: measured what, where, as of when."""
    measured = {
        "tren": _("Attendances by month"),
        "tepat": _("Percent of reports sent in time, by month"),
        "lampu": _("Libraries by light"),
        "peringkat": _("Percent green"),
        "peta": _("Green libraries, percent of all partner libraries in the region"),
    }[block]
    where = f"{board.place.name}, {findings.period(board.filters.span)}"
    return [f"{measured} · {where}", source(board.stamp)]


def source(stamp: Stamp) -> str:
    """As of when, of how many reports, and whether people in it are invented."""
    parts = [
        _("Calculated %(datetime)s")
        % {"datetime": formatting.moment(stamp.calculated_at)},
        ngettext("%(amount)s report", "%(amount)s reports", stamp.records)
        % {"amount": formatting.number(stamp.records)},
    ]
    if settings.DEMONSTRATION:
        parts.append(_("demonstration data"))
    return " · ".join(parts)


def _plain_spec(board: Dashboard, block: str) -> Spec | None:
    if block == "tren":
        return trend(board, WIDE)
    if block == "tepat" and board.heat:
        return heat(board)
    if block == "lampu":
        return lights(board)
    if block == "peringkat" and board.field_size:
        return ranking(board)
    return None


def trend_on_page(board: Dashboard, alt: str) -> str:
    """The trend in both widths."""
    return drawing.inline(trend(board, NARROW), trend(board, WIDE), alt)


# --- the map --------------------------------------------------------------------


def map_of(board: Dashboard) -> MapPicture | None:
    """The place by its regions, shaded by the share of green libraries."""
    if not board.areas:
        return None
    day = board.filters.boundaries_on
    codes = code_map_on(day) if day else {}
    folder = Path(settings.SINERGI_HOME) / BOUNDARIES
    drawn = (
        maps.national(codes, folder)
        if board.place.level == "nation"
        else maps.province(board.place.code, codes, folder)
    )
    areas = {area.code: area for area in board.areas}
    ranked = [area for area in board.areas if area.rank is not None]
    return MapPicture(
        view_box=drawn.view_box,
        regions=[_region(shape, areas.get(shape.code)) for shape in drawn.shapes],
        labels=maps.labels(drawn, [(a.code, _short_share(a)) for a in _told(ranked)]),
        is_approximate=drawn.is_approximate,
        title=_("Map of %(place)s by share of green libraries")
        % {"place": board.place.name},
        description=_map_words(ranked),
    )


def _map_words(ranked: list[Area]) -> str:
    if not ranked:
        return _("No region has data. The table below holds every region.")
    return _(
        "Highest: %(first)s. Lowest: %(last)s. The table below holds every region."
    ) % {"first": _share_words(ranked[0]), "last": _share_words(ranked[-1])}


def _told(ranked: list[Area]) -> list[Area]:
    """The regions that a label names first: both ends, then the middle."""
    ends = [*ranked[:5], *ranked[-2:][::-1]]
    middle = ranked[len(ranked) // 2 :] + ranked[: len(ranked) // 2]
    return list({area.code: area for area in (*ends, *middle)}.values())


def _short_share(area: Area) -> str:
    """The share; of fewer than five libraries the count says it better."""
    lights = area.lights
    if lights.total is not None and lights.total < 5:
        return _("%(green)s of %(total)s") % {
            "green": lights.green,
            "total": lights.total,
        }
    return f"{formatting.number(lights.green_pct, 0)}%"


def _share_words(area: Area) -> str:
    return f"{area.name} {_short_share(area)}"


def _region(shape: maps.Shape, area: Area | None) -> MapRegion:
    if area is None or area.lights.total == 0:
        title = _("%(name)s: not included") % {"name": shape.name}
        return MapRegion(shape.code, shape.path, "q0", title, is_linked=False)
    lights = area.lights
    if area.is_hidden:
        title = _("%(name)s: hidden for privacy") % {"name": area.name}
        css = "q0"
    elif area.rank is None:
        title, css = _("%(name)s: no data") % {"name": area.name}, "q0"
    else:
        title = _("%(name)s: %(green)s green of %(total)s libraries, %(share)s%%") % {
            "name": area.name,
            "green": lights.green,
            "total": lights.total,
            "share": formatting.number(lights.green_pct, 1),
        }
        css = f"q{charts.class_of(_float(lights.green_pct))}"
    return MapRegion(shape.code, shape.path, css, title, is_linked=True)


def map_svg(board: Dashboard) -> str | None:
    """The map as a file of its own, in the light colours."""
    picture = map_of(board)
    if picture is None:
        return None
    left, top, width, height = (float(part) for part in picture.view_box.split())
    words = [_("No data or not included"), _("below 20"), "20–29", "30–39", "40–49"]
    words.append(_("50 and over"))
    starts = [0, 270, 380, 460, 540, 620]
    context = {
        "map": picture,
        "title": findings.regions(board),
        "notes": notes(board, "peta"),
        "left": left,
        "width": width,
        "top": top - HEAD,
        "height": height + HEAD + FOOT,
        "key": [
            {"css": f"q{n}", "x": start + 8, "text": text}
            for n, (start, text) in enumerate(zip(starts, words, strict=True))
        ],
        "key_y": top + height + 8,
    }
    return render_to_string("portal/dashboard/map_file.svg", context)
