"""Forms of studies: the list's filters, and what is said of a study."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sinergi.core.forms import DayInput, DigitsInput, typed_key
from sinergi.evaluation.enums import StudyState
from sinergi.evaluation.queries.studies import StudyFilter
from sinergi.evaluation.services.studies import StudyContent
from sinergi.regions.models import Region

ORDERS = {"baru": "-to_year", "lama": "to_year", "judul": "title"}
#: Class labels that the programme has used, by length of the scale.
LABELS = {
    5: ("sangat kurang", "kurang", "cukup", "baik", "sangat baik"),
    4: ("sangat kurang", "kurang", "baik", "sangat baik"),
}


@dataclass(frozen=True)
class StudiesAsked:
    """The filter and order of the list, and whether anything is left out."""

    filter: StudyFilter
    order: str
    key: str
    is_narrow: bool


def read_studies(query: QueryDict) -> StudiesAsked:
    """Read the address; what it cannot mean is left out."""
    state = query.get("status", "")
    year = typed_key(query.get("tahun", ""))
    wanted = StudyFilter(
        search=query.get("cari", "").strip()[:100],
        state=state if state in StudyState.values else "",
        year=year if 1990 <= year <= 2200 else None,
    )
    order = query.get("urut", "")
    order = order if order in ORDERS else "baru"
    return StudiesAsked(wanted, order, ORDERS[order], wanted != StudyFilter())


class StudyForm(forms.Form):
    """What is said of a study; its sample is designed on a page of its own."""

    title = forms.CharField(label=_("Title"), max_length=200)
    region = forms.ChoiceField(label=_("Area"), required=False)
    from_year = forms.IntegerField(
        label=_("First year"), min_value=1990, max_value=2200, widget=DigitsInput()
    )
    to_year = forms.IntegerField(
        label=_("Last year"), min_value=1990, max_value=2200, widget=DigitsInput()
    )
    population_on = forms.DateField(
        label=_("Day of the population"),
        help_text=_("Partner libraries of this day are the population."),
        widget=DayInput(),
    )
    scale_min = forms.IntegerField(
        label=_("Lowest answer"), min_value=0, max_value=100, widget=DigitsInput()
    )
    scale_max = forms.IntegerField(
        label=_("Highest answer"), min_value=1, max_value=200, widget=DigitsInput()
    )
    class_labels = forms.CharField(
        label=_("Classes of the scale"),
        help_text=_("One a line, the lowest first; all are equally wide."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1000,
    )

    def __init__(self, *args: Any, areas: Sequence[Region], **kwargs: Any) -> None:
        self.areas = {area.code: area for area in areas}
        whole = kwargs.pop("is_national", False)
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        nation = [("", _("Indonesia"))] if whole else []
        field.required = not whole
        field.choices = [*nation, *((area.code, area.name) for area in areas)]

    def content(self) -> StudyContent:
        """What the service takes."""
        said = dict(self.cleaned_data)
        lines = (" ".join(line.split()) for line in said["class_labels"].splitlines())
        return StudyContent(
            **said
            | {
                "region": self.areas.get(said["region"]),
                "class_labels": tuple(line for line in lines if line),
            }
        )


def initial_study(day: dt.date) -> dict[str, object]:
    """A study of the last two years on 1 to 5."""
    return {
        "from_year": day.year - 1,
        "to_year": day.year,
        "population_on": day,
        "scale_min": 1,
        "scale_max": 5,
        "class_labels": "\n".join(LABELS[5]),
    }


def initial_of(content: StudyContent) -> dict[str, object]:
    """A study as it is, to be changed."""
    return vars(content) | {
        "region": content.region.code if content.region else "",
        "class_labels": "\n".join(content.class_labels),
    }
