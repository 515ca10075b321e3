"""Forms of the participants list: its filters, and registering as host."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from sinergi.meetings.enums import Channel, ParticipantType, PlaceState
from sinergi.meetings.forms.registration import DelegateForm
from sinergi.meetings.queries.participants import PeopleFilter
from sinergi.meetings.rules import number_in

ORDERS = {
    "nama": "full_name",
    "-nama": "-full_name",
    "baru": "-registered_at",
    "lama": "registered_at",
    "jenis": "participant_type",
}


@dataclass(frozen=True)
class ListAsked:
    """The filter and order of a list, and whether anything is left out."""

    filter: PeopleFilter
    order: str
    key: str
    is_narrow: bool


def read_people(query: QueryDict) -> ListAsked:
    """Read the address; what it cannot mean is left out."""
    wanted = PeopleFilter(
        search=query.get("cari", "").strip()[:100],
        channel=_one_of(query.get("jalur", ""), Channel.values),
        type=_one_of(query.get("sebagai", ""), ParticipantType.values),
        state=_one_of(query.get("status", ""), PlaceState.values),
        pool=number_in(query.get("kelas", "")),
    )
    order = query.get("urut", "")
    order = order if order in ORDERS else "nama"
    return ListAsked(wanted, order, ORDERS[order], wanted != PeopleFilter())


def _one_of(value: str, values: list[str]) -> str:
    return value if value in values else ""


class HostForm(DelegateForm):
    """Anybody who comes: a walk-in, a guest without invitation, the press."""

    organisation = forms.CharField(
        label=gettext_lazy("Organisation"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            channels=list(Channel.values),
            types=ParticipantType.values,
            **kwargs,
        )
        self.order_fields(["full_name", "participant_type", "channel", "organisation"])
        consent = self.fields["has_consented"]
        consent.label = gettext_lazy("The person agrees to the use of their data.")
        photos = self.fields["photo_consent"]
        photos.label = gettext_lazy("Photographs of the person may be published.")
