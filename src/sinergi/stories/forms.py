"""Forms of testimonies and products: words, photo, consent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.core.dates import today
from sinergi.core.forms import DayInput, WholeRupiahField
from sinergi.network.models import Library
from sinergi.stories.enums import ConsentScope
from sinergi.stories.models import Maker
from sinergi.stories.queries import makers_of
from sinergi.stories.services import Consent

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class ConsentForm(forms.Form):
    """What every story needs: an alias, and how far its person agrees."""

    alias = forms.CharField(
        label=_("Alias"),
        help_text=_("Shown instead of the name, for example “Ibu S.”."),
        max_length=120,
    )
    consent_scope = forms.ChoiceField(
        label=_("Who may see it"), choices=ConsentScope.choices
    )
    consent_on = forms.DateField(
        label=_("Agreed on"),
        help_text=_("The day on which the person agreed, on paper or aloud."),
        input_formats=DAYS,
        widget=DayInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent_on"].initial = today()

    def consent(self) -> Consent:
        """The consent as the services take it."""
        said = self.cleaned_data
        return Consent(scope=said["consent_scope"], on=said["consent_on"])


class PhotoForm(forms.Form):
    """A photo and what it shows."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_("It is made small, and its position is removed."),
        required=False,
    )
    photo_text = forms.CharField(
        label=_("What the photo shows"), required=False, max_length=200
    )


class TestimonyForm(PhotoForm, ConsentForm):
    """What a beneficiary says."""

    quote = forms.CharField(
        label=_("In their own words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "5"}),
    )
    told_on = forms.DateField(label=_("Told on"), input_formats=DAYS, widget=DayInput)

    field_order = ("alias", "quote", "told_on", "photo", "photo_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["told_on"].initial = today()


class ProductForm(PhotoForm, ConsentForm):
    """A product of a maker who is known, or of a new one."""

    maker = forms.ChoiceField(label=_("Maker"), required=False)
    name = forms.CharField(label=_("Product"), max_length=120)
    price_idr = WholeRupiahField(
        label=_("Price in rupiah"), largest=Decimal(10_000_000_000), required=False
    )
    unit = forms.CharField(
        label=_("Per"),
        help_text=_("For example pack, jar, piece."),
        max_length=40,
        required=False,
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    field_order = (
        *("name", "price_idr", "unit", "description", "photo", "photo_text"),
        *("maker", "alias", "consent_scope", "consent_on"),
    )

    def __init__(self, *args: Any, library: Library, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._makers = {str(maker.pk): maker for maker in makers_of(library)}
        new = [("", _("A new one, named below"))]
        known = [(key, maker.alias) for key, maker in self._makers.items()]
        field = self.fields["maker"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*known, *new]
        for name in ("alias", "consent_scope", "consent_on"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """A new maker needs an alias and a consent."""
        said = super().clean() or {}
        if not said.get("maker"):
            for name in ("alias", "consent_scope", "consent_on"):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, _("A new maker needs this."))
        return said

    def chosen_maker(self) -> Maker | None:
        """The maker who was chosen; None for a new one."""
        return self._makers.get(self.cleaned_data["maker"])
