"""The scoring rule: plain cases, and the bulk expression against the reference."""

import datetime as dt
from fractions import Fraction

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinergi.indicators import scoring
from sinergi.indicators.scoring import Bands, Rule


def test_points_round_halves_up_once() -> None:
    rule = Rule("activities", target=800, period=1, weight=1)
    assert scoring.points(rule, 1, None, 1) == 13
    assert scoring.half_up(Fraction(25, 2)) == 13
    assert scoring.half_up(Fraction(24, 2)) == 12


def test_points_stop_at_the_cap() -> None:
    rule = Rule("activities", target=400, period=1, weight=30, cap_pct=150)
    assert [scoring.points(rule, n, None, 1) for n in (0, 4, 6, 60)] == [
        0,
        3000,
        4500,
        4500,
    ]


@pytest.mark.parametrize(
    ("span", "window", "part", "points"),
    [(1, 3, 2, 1200), (3, 3, 2, 1200), (12, 12, 8, 1200), (12, 12, 12, 1800)],
)
def test_points_scale_the_target_with_the_window(
    span: int, window: int, part: int, points: int
) -> None:
    rule = Rule("activities_advocacy", target=300, period=3, weight=18)
    assert rule.window(span) == window
    assert scoring.points(rule, part, None, span) == points


def test_shares_and_variety_keep_their_target() -> None:
    share = Rule("evidence_share", 8000, 1, 14, is_share=True, scales=False)
    assert scoring.points(share, 64, 100, 12) == 1120
    assert scoring.points(share, 0, 0, 12) == 0
    variety = Rule("distinct_fields", 300, 6, 12, scales=False)
    assert scoring.points(variety, 2, None, 12) == 800


def test_colours_compare_whole_numbers() -> None:
    bands = Bands(7500, 5000)
    assert [bands.colour_of(n) for n in (7500, 7499, 5000, 4999, 0)] == [
        "green",
        "yellow",
        "yellow",
        "red",
        "red",
    ]
    assert scoring.score([9000, 2000]) == 10_000


def test_months_are_counted_across_years() -> None:
    assert scoring.earlier(dt.date(2022, 2, 1), 3) == dt.date(2021, 11, 1)
    assert scoring.span_of(dt.date(2021, 11, 1), dt.date(2022, 2, 1)) == 4
    assert scoring.end_of(dt.date(2024, 2, 1)) == dt.date(2024, 2, 29)


RULES = st.builds(
    Rule,
    measure=st.just("activities"),
    target=st.integers(1, 999_999_999),
    period=st.sampled_from([1, 3, 6, 12]),
    weight=st.integers(1, 100),
    cap_pct=st.integers(1, 200),
    scales=st.booleans(),
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    rule=RULES,
    is_share=st.booleans(),
    parts=st.lists(
        st.tuples(st.integers(0, 2_000_000), st.integers(0, 2_000_000)),
        min_size=1,
        max_size=8,
    ),
    span=st.integers(1, 24),
)
def test_bulk_points_equal_the_reference(
    rule: Rule, is_share: bool, parts: list[tuple[int, int]], span: int
) -> None:
    import ibis

    from sinergi.indicators.expressions.scores import _points, part_of, whole_of

    if is_share:
        rule = Rule(
            "evidence_share", min(rule.target, 20_000), rule.period, rule.weight,
            rule.cap_pct, is_share=True, scales=False,
        )  # fmt: skip
        parts = [(min(part, whole), whole) for part, whole in parts]
    need = (rule.measure, rule.window(span))
    columns = ("n", part_of(need), whole_of(need))
    table = ibis.table(dict.fromkeys(columns, "int64"), name="sums")
    query = table.select("n", points=_points(table, rule, span)).order_by("n")
    engine = duckdb.connect()
    engine.execute(f"CREATE TABLE sums ({', '.join(f'{c} BIGINT' for c in columns)})")
    engine.executemany(
        "INSERT INTO sums VALUES (?, ?, ?)",
        [(n, part, whole) for n, (part, whole) in enumerate(parts)],
    )
    found = engine.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchall()
    assert found == [
        (n, scoring.points(rule, part, whole, span))
        for n, (part, whole) in enumerate(parts)
    ]
