"""The form of a month's library statistics, in ISO 2789 terms."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sinergi.core.errors import DomainError
from sinergi.reports.forms.fields import CountField
from sinergi.reports.queries import STATISTICS_FIELDS

#: What each term means, in plain words.
HINTS = {
    "visits": _("Every time somebody comes in counts one."),
    "active_users": _("Different people who visited, borrowed or used a computer."),
    "loans": _("Books and other items lent, renewals included."),
    "new_members": _("People who became members this month."),
    "ict_uses": _("Every time somebody used a computer or the library's internet."),
    "members": _("All registered members at the end of the month."),
    "titles": _("Different titles in the collection at the end of the month."),
    "items": _("All copies in the collection at the end of the month."),
}
STOCKS = ("members", "titles", "items")


class StatisticsForm(forms.Form):
    """One number for each term; blank is not counted, 0 is none."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, label in STATISTICS_FIELDS.items():
            field = CountField(css="input--short")
            field.label, field.help_text = str(label), str(HINTS[name])
            self.fields[name] = field

    @property
    def flows(self) -> list[BoundField]:
        """Counts within the month."""
        return [self[name] for name in STATISTICS_FIELDS if name not in STOCKS]

    @property
    def stocks(self) -> list[BoundField]:
        """Counts at the end of the month."""
        return [self[name] for name in STOCKS]

    def values(self) -> dict[str, int | None]:
        """The numbers as typed."""
        return {name: self.cleaned_data[name] for name in STATISTICS_FIELDS}

    def refuse(self, problems: Iterable[DomainError]) -> None:
        """Show each finding at its control."""
        for problem in problems:
            known = problem.field in self.fields
            self.add_error(problem.field if known else None, str(problem.message))
