"""Fields that forms of meetings share: a moment in the meeting's zone, an area."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.errors import DomainError
from sinergi.meetings.queries.committee import area_label, area_named
from sinergi.regions.models import Region

MOMENT = "%d/%m/%Y %H.%M"
MOMENTS = (MOMENT, "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
CLOCKS = ("%H.%M", "%H:%M")


class MomentField(forms.CharField):
    """A day and an hour, typed as 28/11/2022 17.00; its zone is given later."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("For example 28/11/2022 17.00"))
        attrs = {"class": "input--short", "autocomplete": "off", "maxlength": "20"}
        super().__init__(widget=forms.TextInput(attrs=attrs), required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        """The moment without a zone; None where nothing was typed."""
        text = " ".join(str(super().clean(value)).replace(",", " ").split())
        if not text:
            return None
        for pattern in MOMENTS:
            try:
                return dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is the meeting's
            except ValueError:
                continue
        raise ValidationError(
            _("“%(value)s” is no day with an hour. Write it as 28/11/2022 17.00.")
            % {"value": text}
        )


def in_zone(value: dt.datetime | None, zone: str) -> dt.datetime | None:
    """A typed moment in a zone."""
    return value.replace(tzinfo=ZoneInfo(zone)) if value else None


def as_typed(value: dt.datetime | None, zone: str) -> str:
    """A moment as it is typed."""
    return f"{value.astimezone(ZoneInfo(zone)):{MOMENT}}" if value else ""


class ClockField(forms.TimeField):
    """An hour of the day, typed as 08.30."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "input--short", "autocomplete": "off", "maxlength": "5"}
        super().__init__(
            input_formats=CLOCKS,
            widget=forms.TimeInput(format="%H.%M", attrs=attrs),
            error_messages={
                "invalid": gettext_lazy("Write the hour as 08.30."),
            },
            **kwargs,
        )


class AreaField(forms.CharField):
    """A province, regency or city by name; a list helps while typing."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "wilayah-pilihan", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=120, **kwargs)

    def clean(self, value: Any) -> Any:
        """The area; None where nothing was typed."""
        text = str(super().clean(value))
        if not text:
            return None
        found = area_named(text)
        if found is None:
            raise ValidationError(
                _("No area is called “%(value)s”. Choose one of the list.")
                % {"value": text}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """An area as it is shown."""
        return area_label(value) if isinstance(value, Region) else value


class RowForm(forms.Form):
    """One row of a list that is edited as a whole; `key` is the stored row."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A browser sends the first choice of an untouched list: that is no change.
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and field.initial is None:
                choices: Any = field.choices
                field.initial = next((value for value, _label in choices), None)


def rows_of(formset: Any) -> list[Mapping[str, Any]]:
    """What was typed in a valid list, in its order, without empty rows."""
    return [form.cleaned_data for form in formset.ordered_forms if form.cleaned_data]


def show_error(formset: Any, error: DomainError) -> None:
    """Put a refusal at the field of the row that it is about."""
    forms_in_order: Sequence[Any] = [
        form for form in formset.ordered_forms if form.cleaned_data
    ]
    turn = error.data.get("row")
    if isinstance(turn, int) and turn < len(forms_in_order):
        form = forms_in_order[turn]
        form.add_error(
            error.field if error.field in form.fields else None, str(error.message)
        )
    else:
        formset.refusal = str(error.message)
