"""Forms with which officers look after people."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.network.enums import Role
from sinergi.network.models import Library
from sinergi.network.queries.people import (
    libraries_looked_after,
    regions_to_choose,
    roles_to_give,
)
from sinergi.network.queries.scope import can
from sinergi.network.rules import MANAGE
from sinergi.regions.models import Region


def _date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeopleFilterForm(forms.Form):
    """What to list; a plain GET form."""

    STATES = [
        ("", _("All")),
        ("active", _("In use")),
        ("waiting", _("Never signed in")),
        ("closed", _("Closed")),
    ]

    q = forms.CharField(label=_("Name or place"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("All")), *Role.choices], required=False
    )
    state = forms.ChoiceField(label=_("Account"), choices=STATES, required=False)


class RoleForm(forms.Form):
    """A role, where and how long; the choices are those of the acting person."""

    role = forms.ChoiceField(label=_("Role"))
    region = forms.ChoiceField(
        label=_("Region"),
        help_text=_("The role holds there and in everything below."),
        required=False,
    )
    library: "forms.ModelChoiceField[Library]" = forms.ModelChoiceField(
        label=_("Library"),
        queryset=None,
        required=False,
        widget=forms.HiddenInput,
    )
    starts_on = forms.DateField(
        label=_("First day"), initial=timezone.localdate, widget=_date_input()
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty where the end is not known."),
        required=False,
        widget=_date_input(),
    )

    def __init__(
        self, *args: Any, by: User, library: Library | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_give(by)
        libraries = self.fields["library"]
        assert isinstance(libraries, forms.ModelChoiceField)  # noqa: S101 - declared above
        libraries.queryset = libraries_looked_after(by)
        if library is not None:
            roles = [role for role in roles if role == Role.VILLAGE_MANAGER]
            self.initial["library"] = library.pk
            del self.fields["region"]
        else:
            roles = [role for role in roles if role != Role.VILLAGE_MANAGER]
            self._offer_regions(by)
        self._set_choices("role", [(role.value, role.label) for role in roles])

    def _offer_regions(self, by: User) -> None:
        regions = regions_to_choose(by)
        self.regions = {region.code: region for region in regions}
        names = [(region.code, region.name) for region in self.regions.values()]
        nation = [("", _("All of Indonesia"))] if can(by, MANAGE, region="") else []
        self._set_choices("region", [*nation, *names])
        self.fields["region"].required = not nation

    def _set_choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    def role_values(self) -> dict[str, Any]:
        """The role as the services take it."""
        code = self.cleaned_data.get("region") or ""
        region: Region | None = self.regions[code] if code else None
        return {
            "role": self.cleaned_data["role"],
            "region": region,
            "library": self.cleaned_data.get("library"),
            "starts_on": self.cleaned_data["starts_on"],
            "ends_on": self.cleaned_data["ends_on"],
        }


class InviteForm(RoleForm):
    """A new person with e-mail, and their first role."""

    full_name = forms.CharField(
        label=_("Full name"),
        help_text=_("As on the identity card."),
        max_length=200,
    )
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link to open the account goes there.")
    )
    field_order = ["full_name", "email", "role", "region", "starts_on", "ends_on"]


class EndRoleForm(forms.Form):
    """The last day of a role, with the reason."""

    on = forms.DateField(
        label=_("Last day"), initial=timezone.localdate, widget=_date_input()
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the change history."),
        max_length=300,
    )

    def day(self) -> dt.date:
        """The last day of the role."""
        day: dt.date = self.cleaned_data["on"]
        return day


class ReasonForm(forms.Form):
    """Why an account is closed or its second factor taken away."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the change history."),
        max_length=300,
    )
