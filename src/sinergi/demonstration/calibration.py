"""Invents answers whose weighted means are published scores (pure, seeded).

The studies published scores alone (A12-A16), never their answers. So the answers of
the demonstration are invented: a library has an attitude of its own, each item leans
on it, and then single answers are moved by one step, in a drawn order, until the
weighted mean of each variable is as near to its score as one step allows. What the
platform shows is computed from these answers like from any others.
"""

import random
from collections.abc import Mapping, Sequence

#: Standard deviations of what a library thinks, and of what it thinks of one item.
ATTITUDE, WHIM = 0.75, 0.55

Answers = dict[str, int]


def invented_answers(
    weights: Sequence[float],
    items: Mapping[str, Sequence[str]],
    scores: Mapping[str, float],
    *,
    scale: tuple[int, int],
    rng: random.Random,
) -> list[Answers]:
    """Answers of as many respondents as there are weights, by item.

    Args:
        weights: The units of the population that each respondent stands for.
        items: The items of each variable.
        scores: The weighted mean that each variable shall have.
        scale: The lowest and the highest code.
        rng: Where the inventing begins.
    """
    attitudes = [rng.gauss(0, ATTITUDE) for _weight in weights]
    answers: list[Answers] = [{} for _weight in weights]
    for variable, names in items.items():
        for attitude, given in zip(attitudes, answers, strict=True):
            for name in names:
                leaning = scores[variable] + attitude + rng.gauss(0, WHIM)
                given[name] = min(scale[1], max(scale[0], round(leaning)))
        _calibrate(answers, weights, names, scores[variable], scale=scale, rng=rng)
    return answers


def weighted_mean(
    answers: Sequence[Answers], weights: Sequence[float], names: Sequence[str]
) -> float:
    """The weighted mean over respondents of the mean of their items."""
    total = sum(
        weight * sum(given[name] for name in names)
        for given, weight in zip(answers, weights, strict=True)
    )
    return total / (len(names) * sum(weights))


def _calibrate(
    answers: Sequence[Answers],
    weights: Sequence[float],
    names: Sequence[str],
    score: float,
    *,
    scale: tuple[int, int],
    rng: random.Random,
) -> None:
    """Move single answers towards the score as long as that brings it nearer."""
    off = score - weighted_mean(answers, weights, names)
    step = 1 if off > 0 else -1
    cells = [(row, name) for row in range(len(answers)) for name in names]
    rng.shuffle(cells)
    for row, name in cells:
        moved = answers[row][name] + step
        effect = step * weights[row] / (len(names) * sum(weights))
        if scale[0] <= moved <= scale[1] and abs(off - effect) < abs(off):
            answers[row][name] = moved
            off -= effect
