"""Forms of partnerships."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.core.dates import today
from sinergi.core.forms import DayInput, DigitsInput
from sinergi.network.enums import Origin, Payer
from sinergi.network.models import Library, Programme
from sinergi.network.queries.libraries import mentors_for
from sinergi.network.queries.programmes import local, programme_default, programmes
from sinergi.network.services import Funding

NAMED_PAYERS = {Payer.CSR, Payer.UNIVERSITY}


class ProgrammeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A programme by its name in the reader's language."""

    def label_from_instance(self, obj: Programme) -> str:
        """The name shown in the list."""
        return local(obj)


class PartnershipForm(forms.Form):
    """A new partnership of a library."""

    programme = ProgrammeField(queryset=None, label=_("Programme"))
    origin = forms.ChoiceField(
        label=_("Origin of the partnership"),
        choices=Origin.choices,
        widget=forms.RadioSelect,
    )
    intake_year = forms.IntegerField(
        label=_("Intake year"), min_value=2011, max_value=2100, widget=DigitsInput()
    )
    started_on = forms.DateField(label=_("Starts on"), widget=DayInput())
    funders = forms.MultipleChoiceField(
        label=_("Who pays"),
        choices=Payer.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    funder_name = forms.CharField(
        label=_("Name of the company or university"), max_length=200, required=False
    )
    decree_number = forms.CharField(
        label=_("Number of the decree (SK)"), max_length=100, required=False
    )
    decree_on = forms.DateField(
        label=_("Date of the decree"), widget=DayInput(), required=False
    )
    mentor_library: "forms.ModelChoiceField[Library]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Mentor library"),
        help_text=_("The library from which a replication learned."),
        required=False,
    )
    starter_kit = forms.CharField(
        label=_("Starter kit"),
        help_text=_("Goods and training at the start."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    contact_name = forms.CharField(
        label=_("Contact person"), max_length=200, required=False
    )
    contact_phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)

    def __init__(self, *args: Any, library: Library, **more: Any) -> None:
        day = today()
        more.setdefault(
            "initial",
            {
                "programme": programme_default(),
                "intake_year": day.year,
                "started_on": day,
            },
        )
        super().__init__(*args, **more)
        choices = {
            "programme": programmes(),
            "mentor_library": mentors_for(library),
        }
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
            field.queryset = rows

    def content(self) -> dict[str, Any]:
        """What the service takes; the name goes to the company or university."""
        given = dict(self.cleaned_data)
        name = given.pop("funder_name")
        given["funders"] = [
            Funding(payer, name if payer in NAMED_PAYERS else "")
            for payer in given["funders"]
        ]
        return given


class EndForm(forms.Form):
    """The last day of a partnership."""

    on = forms.DateField(label=_("Last day"), widget=DayInput(), initial=today)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
