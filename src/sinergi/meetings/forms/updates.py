"""Forms of achievement updates: words, stories, and the reason of a new freeze."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.meetings.models import AchievementUpdate
from sinergi.meetings.queries.updates import products_for, testimonies_for
from sinergi.meetings.services.updates import LONGEST, UpdateWords


class UpdateWordsForm(forms.Form):
    """The partner's words and the stories to show; there is no field for a number."""

    headline = forms.CharField(
        label=_("Headline"),
        help_text=_("Leave it empty, and the page says what the numbers say."),
        max_length=LONGEST["headline"],
        required=False,
    )
    what_changed = forms.CharField(
        label=_("What has changed?"),
        max_length=LONGEST["what_changed"],
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    lesson = forms.CharField(
        label=_("What have you learnt?"),
        max_length=LONGEST["lesson"],
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    next_step = forms.CharField(
        label=_("What comes next?"),
        max_length=LONGEST["next_step"],
        required=False,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    testimonies = forms.MultipleChoiceField(
        label=_("Testimonies to show"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    products = forms.MultipleChoiceField(
        label=_("Products to show"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, update: AchievementUpdate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offers: dict[str, dict[str, Any]] = {
            "testimonies": {
                str(one.pk): one for one in testimonies_for(update.library)
            },
            "products": {str(one.pk): one for one in products_for(update.library)},
        }
        for name, some in self._offers.items():
            if not some:
                del self.fields[name]
        self._choose(
            "testimonies",
            [
                (key, f"{one.alias}: “{_short(one.quote)}”")
                for key, one in self._offers["testimonies"].items()
            ],
        )
        self._choose(
            "products",
            [
                (key, f"{one.name} · {one.maker.alias}")
                for key, one in self._offers["products"].items()
            ],
        )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def words(self) -> UpdateWords:
        """What was written."""
        said = self.cleaned_data
        return UpdateWords(**{name: said[name] for name in LONGEST})

    def chosen(self, name: str) -> list[Any]:
        """The testimonies or products that were ticked."""
        keys = self.cleaned_data.get(name, [])
        return [self._offers[name][key] for key in keys]


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


def initial_words(update: AchievementUpdate) -> dict[str, Any]:
    """What the form begins with."""
    return {
        **{name: getattr(update, name) for name in LONGEST},
        "testimonies": [str(one.pk) for one in update.testimonies.all()],
        "products": [str(one.pk) for one in update.products.all()],
        "revision": update.revision,
    }


class RefreezeForm(forms.Form):
    """Why the numbers are frozen anew."""

    reason = forms.CharField(
        label=_("Why are the numbers frozen anew?"),
        help_text=_("The old numbers are kept, with this reason beside the new ones."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
