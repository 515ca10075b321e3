"""The form of what one unit is worth."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.benefits.forms.fields import year_field
from sinergi.benefits.services import UnitValueContent
from sinergi.core.forms import RupiahField


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
