"""Which items of a questionnaire belong together, read from its XLSForm.

The extra column `variable` of the sheet `survey` names the variable of an item; the
sheet `choices` holds the codes that it allows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.tables import cell_text

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Items:
    """The items of each variable, and the codes that each item allows."""

    variables: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, frozenset[float]]

    @property
    def scale(self) -> tuple[float, float] | None:
        """The lowest and the highest code of all items."""
        codes = frozenset[float]().union(*self.codes.values())
        return (min(codes), max(codes)) if codes else None


def read_items(path: Path) -> Items:
    """Read the items of an XLSForm that have a variable and one answer of several.

    Raises:
        UnfitData: It is no XLSForm, or an item has answers that are no numbers.
        OSError: It cannot be opened.
    """
    survey, choices = (_rows(path, sheet) for sheet in ("survey", "choices"))
    variables: dict[str, tuple[str, ...]] = {}
    codes = {}
    for row in survey:
        kind, _, answers = row.get("type", "").partition(" ")
        name = row.get("name", "")
        variable = row.get("variable", "") or row.get("variabel", "")
        if kind == "select_one" and name and variable:
            variables[variable] = (*variables.get(variable, ()), name)
            codes[name] = _codes(choices, answers.strip(), name)
    return Items(variables, codes)


def _rows(path: Path, sheet: str) -> Rows:
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    except CalamineError as error:
        message = gettext_noop(
            "%(name)s is no XLSForm: it lacks the sheet “%(sheet)s”."
        )
        raise UnfitData(message, name=path.name, sheet=sheet) from error
    if not rows:
        return []
    names = [cell_text(cell).lower().replace(" ", "_") for cell in rows[0]]
    return [dict(zip(names, map(cell_text, row), strict=False)) for row in rows[1:]]


def _codes(choices: Rows, answers: str, item: str) -> frozenset[float]:
    names = [row.get("name", "") for row in choices if row.get("list_name") == answers]
    try:
        return frozenset(float(name) for name in names)
    except ValueError as error:
        message = gettext_noop(
            "The item “%(item)s” belongs to a variable, but its answers “%(answers)s” "
            "are not numbers."
        )
        raise UnfitData(message, item=item, answers=answers) from error
