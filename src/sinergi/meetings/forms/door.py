"""Forms of the day itself: gates, walk-ins, votes, announcements."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.meetings.enums import ParticipantType
from sinergi.meetings.forms.registration import PersonForm
from sinergi.meetings.models import Gate, Meeting


class GateForm(forms.Form):
    """The name of a new gate."""

    name = forms.CharField(
        label=_("Name of the gate"),
        help_text=_("As people call it, for example “North door”."),
        max_length=80,
    )


class WalkInForm(PersonForm):
    """A person at the desk, and the gate by which they come in."""

    gate_id = forms.ChoiceField(label=_("Gate"), required=False)

    def __init__(
        self, *args: Any, meeting: Meeting, gates: Sequence[Gate], **kwargs: Any
    ) -> None:
        super().__init__(*args, meeting=meeting, types=ParticipantType.values, **kwargs)
        self.gates = {str(gate.pk): gate for gate in gates}
        self.fields["gate_id"] = forms.ChoiceField(
            label=_("Gate"),
            required=False,
            choices=[("", _("Committee desk"))]
            + [(key, gate.name) for key, gate in self.gates.items()],
        )

    def gate(self) -> Gate | None:
        """The chosen gate; the desk where none is."""
        return self.gates.get(self.cleaned_data["gate_id"])


class VoteForm(forms.Form):
    """The code of a visitor's badge."""

    code = forms.CharField(
        label=_("Code on your badge"),
        help_text=_("Eight signs below the QR code, for example 7KQ4-M2XR."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "autocomplete": "off"}
        ),
    )


class AnnouncementForm(forms.Form):
    """What everybody at the meeting is told."""

    text_id = forms.CharField(
        label=_("In Indonesian"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
    text_en = forms.CharField(
        label=_("In English"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)
