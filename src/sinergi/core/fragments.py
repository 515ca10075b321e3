"""Rendered parts of pages, remembered by all that they show."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sinergi.core.formatting import language


def remembered(
    template: str,
    *shown: object,
    context: Callable[[], dict[str, object]],
    seconds: int,
) -> SafeString:
    """A rendered template, drawn once per language and per what is `shown`.

    Args:
        template: It sees nothing of the request, so it is the same for everybody.
        shown: All that the part depends on, with an honest `repr`.
        context: Asked only where the part must be drawn.
        seconds: How long it is kept; what `shown` leaves out is at most so old.
    """
    parts = repr((template, language(), *shown))
    key = f"part-{hashlib.sha256(parts.encode()).hexdigest()}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = str(render_to_string(template, context()))
        cache.set(key, kept, seconds)
    return mark_safe(kept)
