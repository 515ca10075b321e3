"""The form of a programme's year: one part for each stage."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.forms import DayInput
from sinergi.network.enums import DatePrecision
from sinergi.network.models import ProgrammeStage
from sinergi.network.services import StageContent

MOST_STAGES = 40


class StageForm(forms.Form):
    """One stage."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name_id = forms.CharField(label=gettext_lazy("Name in Indonesian"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DayInput())
    ends_on = forms.DateField(label=gettext_lazy("Until"), widget=DayInput())
    date_precision = forms.ChoiceField(
        label=gettext_lazy("How well the dates are known"),
        choices=DatePrecision.choices,
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    description_id = forms.CharField(
        label=gettext_lazy("Description in Indonesian"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    description_en = forms.CharField(
        label=gettext_lazy("Description in English"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A stage ends on its first day or later."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            message = _("%(stage)s ends before it begins.")
            self.add_error(
                "ends_on",
                ValidationError(message % {"stage": given.get("name_id", "")}),
            )
        return given

    def content(self, taken: set[str]) -> StageContent:
        """The stage as the service takes it; a new one gets a key of its own."""
        given = {
            name: self.cleaned_data[name] for name in StageContent.__dataclass_fields__
        }
        key = given["key"] or slugify(given["name_en"])[:36] or "stage"
        number = 2
        while key in taken:
            key, number = f"{key.rsplit('-', 1)[0]}-{number}", number + 1
        taken.add(key)
        return StageContent(**given | {"key": key})


StageFormSet = forms.formset_factory(
    StageForm,
    extra=1,
    can_order=True,
    can_delete=True,
    max_num=MOST_STAGES,
    absolute_max=MOST_STAGES,
)


def initial_stages(rows: list[ProgrammeStage]) -> list[dict[str, object]]:
    """The stages as the form starts with them."""
    return [
        {name: getattr(row, name) for name in StageContent.__dataclass_fields__}
        for row in rows
    ]


def stage_contents(forms_in_order: list[Any]) -> list[StageContent]:
    """The stages of a valid form set, in the order asked for."""
    taken: set[str] = set()
    return [form.content(taken) for form in forms_in_order if form.cleaned_data]
