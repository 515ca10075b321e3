"""Placing the stalls of an exhibition on its map."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.forms import DigitsInput
from sinergi.meetings.forms.fields import RowForm
from sinergi.meetings.forms.meetings import list_formset
from sinergi.meetings.models import Meeting, Stall
from sinergi.meetings.queries.exhibition import (
    libraries_called,
    library_labels,
    products_shown_by,
)
from sinergi.meetings.services.exhibition import StallContent
from sinergi.network.models import Library

#: Libraries that an error names when several fit what was typed.
NAMED = 5


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, widget=DigitsInput()
    )


class StallForm(RowForm):
    """One stall: its number, where it stands and whose it is."""

    number = _number(gettext_lazy("Number of the stall"), 999)
    row = _number(gettext_lazy("Row on the map"), 50)
    column = _number(gettext_lazy("Column on the map"), 50)
    library = forms.CharField(
        label=gettext_lazy("Library"),
        help_text=gettext_lazy("Its name, or its NPP; a list helps while typing."),
        max_length=300,
        widget=forms.TextInput(
            attrs={"list": "perpustakaan-pilihan", "autocomplete": "off"}
        ),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean_library(self) -> Library:
        """The one library that fits what was typed."""
        text = self.cleaned_data["library"]
        found = libraries_called(self.meeting, text, limit=NAMED + 1)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("No partner library is called “%(value)s”.") % {"value": text}
            )
        names = "; ".join(library_labels(found[:NAMED]))
        raise ValidationError(
            _("Several libraries fit. Choose one: %(names)s") % {"names": names}
        )


StallFormSet = list_formset(StallForm, extra=5, most=300)


def initial_stalls(rows: list[Stall]) -> list[dict[str, object]]:
    """The stalls as their form starts."""
    labels = library_labels([row.library for row in rows])
    return [
        {
            "key": row.pk,
            "number": row.number,
            "row": row.row,
            "column": row.column,
            "library": label,
        }
        for row, label in zip(rows, labels, strict=True)
    ]


def stalls_said(
    meeting: Meeting, rows: Sequence[Mapping[str, Any]]
) -> list[StallContent]:
    """The stalls as the services take them, with what each library shows."""
    products = products_shown_by(meeting, [row["library"] for row in rows])
    return [
        StallContent(
            number=row["number"],
            row=row["row"],
            column=row["column"],
            library=row["library"],
            products=products[row["library"].pk],
        )
        for row in rows
    ]
