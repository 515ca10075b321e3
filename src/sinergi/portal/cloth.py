"""The Kain: provinces from west to east by month, woven as inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sinergi.indicators.charts import class_of

#: Attendances per library and month at which the next lighter strand begins.
BOUNDS = (20, 30, 40, 55)
LEFT, TOP, STEP, ROW = 32, 20, 15, 22


@dataclass(frozen=True)
class Warp:
    """One province: its attendances per library, month by month."""

    code: str
    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Strand:
    """One cell on paper; warp and weft alternate like cloth."""

    css: str
    x: float
    y: float
    width: int
    height: int


def strands(warps: Sequence[Warp], host: str = "") -> list[Strand]:
    """The cells of the cloth, column by column."""
    return [
        _strand(column, row, class_of(value, BOUNDS), is_host=warp.code == host)
        for column, warp in enumerate(warps)
        for row, value in enumerate(warp.values)
    ]


def _strand(column: int, row: int, shade: int, *, is_host: bool) -> Strand:
    css = f"host c{shade}" if is_host and shade else f"c{shade}"
    x, y = LEFT + column * STEP, TOP + row * ROW
    if shade == 0:
        return Strand(css, x + 3.5, y + 7, 10, 10)
    if (column + row) % 2:
        return Strand(css, x + 3.5, y, 10, 26)
    return Strand(css, x, y + 5, 17, 16)


def woven(
    warps: Sequence[Warp],
    months: Sequence[str],
    *,
    title: str,
    description: str,
    host: str = "",
) -> SafeString:
    """The cloth as SVG, with a title and a description for who cannot see it."""
    if not warps:
        return SafeString("")
    width = LEFT + len(warps) * STEP + 6
    bottom = TOP + len(months) * ROW
    cells = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        (
            (strand.css, f"{strand.x:g}", strand.y, strand.width, strand.height)
            for strand in strands(warps, host)
        ),
    )
    rows = sorted({0, len(months) // 2, len(months) - 1})
    words = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT - 6, TOP + row * ROW + 17, months[row]) for row in rows),
    )
    return format_html(
        '<svg class="cloth" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="kain-t kain-d"><title id="kain-t">{}</title>'
        '<desc id="kain-d">{}</desc>{}{}{}</svg>',
        width,
        bottom + 28,
        title,
        description,
        cells,
        words,
        _feet(warps, host, bottom + 19, width),
    )


def _feet(warps: Sequence[Warp], host: str, y: int, width: int) -> SafeString:
    """Names below the first, the last and the host's strand."""
    feet = [("", LEFT, "start", warps[0].name)]
    if len(warps) > 1:
        feet.append(("", width - 2, "end", warps[-1].name))
    for column, warp in enumerate(warps):
        if warp.code == host:
            feet.append(("host-t", LEFT + column * STEP + 8, "middle", warp.name))
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((css, x, y, anchor, name) for css, x, anchor, name in feet),
    )
