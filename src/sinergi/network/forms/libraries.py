"""Forms of the acts on libraries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.core.dates import today
from sinergi.core.forms import DayInput
from sinergi.network.enums import LibraryKind
from sinergi.network.models import Library
from sinergi.network.queries.libraries import mergeable_into
from sinergi.network.queries.scope import can, scope_of
from sinergi.network.rules import MANAGE, PLACES
from sinergi.regions.forms import RegionField
from sinergi.regions.models import Region


def look_where_it_fits(form: forms.Form, user: User, kind: str) -> None:
    """Search the form's region in the person's scope, at places for the kind."""
    field = form.fields["region"]
    assert isinstance(field, RegionField)  # noqa: S101 - for forms that declare it
    field.widget.within = scope_of(user).region_code
    places = PLACES.get(LibraryKind(kind), frozenset()) if kind else frozenset()
    field.widget.kinds = ",".join(sorted(places))


class DescriptionForm(forms.Form):
    """What is known of a library besides its name and place."""

    npp = forms.CharField(
        label=_("Library master number (NPP)"),
        help_text=_("Leave it empty if there is none yet."),
        max_length=30,
        required=False,
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    opened_on = forms.DateField(
        label=_("Opened on"),
        help_text=_("Day/month/year, for example 5/12/2022."),
        widget=DayInput(),
        required=False,
    )


class LibraryForm(DescriptionForm):
    """A new library."""

    name = forms.CharField(label=_("Name of the library"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=LibraryKind.choices)
    region = RegionField()
    field_order = ["name", "kind", "region", "npp", "address", "opened_on"]

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        more.setdefault("initial", {"kind": LibraryKind.VILLAGE})
        super().__init__(*args, **more)
        self.user = user
        kind = str(self.data.get("kind", ""))
        look_where_it_fits(self, user, kind if kind in LibraryKind.values else "")

    def clean_region(self) -> Region:
        """Refuse a place that the person does not look after, keeping what is typed."""
        region: Region = self.cleaned_data["region"]
        if not can(self.user, MANAGE, region=region):
            raise forms.ValidationError(_("This place is outside your scope."))
        return region


class ActForm(forms.Form):
    """An act with its day and reason."""

    on = forms.DateField(
        label=_("Day"),
        help_text=_("The day from which it holds, for example 5/12/2022."),
        widget=DayInput(),
        initial=today,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the history of the library."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class RenameForm(ActForm):
    """Another name."""

    name = forms.CharField(label=_("New name"), max_length=200)
    field_order = ["name", "on", "reason"]


class MoveForm(ActForm):
    """Another place."""

    region = RegionField(label=_("New place"))
    field_order = ["region", "on", "reason"]

    def __init__(self, *args: Any, user: User, library: Library, **more: Any) -> None:
        super().__init__(*args, **more)
        look_where_it_fits(self, user, library.kind)


class MergeForm(ActForm):
    """The library that goes on."""

    into: "forms.ModelChoiceField[Library]" = forms.ModelChoiceField(
        queryset=None,
        label=_("Library that goes on"),
        help_text=_("Libraries of the same regency that you look after."),
    )
    field_order = ["into", "on", "reason"]

    def __init__(self, *args: Any, user: User, library: Library, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = mergeable_into(user, library)
