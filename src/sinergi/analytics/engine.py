"""The only place that opens an analytics engine."""

import hashlib
import os
import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import duckdb
from django.conf import settings

from sinergi.analytics import lake, registry
from sinergi.analytics.errors import LakeDamaged
from sinergi.analytics.registry import Schema

if TYPE_CHECKING:
    import ibis.expr.types as ir

SQL_TYPES = {
    "int64": "BIGINT",
    "string": "VARCHAR",
    "date": "DATE",
    "boolean": "BOOLEAN",
}
#: Results kept per version of the figures, and questions kept as SQL.
KEPT = 2000
#: Versions that slow readers of this process may still be reading.
SPACES = 4

#: All that the engine can fail with.
ENGINE_ERRORS = (duckdb.Error,)
#: What the engine says of a file that is gone, cut short or overwritten.
UNREADABLE = (duckdb.IOException, duckdb.InvalidInputException)

Result = TypeVar("Result")
Row = tuple[object, ...]


def open_engine() -> duckdb.DuckDBPyConnection:
    """A fresh in-memory engine within the configured memory and threads."""
    return duckdb.connect(
        ":memory:",
        config={
            "memory_limit": settings.ANALYTICS_MEMORY,
            "threads": settings.ANALYTICS_THREADS,
            "preserve_insertion_order": "false",
            "temp_directory": str(settings.SINERGI_HOME / "spill"),
        },
    )


def table(name: str, schema: Schema | None = None) -> "ir.Table":
    """A registered table as an Ibis expression, bound to no engine."""
    import ibis

    columns = schema or registry.schemas()[name]
    return ibis.table(dict(columns), name=name)


def sql_of(expression: "ir.Table") -> str:
    """The expression in the engine's words."""
    import ibis

    return str(ibis.to_sql(expression, dialect="duckdb"))


class Lake:
    """The current version of the figures, as one thread reads it."""

    def __init__(self, opened: "_Engine", manifest: lake.Manifest, space: str) -> None:
        self.manifest = manifest
        self._engine = opened
        self._cursor = opened.engine.cursor()
        self._space = space
        self._cursor.execute(f"USE {space}")

    @property
    def version(self) -> str:
        """The version on which every result rests."""
        return self.manifest.version

    def rows(self, expression: "ir.Table") -> list[Row]:
        """The rows of an expression.

        Raises:
            LakeDamaged: A file is missing or cannot be read.
        """
        return self._run(sql_of(expression))

    def _run(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        try:
            return self._cursor.execute(sql, list(parameters)).fetchall()
        except UNREADABLE as error:
            lake.report_damage(self.manifest)
            raise LakeDamaged from error

    def remembered(
        self, key: tuple[Hashable, ...], compute: Callable[[], Result]
    ) -> Result:
        """The result of this version for a key, computed once in this process."""
        return self._engine.remembered((self.version, *key), compute)

    def answer(
        self, key: tuple[Hashable, ...], build: Callable[[], "ir.Table"]
    ) -> list[Row]:
        """The rows of a question, computed once a version and written as SQL once.

        Args:
            key: All that the expression depends on.
            build: Makes the expression; not called where the key is known.
        """
        return self.remembered(key, lambda: self._run(self._engine.sql(key, build)))

    def lookup(
        self,
        name: str,
        subjects: Sequence[int],
        months: tuple[date, date] | None = None,
    ) -> list[dict[str, object]]:
        """The rows of some libraries, as they stand in a table with a month or not.

        A lookup by key needs no expression; this one is asked for each page.
        """
        known = list(registry.schemas()[name])
        marks = ", ".join("?" for _ in subjects) or "NULL"
        sql = f"SELECT {', '.join(known)} FROM {name} WHERE {known[0]} IN ({marks})"  # noqa: S608
        parameters: list[object] = list(subjects)
        if months is not None:
            sql += " AND month BETWEEN ? AND ?"
            parameters += months
        rows = self._run(f"{sql} ORDER BY ALL", parameters)
        return [dict(zip(known, row, strict=True)) for row in rows]

    def made(
        self,
        key: tuple[Hashable, ...],
        schema: Schema,
        build: Callable[[], "ir.Table"],
        *,
        cube: str = "",
        groups: "ir.Table | None" = None,
    ) -> "ir.Table":
        """An expression computed once a version and kept in memory for others.

        Args:
            key: All that the expression depends on.
            schema: Its columns.
            build: Makes the expression; not called where the key is known.
            cube: Given where all rests on this cube and on dimensions alone, and the
                first column is the subject: of a next version, only the rows of
                subjects that changed are then computed.
            groups: Another made table, of subjects with the group that the first
                column is instead.
        """
        digest = hashlib.sha256(repr(key).encode()).hexdigest()
        name = f"made_{digest[:40]}"
        self._engine.make(
            self._space,
            name,
            lambda: typed_sql(self._engine.sql(key, build), schema),
            _Rest(
                cube,
                next(iter(schema)),
                groups.get_name() if groups is not None else "",
            ),
        )
        return table(name, schema)

    def forget(self) -> None:
        """Drop what is remembered, so that the next question is computed."""
        self._engine.forget()


@dataclass(frozen=True)
class _Rest:
    """What the rows of a made table rest on; see `Lake.made`."""

    cube: str
    column: str
    groups: str


class _Engine:
    """One process's engine on one lake folder."""

    def __init__(self) -> None:
        self.engine = open_engine()
        self._guard = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._manifest: lake.Manifest | None = None
        self._spaces = 0
        self._space = ""
        self._local = threading.local()
        self.results: dict[tuple[Hashable, ...], object] = {}
        self._written: dict[tuple[Hashable, ...], str] = {}
        self._making = threading.Lock()
        self._made: set[tuple[str, str]] = set()
        self._manifests: dict[str, lake.Manifest] = {}

    def reading(self) -> Lake:
        """The current version; opens views anew only when it changed."""
        with self._guard:
            seen = lake.fingerprint()
            if self._manifest is None or seen != self._seen:
                manifest = lake.current()
                if manifest is None and (seen is not None or self._seen is not None):
                    raise LakeDamaged
                if manifest is not None and manifest.methods != registry.methods():
                    raise LakeDamaged  # of an older version; the refresher rebuilds it
                self._open(manifest or lake.Manifest())
                self._seen = seen
            manifest, space = self._manifest, self._space
        assert manifest is not None  # noqa: S101 - set by _open
        held: Lake | None = getattr(self._local, "lake", None)
        if held is None or held.manifest is not manifest:
            held = Lake(self, manifest, space)
            self._local.lake = held
        return held

    def remembered(
        self, key: tuple[Hashable, ...], compute: Callable[[], Result]
    ) -> Result:
        if key in self.results:
            found: Result = self.results[key]  # type: ignore[assignment]
            return found
        result = compute()
        if len(self.results) >= KEPT:
            self.results.clear()
        self.results[key] = result
        return result

    def make(
        self, space: str, name: str, sql: Callable[[], str], rest: "_Rest"
    ) -> None:
        """A table in memory, in the name space of a version."""
        with self._making:
            if (space, name) in self._made:
                return
            rows = self._carried(space, name, sql(), rest)
            cursor = self.engine.cursor()
            cursor.execute(f"USE {space}")
            cursor.execute(f"CREATE TABLE {name} AS {rows}")
            self._made.add((space, name))

    def _carried(self, space: str, name: str, sql: str, rest: "_Rest") -> str:
        """The rows of a table: where it can be, those of the version before it."""
        older = f"v{int(space[1:]) - 1}"
        if not rest.cube or (older, name) not in self._made:
            return sql
        changed = lake.changed_subjects(
            self._manifests[older], self._manifests[space], rest.cube
        )
        if changed is None:
            return sql
        touched = ", ".join(self._touched(space, changed, rest)) or "NULL"
        column = rest.column
        return (
            f"SELECT * FROM {older}.{name} WHERE ({column} IN ({touched})) IS NOT TRUE "  # noqa: S608 - our own names and values
            f"UNION ALL SELECT * FROM ({sql}) WHERE {column} IN ({touched})"
        )

    def _touched(self, space: str, changed: set[int], rest: "_Rest") -> list[str]:
        """What the first column says in the rows of some subjects, as literals."""
        few = [str(subject) for subject in sorted(changed)]
        if not rest.groups:
            return few
        subject = registry.CUBES[rest.cube].subject
        found = self.engine.execute(
            f"SELECT DISTINCT {rest.column} FROM {space}.{rest.groups} "  # noqa: S608 - our own names and numbers
            f"WHERE {subject} IN ({', '.join(few) or 'NULL'})"
        ).fetchall()
        return [_text(str(value)) for (value,) in found]

    def forget(self) -> None:
        """Drop the results and tables of every version."""
        self.results.clear()
        with self._making:
            for space, name in self._made:
                self.engine.execute(f"DROP TABLE {space}.{name}")
            self._made.clear()

    def sql(self, key: tuple[Hashable, ...], build: Callable[[], "ir.Table"]) -> str:
        if key not in self._written:
            if len(self._written) >= KEPT:
                self._written.clear()
            self._written[key] = sql_of(build())
        return self._written[key]

    def _open(self, manifest: lake.Manifest) -> None:
        """Views on the files of a version, in a name space of their own."""
        self._spaces += 1
        space = f"v{self._spaces}"
        self.engine.execute(f"CREATE SCHEMA {space}")
        try:
            for name, source in views(manifest).items():
                self.engine.execute(f"CREATE VIEW {space}.{name} AS {source}")
        except UNREADABLE:
            self.engine.execute(f"DROP SCHEMA {space} CASCADE")
            lake.report_damage(manifest)
            raise
        if self._spaces > SPACES:
            old = f"v{self._spaces - SPACES}"
            with self._making:
                self._made = {pair for pair in self._made if pair[0] != old}
                self.engine.execute(f"DROP SCHEMA IF EXISTS {old} CASCADE")
                self._manifests.pop(old, None)
        self._manifest = self._manifests[space] = manifest
        self._space = space
        self.results = {}


_ENGINES: dict[tuple[int, Path], _Engine] = {}
_GUARD = threading.Lock()


def open_lake() -> Lake:
    """The current version of the figures, for the calling thread.

    Without a published version every table is there and empty.
    """
    key = (os.getpid(), lake.root())
    with _GUARD:
        if key not in _ENGINES:
            _ENGINES[key] = _Engine()
        opened = _ENGINES[key]
    try:
        return opened.reading()
    except UNREADABLE as error:
        raise LakeDamaged from error


def views(manifest: lake.Manifest) -> Mapping[str, str]:
    """What each registered table reads in a version."""
    found: dict[str, str] = {}
    for name, schema in registry.schemas().items():
        if name in manifest.dimensions:
            found[name] = files_sql([manifest.dimensions[name].file])
        elif manifest.facts.get(name):
            found[name] = files_sql([p.file for p in manifest.facts[name].values()])
        elif any(piece.months for piece in manifest.cubes.get(name, ())):
            found[name] = pieces_sql(manifest.cubes[name], registry.CUBES[name].subject)
        else:
            found[name] = empty_sql(schema)
    return found


def files_sql(files: list[str]) -> str:
    """Rows of whole files."""
    base = lake.root()
    names = ", ".join(_text(str(base / file)) for file in files)
    return f"SELECT * FROM read_parquet([{names}])"  # noqa: S608 - our own file names


def pieces_sql(pieces: tuple[lake.Piece, ...], subject: str) -> str:
    """Rows of a cube: of each piece only what no later piece answers for.

    Args:
        pieces: From the oldest to the latest.
        subject: The column by which a piece may hold some subjects alone.
    """
    parts = []
    for index, piece in enumerate(pieces):
        if not piece.months:
            continue
        rows = f"{files_sql([piece.file])} WHERE {_in_months(piece.months)}"
        for later in pieces[index + 1 :]:
            shared = tuple(set(piece.months) & set(later.months))
            if later.subjects and shared:
                subjects = ", ".join(map(str, later.subjects))
                rows += f" AND NOT ({_in_months(shared)} AND {subject} IN ({subjects}))"
        parts.append(rows)
    return " UNION ALL ".join(parts)


def _in_months(months: Sequence[str]) -> str:
    days = ", ".join(f"DATE '{month}-01'" for month in sorted(months))
    return f"month IN ({days})"


def typed_sql(rows: str, schema: Schema) -> str:
    """The rows in the declared types: the engine's sums are wider than its files'."""
    columns = ", ".join(
        f"CAST({name} AS {SQL_TYPES[kind]}) AS {name}" for name, kind in schema.items()
    )
    return f"SELECT {columns} FROM ({rows})"  # noqa: S608 - declared columns


def empty_sql(schema: Schema) -> str:
    """No rows of the right columns."""
    columns = ", ".join(
        f"NULL::{SQL_TYPES[kind]} AS {name}" for name, kind in schema.items()
    )
    return f"SELECT {columns} WHERE false"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def close_engines() -> None:
    """Forget every open engine of this process."""
    with _GUARD:
        _ENGINES.clear()
