"""Rendered parts of pages, remembered by what they show and to whom."""

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from sinergi.core.formatting import language
from sinergi.indicators.queries.schemes import judges_for
from sinergi.indicators.queries.shapes import Stamp
from sinergi.portal.filters import Filters
from sinergi.portal.queries.dashboard import target_for
from sinergi.portal.queries.places import Audience, Place

#: Seconds for which an unchanged page is kept.
KEPT = 3600


def remembered(
    template: str,
    stamp: Stamp,
    *,
    place: Place,
    filters: Filters,
    audience: Audience,
    context: Callable[[], dict[str, object]],
) -> SafeString:
    """A rendered template, drawn once per figure version, filters and audience.

    The audience is part of the key, so that what was drawn for people in scope is
    never handed to anybody else; so are the schemes and the target, which may change
    without a new figure version.
    """
    span = filters.span
    parts = (
        template,
        stamp.version,
        place,
        filters,
        audience.key,
        language(),
        judges_for(span.last, filters.kind),
        target_for("attendances", place.code, span.first, span.last),
    )
    key = f"portal-{hashlib.sha256(repr(parts).encode()).hexdigest()}"
    kept: str | None = cache.get(key)
    if kept is None:
        kept = str(render_to_string(template, context()))
        cache.set(key, kept, KEPT)
    return mark_safe(kept)
