"""Fields that read days, counts and rupiah as people write them."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
COUNT = re.compile(r"\d+|\d{1,3}(?:[.,\s]\d{3})+")
LARGEST_COUNT = 2_147_483_647


def short_day(day: dt.date) -> str:
    """The day as it stands in a form: day/month/year without leading zeros."""
    return f"{day.day}/{day.month}/{day.year}"


class DayField(forms.CharField):
    """A day written day/month/year; what a date control sends is read too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.widget.attrs |= {
            "class": "input--short",
            "inputmode": "numeric",
            "autocomplete": "off",
        }

    def prepare_value(self, value: object) -> object:
        """Show a stored day the way that a person types it."""
        return short_day(value) if isinstance(value, dt.date) else value

    def clean(self, value: object) -> dt.date | None:
        """Read the day; an impossible one is refused by name."""
        typed = super().clean(value)
        if not typed:
            return None
        day = _read_day(typed)
        if day is None:
            raise ValidationError(
                _(
                    "%(value)s is not in the calendar. Write day/month/year, for "
                    "example 5/12/2022."
                )
                % {"value": typed},
                code="impossible_date",
            )
        return day


def _read_day(typed: str) -> dt.date | None:
    day_first = DAY_FIRST.fullmatch(typed.strip())
    year_first = YEAR_FIRST.fullmatch(typed.strip())
    try:
        if day_first:
            day, month, year = (int(part) for part in day_first.groups())
            return dt.date(year, month, day)
        if year_first:
            return dt.date(*(int(part) for part in year_first.groups()))
    except ValueError:
        return None
    return None


class CountField(forms.CharField):
    """A whole number, with or without thousands separators; blank is not reported."""

    def __init__(self, *, css: str = "", **options: Any) -> None:
        super().__init__(required=False, **options)
        self.widget.attrs |= {
            "class": css,
            "inputmode": "numeric",
            "autocomplete": "off",
        }

    def clean(self, value: object) -> int | None:
        """Read the number; a negative one and any other text are refused by name."""
        typed = super().clean(value)
        if not typed:
            return None
        if re.fullmatch(r"[-−]\s*\d[\d.,\s]*", typed):
            raise ValidationError(
                _("“%(field)s” holds %(value)s. The smallest count is 0.")
                % {"field": self.label or "", "value": typed},
                code="negative_count",
            )
        number = re.sub(r"[.,\s]", "", typed)
        if not COUNT.fullmatch(typed) or int(number) > LARGEST_COUNT:
            raise ValidationError(
                _(
                    "“%(value)s” is not a whole number. Write digits only, for "
                    "example 1,250."
                )
                % {"value": typed},
                code="not_a_number",
            )
        return int(number)


class SeveralFiles(forms.ClearableFileInput):
    """A file control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; none is fine."""

    widget = SeveralFiles

    def clean(self, data: object, initial: object = None) -> "list[UploadedFile[Any]]":
        """Check each file on its own."""
        files = data if isinstance(data, list | tuple) else [data]
        checked = (super(FilesField, self).clean(file, initial) for file in files)
        return [file for file in checked if file]
