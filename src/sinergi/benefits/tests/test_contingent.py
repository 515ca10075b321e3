import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import logistic, norm

from sinergi.benefits.valuation.contingent import (
    Distribution,
    TwoBids,
    UnfitAnswers,
    aggregate,
    double_bounded,
    open_ended,
    payment_card,
)

SHAPES = {Distribution.NORMAL: norm, Distribution.LOGISTIC: logistic}


def asked(mean: float, spread: float, count: int = 400, seed: int = 3) -> list[TwoBids]:
    """Two bids to people whose willingness is drawn from a normal distribution."""
    chance = np.random.default_rng(seed)
    answers = []
    for willing in chance.normal(mean, spread, count):
        first = float(chance.choice([20_000, 40_000, 60_000, 80_000]))
        says = bool(willing >= first)
        second = first * (1.5 if says else 0.5)
        answers.append(TwoBids(first, second, says, bool(willing >= second)))
    return answers


@pytest.mark.parametrize("distribution", Distribution)
def test_two_bids_agree_with_a_plain_search_of_the_likelihood(
    distribution: Distribution,
) -> None:
    answers = asked(50_000, 20_000)
    found = double_bounded(answers, distribution=distribution)
    shape = SHAPES[distribution]

    low, high = np.array([one.interval() for one in answers]).T / 1e4

    def negative(theta: np.ndarray) -> float:
        ends = (high - theta[0]) / theta[1], (low - theta[0]) / theta[1]
        return -np.log(shape.cdf(ends[0]) - shape.cdf(ends[1])).sum()

    options = {"xatol": 1e-7, "fatol": 1e-9, "maxiter": 2_000}
    start = [found.mean / 1e4 * 1.02, found.spread / 1e4 * 0.97]
    oracle = minimize(negative, start, method="Nelder-Mead", options=options)
    assert found.mean == pytest.approx(oracle.x[0] * 1e4, rel=1e-5)
    assert found.spread == pytest.approx(oracle.x[1] * 1e4, rel=1e-5)
    step = 0.02
    ahead, here, behind = (
        negative(oracle.x + np.array([step * turn, 0])) for turn in (1, 0, -1)
    )
    alone = 1e4 / np.sqrt((ahead - 2 * here + behind) / step**2)
    assert found.se == pytest.approx(alone, rel=0.05)
    assert found.ci[0] < found.mean < found.ci[1]
    assert found.ci[1] - found.ci[0] == pytest.approx(2 * 1.96 * found.se, rel=0.05)


def test_two_bids_find_the_truth_in_many_answers() -> None:
    found = double_bounded(asked(50_000, 20_000, count=5_000))
    assert abs(found.mean - 50_000) < 3 * found.se
    assert found.median == found.mean
    assert found.mean_positive > found.mean


def test_symmetric_answers_have_their_bid_as_the_mean() -> None:
    answers = [TwoBids(40, 60, True, n % 2 == 0) for n in range(20)]
    answers += [TwoBids(40, 20, False, n % 2 == 0) for n in range(20)]
    assert double_bounded(answers).mean == pytest.approx(40, rel=1e-6)


def test_answers_of_twice_the_weight_count_twice() -> None:
    answers = asked(50_000, 20_000, count=60)
    weights = [2.0] * 10 + [1.0] * 50
    doubled = double_bounded([*answers[:10], *answers])
    assert double_bounded(answers, weights=weights).mean == pytest.approx(
        doubled.mean, rel=1e-5
    )


@pytest.mark.parametrize(
    "answers",
    [
        [TwoBids(10, 20, True, True)] * 30,
        [TwoBids(10, 5, False, False)] * 30,
        [TwoBids(10, 20, True, False)] * 30,
        [TwoBids(10, 20, True, False)] * 3,
        [TwoBids(10, 5, True, True)] * 30,
        [TwoBids(10, 10, True, True)] * 30,
        [],
    ],
)
def test_answers_that_determine_nothing_are_refused(answers: list[TwoBids]) -> None:
    with pytest.raises(UnfitAnswers):
        double_bounded(answers)


def test_a_payment_card_is_an_interval_regression() -> None:
    card = [0, 10, 20, 30, 40, 50, 60, 80, np.inf]
    chance = np.random.default_rng(5)
    said = np.clip(chance.normal(35, 12, 3_000), 0, None)
    places = np.searchsorted(card, said, side="right") - 1
    found = payment_card([(card[at], card[at + 1]) for at in places])
    assert found.mean == pytest.approx(35, abs=3 * found.se)
    assert found.spread == pytest.approx(12, rel=0.05)


def test_a_payment_card_out_of_order_is_refused() -> None:
    with pytest.raises(UnfitAnswers, match="low end"):
        payment_card([(20, 10)] * 20)


def test_open_answers_by_their_mean_and_their_middle() -> None:
    said = [10.0] * 18 + [0.0, 1_000.0]
    found = open_ended(said)
    assert found.mean == 59
    assert found.median == 10
    assert found.mean_positive == pytest.approx(10)
    assert found.se == pytest.approx(np.std(said, ddof=1) / np.sqrt(20))
    assert found == open_ended(said)
    spread = [float(n) for n in range(20)]
    assert open_ended(spread).ci != open_ended(spread, seed=2).ci


@pytest.mark.parametrize("said", [[1.0] * 9, [-1.0] * 20, [float("nan")] * 20])
def test_open_answers_that_cannot_be_are_refused(said: list[float]) -> None:
    with pytest.raises(UnfitAnswers):
        open_ended(said)


def test_a_population_multiplies_estimate_and_error() -> None:
    found = open_ended([10.0, 20.0] * 10)
    whole = aggregate(found, 1_000, payers=0.5)
    assert whole.amount == 15 * 500
    assert whole.se == pytest.approx(found.se * 500)
    assert whole.ci == (found.ci[0] * 500, found.ci[1] * 500)
