"""How figures are computed, and how programs get at them: public pages."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sinergi.analytics.disclosure import THRESHOLD
from sinergi.core.formatting import language
from sinergi.indicators.measures import (
    ACTIVITIES,
    MEASURES,
    NETWORK,
    STATISTICS,
    Measure,
)


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every measure with its formula, source and version; the rules of the lights."""
    context = {"groups": groups(), "threshold": THRESHOLD}
    return render(request, "portal/methods/page.html", context)


def groups() -> list[dict[str, object]]:
    """The registry of measures by the records they come from."""
    titles = {
        ACTIVITIES: _("From activity reports"),
        STATISTICS: _("From monthly library statistics"),
        NETWORK: _("From partnerships"),
    }
    kinds: dict[str, dict[str, list[Measure]]] = {cube: {} for cube in titles}
    for measure in MEASURES.values():
        kinds[measure.cube].setdefault(how(measure), []).append(measure)
    return [
        {
            "title": title,
            "kinds": [
                {
                    "how": words,
                    "measures": [
                        {"name": m.name(language()), "version": m.version}
                        for m in found
                    ],
                }
                for words, found in kinds[cube].items()
            ],
        }
        for cube, title in titles.items()
    ]


def how(measure: Measure) -> str:
    """In words, how a measure is made of records."""
    if measure.variety_of:
        return _("Number of different fields with at least one activity")
    if measure.is_share:
        return _("Percent of all activities: added up first, divided once")
    if measure.key.endswith("_cumulative"):
        return _("The years handed over, and all months since 2018")
    if measure.cube == NETWORK:
        return _("Different libraries or areas on the last day of the period")
    if measure.is_stock:
        return _("Sum of the last figure that each library reported")
    return _("Sum over all verified reports of the period")


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What can be downloaded without login, and how programs read the rest."""
    openapi = settings.PUBLIC_URL.rstrip("/") + reverse("exchange:api:openapi-json")
    return render(request, "portal/methods/open_data.html", {"openapi": openapi})
