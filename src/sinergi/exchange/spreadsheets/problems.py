"""What is wrong or doubtful in a file, cell by cell, in words for the sender."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from sinergi.core.spreadsheets.unreadable import rendered

SHOWN_CHARACTERS = 200


class Severity(StrEnum):
    """An error refuses its row; a warning flags a row that is taken in."""

    ERROR = "error"
    WARNING = "warning"


READ_AS = _("%(value)s was read as %(read_as)s. Correct it if that is wrong.")

ROW_MESSAGES = {
    "required": _("Please fill in “%(field)s”."),
    "impossible_date": _(
        "%(value)s is not in the calendar. Write day/month/year, for example 5/12/2022."
    ),
    "ambiguous_date": READ_AS,
    "serial_date": READ_AS,
    "two_digit_year": READ_AS,
    "future_date": _(
        "%(value)s is in the future (today is %(today)s). "
        "Record an activity once it has taken place."
    ),
    "negative_count": _("“%(field)s” holds %(value)s. The smallest count is 0."),
    "not_a_number": _(
        "“%(value)s” is not a whole number. Write digits only, for example 1,250."
    ),
    "not_an_amount": _(
        "“%(value)s” is not an amount of money. "
        "Write digits only, for example 2,500,000."
    ),
    "number_too_big": _("“%(field)s” holds %(value)s. At most %(limit)s is accepted."),
    "foreign_number": READ_AS,
    "parts_above_total": _(
        "The breakdown by %(breakdown)s (%(sum)s) exceeds attendances (%(total)s). "
        "Check both."
    ),
    "parts_below_total": _(
        "The breakdown by %(breakdown)s (%(sum)s) is below attendances (%(total)s). "
        "The rest is kept as “not broken down”."
    ),
    "unknown_region": _(
        "Region code %(value)s was not found. "
        "Search for the village or regency by name."
    ),
    "ambiguous_region": _("“%(value)s” fits %(choices)s. Choose one or give its code."),
    "region_repaired": _(
        "Code %(value)s was read as %(code)s %(name)s. Correct it if that is wrong."
    ),
    "region_by_name": _(
        "Without a code, “%(value)s” was read as %(code)s %(name)s. "
        "Correct it if that is wrong."
    ),
    "region_mismatch": _(
        "Code %(code)s is %(name)s, not “%(value)s”. Correct the code or the name."
    ),
    "unknown_choice": _(
        "“%(value)s” is not in the list of %(field)s. Choices: %(choices)s."
    ),
    "unknown_field": _(
        "“%(value)s” is not in the list of %(field)s. It was read as “Lainnya”."
    ),
    "exact_duplicate": _("Exactly equal to row %(other)s. This row was not stored."),
    "near_duplicate": _(
        "Similar to “%(title)s” on %(date)s. It is kept; an officer will check."
    ),
    "partner_duplicate": _(
        "The same library stands in row %(other)s already. This row was not stored."
    ),
    "formula_cell": _(
        "The cell holds a formula without a result. Replace it by its value."
    ),
    "formula_result": _(
        "The cell holds a formula. Its stored result “%(read_as)s” is used."
    ),
    "formula_like_text": _("This text looks like a formula. It is kept as plain text."),
    "too_long": _(
        "“%(field)s” has %(length)s characters; at most %(limit)s. "
        "The text was not cut."
    ),
    "kind_level_mismatch": _(
        "A library of kind “%(value)s” does not fit %(code)s %(name)s. "
        "Correct the kind or the code."
    ),
    "bad_year": _(
        "“%(value)s” is not a year from %(first)s to %(last)s. Write one year, "
        "for example %(last)s."
    ),
    "funder_mismatch": _(
        "“%(value)s” is unusual for %(origin)s. It is kept; an officer will check."
    ),
    "stored_duplicate": _("This row was stored before. It was not stored again."),
    "outside_scope": _("%(code)s %(name)s is outside your area. Ask its own office."),
    "unknown_library": _(
        "“%(value)s” is not in the network yet. Add the library first, or let the "
        "import take in new ones."
    ),
    "ambiguous_library": _(
        "“%(value)s” fits %(choices)s. Write the name as it stands in the network."
    ),
    "library_closed": _("%(name)s has been closed since %(date)s. Check the date."),
    "payer_missing": _(
        "The cost has no source of funds. It was read as “%(read_as)s”. "
        "Correct it if that is wrong."
    ),
    "npp_taken": _("NPP %(value)s belongs to %(name)s already. Correct the number."),
    "already_partner": _(
        "%(name)s is a partner already, by %(origin)s since %(year)s. This row is "
        "kept for checking and is not in force."
    ),
    "as_said": "%(message)s",
}

EMPTY_FILE = _("There are no data rows in this file.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding; `value` is the cell as typed, `read_as` what it was taken for.

    `wording` names the message where it is not the one of the kind.
    """

    row: int
    column: str
    kind: str
    severity: Severity
    value: str | None = None
    read_as: str | None = None
    other_row: int | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    wording: str = ""

    @property
    def message(self) -> str:
        """The sentence for the sender, in the language of the moment."""
        given = {"value": shorten(self.value or ""), "other": self.other_row}
        return render(self.wording or self.kind, given | dict(self.parameters))

    def as_json(self) -> dict[str, object]:
        """The finding as `sinergi import --json` prints it."""
        document: dict[str, object] = {
            "row": self.row,
            "column": self.column,
            "kind": self.kind,
            "severity": str(self.severity),
            "value": None if self.value is None else shorten(self.value),
            "message": self.message,
        }
        if self.read_as is not None:
            document["read_as"] = self.read_as
        if self.other_row is not None:
            document["other_row"] = self.other_row
        return document


def render(kind: str, parameters: Mapping[str, object]) -> str:
    """The message of a kind with its parameters in the form of the language."""
    return rendered(str(ROW_MESSAGES[kind]), parameters)


def shorten(text: str) -> str:
    """The beginning of a text that would flood a list of findings."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return text[: SHOWN_CHARACTERS - 1] + "…"
