from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.benefits.tests.models import EXAMPLE, example
from sinergi.benefits.valuation.costs import Basis
from sinergi.benefits.valuation.document import document
from sinergi.benefits.valuation.model import read_model
from sinergi.benefits.valuation.reckoning import drawn_values, totals
from sinergi.benefits.valuation.result import reckon
from sinergi.benefits.valuation.sensitivity import thresholds


def result(**changes: Any) -> Any:
    return reckon(read_model(example(**changes)))


def streams(*several: dict[str, Any]) -> list[dict[str, Any]]:
    return [EXAMPLE["streams"][0] | {"key": f"s{n}"} | one
            for n, one in enumerate(several)]  # fmt: skip


def test_the_worked_example_of_the_method_document() -> None:
    found = result()
    assert found.benefit == 3_000_000 + 2_700_000 + 2_430_000
    in_2021 = Decimal(3_000_000) * Decimal("1.05") + 2_700_000
    assert found.benefit_pv == pytest.approx(in_2021 + 2_430_000 / Decimal("1.05"))
    fall = found.streams[0].fall
    assert (fall.gross, fall.net) == (15_000_000, 8_130_000)
    assert fall.deducted == {
        "deadweight": 3_000_000,
        "attribution": 3_000_000,
        "displacement": 0,
        "drop_off": 870_000,
    }
    apbn = found.bases[Basis.APBN]
    assert round(apbn.ratio, 4) == Decimal("7.7755")
    assert apbn.ratio_undiscounted == Decimal("8.13")
    assert apbn.break_even_share * apbn.ratio == pytest.approx(1)
    assert round(found.sroi, 4) == Decimal("5.2673")


def test_a_ratio_without_costs_is_refused_with_its_reason() -> None:
    csr = [{"payer": "csr", "year": 2021, "amount": 500_000}]
    found = result(costs=csr)
    assert set(found.bases) == {Basis.ALL_MONEY, Basis.ALL}
    assert [(one.path, one.kind) for one in found.refused] == [
        ("bases.apbn", "no_cost_basis")
    ]
    assert found.main == Basis.ALL_MONEY
    nothing = result(costs=[])
    assert (nothing.bases, nothing.main, nothing.sroi) == ({}, None, None)
    nought = result(costs=[{"payer": "apbn", "year": 2021, "amount": 0}])
    assert nought.bases == {}


def test_the_break_even_year_is_when_benefits_have_caught_up_for_good() -> None:
    late = [{"payer": "apbn", "year": 2020, "amount": 6_000_000}]
    assert result(costs=late).bases[Basis.APBN].break_even_year == 2022
    again = [*late, {"payer": "apbn", "year": 2022, "amount": 9_000_000}]
    assert result(costs=again).bases[Basis.APBN].break_even_year is None


def test_nothing_drops_to_nothing_and_still_counts_its_first_year() -> None:
    found = result(streams=streams({"drop_off": 1}), discount_rate=0)
    assert found.benefit == 3_000_000


def test_draws_are_repeated_by_their_seed_and_not_by_another() -> None:
    assert result().monte_carlo == result().monte_carlo
    assert result(seed=8).monte_carlo != result().monte_carlo


def test_draws_of_an_assumption_do_not_hang_on_other_lines() -> None:
    one = drawn_values(read_model(example(streams=streams({}))))
    two = drawn_values(read_model(example(streams=streams({}, {})[::-1])))
    assert all(np.array_equal(two[path], drawn) for path, drawn in one.items())


def test_draws_lie_about_what_was_reckoned_exactly() -> None:
    model = read_model(example(draws=200_000))
    drawn = reckon(model).monte_carlo
    # E of a triangular unit value; quantity and shares are independent of it.
    mean = 100 * (50_000 + 30_000 + 60_000) / 3 * 0.8 * 0.75 * (1 + 0.9 + 0.81)
    assert drawn.benefit.mean == pytest.approx(mean, rel=0.002)
    assert drawn.benefit.low < drawn.benefit.median < drawn.benefit.high
    below = drawn.bases[Basis.APBN].below_one
    assert below == 0
    assert sum(drawn.bases[Basis.APBN].histogram.counts) > 199_000


def test_a_certain_model_is_drawn_to_itself() -> None:
    plain = streams({"quantity": 100, "unit_value": 50_000})
    found = result(streams=plain, discount_rate=0)
    spread = found.monte_carlo.benefit
    assert spread.low == spread.high == 8_130_000
    assert found.monte_carlo.uncertain == 0
    assert found.tornado == ()


def test_the_tornado_puts_the_widest_swing_first() -> None:
    found = result()
    assert [one.path for one in found.tornado] == [
        "streams.income.unit_value",
        "streams.income.quantity",
        "discount_rate",
    ]
    unit_value = found.tornado[0]
    assert unit_value.ratio[0] == pytest.approx(
        found.bases[Basis.APBN].ratio * 30_000 / 50_000
    )


amounts = st.integers(1, 10**6)
shares = st.decimals(0, 1, places=3)
some_stream = st.fixed_dictionaries(
    {
        "quantity": amounts,
        "unit_value": amounts,
        "deadweight": shares,
        "attribution": shares,
        "drop_off": shares,
        "years": st.integers(1, 6),
    }
)


@settings(max_examples=30, deadline=None)
@given(some_stream, amounts)
def test_a_threshold_is_where_the_ratio_is_one(
    stream: dict[str, Any], cost: int
) -> None:
    costs = [{"payer": "apbn", "year": 2020, "amount": cost}]
    model = read_model(example(streams=streams(stream), costs=costs))
    values = {path: np.asarray(float(v)) for path, v in model.central.items()}
    for one in thresholds(model, Basis.APBN):
        if not one.value:
            continue
        sums = totals(model, values | {one.path: np.asarray(one.value)})
        ratio = float(sums.benefit_pv / sums.cost_pv[Basis.APBN])
        assert ratio == pytest.approx(1, rel=1e-6)


def test_a_share_in_every_stream_at_which_the_ratio_is_one() -> None:
    both = streams({"deadweight": 0}, {"deadweight": "0.9"})
    found = result(streams=both, discount_rate=0)
    joint = {one.path: one for one in found.bases[Basis.APBN].joint_thresholds}
    dead = joint["streams.*.deadweight"]
    # 10,162,500 a stream without deadweight; the second keeps its 0.9.
    assert dead.now == Decimal("0.9")
    assert dead.value == pytest.approx(1 - 1_000_000 / (2 * 10_162_500))


RULES = [
    ({"kind": "use_value"}, {"kind": "contingent"}, "use_value_twice"),
    ({"kind": "income"}, {"kind": "contingent"}, "gain_within_wtp"),
    ({"kind": "time"}, {"kind": "cost_saving"}, "time_within_saving"),
    ({"kind": "time"}, {"kind": "income"}, "time_within_saving"),
    ({"kind": "income"}, {"kind": "income"}, "same_stream_twice"),
    ({"kind": "income"}, {"kind": "cost_saving"}, ""),
    ({"kind": "use_value"}, {"kind": "contingent", "group": "non_users"}, ""),
    ({"kind": "time", "activity": "a"}, {"kind": "time", "activity": "b"}, ""),
    ({"kind": "time", "activity": "a"}, {"kind": "time"}, "same_stream_twice"),
    ({"kind": "time"}, {"kind": "time", "first_year": 2023}, ""),
]


@pytest.mark.parametrize(("one", "other", "kind"), RULES)
def test_double_counting_is_warned_of(
    one: dict[str, Any], other: dict[str, Any], kind: str
) -> None:
    found = result(streams=streams(one, other), draws=1_000)
    assert [warning.kind for warning in found.warnings] == ([kind] if kind else [])


def test_the_document_names_the_total_in_words() -> None:
    found: Any = document(result())
    assert found["total_benefit"]["idr"] == 8_130_000
    assert found["total_benefit"]["words"] == (
        "delapan juta seratus tiga puluh ribu rupiah"
    )
    assert found["years"] == [2020, 2022]
    assert found["bases"]["apbn"]["ratio_undiscounted"] == 8.13


def test_a_range_narrower_than_a_machine_number_is_drawn_as_its_value() -> None:
    costs = [{"payer": "apbn", "year": 2020, "amount": {
        "value": 1, "low": 1, "high": Decimal("1.00000000000000000001")}}]  # fmt: skip
    drawn = reckon(read_model(example(costs=costs))).monte_carlo
    assert drawn.bases[Basis.APBN].ratio.low > 0
