"""When libraries have to report: small tables in, stretches of months out."""

import datetime as dt

import duckdb
import ibis
import pytest

from sinergi.analytics.engine import sql_of, typed_sql
from sinergi.indicators.expressions import network
from sinergi.indicators.queries.located import OBLIGATIONS

LONG_AGO, FAR_OFF = "1900-01-01", "9999-12-31"


@pytest.mark.parametrize(
    ("opened", "closed", "spans", "stretches"),
    [
        (LONG_AGO, FAR_OFF, [("2022-03-31", FAR_OFF)], [("2022-03", "9999-12")]),
        # A partner on the last day of April, but not of May.
        (LONG_AGO, FAR_OFF, [("2022-03-01", "2022-05-30")], [("2022-03", "2022-05")]),
        (LONG_AGO, FAR_OFF, [("2022-03-01", "2022-05-31")], [("2022-03", "2022-06")]),
        # Closed on the first of June: open at the end of May.
        ("2022-02-10", "2022-06-01", [(LONG_AGO, FAR_OFF)], [("2022-02", "2022-06")]),
        (LONG_AGO, "2022-06-30", [("2022-01-01", FAR_OFF)], [("2022-01", "2022-06")]),
        # Never a partner at the end of a month.
        (LONG_AGO, FAR_OFF, [("2022-03-01", "2022-03-30")], []),
        # Two programmes at once are one obligation, a gap makes two.
        (
            LONG_AGO,
            FAR_OFF,
            [
                ("2022-01-01", "2022-12-31"),
                ("2022-02-01", "2022-03-31"),
                ("2022-11-01", "2023-01-31"),
                ("2023-04-01", "2023-04-30"),
            ],
            [("2022-01", "2023-02"), ("2023-04", "2023-05")],
        ),
    ],
)
def test_obligations(
    opened: str,
    closed: str,
    spans: list[tuple[str, str]],
    stretches: list[tuple[str, str]],
) -> None:
    engine = duckdb.connect()
    engine.execute(
        f"CREATE TABLE libraries AS SELECT 1::BIGINT AS library, "
        f"DATE '{opened}' AS opened_on, DATE '{closed}' AS closed_on"
    )
    engine.execute(
        "CREATE TABLE partnerships "
        "(library BIGINT, started_on DATE, ended_on DATE, programme VARCHAR)"
    )
    for number, (start, end) in enumerate(spans):
        engine.execute(
            "INSERT INTO partnerships VALUES (1, ?, ?, ?)",
            [dt.date.fromisoformat(start), dt.date.fromisoformat(end), str(number)],
        )
    query = network.obligations(
        ibis.table(
            {
                "library": "int64",
                "started_on": "date",
                "ended_on": "date",
                "programme": "string",
            },
            name="partnerships",
        ),
        ibis.table(
            {"library": "int64", "opened_on": "date", "closed_on": "date"},
            name="libraries",
        ),
    )
    rows = typed_sql(sql_of(query), OBLIGATIONS)
    found = engine.execute(
        f"SELECT strftime(starts, '%Y-%m'), strftime(ends, '%Y-%m') "  # noqa: S608 - our own rows
        f"FROM ({rows}) ORDER BY starts"
    ).fetchall()
    assert found == stretches
