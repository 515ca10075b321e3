"""How forms are drawn, and widgets that villagers can use on a phone."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

LARGEST_AMOUNT = Decimal(10) ** 15
_KEY = re.compile(r"[0-9]{1,18}")


def typed_key(text: str) -> int:
    """The primary key that an address or form names; 0, which no record has, else.

    Longer numbers fit no column, and `int` itself refuses the longest.
    """
    return int(text) if _KEY.fullmatch(text) else 0


class FormRenderer(DjangoTemplates):
    """Draws every form and field with our parts (`FORM_RENDERER`)."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"


class ExplainedRadios(forms.RadioSelect):
    """Radio choices with a line below each: `hints` by value."""

    def __init__(
        self, *args: Any, hints: Mapping[str, str | Promise], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = dict(hints)


class DayInput(forms.DateInput):
    """A day typed as 28/11/2022; a native picker would lose an impossible one."""

    def __init__(self) -> None:
        super().__init__(
            format="%d/%m/%Y",
            attrs={
                "class": "input--short",
                "inputmode": "numeric",
                "autocomplete": "off",
                "maxlength": "10",
            },
        )


class DigitsInput(forms.TextInput):
    """A whole number typed with the phone's digits, as it was typed."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "class": "input--short",
                "inputmode": "numeric",
                "autocomplete": "off",
            }
        )


class RupiahField(forms.CharField):
    """An amount in rupiah: 450000, 450.000, Rp 450.000,00 and 450.000,- are equal."""

    def __init__(self, *, largest: Decimal = LARGEST_AMOUNT, **options: Any) -> None:
        self.largest = largest
        super().__init__(**options)
        self.widget.attrs |= {
            "inputmode": "decimal",
            "autocomplete": "off",
        }

    def prepare_value(self, value: object) -> object:
        """Show a stored amount with the separators of the reader's language."""
        if isinstance(value, Decimal):
            places = 0 if value == value.to_integral_value() else 2
            return number_format(value, places, force_grouping=True)
        return value

    def clean(self, value: object) -> Decimal | int | None:
        """Read the amount; a negative one and any other text are refused by name."""
        typed = super().clean(value)
        if not typed:
            return None
        amount = _read_amount(typed)
        if amount is None or amount > self.largest:
            raise ValidationError(
                _("“%(value)s” is not an amount in rupiah, such as 450000.")
                % {"value": typed},
                code="not_an_amount",
            )
        if amount < 0:
            raise ValidationError(
                _("“%(field)s” holds %(value)s. The smallest amount is 0.")
                % {"field": self.label or "", "value": typed},
                code="negative_amount",
            )
        return amount


def _read_amount(typed: str) -> Decimal | None:
    text = re.sub(r"^rp\.?\s*|\s|\u00a0", "", typed, flags=re.IGNORECASE)
    text = re.sub(r",[-–]+$", "", text).replace("−", "-")
    cents = re.search(r"[.,](\d{1,2})$", text)
    whole = text[: cents.start()] if cents else text
    if not re.fullmatch(r"-?(\d+|\d{1,3}([.,]\d{3})+)", whole):
        return None
    try:
        return Decimal(
            re.sub(r"[.,]", "", whole) + (f".{cents.group(1)}" if cents else "")
        )
    except InvalidOperation:
        return None


class WholeRupiahField(RupiahField):
    """An amount without sen, as budgets and prices have it."""

    def prepare_value(self, value: object) -> object:
        """A stored amount as it is read."""
        return super().prepare_value(
            Decimal(value) if isinstance(value, int) else value
        )

    def clean(self, value: object) -> int | None:
        """Read the amount; sen are refused."""
        amount = super().clean(value)
        if amount is None:
            return None
        if amount != int(amount):
            raise ValidationError(
                _("“%(value)s” is not an amount in rupiah, such as 450000.")
                % {"value": value},
                code="not_an_amount",
            )
        return int(amount)
