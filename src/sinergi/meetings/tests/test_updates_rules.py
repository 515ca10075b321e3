"""The plain rules of achievement updates: peers, hidden counts, numbers in words."""

import datetime as dt
from typing import Any

import pytest

from sinergi.meetings.disclosed import as_public
from sinergi.meetings.peers import Circumstances, Likeness, peers_of, standing
from sinergi.meetings.queries.achievements import period_of
from sinergi.meetings.wording import unverified_numbers

OWN = Circumstances(1, "regency", "full_support", 2019, 100_000)


def others(
    count: int,
    *,
    first: int,
    origin: str = "full_support",
    year: int = 2019,
    population: int | None = 100_000,
    area_kind: str = "regency",
) -> list[Circumstances]:
    return [
        Circumstances(first + n, area_kind, origin, year, population)
        for n in range(count)
    ]


def keys(rows: list[Circumstances]) -> set[int]:
    return {row.key for row in rows}


def test_the_closest_circumstances_come_first() -> None:
    close, near = others(5, first=10), others(9, first=20, year=2021)
    found = peers_of(OWN, [OWN, *close, *near], keys([*close, *near]))
    assert (found.likeness, found.field) == (
        Likeness.CLOSEST,
        tuple(sorted(keys(close))),
    )


def test_too_few_close_ones_widen_to_population_then_to_intake() -> None:
    close, near = others(4, first=10), others(3, first=20, year=2021)
    far = others(6, first=30, population=900_000)
    by_population = peers_of(OWN, [*close, *near, *far], keys([*close, *near, *far]))
    assert by_population.likeness is Likeness.POPULATION
    assert set(by_population.field) == keys([*close, *near])
    by_intake = peers_of(OWN, [*close, *far], keys([*close, *far]))
    assert by_intake.likeness is Likeness.INTAKE
    assert set(by_intake.field) == keys([*close, *far])


def test_only_those_with_figures_make_a_field() -> None:
    alike = others(9, first=10)
    found = peers_of(OWN, alike, {10, 11, 12, 13})
    assert (found.likeness, found.alike, found.field) == (
        Likeness.TOO_FEW,
        9,
        (10, 11, 12, 13),
    )
    assert peers_of(OWN, alike, {10, 11, 12, 13, 14}).likeness is Likeness.CLOSEST


def test_a_city_is_not_compared_to_regencies_nor_anybody_to_themselves() -> None:
    cities = others(9, first=10, area_kind="city")
    found = peers_of(OWN, [OWN, *cities], {1, *keys(cities)})
    assert (found.likeness, found.alike, found.field) == (Likeness.TOO_FEW, 0, ())


@pytest.mark.parametrize(
    ("population", "is_near"),
    [(50_000, True), (49_999, False), (200_000, True), (200_001, False), (None, False)],
)
def test_near_is_from_half_to_double(population: int | None, is_near: bool) -> None:
    rows = others(5, first=10, origin="replication", population=population)
    found = peers_of(OWN, rows, keys(rows))
    assert (found.likeness is Likeness.POPULATION) is is_near


def test_without_a_partnership_or_population_nobody_is_alike() -> None:
    alone = Circumstances(1, "desa", "", None, None)
    rows = others(9, first=10, area_kind="desa", population=None)
    assert peers_of(alone, rows, keys(rows)).likeness is Likeness.TOO_FEW


def test_a_standing_names_its_field_and_shares_ranks() -> None:
    found = standing(50, [10, 50, 60, 70, 80])
    assert (found.rank, found.field) == (4, 6)
    assert (found.low, found.median, found.high) == (50, 60, 70)
    silent = standing(None, [10, 20, 30, 40, 50])
    assert (silent.rank, silent.field, silent.own) == (None, 5, None)


def test_quartiles_round_halves_up() -> None:
    found = standing(1, [0, 1, 2, 3])
    assert (found.low, found.median, found.high) == (1, 2, 2)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2022-12-05", "2022-01-01", "2022-11-01"),
        ("2022-07-01", "2022-01-01", "2022-06-01"),
        ("2022-06-30", "2021-06-01", "2022-05-01"),
        ("2023-01-10", "2022-01-01", "2022-12-01"),
        ("2023-02-10", "2022-02-01", "2023-01-01"),
    ],
)
def test_a_meeting_looks_back_on_whole_months(day: str, first: str, last: str) -> None:
    found = period_of(dt.date.fromisoformat(day))
    assert found == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def numbers(months: list[int | None], **sums: int | None) -> dict[str, Any]:
    known = [value for value in months if value is not None]
    figures = {"attendances": sum(known), "female": 0, "male": 0, "activities": 3}
    return {
        "figures": figures | sums,
        "trend": [
            {"month": f"2022-{n:02}-01", "attendances": value, "activities": 1}
            for n, value in enumerate(months, start=1)
        ],
        "score": {
            "score": 7240,
            "counted": 9,
            "lines": [{"unit": "attendances", "actual": "3", "target": "10.00"}],
        },
        "peers": {"standings": {"attendances": {
            "own": 60, "rank": 1, "field": 6, "low": 4, "median": 30, "high": 50}}},
    }  # fmt: skip


def test_a_small_month_is_hidden_with_another_that_would_give_it_away() -> None:
    shown = as_public(numbers([20, 3, None, 30]))
    assert [row["attendances"] for row in shown["trend"]] == [None, None, None, 30]
    assert [row["hidden"] for row in shown["trend"]] == [
        ["attendances"],
        ["attendances"],
        [],
        [],
    ]
    assert shown["figures"]["attendances"] == 53


def test_a_small_sex_is_hidden_though_only_the_other_is_said() -> None:
    shown = as_public(numbers([20, 30], female=47, male=3))
    assert shown["figures"]["female"] is None
    assert shown["figures"]["hidden"] == ["female", "male"]
    open_ = as_public(numbers([20, 30], female=30, male=20))
    assert (open_["figures"]["female"], open_["figures"]["hidden"]) == (30, [])


def test_small_sums_lines_and_quartiles_are_hidden() -> None:
    given = numbers([2, 1])
    shown = as_public(given)
    assert shown["figures"]["attendances"] is None
    assert shown["score"]["lines"][0]["actual"] is None
    standings = shown["peers"]["standings"]["attendances"]
    assert (standings["low"], standings["median"]) == (None, 30)
    assert given["figures"]["attendances"] == 3, "the freeze itself is not touched"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kami mencatat 53 kehadiran dengan skor 72,40 pada 2022.", []),
        ("Score 72.40, attendances 53", []),
        ("Kami melatih 5.000 orang dan 12 kader, 12 di antaranya muda.",
         ["5.000", "12"]),
        ("Tanpa angka.", []),
        ("53,5", ["53,5"]),
    ],
)  # fmt: skip
def test_numbers_that_nobody_verified_are_named(text: str, found: list[str]) -> None:
    assert unverified_numbers(text, numbers([20, None, 33])) == found
