"""Forms of proposals for sharing classes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from sinergi.network.models import Library


class ProposalForm(forms.Form):
    """A sharing class that a partner offers."""

    library = forms.ChoiceField(label=gettext_lazy("Library"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        help_text=gettext_lazy("What people learn, and what they can do afterwards."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    speaker = forms.CharField(label=gettext_lazy("Speaker"), max_length=200)

    def __init__(self, *args: Any, libraries: Sequence[Library], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.libraries = {str(row.pk): row for row in libraries}
        field = self.fields["library"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(key, row.name) for key, row in self.libraries.items()]
        if len(self.libraries) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.libraries))


class ReviewForm(forms.Form):
    """What a member of the committee thinks."""

    score = forms.TypedChoiceField(
        label=gettext_lazy("Points"),
        choices=[(points, str(points)) for points in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )


class DeclineForm(forms.Form):
    """Why a proposal is not taken."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The library reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
