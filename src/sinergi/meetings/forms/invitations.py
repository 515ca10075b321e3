"""Forms of invitations: the rule for partners, a guest, a reply."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from sinergi.core.forms import DayInput, DigitsInput
from sinergi.meetings.enums import Channel, DelegationKind, ParticipantType, Reply
from sinergi.meetings.queries.invitations import InvitationRule
from sinergi.meetings.services.invitations import NOTE_LIMIT, Guest
from sinergi.network.enums import LibraryKind, Origin
from sinergi.regions.models import Region

if TYPE_CHECKING:
    from django.http import QueryDict

MOST_PLACES = 200


class PlacesForm(forms.Form):
    """How many people a delegation sends by each channel."""

    on_site = forms.IntegerField(
        label=gettext_lazy("Places on site for each"),
        min_value=0,
        max_value=MOST_PLACES,
        widget=DigitsInput(),
    )
    online = forms.IntegerField(
        label=gettext_lazy("Places online for each"),
        min_value=0,
        max_value=MOST_PLACES,
        widget=DigitsInput(),
    )

    def allotments(self) -> dict[str, int]:
        """Places by channel."""
        said = self.cleaned_data
        return {Channel.ON_SITE: said["on_site"], Channel.ONLINE: said["online"]}


class RuleForm(PlacesForm):
    """Which partners are invited."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    active_on = forms.DateField(
        label=gettext_lazy("Partner on this day"), widget=DayInput()
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Libraries"),
        choices=LibraryKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    origins = forms.MultipleChoiceField(
        label=gettext_lazy("Origin of the partnership"),
        choices=Origin.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    intake_years = forms.MultipleChoiceField(
        label=gettext_lazy("Intake year"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    regions = forms.MultipleChoiceField(
        label=gettext_lazy("Areas"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    field_order = (
        "programme",
        "active_on",
        "on_site",
        "online",
        "kinds",
        "origins",
        "intake_years",
        "regions",
    )

    def __init__(
        self,
        *args: Any,
        programmes: Sequence[tuple[str, str]],
        years: Sequence[int],
        areas: Sequence[Region],
        within: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        for name, choices in (
            ("programme", list(programmes)),
            ("intake_years", [(str(year), str(year)) for year in years]),
            ("regions", [(area.code, area.name) for area in areas]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def pairs(self) -> list[tuple[str, str]]:
        """What was asked for, to ask for it once more."""
        asked = cast("QueryDict", self.data)
        values = [(name, asked.getlist(name)) for name in self.fields]
        return [(name, str(value)) for name, found in values for value in found]

    def rule(self) -> InvitationRule:
        """The rule; nothing ticked means any, within the area of the meeting."""
        said: Mapping[str, Any] = self.cleaned_data
        day: dt.date = said["active_on"]
        return InvitationRule(
            programme=said["programme"],
            active_on=day,
            kinds=said["kinds"],
            origins=said["origins"],
            intake_years=[int(year) for year in said["intake_years"]],
            regions=said["regions"] or ([self.within] if self.within else []),
        )


class GuestForm(PlacesForm):
    """An office or person to invite."""

    name = forms.CharField(label=gettext_lazy("Office or person"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            choice
            for choice in DelegationKind.choices
            if choice[0] != DelegationKind.PARTNER
        ],
    )
    addressee = forms.CharField(
        label=gettext_lazy("Addressed to"),
        help_text=gettext_lazy("Title and name, as they stand on the letter."),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    protocol_order = forms.IntegerField(
        label=gettext_lazy("Order of protocol"),
        help_text=gettext_lazy("1 comes first: seats, greetings, lists."),
        min_value=1,
        max_value=999,
        widget=DigitsInput(),
        required=False,
    )
    participant_type = forms.ChoiceField(
        label=gettext_lazy("Takes part as"), choices=ParticipantType.choices
    )

    field_order = (
        "name",
        "kind",
        "addressee",
        "email",
        "protocol_order",
        "participant_type",
        "on_site",
        "online",
    )

    def guest(self) -> Guest:
        """The guest as the services take it."""
        names = Guest.__dataclass_fields__
        return Guest(**{name: self.cleaned_data[name] for name in names})


class NoteField(forms.CharField):
    """Some lines; the end of one counts as one sign, as browsers count it."""

    def to_python(self, value: Any) -> str:
        """The text with the ends of lines that we store."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class ReplyForm(forms.Form):
    """What the invited answers."""

    reply = forms.ChoiceField(
        label=gettext_lazy("Do you come?"),
        choices=[choice for choice in Reply.choices if choice[0] != Reply.NONE],
        widget=forms.RadioSelect,
    )
    note = NoteField(
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=NOTE_LIMIT,
        required=False,
    )
