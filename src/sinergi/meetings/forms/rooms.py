"""The form that sets up an online room."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.core.forms import DigitsInput
from sinergi.meetings.models import Meeting
from sinergi.meetings.queries.rooms import providers_here
from sinergi.meetings.services.rooms import RoomContent


class RoomForm(forms.Form):
    """Whose room, how many people, and where those beyond may watch."""

    provider = forms.ChoiceField(label=_("Provider"), widget=forms.RadioSelect)
    external_id = forms.CharField(
        label=_("Number of the Zoom meeting"),
        help_text=_("Only for Zoom. Empty: a new meeting is made."),
        required=False,
        max_length=20,
    )
    address = forms.CharField(
        label=_("Address of the room"),
        help_text=_("Only for a plain link: YouTube, Jitsi and others."),
        required=False,
        max_length=500,
    )
    capacity = forms.IntegerField(
        label=_("People at one time"),
        help_text=_("What the host's licence allows; further people see the stream."),
        min_value=1,
        max_value=100_000,
        widget=DigitsInput(),
    )
    overflow_url = forms.CharField(
        label=_("Address of the stream for those beyond"),
        required=False,
        max_length=500,
    )
    opens_at = forms.DateTimeField(
        label=_("Opens at"),
        help_text=_("Year-month-day hour:minute, in the meeting's time zone."),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%d %H:%M"),
    )
    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        required=False,
        widget=forms.DateTimeInput(format="%Y-%m-%d %H:%M"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(meeting.time_zone)
        provider = self.fields["provider"]
        assert isinstance(provider, forms.ChoiceField)  # noqa: S101 - declared above
        provider.choices = providers_here()

    def content(self) -> RoomContent:
        """What was said, as the service takes it."""
        said = self.cleaned_data
        times = {
            name: said[name] and said[name].replace(tzinfo=self.zone)
            for name in ("opens_at", "closes_at")
        }
        return RoomContent(**{**said, **times})
