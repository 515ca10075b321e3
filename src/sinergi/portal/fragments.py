"""Rendered parts of pages, remembered by what they show and to whom."""

from collections.abc import Callable

from django.utils.safestring import SafeString

from sinergi.core import fragments as core
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
    return core.remembered(
        template,
        stamp.version,
        place,
        filters,
        audience.key,
        judges_for(span.last, filters.kind),
        target_for("attendances", place.code, span.first, span.last),
        context=context,
        seconds=KEPT,
    )
