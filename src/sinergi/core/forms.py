"""How forms are drawn, and widgets that villagers can use on a phone."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.formats import number_format
from django.utils.functional import Promise

GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
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


class WholeRupiahField(forms.IntegerField):
    """Whole rupiah with or without separators: 1500000 and 1.500.000 are equal."""

    def __init__(self, *, max_value: int = 10**15, **kwargs: Any) -> None:
        super().__init__(
            min_value=0,
            max_value=max_value,
            widget=DigitsInput(),
            localize=False,
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """The amount; three digits after a separator are thousands, not a fraction."""
        text = str(value or "").strip()
        if GROUPED.fullmatch(text):
            text = text.replace(".", "").replace(",", "")
        return super().to_python(text)

    def prepare_value(self, value: Any) -> Any:
        """A stored amount as it is read."""
        return (
            number_format(value, 0, force_grouping=True)
            if isinstance(value, int)
            else value
        )
