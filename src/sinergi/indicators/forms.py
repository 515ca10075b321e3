"""Shapes of what is typed about schemes, targets and snapshots."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.core.formatting import language
from sinergi.core.forms import DayInput, DigitsInput
from sinergi.indicators.enums import Period
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.models import Scheme, Target
from sinergi.indicators.services import IndicatorContent, SchemeContent
from sinergi.indicators.services.schemes import unreachable
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library
from sinergi.network.queries.libraries import library_by_number
from sinergi.regions.models import Region
from sinergi.regions.queries import region_for

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]


def measure_choices(*, judgeable: bool = False) -> list[tuple[str, str]]:
    """Measures by key and name in the reader's language."""
    return [
        (measure.key, measure.name(language()))
        for measure in MEASURES.values()
        if measure.is_judgeable or not judgeable
    ]


class SchemeForm(forms.Form):
    """Names, note and bands of a draft; bands as points with two decimals."""

    name_id = forms.CharField(label=_("Name in Indonesian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    note_id = forms.CharField(
        label=_("Note in Indonesian"), required=False, widget=forms.Textarea
    )
    note_en = forms.CharField(
        label=_("Note in English"), required=False, widget=forms.Textarea
    )
    green_from = forms.DecimalField(
        label=_("Green from"), min_value=0, max_value=100, decimal_places=2,
        localize=True, widget=DigitsInput,
    )  # fmt: skip
    yellow_from = forms.DecimalField(
        label=_("Yellow from"), min_value=0, max_value=100, decimal_places=2,
        localize=True, widget=DigitsInput,
    )  # fmt: skip
    is_proposal = forms.BooleanField(
        label=_("A proposal, not an official rule"), required=False
    )


class CopyForm(forms.Form):
    """For which year and kind of libraries a draft is made."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2018, max_value=2099, widget=DigitsInput
    )
    library_kind = forms.ChoiceField(
        label=_("Kind of libraries"), choices=LibraryKind.choices
    )


class IndicatorForm(forms.Form):
    """One line of a draft."""

    name_id = forms.CharField(label=_("Indicator, in Indonesian"), max_length=120)
    name_en = forms.CharField(label=_("Indicator, in English"), max_length=120)
    measure = forms.ChoiceField(label=_("Measure"))
    target = forms.DecimalField(
        label=_("Target"), max_digits=9, decimal_places=2, localize=True,
        min_value=Decimal("0.01"), widget=DigitsInput,
        help_text=_("In percent for shares"),
    )  # fmt: skip
    period_months = forms.TypedChoiceField(
        label=_("Per"), choices=Period.choices, coerce=int
    )
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=100, widget=DigitsInput
    )
    cap_pct = forms.IntegerField(
        label=_("Counts at most (%)"), min_value=1, max_value=200, initial=100,
        widget=DigitsInput,
    )  # fmt: skip
    advice_id = forms.CharField(
        label=_("Next step, in Indonesian"), required=False, max_length=200
    )
    advice_en = forms.CharField(
        label=_("Next step, in English"), required=False, max_length=200
    )
    key = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = measure_choices(judgeable=True)

    def clean(self) -> dict[str, Any]:
        """The target can be reached."""
        data = super().clean() or {}
        if {"measure", "target", "period_months"} <= set(data):
            most = MEASURES[data["measure"]].reachable(data["period_months"])
            if most is not None and data["target"] > most:
                self.add_error("target", str(unreachable(most)))
        return data

    def has_changed(self) -> bool:
        """A blank line added without JavaScript counts only once it is named."""
        return "name_id" in self.changed_data or "target" in self.changed_data


IndicatorForms = forms.formset_factory(IndicatorForm, extra=1, can_delete=True)


def scheme_content(form: SchemeForm, lines: Any) -> SchemeContent:
    """What was filled in, as the service wants it."""
    own = form.cleaned_data
    kept = [
        dict(line.cleaned_data)
        for line in lines
        if line.cleaned_data and not line.cleaned_data.pop("DELETE", False)
    ]
    taken = {data["key"] for data in kept}
    contents: list[IndicatorContent] = []
    for data in kept:
        data["key"] = data["key"] or _free_key(data["measure"], taken)
        taken.add(data["key"])
        contents.append(IndicatorContent(**data))
    return SchemeContent(
        name_id=own["name_id"],
        name_en=own["name_en"],
        note_id=own["note_id"],
        note_en=own["note_en"],
        green_from=int(own["green_from"] * 100),
        yellow_from=int(own["yellow_from"] * 100),
        is_proposal=own["is_proposal"],
        indicators=contents,
    )


def _free_key(measure: str, taken: set[str]) -> str:
    """A key of a new line that no other line of the scheme has."""
    keys = (f"{measure[:34]}-{number}" for number in itertools.count(1))
    return next(key for key in keys if key not in taken)


class TargetForm(forms.Form):
    """A target for a region or a library."""

    measure = forms.ChoiceField(label=_("Measure"))
    region = forms.CharField(
        label=_("Region code"), required=False, max_length=13,
        help_text=_("Empty for the nation, for example 35.22"),
    )  # fmt: skip
    library = forms.IntegerField(
        label=_("Library number"), required=False, widget=DigitsInput,
        help_text=_("Only for a target of a single library"),
    )  # fmt: skip
    library_kind = forms.ChoiceField(
        label=_("Kind of libraries"), required=False,
        choices=[("", _("All")), *LibraryKind.choices],
    )  # fmt: skip
    starts_on = forms.DateField(
        label=_("From"), input_formats=DAY_FORMATS, widget=DayInput
    )
    ends_on = forms.DateField(
        label=_("Until"), input_formats=DAY_FORMATS, widget=DayInput
    )
    value = forms.DecimalField(
        label=_("Target"), max_digits=18, decimal_places=2, min_value=0,
        localize=True, widget=DigitsInput,
    )  # fmt: skip
    plan = forms.CharField(
        label=_("Plan"), required=False, max_length=60,
        help_text=_("For example RPJMN 2020–2024"),
    )  # fmt: skip
    source = forms.CharField(label=_("Source"), max_length=300)
    is_proposal = forms.BooleanField(
        label=_("A proposal, not an official target"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = measure_choices()

    def clean_region(self) -> Region | None:
        """The area of the code."""
        code = self.cleaned_data["region"].strip()
        if not code:
            return None
        region = region_for(code)
        if region is None:
            raise forms.ValidationError(_("There is no region with this code."))
        return region

    def clean_library(self) -> Library | None:
        """The library of the number."""
        number = self.cleaned_data["library"]
        if number is None:
            return None
        library = library_by_number(number)
        if library is None:
            raise forms.ValidationError(_("There is no library with this number."))
        return library


class SnapshotForm(forms.Form):
    """What to freeze."""

    name = forms.CharField(label=_("Name"), max_length=200)
    region = forms.CharField(
        label=_("Region code"), required=False, max_length=13,
        help_text=_("Empty for the nation, for example 35.22"),
    )  # fmt: skip
    first = forms.DateField(
        label=_("From"), input_formats=["%m/%Y", "%Y-%m"],
        widget=forms.DateInput(format="%m/%Y", attrs={"class": "input--short"}),
        help_text=_("Month and year, for example 01/2022"),
    )  # fmt: skip
    last = forms.DateField(
        label=_("Until"), input_formats=["%m/%Y", "%Y-%m"],
        widget=forms.DateInput(format="%m/%Y", attrs={"class": "input--short"}),
    )  # fmt: skip

    clean_region = TargetForm.clean_region

    def clean(self) -> dict[str, Any]:
        """The months are in order."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("last", _("The end lies before the start."))
        return data


def scheme_initial(scheme: Scheme) -> dict[str, Any]:
    """A draft's own fields as the form shows them."""
    names = ("name_id", "name_en", "note_id", "note_en", "is_proposal")
    return {
        **{name: getattr(scheme, name) for name in names},
        "green_from": Decimal(scheme.green_from).scaleb(-2),
        "yellow_from": Decimal(scheme.yellow_from).scaleb(-2),
    }


def indicator_initial(scheme: Scheme) -> list[dict[str, Any]]:
    """A draft's lines as the forms show them."""
    return [
        {name: getattr(line, name) for name in IndicatorForm.base_fields}
        for line in scheme.indicators.all()
    ]


def target_initial(target: Target) -> dict[str, Any]:
    """A target as the form shows it."""
    names = ("measure", "library_kind", "starts_on", "ends_on", "value")
    return {
        **{name: getattr(target, name) for name in names},
        **{name: getattr(target, name) for name in ("plan", "source", "is_proposal")},
        "region": target.region_id or "",
        "library": target.library_id,
    }
