"""What a report says: plain values, as forms, the API and imports hand them over."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

DIMENSIONS = ("sex", "age_band", "disability", "target_group")


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Part of the attendances; a dimension that is left blank is not stated."""

    sex: str = ""
    age_band: str = ""
    disability: str = ""
    target_group: str = ""
    attendances: int = 0
    persons: int | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells this cell from the others of the activity."""
        return (self.sex, self.age_band, self.disability, self.target_group)

    @property
    def shape(self) -> frozenset[str]:
        """The dimensions that the cell states."""
        return frozenset(name for name in DIMENSIONS if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Payment:
    """What one payer spent on the activity, or gave in kind."""

    payer: str
    amount_idr: Decimal
    is_in_kind: bool = False

    @property
    def key(self) -> tuple[str, bool]:
        """One amount per payer and kind."""
        return (self.payer, self.is_in_kind)


@dataclass(frozen=True, slots=True)
class Link:
    """Evidence that lies elsewhere: the address of a post, a folder, a video."""

    reference: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class ActivityContent:
    """Everything that a person types about an activity.

    A draft needs a title only: blank `strategy` or `field` and a missing
    `started_on` are not yet stated. None in a count is *not reported*.
    """

    strategy: str
    field: str
    title: str
    started_on: dt.date | None
    ended_on: dt.date | None = None
    description: str = ""
    place: str = ""
    collaborators: str = ""
    attendances: int | None = None
    persons: int | None = None
    breakdown: tuple[Cell, ...] = ()
    money: tuple[Payment, ...] = ()
    links: tuple[Link, ...] = ()


def normalised(content: ActivityContent) -> ActivityContent:
    """The same content in the one form in which it is stored and compared."""
    return replace(
        content,
        title=storable(content.title),
        description=storable(content.description),
        place=storable(content.place),
        collaborators=storable(content.collaborators),
        breakdown=tuple(sorted(content.breakdown, key=lambda cell: cell.key)),
        money=tuple(sorted(content.money, key=lambda payment: payment.key)),
        links=tuple(
            Link(storable(link.reference), storable(link.caption))
            for link in content.links
            if storable(link.reference)
        ),
    )


def storable(text: str) -> str:
    """Text without outer spaces and without what no database can hold."""
    text = text.strip()
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\x00", "")
    return text.encode("utf-8", "ignore").decode("utf-8").strip()


def plain(content: ActivityContent) -> dict[str, object]:
    """The content as the audit trail keeps it: JSON values, parts as lists."""
    return {
        "title": content.title,
        "strategy": content.strategy,
        "field": content.field,
        "started_on": content.started_on,
        "ended_on": content.ended_on,
        "description": content.description,
        "place": content.place,
        "collaborators": content.collaborators,
        "attendances": content.attendances,
        "persons": content.persons,
        "breakdown": [_plain_cell(cell) for cell in content.breakdown],
        "money": [
            {
                "payer": payment.payer,
                "amount_idr": f"{payment.amount_idr:.2f}",
                "is_in_kind": payment.is_in_kind,
            }
            for payment in content.money
        ],
        "links": [
            {"reference": link.reference, "caption": link.caption}
            for link in content.links
        ],
    }


def _plain_cell(cell: Cell) -> dict[str, object]:
    stated: dict[str, object] = {
        name: getattr(cell, name) for name in DIMENSIONS if getattr(cell, name)
    }
    stated["attendances"] = cell.attendances
    if cell.persons is not None:
        stated["persons"] = cell.persons
    return stated


def cells_of_parts(
    parts: Sequence[Cell], total: int | None
) -> tuple[tuple[Cell, ...], int | None]:
    """The breakdown and the total of parts as other programs send them.

    Without a total the parts add up to it. Where two parts state one dimension beside
    different others, only the sums by dimension are kept: a cross table of some and
    a margin of others would count people twice. What states nothing is *not broken
    down*.
    """
    if total is None and parts:
        total = sum(part.attendances for part in parts)
    stated = [part for part in parts if part.shape]
    if not _is_mixed(stated):
        return tuple(stated), total
    margins: dict[tuple[str, str], int] = defaultdict(int)
    for part in stated:
        for name in sorted(part.shape):
            margins[name, getattr(part, name)] += part.attendances
    cells = (
        Cell(**{name: value}, attendances=count)  # type: ignore[arg-type]
        for (name, value), count in margins.items()
    )
    return tuple(cells), total


def sum_of_parts(parts: Sequence[Cell]) -> int | None:
    """What parts add up to that share out the total; None for mere margins.

    They share it out where one of them states nothing, or states more than others.
    """
    is_shared_out = not all(part.shape for part in parts) or _is_mixed(parts)
    return sum(part.attendances for part in parts) if is_shared_out else None


def _is_mixed(cells: Sequence[Cell]) -> bool:
    """Whether a dimension stands beside different others, or a group beside any."""
    shapes: dict[str, set[frozenset[str]]] = defaultdict(set)
    for cell in cells:
        for name in cell.shape:
            shapes[name].add(cell.shape)
    group = {frozenset({"target_group"})}
    return (
        any(len(found) > 1 for found in shapes.values())
        or shapes.get("target_group", group) != group
    )
