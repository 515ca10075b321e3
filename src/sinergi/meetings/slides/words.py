"""What all slides share: periods, places, counts that may be hidden, stamps."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from sinergi.core import formatting
from sinergi.meetings.models import UpdateFreeze

Numbers = Mapping[str, Any]


def said_in(pair: Sequence[str]) -> str:
    """What is kept in Indonesian and English, in the reader's language."""
    return pair[formatting.language() == "en"]


def day_in(text: str) -> dt.date:
    """A day of the frozen numbers."""
    return dt.date.fromisoformat(text)


def place_words(scope: Numbers) -> list[str]:
    """Where the partner lies, from the nearest area up."""
    own = [] if scope["is_area"] and not scope["above"] else [scope["area"]]
    return [*own, *scope["above"]]


def scope_words(scope: Numbers) -> str:
    """Whose reports are added up."""
    if scope["is_area"]:
        return _("All libraries of %(area)s") % {"area": scope["area"]}
    return _("This library’s own reports")


def period_words(numbers: Numbers) -> str:
    """The months of the update."""
    first, last = day_in(numbers["first"]), day_in(numbers["last"])
    if first.year != last.year:
        return f"{formatting.month(first)}–{formatting.month(last)}"
    if first == last:
        return formatting.month(last)
    return f"{formatting.month_name(first.month)}–{formatting.month(last)}"


def paragraphs(text: str) -> list[str]:
    """The lines of a text that hold anything."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def cell(values: Numbers, key: str) -> str:
    """A count as it may be shown."""
    if key in values.get("hidden", ()):
        return _("hidden for privacy")
    return formatting.number(values[key])


def stamp_words(freeze: UpdateFreeze) -> str:
    """When the numbers were frozen, and how old they were."""
    said = _("Calculated %(calculated)s · frozen %(frozen)s") % {
        "calculated": formatting.moment(freeze.calculated_at),
        "frozen": formatting.day(freeze.frozen_at),
    }
    if freeze.number == 1:
        return said
    return f"{said} · " + _("freeze %(number)s") % {"number": freeze.number}


def hides_any(numbers: Numbers) -> bool:
    """Whether any number is hidden from this reader."""
    holders = [
        numbers["figures"],
        *numbers["trend"],
        *numbers["score"]["lines"],
        *numbers["peers"]["standings"].values(),
    ]
    return any(holder.get("hidden") for holder in holders)
