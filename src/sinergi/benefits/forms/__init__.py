"""Shapes of what is typed about valuations."""

from sinergi.benefits.forms.lines import CostForm, StreamForm
from sinergi.benefits.forms.unit_values import UnitValueForm, WillingnessForm
from sinergi.benefits.forms.valuations import ValuationForm

__all__ = [
    "CostForm",
    "StreamForm",
    "UnitValueForm",
    "ValuationForm",
    "WillingnessForm",
]
