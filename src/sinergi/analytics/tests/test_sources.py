"""Records become Arrow the same way through every door."""

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from django.db import connection

from sinergi.analytics.models import DirtyPair
from sinergi.analytics.registry import Part
from sinergi.analytics.sources import (
    CursorRecords,
    SecondConnection,
    adbc_records,
    extract,
    open_records,
)

SCHEMA = {"subject": "int64", "table": "string", "month": "date", "nothing": "int64"}


def test_adbc_reads_a_file_in_the_declared_types(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    with closing(sqlite3.connect(path)) as records, records:
        records.execute("CREATE TABLE pair (subject INT, name TEXT, month TEXT, n INT)")
        records.executemany(
            "INSERT INTO pair VALUES (?, ?, ?, NULL)",
            [(1, "a", "2022-11-01"), (2, "b", "2022-12-01")],
        )
    sql = (
        "SELECT subject, name, month, n FROM pair WHERE subject >= %s ORDER BY subject"
    )
    with adbc_records(str(path)) as opened:
        table = opened.read(sql, [2], SCHEMA)
        none = opened.read(sql, [9], SCHEMA)
        everything = opened.read(sql, [True], SCHEMA)
    assert table.to_pylist() == [
        {"subject": 2, "table": "b", "month": dt.date(2022, 12, 1), "nothing": None}
    ]
    assert (none.num_rows, none.schema) == (0, table.schema)
    assert everything.num_rows == 2
    assert table.schema.field("month").type == pa.date32()


@pytest.mark.django_db
def test_an_open_transaction_reads_its_own_rows() -> None:
    DirtyPair.objects.create(table="a", subject=4, month=dt.date(2022, 1, 1))
    rows = DirtyPair.objects.values_list("subject", "table", "month")
    columns = {"subject": "int64", "table": "string", "month": "date"}
    with open_records() as records:
        table = extract(records, Part(rows, columns))
        none = extract(records, Part(rows.none(), columns))
    assert table.to_pylist() == [
        {"subject": 4, "table": "a", "month": dt.date(2022, 1, 1)}
    ]
    assert none.num_rows == 0
    assert (
        CursorRecords()
        .read(
            "SELECT subject FROM analytics_dirtypair WHERE subject > %s",
            [9],
            {"subject": "int64"},
        )
        .num_rows
        == 0
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="ADBC reads SQLite alone")
def test_nobody_else_of_the_process_asks_while_adbc_reads() -> None:
    with pytest.raises(SecondConnection), open_records(alone=True):
        DirtyPair.objects.exists()
    assert connection.connection is None
    assert not DirtyPair.objects.exists()
