"""Fields that forms of valuations share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sinergi.core.forms import DigitsInput, RupiahField


class PercentField(forms.DecimalField):
    """A share, typed and shown in percent, kept from 0 to 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=100,
            decimal_places=4,
            max_digits=7,
            localize=True,
            widget=DigitsInput,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored share as a percentage."""
        if isinstance(value, Decimal):
            percent = (value * 100).normalize()
            return super().prepare_value(
                percent.quantize(Decimal(1))
                if percent == percent.to_integral()
                else percent
            )
        return super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        """A typed percentage as a share."""
        typed = super().clean(value)
        return None if typed is None else typed / 100


def year_field(**options: Any) -> forms.IntegerField:
    """A year of four digits."""
    return forms.IntegerField(
        min_value=1990, max_value=2200, widget=DigitsInput, **options
    )


class QuantityField(RupiahField):
    """A count or quantity: 1000, 1.000 and 1.000,5 are read as people write them."""

    def clean(self, value: object) -> Decimal | int | None:
        """Read the quantity; what is none is refused by name."""
        try:
            return super().clean(value)
        except ValidationError as error:
            if error.code != "not_an_amount":
                raise
            raise ValidationError(
                _("“%(value)s” is not a number, such as 1000 or 12,5.")
                % {"value": value}
            ) from error
