"""Signs of doubtful answering."""

import numpy as np
import pytest

from sinergi.evaluation.statistics.quality import (
    duplicates,
    intraclass_correlation,
    speeders,
    straight_lined,
)

NAN = float("nan")


def test_straight_lining_needs_equal_answers_and_enough_of_them() -> None:
    answers = [
        [3, 3, 3, 3, 3],
        [3, 3, NAN, 3, 3],
        [3, 3, 3, NAN, NAN],
        [3, 3, 3, 3, 4],
        [NAN] * 5,
    ]
    assert straight_lined(answers).tolist() == [True, True, False, False, False]
    assert straight_lined(np.empty((2, 0))).tolist() == [False, False]


def test_speeders_take_less_than_a_third_of_the_median() -> None:
    assert speeders([300, 330, 270, 100, 99, NAN, -5, 0]).tolist() == (
        [False] * 8
    )  # the median of the five known is 270
    assert speeders([300, 330, 270, 89, 300]).tolist() == [
        False,
        False,
        False,
        True,
        False,
    ]
    assert speeders([NAN]).tolist() == [False]


def test_duplicates_are_later_copies_of_some_answers() -> None:
    rows = [
        [1, "a", NAN],
        [1, "a", None],
        [1, "b", None],
        [None, NAN, None],
        [None] * 3,
    ]
    assert duplicates(rows).tolist() == [False, True, False, False, False]


def test_intraclass_correlation_of_unequal_groups() -> None:
    values = [1, 2, 3, 5, 5, 6, 7, 8, NAN]
    groups = ["a", "a", "a", "b", "b", "c", "c", "c", "c"]
    between = (3 * (2 - 4.625) ** 2 + 2 * (5 - 4.625) ** 2 + 3 * (7 - 4.625) ** 2) / 2
    within = (2 + 0 + 2) / 5
    typical = (8 - (9 + 4 + 9) / 8) / 2
    expected = (between - within) / (between + (typical - 1) * within)
    assert intraclass_correlation(values, groups) == pytest.approx(expected, rel=1e-12)


def test_intraclass_correlation_at_its_ends() -> None:
    assert intraclass_correlation([1, 1, 2, 2], ["a", "a", "b", "b"]) == 1.0
    assert intraclass_correlation([1, 2, 1, 2], ["a", "a", "b", "b"]) == -1.0


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([1, 2], ["a", "a"]),
        ([1, 2], ["a", "b"]),
        ([2, 2, 2, 2], list("aabb")),
        ([], []),
    ],
)
def test_intraclass_correlation_that_is_undefined(
    values: list[float], groups: list[str]
) -> None:
    assert intraclass_correlation(values, groups) is None
