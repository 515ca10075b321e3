"""Fitted weights, change over time, and groups and studies beside each other."""

import numpy as np
import pytest

from sinergi.evaluation.statistics import estimation
from sinergi.evaluation.statistics.change import independent_change, paired_change
from sinergi.evaluation.statistics.comparison import beside, normalised, rao_scott
from sinergi.evaluation.statistics.drawing import survey_design
from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.scoring import Scale
from sinergi.evaluation.statistics.weighting import post_stratify, rake

NAN = float("nan")
AREA = np.array(list("aaabbbbcc") * 20)
SEX = np.array(list("fmmfm") * 36)
AREAS = {"a": 500.0, "b": 900.0, "c": 600.0}
SEXES = {"f": 1100.0, "m": 900.0}
CHANCE = np.random.default_rng(4)
Y = CHANCE.normal(10, 3, 180)
DESIGN = survey_design(180, weights=CHANCE.uniform(5, 15, 180))


def totals(weights: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    return {
        str(level): float(weights[labels == level].sum()) for level in np.unique(labels)
    }


def test_post_strata_sum_up_to_the_population() -> None:
    fitted = post_stratify(DESIGN, AREA, AREAS)
    assert totals(fitted.weights, AREA) == pytest.approx(AREAS)
    ratio = fitted.weights / DESIGN.weights
    assert np.ptp(ratio[AREA == "a"]) == pytest.approx(0)


def test_raked_weights_meet_every_margin_by_one_factor_each() -> None:
    fitted = rake(DESIGN, [(AREA, AREAS), (SEX, SEXES)])
    assert totals(fitted.weights, AREA) == pytest.approx(AREAS, rel=1e-11)
    assert totals(fitted.weights, SEX) == pytest.approx(SEXES, rel=1e-11)
    factor = {
        (area, sex): (fitted.weights / DESIGN.weights)[(area == AREA) & (sex == SEX)][0]
        for area in "abc"
        for sex in "fm"
    }
    for area in "bc":
        quotient = factor[area, "f"] / factor["a", "f"]
        assert factor[area, "m"] / factor["a", "m"] == pytest.approx(quotient)


def test_what_is_known_has_no_error_any_more() -> None:
    known = (AREA == "a").astype(float)
    for fitted in (
        post_stratify(DESIGN, AREA, AREAS),
        rake(DESIGN, [(AREA, AREAS), (SEX, SEXES)]),
    ):
        found = estimation.total(fitted, known)
        assert found.value == pytest.approx(500)
        assert found.se == pytest.approx(0, abs=1e-9)
        assert estimation.mean(fitted, Y).se not in (None, 0)


@pytest.mark.parametrize(
    ("margins", "sentence"),
    [
        ([(AREA, {"a": 1.0, "b": 2.0})], "no population total for: c"),
        ([(AREA, {**AREAS, "d": 5.0})], "Nobody in the sample belongs to: d"),
        ([(AREA, {**AREAS, "a": 0.0})], "must be above 0"),
        ([(AREA, AREAS), (SEX, {"f": 1.0, "m": 2.0})], "different sums: 2000, 3"),
        ([(np.where(AREA == "a", "", AREA), AREAS)], "A row has no label"),
    ],
)
def test_margins_that_do_not_go_with_the_sample(
    margins: list[tuple[np.ndarray, dict[str, float]]], sentence: str
) -> None:
    with pytest.raises(UnfitData, match=sentence):
        rake(DESIGN, margins)


def test_raking_that_cannot_converge_says_so() -> None:
    one, other = np.array(list("xxyy")), np.array(list("ppqq"))
    design = survey_design(4, weights=np.ones(4))
    margins = [(one, {"x": 3.0, "y": 1.0}), (other, {"p": 1.0, "q": 3.0})]
    with pytest.raises(UnfitData, match="does not converge"):
        rake(design, margins)


def test_paired_change() -> None:
    design = survey_design(5, weights=np.ones(5))
    before = np.array([1, 2, 3, 4, NAN])
    after = np.array([2, 2, 5, 5, 9])
    found = paired_change(design, before, after)
    # Rises 1, 0, 2, 1: mean 1, SD sqrt(2 / 3).
    assert (found.before.value, found.after.value) == (2.5, 3.5)
    assert found.difference == 1
    assert found.effect == pytest.approx(1 / np.sqrt(2 / 3))
    assert found.went_up is not None
    assert (found.went_up.value, found.went_up.n) == (0.75, 4)


def test_paired_change_that_is_the_same_for_all_has_no_effect_size() -> None:
    design = survey_design(3, weights=np.ones(3))
    found = paired_change(design, np.array([1.0, 2, 3]), np.array([2.0, 3, 4]))
    assert (found.difference, found.se, found.effect) == (1, 0, None)


def test_independent_change() -> None:
    earlier, later = survey_design(4), survey_design(3)
    before, after = np.array([1.0, 2, 3, 4]), np.array([3.0, 4, 8])
    found = independent_change(earlier, before, later, after)
    pooled = np.sqrt((3 * before.var(ddof=1) + 2 * after.var(ddof=1)) / 5)
    assert found.difference == 2.5
    assert found.effect == pytest.approx(2.5 / pooled * (1 - 3 / 19))
    squares = before.var(ddof=1) / 4 + after.var(ddof=1) / 3
    assert found.se == pytest.approx(np.sqrt(squares))
    assert found.went_up is None


def test_independence_of_a_simple_sample_is_pearsons_test() -> None:
    rows = np.array(list("aabbbbaabb") * 12)
    columns = np.array(list("xyyxyyxyyx") * 12)
    design = survey_design(120, weights=np.full(120, 7.0))
    found = rao_scott(design, rows, columns)
    assert found is not None
    counts = np.array([[24, 24], [24, 48]])
    expected = np.outer(counts.sum(1), counts.sum(0)) / 120
    pearson = np.sum((counts - expected) ** 2 / expected)
    # The variance of shares divides by n - 1, Pearson's by n.
    assert found.first_order == pytest.approx(pearson * 119 / 120)
    assert found.df == pytest.approx((1, 119))


def test_independence_cannot_be_tested_where_nothing_differs() -> None:
    rows = np.array(["a"] * 4)
    columns = np.array(["x", "y", "x", ""])
    assert rao_scott(survey_design(4), rows, columns) is None


def test_studies_on_different_scales_stand_beside_each_other_as_shares_alone() -> None:
    design = survey_design(4)
    of_five = estimation.mean(design, np.array([4.0, 4, 5, 3])), Scale(1, 5)
    of_four = estimation.mean(design, np.array([3.0, 4, 3, 4])), Scale(1, 4)
    with pytest.raises(UnfitData, match="different scales"):
        beside(of_five, of_four)
    assert beside(of_five, of_five) == (of_five[0], of_five[0])
    share = normalised(*of_five)
    assert share.value == pytest.approx(0.75)
    assert of_five[0].se == pytest.approx(np.multiply(share.se, 4))
    assert share.ci == pytest.approx([(end - 1) / 4 for end in of_five[0].ci])
