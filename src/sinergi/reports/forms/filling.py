"""What the form of a stored or a new report holds before anybody types."""

import uuid
from collections.abc import Iterable, Iterator

from sinergi.reports.content import ActivityContent, Cell
from sinergi.reports.enums import Disability

PAYER_ROWS = 4


def blank(library_id: int) -> dict[str, object]:
    """A new form: its id is made here, so that sending twice is harmless."""
    return {"id": uuid.uuid4(), "library": library_id}


def filled(
    content: ActivityContent,
    *,
    id: uuid.UUID,  # noqa: A002 - the field's name
    library_id: int,
    revision: int,
) -> dict[str, object]:
    """The form of a stored report."""
    values: dict[str, object] = {
        "id": id,
        "library": library_id,
        "revision": revision,
        "consent": True,
        "links": "\n".join(link.reference for link in content.links),
    }
    for name in (
        *("title", "strategy", "field", "started_on", "ended_on", "place"),
        *("collaborators", "description", "attendances", "persons"),
    ):
        values[name] = getattr(content, name)
    values.update(shown_counts(content.breakdown))
    for row, payment in enumerate(content.money[:PAYER_ROWS]):
        values[f"payer_{row}"] = payment.payer
        values[f"amount_{row}"] = payment.amount_idr
        values[f"in_kind_{row}"] = payment.is_in_kind
    return values


def shown_counts(cells: Iterable[Cell]) -> dict[str, int]:
    """What each control of the breakdown shows of some parts."""
    counts: dict[str, int] = {}
    for cell in cells:
        for name in controls_of(cell):
            counts[name] = counts.get(name, 0) + cell.attendances
            if cell.persons is not None:
                line = f"persons_{name}"
                counts[line] = counts.get(line, 0) + cell.persons
    return counts


def controls_of(cell: Cell) -> Iterator[str]:
    """The controls that show a part of the breakdown."""
    if cell.sex:
        yield f"{cell.sex}_{cell.age_band or 'all'}"
    if cell.disability == Disability.WITH:
        yield "disability"
    if cell.target_group:
        yield f"group_{cell.target_group}"
