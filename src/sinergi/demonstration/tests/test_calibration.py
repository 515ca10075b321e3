"""Invented answers have the published means, and still differ from each other."""

import random

import pytest

from sinergi.demonstration.calibration import invented_answers, weighted_mean

ITEMS = {"outreach": ["o1", "o2", "o3"], "monitoring": ["m1", "m2"]}
SCORES = {"outreach": 4.26, "monitoring": 3.1}
WEIGHTS = [1.5] * 60 + [4.0] * 90


@pytest.mark.parametrize("seed", [1, 2, 2022])
def test_means_are_within_half_a_step_of_the_scores(seed: int) -> None:
    answers = invented_answers(
        WEIGHTS, ITEMS, SCORES, scale=(1, 5), rng=random.Random(seed)
    )
    for variable, names in ITEMS.items():
        step = max(WEIGHTS) / (len(names) * sum(WEIGHTS))
        off = weighted_mean(answers, WEIGHTS, names) - SCORES[variable]
        assert abs(off) <= step / 2


def test_answers_are_codes_of_the_scale_and_vary() -> None:
    answers = invented_answers(
        WEIGHTS, ITEMS, SCORES, scale=(1, 5), rng=random.Random(5)
    )
    codes = {code for given in answers for code in given.values()}
    assert codes <= {1, 2, 3, 4, 5}
    assert len(codes) >= 4
    assert len({tuple(given.values()) for given in answers}) > len(answers) / 3


def test_one_moved_answer_moves_the_mean() -> None:
    answers = invented_answers(
        WEIGHTS, ITEMS, SCORES, scale=(1, 5), rng=random.Random(7)
    )
    before = weighted_mean(answers, WEIGHTS, ITEMS["outreach"])
    row = next(n for n, given in enumerate(answers) if given["o1"] < 5)
    answers[row]["o1"] += 1
    after = weighted_mean(answers, WEIGHTS, ITEMS["outreach"])
    assert after - before == pytest.approx(WEIGHTS[row] / (3 * sum(WEIGHTS)))
