"""Periods as they stand in addresses."""

import datetime as dt

import pytest

from sinergi.portal.filters import (
    BEFORE_SPLIT,
    Filters,
    default_key,
    keys,
    months_between,
    span_of,
)


@pytest.mark.parametrize(
    ("key", "first", "last", "kind"),
    [
        ("2022", dt.date(2022, 1, 1), dt.date(2022, 12, 1), "year"),
        ("2022-T3", dt.date(2022, 7, 1), dt.date(2022, 9, 1), "quarter"),
        ("2022-02", dt.date(2022, 2, 1), dt.date(2022, 2, 1), "month"),
    ],
)
def test_a_key_names_whole_months(
    key: str, first: dt.date, last: dt.date, kind: str
) -> None:
    span = span_of(key)
    assert span is not None
    assert (span.first, span.last, span.kind) == (first, last, kind)


@pytest.mark.parametrize("key", ["", "22", "2022-13", "2022-T5", "2022-1", "x2022"])
def test_anything_else_names_nothing(key: str) -> None:
    assert span_of(key) is None


def test_default_is_the_latest_year_told_to_its_end() -> None:
    day = dt.date(2026, 1, 1)
    half = default_key(dt.date(2021, 1, 1), dt.date(2023, 6, 1), day)
    assert half == "2022"
    assert default_key(dt.date(2022, 3, 1), dt.date(2022, 6, 1), day) == "2022"
    assert default_key(None, None, day) == "2026"


def test_keys_are_offered_latest_first() -> None:
    assert keys(dt.date(2021, 12, 1), dt.date(2022, 2, 1)) == (
        ["2022", "2021"],
        ["2022-T1", "2021-T4"],
        ["2022-02", "2022-01", "2021-12"],
    )


def test_months_cross_the_year() -> None:
    found = months_between(dt.date(2021, 12, 1), dt.date(2022, 1, 1))
    assert found == [dt.date(2021, 12, 1), dt.date(2022, 1, 1)]


def test_query_leaves_defaults_out() -> None:
    span = span_of("2022")
    assert span is not None
    assert Filters(span).query() == "periode=2022"
    full = Filters(span, "village", BEFORE_SPLIT, is_provisional=True)
    assert full.query() == (
        "periode=2022&jenis=village&batas=2022-01-01&laporan=sementara"
    )


def test_a_report_of_a_later_day_does_not_move_the_default() -> None:
    day = dt.date(2022, 12, 31)
    assert default_key(dt.date(2018, 1, 1), dt.date(2026, 11, 1), day) == "2022"
