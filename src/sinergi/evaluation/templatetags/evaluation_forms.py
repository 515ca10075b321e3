"""Words for questions on a preview."""

import re

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()

PATH = re.compile(r"\s*/[\w.\-]+(?:/[\w.\-]+)*/([\w.\-]+)\s*")
KINDS = {
    "text": gettext_lazy("Text"),
    "integer": gettext_lazy("Whole number"),
    "decimal": gettext_lazy("Number"),
    "range": gettext_lazy("Number on a scale"),
    "date": gettext_lazy("Day"),
    "time": gettext_lazy("Time"),
    "datetime": gettext_lazy("Day and time"),
    "acknowledge": gettext_lazy("Tick to agree"),
    "geopoint": gettext_lazy("Place"),
    "geotrace": gettext_lazy("Line on a map"),
    "geoshape": gettext_lazy("Area on a map"),
    "barcode": gettext_lazy("Barcode"),
    "rank": gettext_lazy("Order of the choices"),
}
FILE = gettext_lazy("Photo, recording or file")


@register.filter
def plain_condition(expression: str) -> str:
    """A condition with the names of questions instead of their paths."""
    return PATH.sub(r" \1 ", expression).strip()


@register.filter
def answer_kind(kind: str) -> str:
    """What is written in answer to a question of this kind."""
    return str(FILE if kind.startswith("upload") else KINDS.get(kind, kind))
