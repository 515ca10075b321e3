"""The living style page: every component, from the same parts as all pages."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from sinergi.core.forms import DayInput, DigitsInput, ExplainedRadios
from sinergi.core.templatetags.sinergi import icon_names

MOMENT = datetime(2022, 12, 31, 16, 59, tzinfo=UTC)
TYPED = {"title": "Kelas komputer", "held_on": "31/11/2022", "attendances": "28"}


class StyleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label=_("Name of the activity"),
        help_text=_("Write it as you would tell a neighbour."),
    )
    strategy = forms.ChoiceField(
        label=_("Activity group"),
        choices=[("involve", _("Community involvement")), ("advocacy", _("Advocacy"))],
        widget=ExplainedRadios(
            hints={"involve": _("Trainings, talks, practice with the villagers")}
        ),
    )
    field = forms.ChoiceField(
        label=_("Field"), choices=[("health", _("Health")), ("economy", _("Economy"))]
    )
    held_on = forms.DateField(
        label=_("Day"), help_text=_("Example: 28/11/2022"), widget=DayInput()
    )
    attendances = forms.IntegerField(label=_("Attendances"), widget=DigitsInput())
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea({"rows": 3})
    )
    is_agreed = forms.BooleanField(
        label=_("Everyone in the pictures agreed"),
        required=False,
        help_text=_("Leave to publish them is asked for separately."),
    )


@login_not_required
def style_page(request: HttpRequest) -> HttpResponse:
    """Every component on one page, where there is nothing to hide."""
    if not (settings.DEBUG or settings.DEMONSTRATION):
        raise Http404
    return render(request, "core/style.html", _examples(request.path))


def _examples(here: str) -> dict[str, Any]:
    """Menu, tables, steps and the rest, as views would hand them over."""
    entries = [
        (_("Home"), "home"),
        (_("Activities"), "list"),
        (_("Report card"), "chart"),
        (_("Libraries"), "book"),
    ]
    menu = [
        {"label": label, "url": here, "icon": icon, "is_current": number == 0}
        for number, (label, icon) in enumerate(entries)
    ]
    return {
        "menu": menu,
        "dock": menu,
        "crumbs": [
            {"label": "Indonesia", "url": here},
            {"label": "Jawa Timur", "url": here},
            {"label": "Kabupaten Bojonegoro", "url": ""},
        ],
        "form": StyleForm(TYPED),
        "icons": sorted(name for name in icon_names() if name != "logo"),
        "moment": MOMENT,
        "swatches": [f"q{step}" for step in range(1, 6)],
        "columns": [
            {"label": _("Province")},
            {"label": _("Green"), "is_number": True},
            {"label": _("Libraries"), "is_number": True},
        ],
        "rows": [["Jawa Timur", "61,9%", "223"], ["Jawa Tengah", "59,9%", "237"]],
        "total": [_("Total"), "60,9%", "460"],
        "counts": {
            "green": 874,
            "yellow": 458,
            "red": 279,
            "no_data": 101,
            "no_account": 33,
        },
        "steps": [
            {"label": _("Activity"), "is_done": True},
            {"label": _("Participants"), "is_current": True},
            {"label": _("Evidence")},
            {"label": _("Send")},
        ],
        "events": [
            {"title": _("Sent again"), "by": "Siti", "at": MOMENT, "kind": "now"},
            {
                "title": _("Returned"),
                "by": "Agus",
                "at": MOMENT,
                "kind": "back",
                "text": _("Please add photographs."),
            },
            {"title": _("Sent"), "by": "Siti", "at": MOMENT},
        ],
        "tabs": [
            {"label": _("Report card"), "url": here, "is_current": True},
            {"label": _("Activities"), "url": here},
            {"label": _("History"), "url": here},
        ],
        "downloads": [
            {"label": label, "url": here} for label in ("CSV", "XLSX", "SVG", "PNG")
        ],
    }
