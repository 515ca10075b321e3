"""Sizes, shares and draws: against formulas, enumeration and bounded simulation."""

import itertools
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import isclose, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.evaluation.sampling import (
    Allocation,
    Design,
    Drawn,
    FrameUnit,
    Method,
    Rounding,
    Sizing,
    StratumFrame,
    UnfitDesign,
    drawn_of,
    margin_of,
    neyman,
    plan_of,
    proportional,
    slovin,
)
from sinergi.evaluation.sampling.allocation import by_weight
from sinergi.evaluation.sampling.drawing import brewer_step, inclusion_probabilities

#: The programme's study of 2024: provinces, regencies and cities, villages.
OF_2024 = [
    StratumFrame("province", 34),
    StratumFrame("regency", 168),
    StratumFrame("village", 546),
]


def sizes(design: Design, frames: list[StratumFrame]) -> list[int]:
    return [planned.sample for planned in plan_of(design, frames)]


def test_slovin_by_stratum_gives_the_design_of_2024() -> None:
    found = sizes(Design(margin=margin_of("5%")), OF_2024)
    assert (found, sum(found)) == ([31, 118, 231], 380)


def test_slovin_rounds_up_where_asked_for() -> None:
    design = Design(rounding=Rounding.CEILING)
    assert sizes(design, OF_2024) == [32, 119, 231]


def test_slovin_rounds_an_exact_half_up() -> None:
    assert slovin(25, Decimal("0.2")) == 13  # 12.5, which round() takes to 12


def test_slovin_over_all_is_shared_out() -> None:
    design = Design(sizing=Sizing.SLOVIN_ALL)
    assert sizes(design, OF_2024) == [12, 59, 190]  # 748 / 2.87 = 260.6


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.05", "0.05"),
        ("0,05", "0.05"),
        ("5%", "0.05"),
        (" 5,5 % ", "0.055"),
        ("5", "0.05"),
    ],
)
def test_margin_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert margin_of(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("lima", "margin_text"),
        ("", "margin_missing"),
        ("0", "margin_range"),
        ("100", "margin_range"),
        ("100%", "margin_range"),
        ("-0,05", "margin_range"),
        ("NaN", "margin_range"),
        ("Infinity", "margin_range"),
    ],
)
def test_margin_that_cannot_be_is_refused(typed: str, code: str) -> None:
    with pytest.raises(UnfitDesign) as refused:
        margin_of(typed)
    assert (refused.value.code, refused.value.field) == (code, "margin")


populations = st.lists(st.integers(1, 400), min_size=1, max_size=8)


@given(populations, st.data())
@settings(max_examples=60, deadline=None)
def test_shares_sum_exactly_and_fit(counts: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(len(counts), sum(counts)))
    weights = data.draw(
        st.lists(st.floats(0, 50), min_size=len(counts), max_size=len(counts))
    )
    for shares in (proportional(total, counts), by_weight(total, weights, counts)):
        assert sum(shares) == total
        assert all(1 <= n <= count for n, count in zip(shares, counts, strict=True))


@given(populations, st.data())
@settings(max_examples=40, deadline=None)
def test_proportional_shares_differ_from_quotas_by_less_than_one(
    counts: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(0, sum(counts)))
    shares = proportional(total, counts, least=0)
    for share, count in zip(shares, counts, strict=True):
        assert abs(share - Fraction(total * count, sum(counts))) < 1


def test_neyman_follows_size_times_deviation() -> None:
    assert neyman(100, [1000, 1000, 2000], [1.0, 3.0, 0.5]) == [20, 60, 20]


def test_neyman_hands_on_what_a_stratum_cannot_hold() -> None:
    assert neyman(60, [20, 500, 500], [100.0, 1.0, 1.0]) == [20, 20, 20]


def test_neyman_keeps_two_in_a_stratum_that_does_not_vary() -> None:
    assert neyman(30, [500, 40], [1.0, 0.0]) == [28, 2]
    assert neyman(510, [500, 40], [1.0, 0.0]) == [500, 10]


@pytest.mark.parametrize(
    ("deviations", "code"),
    [
        ([1.0, None], "deviation_missing"),
        ([1.0, -0.1], "deviation_negative"),
        ([1.0, float("nan")], "deviation_negative"),
        ([0.0, 0.0], "deviations_zero"),
    ],
)
def test_neyman_without_deviations_is_refused(
    deviations: list[float | None], code: str
) -> None:
    with pytest.raises(UnfitDesign) as refused:
        neyman(10, [20, 20], deviations)
    assert refused.value.code == code


def fixed(total: int, **more: object) -> Design:
    return Design(sizing=Sizing.FIXED, total=total, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("design", "frames", "code"),
    [
        (Design(), [], "empty_population"),
        (Design(), [StratumFrame("a", 0)], "empty_stratum"),
        (Design(margin=None), OF_2024, "margin_missing"),
        (fixed(0), OF_2024, "total_missing"),
        (fixed(749), OF_2024, "sample_exceeds"),
        (fixed(2), OF_2024, "fewer_than_strata"),
    ],
)
def test_design_that_cannot_be_is_refused(
    design: Design, frames: list[StratumFrame], code: str
) -> None:
    with pytest.raises(UnfitDesign) as refused:
        plan_of(design, frames)
    assert refused.value.code == code


@pytest.mark.parametrize("size", [None, 0.0, -1.0, float("nan"), float("inf")])
def test_pps_without_a_positive_size_is_refused(size: float | None) -> None:
    units = [FrameUnit("a", 3.0), FrameUnit("b", size), FrameUnit("c", 1.0)]
    for method in (Method.PPS_BREWER, Method.PPS_REPLACEMENT):
        with pytest.raises(UnfitDesign) as refused:
            draw(fixed(2, method=method), units, 1)
        assert refused.value.data == {"count": 1, "codes": ["b"]}


def draw(design: Design, units: list[FrameUnit], seed: int) -> list[Drawn]:
    frame = StratumFrame("s", len(units), units)
    return drawn_of(design, [frame], seed)["s"]


@pytest.mark.parametrize("sizes", [[1, 2, 3, 4, 5], [7, 7, 8, 9, 3], [1, 1, 1, 6, 6]])
@pytest.mark.parametrize("count", [2, 3])
def test_brewer_draws_each_unit_with_its_probability(
    sizes: list[int], count: int
) -> None:
    pi = inclusion_probabilities(np.array(sizes, dtype=float), count)
    rest = np.flatnonzero(pi < 1)  # certain units need no draw
    wanted = pi[rest]
    found = np.zeros(len(rest))
    for order in itertools.permutations(range(len(rest)), round(wanted.sum())):
        chance, chosen = 1.0, np.zeros(len(rest), dtype=bool)
        for place in order:
            chance *= brewer_step(wanted, chosen)[place]
            chosen[place] = True
        found[list(order)] += chance
    assert np.allclose(found, wanted, rtol=1e-12)
    assert isclose(pi.sum(), count)


def test_units_too_large_to_be_left_out_are_certain() -> None:
    pi = inclusion_probabilities(np.array([1.0, 1, 2, 40, 100]), 3)
    assert pi.tolist() == [0.25, 0.25, 0.5, 1.0, 1.0]


#: Five regencies of different size; y grows with x but not in proportion.
UNITS = [
    FrameUnit(f"u{n:02}", size=2.0 + (n * 7) % 9, cluster=f"c{n * n % 5}")
    for n in range(24)
]
VALUES = {unit.code: 5 + 2 * (unit.size or 0) + n % 4 for n, unit in enumerate(UNITS)}
DESIGNS = [
    fixed(8, method=method, clusters=clusters, take=2)
    for method in Method
    for clusters in ("", "regency")
]
DRAWS = 500


@pytest.mark.parametrize("design", DESIGNS, ids=lambda d: f"{d.method}-{d.clusters}")
def test_totals_are_unbiased_and_probabilities_are_those_stated(
    design: Design,
) -> None:
    seen: Counter[str] = Counter()
    stated: dict[str, float] = {}
    totals = []
    for seed in range(DRAWS):
        main = [u for u in draw(design, UNITS, seed) if not u.is_reserve]
        totals.append(sum(VALUES[unit.code] * unit.weight for unit in main))
        seen.update(unit.code for unit in main)
        stated |= {unit.code: unit.probability for unit in main}
    error = float(np.std(totals)) / sqrt(DRAWS)
    assert abs(np.mean(totals) - sum(VALUES.values())) < 4 * error + 1e-9
    for code, chance in stated.items():
        spread = sqrt(chance * (1 - chance) / DRAWS)
        assert abs(seen[code] / DRAWS - chance) < 4.5 * spread + 1e-9


def test_weight_is_the_inverse_of_the_probability_without_replacement() -> None:
    for design in DESIGNS:
        if design.method != Method.PPS_REPLACEMENT:
            for unit in draw(design, UNITS, 3):
                assert isclose(unit.weight * unit.probability, 1)


def test_weight_with_replacement_is_that_of_all_hits() -> None:
    design = fixed(12, method=Method.PPS_REPLACEMENT)
    main = [unit for unit in draw(design, UNITS, 5) if not unit.is_reserve]
    whole = sum(unit.size or 0 for unit in UNITS)
    size_of = {unit.code: unit.size or 0 for unit in UNITS}
    assert sum(unit.hits for unit in main) == 12
    assert max(unit.hits for unit in main) > 1
    for unit in main:
        share = size_of[unit.code] / whole
        assert isclose(unit.weight, unit.hits / (12 * share))
        assert isclose(unit.probability, 1 - (1 - share) ** 12)


@pytest.mark.parametrize("design", DESIGNS, ids=lambda d: f"{d.method}-{d.clusters}")
def test_the_same_seed_draws_the_same_whatever_the_order(design: Design) -> None:
    first = draw(design, UNITS, 20)
    assert draw(design, UNITS[::-1], 20) == first
    assert draw(design, UNITS, 21) != first


def test_the_draw_stays_what_it_was() -> None:
    """Kept samples: a change of numpy or of ours would not go unseen."""
    drawn = draw(fixed(4, reserve_pct=50), UNITS, 2022)
    assert [u.code for u in drawn if not u.is_reserve] == ["u00", "u03", "u21", "u18"]
    assert [u.code for u in drawn if u.is_reserve] == ["u07", "u14"]


def test_a_stratum_is_drawn_alike_whatever_the_others_are() -> None:
    alone = StratumFrame("s", len(UNITS), UNITS)
    other = StratumFrame("t", 10, [FrameUnit(f"t{n}") for n in range(10)])
    design = Design(margin=Decimal("0.2"))
    both = drawn_of(design, [other, alone], 9)
    assert both["s"] == drawn_of(design, [alone], 9)["s"]


def test_reserve_is_in_order_and_apart_from_the_sample() -> None:
    for design in DESIGNS:
        drawn = draw(Design.from_json(design.as_json() | {"reserve_pct": 50}), UNITS, 4)
        spare = [unit for unit in drawn if unit.is_reserve]
        assert [unit.order for unit in spare] == [*range(1, len(spare) + 1)]
        assert len({unit.code for unit in drawn}) == len(drawn)
        assert spare


def test_two_stages_draw_two_clusters_at_least_and_as_many_units_as_planned() -> None:
    design = fixed(8, clusters="regency", take=2)
    main = [unit for unit in draw(design, UNITS, 1) if not unit.is_reserve]
    by_cluster = Counter(unit.cluster for unit in main)
    assert set(by_cluster.values()) <= {1, 2}
    assert len(by_cluster) >= 2
    few = draw(fixed(2, clusters="regency", take=9), UNITS, 1)
    assert len({unit.cluster for unit in few if not unit.is_reserve}) == 2


def test_two_stages_take_the_reserve_elsewhere_where_clusters_have_no_more() -> None:
    units = [FrameUnit(f"u{n}", 1.0, f"c{n}") for n in range(10)]
    drawn = draw(fixed(4, clusters="regency", reserve_pct=50), units, 1)
    assert len([unit for unit in drawn if unit.is_reserve]) == 2


def test_two_stages_expect_the_size_planned_where_some_clusters_are_certain() -> None:
    units = [FrameUnit(f"u{n:03}", 1.0, f"c{n % 7 * (n % 9)}") for n in range(200)]
    design = fixed(40, method=Method.PPS_BREWER, clusters="regency", take=3)
    counts = [
        sum(not unit.is_reserve for unit in draw(design, units, seed))
        for seed in range(60)
    ]
    assert 40 <= float(np.mean(counts)) < 43  # a cluster gives three at most


def test_shares_by_size_follow_the_sizes_of_the_strata() -> None:
    frames = [
        StratumFrame("small", 50, [FrameUnit(f"a{n}", 1.0) for n in range(50)]),
        StratumFrame("large", 50, [FrameUnit(f"b{n}", 3.0) for n in range(50)]),
    ]
    assert sizes(fixed(20, allocation=Allocation.SIZE), frames) == [5, 15]


def test_a_design_is_kept_and_read_again() -> None:
    design = fixed(9, deviations={"a": 0.5}, method=Method.PPS_BREWER, margin=None)
    assert Design.from_json(design.as_json()) == design
    assert Design.from_json({}) == Design()


def test_a_frame_with_a_unit_twice_is_refused() -> None:
    with pytest.raises(UnfitDesign) as refused:
        draw(fixed(2), [FrameUnit("a"), FrameUnit("a"), FrameUnit("b")], 1)
    assert refused.value.code == "frame_unfit"
