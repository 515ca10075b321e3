"""A field that takes a region by name or code."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core.formatting import join_list
from sinergi.regions.models import Region
from sinergi.regions.queries import RegionHit, display_name, region_for, search_regions

CODE = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?")
#: A code after the name as the field shows it, or a dotted one before the name. A
#: number elsewhere belongs to a name: "13 Ulu" is a ward, not the province 13.
IN_TEXT = re.compile(rf"\(({CODE.pattern})\)$|^(\d\d\.[\d.]+)(?=\s)")
CHOICES = 8


class RegionInput(forms.TextInput):
    """A search box with the areas found below it, as radio buttons.

    Without JavaScript the areas come back with the form when the text fits several;
    with it they follow the typing. A chosen button counts more than the text.
    """

    template_name = "regions/parts/picker.html"

    def __init__(self, *, kinds: str = "", within: str = "") -> None:
        super().__init__(attrs={"autocomplete": "off", "type": "search"})
        self.kinds = kinds
        self.within = within
        self.hits: list[RegionHit] = []

    def value_from_datadict(
        self,
        data: Any,
        files: Any,  # noqa: ARG002 - Django passes it by this name
        name: str,
    ) -> str:
        """The chosen area's code, else the text."""
        chosen = str(data.get(f"{name}_pilihan", "")).strip()
        return chosen or str(data.get(name, "")).strip()

    def format_value(self, value: object) -> str:
        """A region with its name, text as it was typed."""
        if isinstance(value, Region):
            return f"{display_name(value)} ({value.code})"
        return "" if value is None else str(value)

    def get_context(self, name: str, value: object, attrs: Any) -> dict[str, Any]:
        """What the template shows."""
        return super().get_context(name, value, attrs) | {
            "hits": self.hits,
            "kinds": self.kinds,
            "within": self.within,
            "search_url": reverse("regions:region_search"),
        }


class RegionField(forms.Field):
    """A region of today, found by code, by name, or by name with its code."""

    widget: RegionInput

    def __init__(self, *, kinds: str = "", within: str = "", **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Region"))
        options.setdefault(
            "help_text", gettext_lazy("Type a name or a code, for example Bojonegoro.")
        )
        super().__init__(widget=RegionInput(kinds=kinds, within=within), **options)

    def prepare_value(self, value: object) -> object:
        """A region where only its code is known."""
        if isinstance(value, str) and CODE.fullmatch(value):
            return region_for(value) or value
        return value

    def to_python(self, value: Any) -> Region | None:
        """The region that the text means.

        Raises:
            ValidationError: None fits, or several do.
        """
        text = str(value or "").strip()
        if not text:
            return None
        region = region_for(_code_in(text))
        return region if region is not None else self._by_name(text)

    def _by_name(self, text: str) -> Region:
        widget = self.widget
        hits = search_regions(
            text, kind=widget.kinds, parent=widget.within, limit=CHOICES
        )
        if len(hits) == 1 and (region := region_for(hits[0].code)) is not None:
            return region
        widget.hits = hits
        if not hits:
            raise ValidationError(
                _(
                    "Region code %(value)s was not found. "
                    "Search for the village or regency by name."
                )
                % {"value": text},
                code="unknown_region",
            )
        choices = join_list([f"{hit.name} ({hit.code})" for hit in hits[:3]])
        raise ValidationError(
            _("“%(value)s” fits %(choices)s. Choose one or give its code.")
            % {"value": text, "choices": choices},
            code="ambiguous_region",
        )


def _code_in(text: str) -> str:
    """The code that a text gives, alone or beside a name; '' where it gives none."""
    if CODE.fullmatch(text):
        return text
    found = IN_TEXT.search(text)
    return (found[1] or found[2]) if found else ""
