"""What the lake holds: fact tables, cubes and dimensions, registered by apps above."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from django.db.models import QuerySet

#: Column to type, in Ibis' words: int64, string, date, boolean.
Schema = Mapping[str, str]


@dataclass(frozen=True)
class Scope:
    """Which records to extract: whole months, of all or some subjects."""

    first: dt.date
    last: dt.date
    subjects: Sequence[int] | None = None

    @property
    def end(self) -> dt.date:
        """The first day after the last month."""
        return (self.last.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


@dataclass(frozen=True)
class Part:
    """Records to extract: a queryset of tuples and the columns that they fill."""

    rows: "QuerySet[Any, tuple[Any, ...]]"
    columns: Schema


Parts = Mapping[str, Part]
Assemble = Callable[[Mapping[str, "ir.Table"]], "ir.Table"]


@dataclass(frozen=True)
class FactTable:
    """Facts of one grain, kept as one file a month.

    Attributes:
        name: Name of the table and of its folder.
        mark: Name under which changes are marked dirty.
        schema: Columns; the first is the subject, `month` is among them.
        extract: The records of a scope, as parts.
        assemble: Pure expression from the parts to the facts.
        span: First and last month with records, None without any.
        version: Raised when extraction or assembly change; old lakes are rebuilt.
        is_record: Whether a row stands for one record that people reported.
    """

    name: str
    mark: str
    schema: Schema
    extract: Callable[[Scope], Parts]
    assemble: Assemble
    span: Callable[[], tuple[dt.date, dt.date] | None]
    version: int = 1
    is_record: bool = False

    @property
    def subject(self) -> str:
        """The column that names the subject."""
        return next(iter(self.schema))


@dataclass(frozen=True)
class Cube:
    """Sums over facts, computed month by month and kept compact."""

    name: str
    sources: tuple[str, ...]
    schema: Schema
    expression: Assemble
    version: int = 1

    @property
    def subject(self) -> str:
        """The column that names the subject."""
        return next(iter(self.schema))


@dataclass(frozen=True)
class Dimension:
    """A small table without months, replaced whole whenever its mark is dirty."""

    name: str
    mark: str
    schema: Schema
    extract: Callable[[], Part]
    version: int = 1


FACTS: dict[str, FactTable] = {}
CUBES: dict[str, Cube] = {}
DIMENSIONS: dict[str, Dimension] = {}


def register(*entries: FactTable | Cube | Dimension) -> None:
    """Add entries; called from `AppConfig.ready` of an app above."""
    for entry in entries:
        if isinstance(entry, FactTable):
            FACTS[entry.name] = entry
        elif isinstance(entry, Cube):
            CUBES[entry.name] = entry
        else:
            DIMENSIONS[entry.name] = entry


def schemas() -> dict[str, Schema]:
    """The columns of everything registered, by name."""
    return {entry.name: entry.schema for entry in _entries()}


def methods() -> dict[str, int]:
    """The version of everything registered; the lake keeps what it was made with."""
    return {entry.name: entry.version for entry in _entries()}


def _entries() -> list[FactTable | Cube | Dimension]:
    return [*FACTS.values(), *CUBES.values(), *DIMENSIONS.values()]
