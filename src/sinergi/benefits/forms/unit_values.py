"""The form of what one unit is worth."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.benefits.enums import DistributionLabel, MethodLabel
from sinergi.benefits.forms.fields import year_field
from sinergi.benefits.services import Asking, UnitValueContent
from sinergi.benefits.valuation.answers import Method
from sinergi.benefits.valuation.contingent import Distribution
from sinergi.core.forms import RupiahField
from sinergi.evaluation.enums import Audience
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.studies import studies_for


class UnitValueForm(forms.Form):
    """Rupiah per unit, how far that may be off, and where it comes from."""

    title = forms.CharField(label=_("What is valued"), max_length=200)
    unit = forms.CharField(
        label=_("Unit"), max_length=60, help_text=_("For example: loan, hour, person")
    )
    amount_idr = RupiahField(label=_("Rupiah per unit"))
    low_idr = RupiahField(label=_("Lowest"), required=False)
    high_idr = RupiahField(label=_("Highest"), required=False)
    se_idr = RupiahField(
        label=_("Standard error"),
        required=False,
        help_text=_("For estimates of a survey, instead of lowest and highest."),
    )
    price_year = year_field(label=_("In prices of"))
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A price list, a statistic with its year, a study."),
    )

    def content(self) -> UnitValueContent:
        """What was typed."""
        return UnitValueContent(**self.cleaned_data)


class WillingnessForm(forms.Form):
    """From which answers of a study a unit value is estimated."""

    title = forms.CharField(label=_("What is valued"), max_length=200)
    unit = forms.CharField(
        label=_("Unit"), max_length=60, help_text=_("For example: loan, hour, person")
    )
    price_year = year_field(label=_("In prices of"))
    study = forms.ModelChoiceField(label=_("Study"), queryset=Study.objects.none())
    audience = forms.ChoiceField(label=_("Who was asked"), choices=Audience.choices)
    method = forms.ChoiceField(label=_("How it was asked"), choices=MethodLabel.choices)
    questions = forms.CharField(
        label=_("Questions"),
        max_length=300,
        help_text=_(
            "Names of the questions, with commas between them. Two bids: first bid, "
            "second bid, answer to the first, answer to the second. Payment card: "
            "the amount marked, the next one above. Open: the amount."
        ),
    )
    distribution = forms.ChoiceField(
        label=_("Distribution"), choices=DistributionLabel.choices
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["study"]
        field.queryset = studies_for(user)

    def asking(self) -> Asking:
        """Which questions, of which study."""
        said = self.cleaned_data
        names = [name.strip() for name in said["questions"].split(",")]
        return Asking(
            study=said["study"],
            audience=said["audience"],
            method=Method(said["method"]),
            questions=[name for name in names if name],
            distribution=Distribution(said["distribution"]),
        )
