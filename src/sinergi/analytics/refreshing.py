"""Turning dirty records into files of the lake: extract, splice, sum up."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from sinergi.analytics import engine, lake, registry, sources
from sinergi.analytics.lake import Manifest, Piece
from sinergi.analytics.registry import Cube, Dimension, FactTable, Scope

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Subjects per query; databases limit the number of parameters.
CHUNK = 1000
#: A cube up to this size is written whole, into one file, at every refresh.
SMALL_CUBE = 300_000
#: Pieces of a larger cube before the idle refresher merges them.
MOST_PIECES = 12
#: Up to so many subjects of a larger cube are written as a piece of their own.
FEW_SUBJECTS = 500


class Writer:
    """Builds the next version beside the current one; nothing shows until published."""

    def __init__(self, manifest: Manifest, records: sources.Records) -> None:
        self._records = records
        self._engine = engine.open_engine()
        self._files = 0
        self._paths: list[Path] = []
        self.manifest = replace(manifest, sequence=manifest.sequence + 1)

    def close(self) -> None:
        """Give the engine's memory back."""
        self._engine.close()

    def abandon(self) -> None:
        """Take back what was written, so that a full disk does not stay full."""
        self.close()
        for path in self._paths:
            path.unlink(missing_ok=True)
            _draft(path).unlink(missing_ok=True)

    def replace_subjects(
        self, fact: FactTable, month: dt.date, subjects: Sequence[int]
    ) -> None:
        """Splice the facts of some subjects into one month's file."""
        self._engine.execute("CREATE OR REPLACE TEMP TABLE fresh AS " + _none(fact))
        for start in range(0, len(subjects), CHUNK):
            part = subjects[start : start + CHUNK]
            self._assemble(fact, Scope(month, month, part), "INSERT INTO fresh")
        self._register_subjects(subjects)
        old = self.manifest.facts.get(fact.name, {}).get(_key(month))
        kept = (
            f"{engine.files_sql([old.file])} WHERE {fact.subject} NOT IN "  # noqa: S608
            "(SELECT subject FROM subjects) UNION ALL "
            if old
            else ""
        )
        self.write_month(
            fact,
            _key(month),
            kept + "SELECT * FROM fresh",  # noqa: S608
            is_sorted=not old,
        )

    def replace_all(self, fact: FactTable, years: Iterable[int]) -> None:
        """Extract every month anew, a year at a time."""
        self._set_months(fact, {})
        for year in years:
            scope = Scope(dt.date(year, 1, 1), dt.date(year, 12, 1))
            self._assemble(fact, scope, "CREATE OR REPLACE TEMP TABLE fresh AS")
            found = self._engine.execute(
                "SELECT DISTINCT month FROM fresh ORDER BY month"
            ).fetchall()
            for (month,) in found:
                key = _key(month)
                self.write_month(
                    fact,
                    key,
                    f"SELECT * FROM fresh WHERE month = DATE '{key}-01'",  # noqa: S608
                )

    def replace_dimension(self, dimension: Dimension) -> None:
        """Extract a dimension whole."""
        rows = sources.extract(self._records, dimension.extract())
        self._engine.register("dimension", rows)
        self.write_dimension(dimension, "SELECT * FROM dimension")
        self._engine.unregister("dimension")

    def write_dimension(self, dimension: Dimension, rows: str) -> None:
        """Let the rows of a query be a dimension."""
        columns = ", ".join(dimension.schema)
        piece = self._write(
            f"dimensions/{dimension.name}",
            f"SELECT {columns} FROM ({rows}) ORDER BY ALL",  # noqa: S608 - declared columns
        )
        self.manifest = replace(
            self.manifest,
            dimensions={**self.manifest.dimensions, dimension.name: piece},
        )

    def sum_up(
        self, cube: Cube, months: Iterable[str], subjects: Collection[int] = ()
    ) -> None:
        """Compute a cube's rows of some months and let them replace the old ones.

        Of a large cube, only the rows of a few `subjects` are computed, if the
        change is theirs alone.
        """
        dirty = sorted(set(months))
        held = self.manifest.cubes.get(cube.name, ())
        is_large = sum(piece.rows for piece in held) > SMALL_CUBE
        if is_large and 0 < len(subjects) <= FEW_SUBJECTS:
            few = tuple(sorted(subjects))
            piece = self._write_cube(cube, [self._cube_sql(cube, dirty, few)], dirty)
            self._set_pieces(cube, (*held, replace(piece, subjects=few)))
            return
        kept = self._without(held, set(dirty))
        filled = [month for month in dirty if self._has_facts(cube, month)]
        parts = [self._cube_sql(cube, filled)] if filled else []
        if not is_large and kept:
            parts.append(engine.pieces_sql(kept, cube.subject))
            filled += {month for piece in kept for month in piece.months}
            kept = ()
        if parts:
            kept = (*kept, self._write_cube(cube, parts, filled))
        self._set_pieces(cube, kept)

    def compact(self, cube: Cube) -> None:
        """Bring a cube's pieces into one file."""
        pieces = self.manifest.cubes[cube.name]
        months = {month for piece in pieces for month in piece.months}
        held = engine.pieces_sql(pieces, cube.subject)
        self._set_pieces(cube, (self._write_cube(cube, [held], months),))

    def _write_cube(
        self, cube: Cube, parts: Iterable[str], months: Iterable[str]
    ) -> Piece:
        """One file of a cube's rows, months first: most questions are about a few."""
        rows = " UNION ALL ".join(f"({part})" for part in parts)
        order = f"month, {cube.subject}"
        piece = self._write(
            f"cube/{cube.name}",
            f"SELECT * FROM ({rows}) ORDER BY {order}",  # noqa: S608 - our own queries
        )
        return replace(piece, months=tuple(sorted(months)))

    def count_records(self) -> None:
        """The number of records behind this version."""
        self.manifest = replace(
            self.manifest,
            records=sum(
                piece.rows
                for fact in registry.FACTS.values()
                if fact.is_record
                for piece in self.manifest.facts.get(fact.name, {}).values()
            ),
            methods=registry.methods(),
        )

    def _assemble(self, fact: FactTable, scope: Scope, into: str) -> None:
        """Extract the parts of a scope and let the pure expression join them."""
        parts = fact.extract(scope)
        tables = {}
        for name, part in parts.items():
            self._engine.register(f"part_{name}", sources.extract(self._records, part))
            tables[name] = engine.table(f"part_{name}", part.columns)
        rows = _written(fact, tables)
        self._engine.execute(f"{into} {engine.typed_sql(rows, fact.schema)}")
        for name in parts:
            self._engine.unregister(f"part_{name}")

    def _cube_sql(
        self, cube: Cube, months: Sequence[str], subjects: Sequence[int] = ()
    ) -> str:
        tables = {}
        for name in cube.sources:
            fact = registry.FACTS[name]
            held = self.manifest.facts.get(name, {})
            files = [held[month].file for month in months if month in held]
            rows = engine.files_sql(files) if files else _none(fact)
            if subjects:
                few = ", ".join(map(str, subjects))
                rows = f"SELECT * FROM ({rows}) WHERE {fact.subject} IN ({few})"  # noqa: S608
            self._engine.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")
            tables[name] = engine.table(name)
        sums = _written(cube, tables)
        return engine.typed_sql(sums, cube.schema)

    def _has_facts(self, cube: Cube, month: str) -> bool:
        return any(month in self.manifest.facts.get(name, {}) for name in cube.sources)

    @staticmethod
    def _without(pieces: tuple[Piece, ...], dirty: set[str]) -> tuple[Piece, ...]:
        kept = (
            replace(piece, months=tuple(m for m in piece.months if m not in dirty))
            for piece in pieces
        )
        return tuple(piece for piece in kept if piece.months)

    def _register_subjects(self, subjects: Sequence[int]) -> None:
        schema = sources.arrow_schema({"subject": "int64"})
        rows = schema.empty_table().from_pydict({"subject": list(subjects)}, schema)
        self._engine.register("subjects", rows)

    def write_month(
        self, fact: FactTable, month: str, rows: str, *, is_sorted: bool = True
    ) -> None:
        """Let the rows of a query be one month's facts.

        Splicing leaves the order of a file mostly as it was; sorting it again would
        take longer than all the rest.
        """
        columns = ", ".join(fact.schema)
        order = f" ORDER BY {fact.subject}" if is_sorted else ""
        piece = self._write(
            f"facts/{fact.name}/{month}",
            f"SELECT {columns} FROM ({rows}){order}",  # noqa: S608
        )
        months = dict(self.manifest.facts.get(fact.name, {}))
        if piece.rows:
            months[month] = piece
        else:
            months.pop(month, None)
        self._set_months(fact, months)

    def _write(self, stem: str, rows: str) -> Piece:
        """Write rows to a file that no other version has the name of."""
        self._files += 1
        name = f"{stem}.{self.manifest.sequence:08d}-{self._files:03d}.parquet"
        path = lake.root() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self._paths.append(path)
        draft = _draft(path)
        count = _copy(self._engine, rows, draft)
        size = draft.stat().st_size
        lake.settle(draft, path)
        return Piece(file=name, rows=count, size=size)

    def _set_months(self, fact: FactTable, months: Mapping[str, Piece]) -> None:
        self.manifest = replace(
            self.manifest,
            facts={**self.manifest.facts, fact.name: dict(sorted(months.items()))},
        )

    def _set_pieces(self, cube: Cube, pieces: tuple[Piece, ...]) -> None:
        self.manifest = replace(
            self.manifest, cubes={**self.manifest.cubes, cube.name: pieces}
        )


def write_dirty(writer: Writer, marks: Iterable[tuple[str, int, dt.date]]) -> int:
    """Bring the marked parts up to date; the number of months touched."""
    dirty: dict[str, dict[dt.date, set[int]]] = defaultdict(lambda: defaultdict(set))
    for mark, subject, month in marks:
        dirty[mark][month].add(subject)
    touched: dict[str, set[str]] = defaultdict(set)
    changed: dict[str, set[int]] = defaultdict(set)
    for fact in registry.FACTS.values():
        for month, subjects in dirty.get(fact.mark, {}).items():
            writer.replace_subjects(fact, month, sorted(subjects))
            touched[fact.name].add(_key(month))
            changed[fact.name] |= subjects
    for dimension in registry.DIMENSIONS.values():
        if dimension.mark in dirty:
            writer.replace_dimension(dimension)
    for cube in registry.CUBES.values():
        months = {month for name in cube.sources for month in touched[name]}
        if months:
            few = {subject for name in cube.sources for subject in changed[name]}
            writer.sum_up(cube, months, few)
    writer.count_records()
    return len({month for months in touched.values() for month in months})


def years_of_facts() -> dict[str, range]:
    """The years with records of each fact table, asked before records are opened."""
    spans = {fact.name: fact.span() for fact in registry.FACTS.values()}
    return {
        name: range(span[0].year, span[1].year + 1) if span else range(0)
        for name, span in spans.items()
    }


def write_all(writer: Writer, years: Mapping[str, Iterable[int]]) -> int:
    """Build everything from the records; the number of months written."""
    for fact in registry.FACTS.values():
        writer.replace_all(fact, years[fact.name])
    for dimension in registry.DIMENSIONS.values():
        writer.replace_dimension(dimension)
    for cube in registry.CUBES.values():
        months = {
            month
            for name in cube.sources
            for month in writer.manifest.facts.get(name, {})
        }
        writer.manifest = replace(
            writer.manifest, cubes={**writer.manifest.cubes, cube.name: ()}
        )
        writer.sum_up(cube, months)
    writer.count_records()
    return len({m for months in writer.manifest.facts.values() for m in months})


def _copy(opened: duckdb.DuckDBPyConnection, rows: str, path: Path) -> int:
    target = str(path).replace("'", "''")
    written = opened.execute(
        f"COPY ({rows}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    ).fetchone()
    return int(written[0]) if written else 0


def _draft(path: Path) -> Path:
    return path.with_name(f"{path.name}.tmp")


def prepare() -> None:
    """Write every expression as SQL.

    This takes seconds once in a process; the first refresh need not wait for it.
    """
    month = dt.date(2000, 1, 1)
    for fact in registry.FACTS.values():
        parts = fact.extract(Scope(month, month, ()))
        _written(
            fact,
            {
                name: engine.table(f"part_{name}", p.columns)
                for name, p in parts.items()
            },
        )
    for cube in registry.CUBES.values():
        _written(cube, {name: engine.table(name) for name in cube.sources})


def _written(entry: FactTable | Cube, tables: "dict[str, ir.Table]") -> str:
    """An entry's expression as SQL, written once in a process."""
    if entry.name not in _SQL:
        pure = entry.assemble if isinstance(entry, FactTable) else entry.expression
        _SQL[entry.name] = engine.sql_of(pure(tables).select(*entry.schema))
    return _SQL[entry.name]


_SQL: dict[str, str] = {}


def _none(fact: FactTable) -> str:
    return engine.empty_sql(fact.schema)


def _key(month: dt.date) -> str:
    return f"{month:%Y-%m}"
