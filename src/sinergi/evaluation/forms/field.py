"""What is typed on the pages of field work."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sinergi.evaluation.queries.responses import ResponseFilter, Status

#: Orders of the list of responses, by what the address says.
ORDERS = {"": "-received_at", "lama": "received_at", "pencacah": "interviewer"}
STATUSES = {
    "dihitung": Status.COUNTED,
    "dikecualikan": Status.EXCLUDED,
    "diganti": Status.SUPERSEDED,
    "antre": Status.UNCHECKED,
}


class InterviewersForm(forms.Form):
    """Names of people who collect, each on a line."""

    names = forms.CharField(
        label=_("Names of interviewers"),
        help_text=_("One name on each line. Everybody gets a card of their own."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
    )


class ReasonForm(forms.Form):
    """Why a response does not count."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Those who check the study later will read it."),
        max_length=200,
    )


@dataclass(frozen=True)
class ListAsked:
    """What the address of the list asks for."""

    filter: ResponseFilter
    status: str
    order: str

    @property
    def key(self) -> str:
        """The field by which the list is in order."""
        return ORDERS[self.order]

    @property
    def is_narrow(self) -> bool:
        """Whether some responses are left out."""
        return self.filter != ResponseFilter()


def read_responses(query: QueryDict) -> ListAsked:
    """The filter and the order; what is unknown is left out."""
    status, order = query.get("status", ""), query.get("urut", "")
    return ListAsked(
        filter=ResponseFilter(
            audience=query.get("angket", ""),
            flag=query.get("tanda", ""),
            stratum=query.get("strata", ""),
            source=query.get("sumber", ""),
            interviewer=query.get("pencacah", ""),
            status=STATUSES.get(status),
        ),
        status=status,
        order=order if order in ORDERS else "",
    )
