"""Forms of cost lines and streams of benefit."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sinergi.benefits.enums import (
    EvidenceLabel,
    Group,
    QuantitySourceLabel,
    StreamKindLabel,
)
from sinergi.benefits.forms.fields import PercentField, QuantityField, year_field
from sinergi.benefits.models import BenefitStreamLine, CostLine, UnitValue
from sinergi.benefits.queries.valuations import choosable_unit_values
from sinergi.benefits.services import CostContent, StreamContent, counted_by_survey
from sinergi.core.formatting import rupiah
from sinergi.core.forms import DigitsInput, RupiahField
from sinergi.evaluation.enums import Audience
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.studies import studies_for
from sinergi.network.enums import Payer


class CostForm(forms.Form):
    """What one payer spent in a year, or gave in kind."""

    payer = forms.ChoiceField(label=_("Payer"), choices=Payer.choices)
    year = year_field(label=_("Year"))
    is_in_kind = forms.BooleanField(
        label=_("In kind: goods or services, no money"), required=False
    )
    amount_idr = RupiahField(label=_("Amount in rupiah"))
    amount_idr_low = RupiahField(label=_("Lowest"), required=False)
    amount_idr_high = RupiahField(label=_("Highest"), required=False)
    source = forms.CharField(
        label=_("Source"),
        max_length=500,
        help_text=_("For example a budget document with its number."),
    )

    def content(self) -> CostContent:
        """What was typed."""
        return CostContent(**self.cleaned_data)


def cost_initial(line: CostLine | None) -> dict[str, Any]:
    """What the form of a line begins with."""
    if line is None:
        return {}
    return {name: getattr(line, name) for name in CostContent.__dataclass_fields__}


class UnitValueChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Unit values by what they value and how much."""

    def label_from_instance(self, obj: Any) -> str:
        """`Sewa buku: Rp 18.000 per peminjaman (2021, v2)`."""
        worth = f"{rupiah(obj.amount_idr, 0)} / {obj.unit}"
        return f"{obj.title}: {worth} ({obj.price_year}, v{obj.version})"


class StreamForm(forms.Form):
    """One kind of benefit to one group, with what is deducted from it."""

    title = forms.CharField(label=_("Benefit"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=StreamKindLabel.choices)
    group = forms.ChoiceField(label=_("Who gains"), choices=Group.choices)
    activity = forms.SlugField(
        label=_("Activity"),
        max_length=60,
        required=False,
        help_text=_(
            "From what the benefit comes, in one word. It shows where two streams may "
            "count the same benefit twice."
        ),
    )
    evidence = forms.ChoiceField(
        label=_("Evidence"),
        choices=EvidenceLabel.choices,
        help_text=_("Where the evidence comes from, by ISO 16439."),
    )
    quantity = QuantityField(label=_("Quantity in a year"), required=False)
    quantity_low = QuantityField(label=_("Lowest"), required=False)
    quantity_high = QuantityField(label=_("Highest"), required=False)
    quantity_se = QuantityField(
        label=_("Standard error"),
        required=False,
        help_text=_("For estimates of a survey, instead of lowest and highest."),
    )
    quantity_source = forms.ChoiceField(
        label=_("Quantity source"), choices=QuantitySourceLabel.choices
    )
    quantity_note = forms.CharField(
        label=_("Where the quantity comes from"), max_length=500, required=False
    )
    study = forms.ModelChoiceField(
        label=_("Study"), queryset=Study.objects.none(), required=False,
        empty_label=_("No study"),
    )  # fmt: skip
    question = forms.CharField(
        label=_("Question of the study"), max_length=120, required=False
    )
    audience = forms.ChoiceField(
        label=_("Who was asked"), choices=Audience.choices, required=False
    )
    population = QuantityField(
        label=_("People that the study stands for"),
        required=False,
        help_text=_(
            "Filled in, the quantity is the mean of the answers times these people, "
            "with its standard error; what stands in the fields above is replaced."
        ),
    )
    unit_value = UnitValueChoice(
        label=_("Unit value"), queryset=UnitValue.objects.none()
    )
    first_year = year_field(label=_("First year"))
    years = forms.IntegerField(
        label=_("Lasts for years"), min_value=1, max_value=100, widget=DigitsInput
    )
    deadweight = PercentField(
        label=_("Change without the programme (deadweight)"),
        help_text=_("In percent: what would have come anyway; deducted."),
    )
    deadweight_low = PercentField(label=_("Lowest"), required=False)
    deadweight_high = PercentField(label=_("Highest"), required=False)
    attribution = PercentField(
        label=_("Share of others (attribution)"),
        help_text=_("In percent: what others brought about; deducted."),
    )
    attribution_low = PercentField(label=_("Lowest"), required=False)
    attribution_high = PercentField(label=_("Highest"), required=False)
    displacement = PercentField(
        label=_("Shifted from others (displacement)"),
        help_text=_("In percent: what others lost by it; deducted."),
    )
    displacement_low = PercentField(label=_("Lowest"), required=False)
    displacement_high = PercentField(label=_("Highest"), required=False)
    drop_off = PercentField(
        label=_("Yearly loss (drop-off)"),
        help_text=_("In percent: what fades with each year after the first."),
    )
    drop_off_low = PercentField(label=_("Lowest"), required=False)
    drop_off_high = PercentField(label=_("Highest"), required=False)

    def __init__(
        self, *args: Any, user: Any, line: BenefitStreamLine | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["study"]
        field.queryset = studies_for(user)
        value: Any = self.fields["unit_value"]
        value.queryset = choosable_unit_values(line)

    def clean(self) -> dict[str, Any]:
        """A quantity is typed, or taken from a study."""
        typed = super().clean() or self.cleaned_data
        is_blank = typed.get("quantity") is None and typed.get("population") is None
        if is_blank and "quantity" not in self.errors:
            self.add_error("quantity", gettext("This field is required."))
        return typed

    def content(self) -> StreamContent:
        """What was typed, or what the answers of a study come to.

        Raises:
            UnfitValuation: The study has no such answers.
        """
        said = dict(self.cleaned_data)
        audience, population = said.pop("audience"), said.pop("population")
        said["quantity"] = said["quantity"] or 0
        content = StreamContent(**said)
        if population is None:
            return content
        return counted_by_survey(
            content=content, audience=audience, population=Decimal(population)
        )


def stream_initial(line: BenefitStreamLine | None) -> dict[str, Any]:
    """What the form of a stream begins with."""
    if line is None:
        shares = ("deadweight", "attribution", "displacement", "drop_off")
        return {"years": 1, **dict.fromkeys(shares, 0)}
    return {name: getattr(line, name) for name in StreamContent.__dataclass_fields__}
