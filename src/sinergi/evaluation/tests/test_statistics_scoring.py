"""Scores, classes and the reliability of the items behind them."""

import numpy as np
import pytest

from sinergi.evaluation.statistics.errors import UnfitData
from sinergi.evaluation.statistics.reliability import (
    alpha,
    item_total,
    omega,
)
from sinergi.evaluation.statistics.scoring import (
    Scale,
    respondent_scores,
    two_decimals,
)

NAN = float("nan")
THIRDS = Scale(0, 1, ("a", "b", "c"))
FIVE = Scale(1, 5, ("sangat kurang", "kurang", "cukup", "baik", "sangat baik"))
FOUR = Scale(1, 4, ("sangat kurang", "kurang", "baik", "sangat baik"))


@pytest.mark.parametrize(
    ("scale", "score", "label"),
    [
        (FIVE, 1, "sangat kurang"), (FIVE, 1.8, "sangat kurang"),
        (FIVE, 1.81, "kurang"),
        (FIVE, 2.6, "kurang"), (FIVE, 2.61, "cukup"), (FIVE, 3.4, "cukup"),
        (FIVE, 3.4049, "cukup"), (FIVE, 3.405, "baik"), (FIVE, 3.41, "baik"),
        (FIVE, 4.09, "baik"), (FIVE, 4.2, "baik"), (FIVE, 4.2049, "baik"),
        (FIVE, 4.205, "sangat baik"), (FIVE, 4.21, "sangat baik"),
        (FIVE, 5, "sangat baik"),
        (FOUR, 1.75, "sangat kurang"), (FOUR, 1.76, "kurang"), (FOUR, 2.5, "kurang"),
        (FOUR, 2.51, "baik"), (FOUR, 3.25, "baik"), (FOUR, 3.26, "sangat baik"),
        (FOUR, 3.33, "sangat baik"), (FOUR, 4, "sangat baik"),
        (THIRDS, 0.33, "a"), (THIRDS, 0.34, "b"),
    ],
)  # fmt: skip
def test_class_of_a_score(scale: Scale, score: float, label: str) -> None:
    assert scale.class_of(score) == label


def test_scores_are_rounded_half_up_whatever_their_binary_form() -> None:
    assert str(two_decimals(2.675)) == "2.68"  # 2.67499999... in binary
    assert str(two_decimals((4.08 + 4.09) / 2)) == "4.09"
    assert str(two_decimals(4.0849)) == "4.08"


@pytest.mark.parametrize("score", [0.99, 5.01])
def test_a_score_beyond_the_scale_has_no_class(score: float) -> None:
    with pytest.raises(UnfitData, match="in no class"):
        FIVE.class_of(score)


def test_a_scale_ends_above_its_beginning() -> None:
    with pytest.raises(UnfitData, match="end above its beginning"):
        Scale(5, 1)


def test_values_beyond_the_scale_are_found_and_missing_ones_are_not() -> None:
    assert FIVE.outside([0, 1, NAN, 5, 6]).tolist() == [True, False, False, False, True]


def test_respondents_are_scored_over_what_they_answered() -> None:
    answers = np.array([[1, 2, 3], [4, NAN, 5], [NAN, NAN, NAN]])
    scores = respondent_scores(answers)
    assert scores[:2].tolist() == [2, 4.5]
    assert np.isnan(scores[2])


def one_factor(loadings: list[float], uniques: list[float], n: int = 200) -> np.ndarray:
    """Answers whose covariances are exactly those of one common factor."""
    chance = np.random.default_rng(7)
    raw = chance.normal(size=(n, len(loadings)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    covariance = np.outer(loadings, loadings) + np.diag(uniques)
    return white @ np.linalg.cholesky(covariance).T


def test_alpha_by_its_formula() -> None:
    answers = np.array([[1, 2, 2], [2, 2, 4], [4, 3, 5], [5, 5, 5], [NAN, 1, 1]])
    # Variances 10/3, 2, 2; of the sums 5, 8, 12, 15: 58/3.
    assert alpha(answers) == pytest.approx(1.5 * (1 - (10 / 3 + 2 + 2) / (58 / 3)))


def test_omega_is_that_of_the_factor() -> None:
    loadings, uniques = [0.9, 0.7, 0.5, 0.8], [0.4, 0.6, 0.9, 0.3]
    expected = sum(loadings) ** 2 / (sum(loadings) ** 2 + sum(uniques))
    assert omega(one_factor(loadings, uniques)) == pytest.approx(expected, abs=1e-6)


def test_omega_is_alpha_where_items_weigh_the_same() -> None:
    answers = one_factor([0.7] * 5, [0.3, 0.5, 0.7, 0.9, 1.1])
    assert omega(answers) == pytest.approx(alpha(answers), abs=1e-6)


def test_items_are_held_against_the_sum_of_the_others() -> None:
    answers = np.array([[1, 2, 9], [2, 3, 1], [3, 5, 4], [5, 4, 6.0]])
    expected = np.corrcoef(answers[:, 0], answers[:, 1:].sum(axis=1))[0, 1]
    assert item_total(answers)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    "answers",
    [
        [[3, 3, 3], [3, 3, 3], [3, 3, 3]],
        [[0.1, 0.1, 0.1]] * 5,
        [[1, 2, 3]],
        [[1], [2], [3]],
        [[NAN, 1, 1], [2, NAN, 2]],
        np.empty((0, 3)),
    ],
)
def test_reliability_that_is_undefined(answers: list[list[float]]) -> None:
    assert alpha(np.array(answers)) is None
    assert omega(np.array(answers)) is None


def test_an_item_that_does_not_vary_has_no_fit() -> None:
    answers = np.array([[1, 3, 2], [2, 3, 2], [4, 3, 5.0]])
    assert item_total(answers)[1] is None
    assert omega(answers) is None
