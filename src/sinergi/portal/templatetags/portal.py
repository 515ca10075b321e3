"""Filters that only the portal's pictures need."""

from decimal import Decimal

from django import template

from sinergi.core.formatting import short_month_name
from sinergi.indicators import charts
from sinergi.portal import maps
from sinergi.portal.queries.dashboard import COLOURS, Lights

register = template.Library()
register.filter("short_name", maps.short_name)

BAR_CLASSES = {
    "green": "l-hijau",
    "yellow": "l-kuning",
    "red": "l-merah",
    "no_data": "l-abu",
    "no_account": "q0",
}


@register.filter
def month_letter(month: int) -> str:
    """`S` for 9."""
    return short_month_name(month)[0]


@register.filter
def heat_class(value: Decimal) -> int:
    """The shade of a share of reports in time."""
    return charts.class_of(float(value), charts.HEAT_BOUNDS)


@register.filter
def map_fill(css: str) -> str:
    """The light colour of a map class, for files."""
    shade = int(css[1:])
    return charts.CLASSES[shade - 1] if shade else "url(#arsir)"


@register.filter
def note_y(number: int) -> int:
    """Where a line below the title of a map file stands."""
    return 46 + 17 * number


@register.filter
def ratio(pct: Decimal | None) -> float:
    """0 to 1 from a percentage."""
    return float(pct or 0) / 100


@register.filter
def light_rows(lights: Lights) -> list[dict[str, object]]:
    """Colour, count and share, in the fixed order."""
    return [
        {"colour": c, "count": lights.counts[c], "pct": lights.pct(c)} for c in COLOURS
    ]


@register.filter
def split_parts(lights: Lights) -> list[dict[str, object]]:
    """The parts of the bar that has all libraries as its length."""
    parts: list[dict[str, object]] = []
    start = 0.0
    for colour in COLOURS:
        count = lights.counts[colour]
        if not count or not lights.total:
            continue
        width = count * 100 / lights.total
        parts.append(
            {
                "css": BAR_CLASSES[colour],
                "start": f"{start:.3f}",
                "width": f"{width:.3f}",
            }
        )
        start += width
    return parts
