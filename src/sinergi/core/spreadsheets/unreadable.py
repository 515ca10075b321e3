"""Why a file cannot be read at all, in words for its sender."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from sinergi.core.errors import DomainError

FILE_MESSAGES = {
    "duplicate_header": _(
        "Column heading “%(column)s” occurs %(count)s times. Keep one."
    ),
    "missing_column": _("The file has no column “%(column)s”. Add it, then try again."),
    "no_header": _(
        "No row of column headings was found in %(name)s. "
        "Use headings such as %(columns)s."
    ),
    "file_too_big": _("The file is too big (%(size)s). The limit is %(limit)s."),
    "wrong_type": _("%(name)s is not %(expected)s. Choose another file."),
    "damaged_file": _(
        "%(name)s is damaged or incomplete. Nothing was stored. "
        "Save the file again and retry."
    ),
    "unsafe_file": _(
        "%(name)s was refused because it is not safe to open. Nothing was stored."
    ),
    "encrypted_file": _(
        "%(name)s is locked with a password. Nothing was stored. "
        "Save it without a password and retry."
    ),
}
TABLE_FILE = _("an XLSX or CSV file")


class UnreadableFile(DomainError):
    """The file as a whole cannot be read; nothing of it is stored."""

    kind = "damaged_file"

    def __init__(self, kind: str, *, column: str = "", **parameters: object) -> None:
        if column:
            parameters["column"] = column
        super().__init__(lazy_file_message(kind, parameters), kind=kind)
        self.column = column
        self.parameters = parameters


def file_message(kind: str, parameters: Mapping[str, object]) -> str:
    """The message of a kind with its parameters in the form of the language."""
    return rendered(str(FILE_MESSAGES[kind]), parameters)


lazy_file_message = lazy(file_message, str)


def rendered(message: str, parameters: Mapping[str, object]) -> str:
    """A message with its parameters in the form of the language."""
    return message % {key: shown(value) for key, value in parameters.items()}


def shown(value: object) -> str:
    """A parameter as a reader expects it: 1.250, 5 Desember 2022, a, b."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number_format(value, force_grouping=True)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)
