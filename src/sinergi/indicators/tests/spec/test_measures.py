"""The worked example of docs/methods/measures.md: small table in, small table out."""

import datetime as dt
from pathlib import Path

import duckdb
import ibis
import pytest

from sinergi.analytics.engine import sql_of, table, typed_sql
from sinergi.analytics.registry import CUBES, FACTS
from sinergi.indicators.expressions import cuts
from sinergi.indicators.measures import ACTIVITIES, MEASURES
from sinergi.indicators.methods import EXAMPLE, RESULTS, document
from sinergi.indicators.queries.rows import value_of

MONTH = dt.date(2022, 11, 1)
JUDGED = [m for m in MEASURES.values() if m.cube == ACTIVITIES and m.columns]


@pytest.fixture(scope="module")
def engine() -> duckdb.DuckDBPyConnection:
    """The example's facts, summed up by the cube's own expression."""
    opened = duckdb.connect()
    schema = FACTS["activities"].schema
    types = {"int64": "BIGINT", "string": "VARCHAR", "date": "DATE"}
    columns = ", ".join(f"{n} {types.get(k, 'BOOLEAN')}" for n, k in schema.items())
    opened.execute(f"CREATE TABLE activities ({columns})")
    for row in EXAMPLE:
        fact = {
            **row,
            "library": 1,
            "month": MONTH,
            "is_counted": True,
            "cost_sen": row["village_fund"],
            "cost_village_fund_sen": row["village_fund"],
            "in_kind_sen": row["in_kind"],
            "with_evidence": row["evidence"],
            "with_collaborators": row["collaborators"],
        }
        marks = ", ".join("?" for _ in schema)
        values = [fact.get(name) for name in schema]
        opened.execute(f"INSERT INTO activities VALUES ({marks})", values)  # noqa: S608
    cube = CUBES[ACTIVITIES]
    sums = sql_of(cube.expression({"activities": table("activities")}))
    opened.execute(f"CREATE TABLE {ACTIVITIES} AS {typed_sql(sums, cube.schema)}")
    opened.execute("CREATE TABLE placed AS SELECT 1::BIGINT AS library, '35' AS code")
    return opened


@pytest.mark.parametrize("key", [measure.key for measure in JUDGED])
def test_measure_of_the_worked_example(
    key: str, engine: duckdb.DuckDBPyConnection
) -> None:
    placed = ibis.table({"library": "int64", "code": "string"}, name="placed")
    measure = MEASURES[key]
    rows = cuts.located(table(ACTIVITIES), placed, measure.columns)
    query = cuts.measured(rows, measure, level="", per="")
    [(_area, _period, part, whole)] = engine.execute(sql_of(query)).fetchall()
    value = value_of(measure, part, whole)
    assert (None if value is None else str(value)) == RESULTS.get(key)


def test_the_document_is_up_to_date() -> None:
    path = Path(__file__).resolve().parents[5] / "docs" / "methods" / "measures.md"
    assert path.read_text(encoding="utf-8") == document(), "run `sinergi methods`"
