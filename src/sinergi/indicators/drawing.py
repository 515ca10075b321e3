"""Draws chart specifications as SVG and PNG, cached on disk.

The name of a cached picture is the hash of its specification, which holds the
figures themselves: a new figure version draws anew only what really changed, and two
processes can never disagree. Vega is loaded by the first chart that is not cached.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sinergi.indicators import charts
from sinergi.indicators.charts import Spec

#: Grows when the drawing itself changes, so that old pictures are left behind.
EDITION = 1
#: Pictures kept; the ones unused for longest go first.
MOST_PICTURES = 4000
PRUNE_EVERY = 200

THEME = {
    charts.INK: "var(--ink)",
    charts.INK_2: "var(--ink-2)",
    charts.INK_3: "var(--ink-3)",
    charts.NILA: "var(--nila)",
    charts.CONTROL: "var(--control)",
    charts.SOGA: "var(--soga)",
    charts.LINE: "var(--line)",
    charts.SURFACE: "var(--surface)",
    **{colour: f"var(--q{n})" for n, colour in enumerate(charts.CLASSES, 1)},
    "#14804a": "var(--hijau)",
    "#f2b90f": "var(--kuning)",
    "#c0272d": "var(--merah)",
    "#6b7488": "var(--abu)",
}
NUMBERS = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["Rp ", ""],
}


def inline(narrow: Spec, wide: Spec, alt: str) -> SafeString:
    """Both widths of a chart for a page; the style sheet shows one of them."""
    return mark_safe(
        _themed(svg(wide), alt, "only-wide") + _themed(svg(narrow), alt, "only-narrow")
    )


def svg(spec: Spec) -> str:
    """The chart with its own colours, as for a download."""
    return _cached(_key(spec, "svg"), lambda: _draw_svg(spec)).decode("utf-8")


def png(spec: Spec) -> bytes:
    """The chart as a picture on white, at twice its size."""
    return _cached(_key(spec, "png"), lambda: _draw_png(spec))


def png_of_svg(picture: str) -> bytes:
    """Any SVG as a picture, at twice its size."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(picture, scale=2))


def _draw_svg(spec: Spec) -> bytes:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, format_locale=NUMBERS)
    return drawn.encode("utf-8")


def _draw_png(spec: Spec) -> bytes:
    import vl_convert

    on_white = {**spec, "background": charts.SURFACE}
    return bytes(vl_convert.vegalite_to_png(on_white, scale=2, format_locale=NUMBERS))


NOISE = re.compile(
    r'<path class="(?:background|foreground)"[^>]*/>'
    r'| (?:class|role|aria-[a-z]+|pointer-events|stroke-miterlimit)="[^"]*"'
    r'| (?:font-family|xmlns:xlink|version)="[^"]*"| opacity="1"'
)
EMPTY_GROUP = re.compile(r"<g[^>]*></g>")
TAG = re.compile(r"<[^>]*>")
LONG_NUMBER = re.compile(r"(\d+\.\d)\d{2,}")
ROOT = re.compile(r'<svg[^>]*viewBox="([^"]*)"[^>]*>')
COLOUR = re.compile(r'(fill|stroke)="(#[0-9a-f]{6})"')


def _themed(drawn: str, alt: str, width_class: str) -> str:
    """A picture whose colours follow the theme and that reads as one image."""
    bare = TAG.sub(_shortened, NOISE.sub("", drawn))
    while EMPTY_GROUP.search(bare):
        bare = EMPTY_GROUP.sub("", bare)
    coloured = COLOUR.sub(
        lambda found: f'{found[1]}="{THEME.get(found[2], found[2])}"', bare
    )
    root = (
        rf'<svg class="plot {width_class}" viewBox="\1" role="img" '
        f'aria-label="{escape(alt)}">'
    )
    return ROOT.sub(root, coloured, count=1)


def _shortened(tag: re.Match[str]) -> str:
    """A tag with one decimal in its lengths; what is written stays as it is."""
    return LONG_NUMBER.sub(r"\1", tag[0])


def _key(spec: Spec, kind: str) -> str:
    text = json.dumps([EDITION, spec], sort_keys=True, default=str)
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.{kind}"


def _folder() -> Path:
    return Path(settings.SINERGI_HOME) / "cache" / "charts"


def _cached(name: str, draw: Callable[[], bytes]) -> bytes:
    path = _folder() / name
    try:
        kept = path.read_bytes()
    except FileNotFoundError:
        return _store(path, draw())
    os.utime(path)
    return kept


def _store(path: Path, drawn: bytes) -> bytes:
    """Write to a name of our own, then replace: a reader never sees half a picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    draft.write_bytes(drawn)
    draft.replace(path)
    if time.monotonic_ns() % PRUNE_EVERY == 0:
        prune()
    return drawn


def prune(most: int = MOST_PICTURES) -> int:
    """Remove the pictures unused for longest; the number removed."""
    kept = sorted(_folder().glob("*"), key=lambda path: path.stat().st_mtime)
    old = kept[: max(0, len(kept) - most)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
