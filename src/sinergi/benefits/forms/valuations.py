"""The form of a valuation besides its lines."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.benefits.forms.fields import PercentField, year_field
from sinergi.benefits.models import Valuation
from sinergi.benefits.services import ValuationContent
from sinergi.benefits.services.valuations import FIELDS
from sinergi.core.forms import DigitsInput
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.studies import studies_for
from sinergi.regions.models import Region


class ValuationForm(forms.Form):
    """Title, years, and how other years are weighed against the base year."""

    title = forms.CharField(label=_("Title"), max_length=200)
    study = forms.ModelChoiceField(
        label=_("Study"),
        queryset=Study.objects.none(),
        required=False,
        empty_label=_("No study"),
        help_text=_("The study whose surveys are used, if there is one."),
    )
    from_year = year_field(label=_("From year"))
    to_year = year_field(label=_("To year"))
    base_year = year_field(
        label=_("Base year"),
        help_text=_("All amounts are in prices of this year."),
    )
    discount_rate = PercentField(
        label=_("Discount rate (percent a year)"),
        help_text=_("Without inflation, since amounts are in prices of one year."),
    )
    discount_rate_low = PercentField(label=_("Lowest (percent)"), required=False)
    discount_rate_high = PercentField(label=_("Highest (percent)"), required=False)
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=2**31 - 1,
        widget=DigitsInput,
        help_text=_("The same seed draws the same numbers again."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown at the top of the page: what readers must know."),
    )

    def __init__(
        self, *args: Any, user: Any, region: Region | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.region = region
        field: Any = self.fields["study"]
        field.queryset = studies_for(user)

    def content(self) -> ValuationContent:
        """What was typed."""
        return ValuationContent(**self.cleaned_data, region=self.region)


def initial_of(valuation: Valuation | None) -> dict[str, Any]:
    """What the form begins with."""
    if valuation is None:
        return {"seed": 1}
    return {name: getattr(valuation, name) for name in FIELDS}
