"""The only place that turns records into Arrow tables."""

import importlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, Protocol, cast

import pyarrow as pa
from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction

from sinergi.analytics.registry import Part, Schema

if TYPE_CHECKING:
    from collections.abc import Sequence

ADBC = "adbc_driver_sqlite.dbapi"
ARROW_TYPES = {
    "int64": pa.int64(),
    "string": pa.string(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


class SecondConnection(RuntimeError):
    """Django was asked while ADBC had the file: the locks of both would be lost."""


class Records(Protocol):
    """The records as they stood at one moment."""

    def read(
        self, sql: str, parameters: "Sequence[object]", schema: Schema
    ) -> pa.Table:
        """The rows of a query as an Arrow table of the given columns."""


def arrow_schema(schema: Schema) -> pa.Schema:
    """The Arrow schema of declared columns."""
    return pa.schema([(name, ARROW_TYPES[kind]) for name, kind in schema.items()])


@contextmanager
def open_records(*, alone: bool = False) -> Iterator[Records]:
    """All reads inside see the records of one moment.

    PostgreSQL is read through COPY on Django's own connection. A SQLite file is read
    through ADBC where the process is `alone`: ADBC brings its own copy of SQLite, and
    two copies in one process break each other's file locks, so that a process with
    any other connection to the file would lose writes: Django refuses to ask anything
    meanwhile. Everywhere else, and inside an open transaction, Django's own cursor
    reads.

    Args:
        alone: No other thread of this process uses the records meanwhile.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            if len(connection.savepoint_ids) == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield CopyRecords()
    elif not alone or connection.in_atomic_block or _is_in_memory():
        with transaction.atomic():
            yield CursorRecords()
    else:
        path = str(connection.settings_dict["NAME"])
        connection.close()
        with _closed_connection(), adbc_records(path) as records:
            yield records


@contextmanager
def _closed_connection() -> Iterator[None]:
    """Refuse what Django would ask; what it opened all the same is closed again."""

    def refuse(*_asked: object) -> NoReturn:
        raise SecondConnection

    try:
        with connection.execute_wrapper(refuse):
            yield
    finally:
        connection.close()


def extract(records: Records, part: Part) -> pa.Table:
    """The rows of one part; an impossible condition gives no rows."""
    try:
        sql, parameters = part.rows.query.sql_with_params()
    except EmptyResultSet:
        return arrow_schema(part.columns).empty_table()
    return records.read(sql, list(parameters), part.columns)


def prepare() -> None:
    """Load the driver that `open_records` would load at first; it takes a second."""
    if connection.vendor == "sqlite":
        importlib.import_module(ADBC)


@contextmanager
def adbc_records(path: str) -> Iterator[Records]:
    """Records of a SQLite file, in one read transaction."""
    opened = importlib.import_module(ADBC).connect(path)
    try:
        yield AdbcRecords(opened)
    finally:
        opened.rollback()
        opened.close()


class AdbcRecords:
    """Reads a SQLite file column by column, without Python objects a row."""

    def __init__(self, opened: object) -> None:
        self._opened = opened

    def read(
        self, sql: str, parameters: "Sequence[object]", schema: Schema
    ) -> pa.Table:
        """Run the query with SQLite's own placeholders."""
        plain = [int(p) if isinstance(p, bool) else p for p in parameters]
        with self._opened.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(sql.replace("%s", "?"), plain or None)
            return _typed(cursor.fetch_arrow_table(), schema)


class CopyRecords:
    """Reads PostgreSQL by COPY, parsed by Arrow."""

    def read(
        self, sql: str, parameters: "Sequence[object]", schema: Schema
    ) -> pa.Table:
        """Copy the query's rows out as CSV."""
        from pyarrow import csv

        buffer = io.BytesIO()
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            statement = f"COPY ({sql}) TO STDOUT (FORMAT csv)"
            with cursor.copy(statement, tuple(parameters)) as copy:
                for block in copy:
                    buffer.write(block)
        if not buffer.tell():
            return arrow_schema(schema).empty_table()
        buffer.seek(0)
        return csv.read_csv(
            buffer,
            read_options=csv.ReadOptions(column_names=list(schema)),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=arrow_schema(schema),
                null_values=[""],
                strings_can_be_null=False,
            ),
        )


class CursorRecords:
    """Reads through Django's cursor: what an open transaction sees."""

    def read(
        self, sql: str, parameters: "Sequence[object]", schema: Schema
    ) -> pa.Table:
        """Fetch the rows and turn them into columns."""
        with connection.cursor() as cursor:
            cursor.execute(sql, cast("list[str]", parameters))
            rows = cursor.fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * len(schema)
        arrays = [pa.array(map(_plain, column)) for column in columns]
        return _typed(pa.Table.from_arrays(arrays, names=list(schema)), schema)


def _is_in_memory() -> bool:
    name = str(connection.settings_dict["NAME"])
    return name == ":memory:" or "mode=memory" in name


def _plain(value: object) -> object:
    """UUIDs as text; everything else Arrow knows."""
    return value.hex if hasattr(value, "hex") and hasattr(value, "urn") else value


def _typed(table: pa.Table, schema: Schema) -> pa.Table:
    """The columns by position, in the declared types."""
    wanted = arrow_schema(schema)
    arrays = []
    for field, column in zip(wanted, table.columns, strict=True):
        if column.null_count == len(column):
            arrays.append(pa.nulls(len(column), field.type))
        else:
            arrays.append(column.cast(field.type))
    return pa.Table.from_arrays(arrays, schema=wanted)
