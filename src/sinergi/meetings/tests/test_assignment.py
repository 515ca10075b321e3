"""The assignment of classes against hard rules and a brute-force oracle."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinergi.meetings.assignment import (
    NONE,
    Problem,
    Solution,
    first_come_first_served,
    problem,
    ranks_of,
    solve,
    spread_of,
)
from sinergi.meetings.assignment.search import Search


def ranking(people: int, topics: int, seed: int) -> np.ndarray:
    """Every person's order of the topics, the first ones wanted by most."""
    rng = np.random.default_rng(seed)
    wanted = -np.log(np.arange(1, topics + 1)) + rng.gumbel(size=(people, topics))
    return (-wanted).argsort(axis=1).argsort(axis=1) + 1


def broken(asked: Problem, allocation: np.ndarray) -> list[str]:
    """Which hard rules an allocation breaks."""
    _people, topics, rounds = asked.shape
    who, when = np.nonzero(allocation != NONE)
    topic = allocation[who, when]
    load = np.zeros((topics, rounds), int)
    np.add.at(load, (topic, when), 1)
    rules = {
        "capacity": (load <= asked.capacities).all(),
        "free": asked.is_free[who, when].all(),
        "own class": asked.may_join[who, topic].all(),
        "repeat": len(set(zip(who, topic, strict=True))) == len(who),
    }
    return [name for name, holds in rules.items() if not holds]


def least(asked: Problem) -> int:
    """The least objective, by trying everything; for tiny problems only."""
    _people, topics, rounds = asked.shape
    search = Search(asked, np.random.default_rng(0))
    options = [
        [
            pattern
            for pattern in itertools.product(range(-1, topics), repeat=rounds)
            if not broken(*_alone(asked, person, pattern))
        ]
        for person in range(len(asked.ranks))
    ]
    return min(
        search.value(np.array(patterns))
        for patterns in itertools.product(*options)
        if "capacity" not in broken(asked, np.array(patterns))
    )


def _alone(
    asked: Problem, person: int, pattern: tuple[int, ...]
) -> tuple[Problem, np.ndarray]:
    one = slice(person, person + 1)
    alone = replace(
        asked,
        ranks=asked.ranks[one],
        is_free=asked.is_free[one],
        may_join=asked.may_join[one],
        held=asked.held[one],
    )
    return alone, np.array([pattern])


@st.composite
def problems(draw: st.DrawFn, people: int, topics: int, rounds: int) -> Problem:
    """Any problem up to a size: odd rooms, speakers, groups, held classes."""
    p = draw(st.integers(1, people))
    k = draw(st.integers(1, topics))
    r = draw(st.integers(1, rounds))

    def array(shape: tuple[int, ...], numbers: st.SearchStrategy[int]) -> np.ndarray:
        size = int(np.prod(shape))
        values = draw(st.lists(numbers, min_size=size, max_size=size))
        return np.array(values, dtype=np.int64).reshape(shape)

    orders = [draw(st.permutations(range(k))) for _ in range(p)]
    asked = problem(
        ranks=ranks_of([order[: draw(st.integers(0, k))] for order in orders], k),
        capacities=array((k, r), st.integers(0, 3)),
        is_free=array((p, r), st.integers(0, 5)) > 0,
        may_join=array((p, k), st.integers(0, 5)) > 0,
        libraries=array((p,), st.integers(-1, 2)),
        provinces=array((p,), st.integers(-1, 1)),
    )
    if draw(st.booleans()):
        earlier = first_come_first_served(asked, seed=1)
        gone = array((p, r), st.integers(0, 2)) == 0
        asked = replace(asked, held=np.where(gone, NONE, earlier))
    return asked


@settings(max_examples=40, deadline=None)
@given(problems(people=20, topics=5, rounds=3), st.integers(0, 3))
def test_no_hard_rule_is_ever_broken(asked: Problem, seed: int) -> None:
    found = solve(asked, seed=seed)
    assert broken(asked, found.allocation) == []
    assert found.bound <= found.objective
    assert found.spread == spread_of(asked, found.allocation)
    assert found.spread.province_bound <= found.spread.province_pairs


@settings(max_examples=120, deadline=None)
@given(problems(people=3, topics=3, rounds=2))
def test_bound_and_objective_enclose_the_best_there_is(asked: Problem) -> None:
    best = least(asked)
    found = solve(asked, seed=1)
    assert found.bound <= best <= found.objective
    assert not found.is_proven or found.objective == best


@settings(max_examples=60, deadline=None)
@given(problems(people=30, topics=5, rounds=3))
def test_mixing_gives_up_nothing_of_the_ranks(asked: Problem) -> None:
    lone = np.full(len(asked.ranks), NONE)
    alone = replace(asked, libraries=lone, provinces=lone)
    assert solve(asked, seed=1).objective <= solve(alone, seed=1).objective


@settings(max_examples=40, deadline=None)
@given(problems(people=20, topics=5, rounds=3))
def test_nobody_who_can_keep_a_class_is_moved(asked: Problem) -> None:
    found = solve(asked, seed=1)
    kept = asked.held
    can_fill = (asked.is_free & (kept == NONE)).sum()
    assert found.moved <= can_fill * asked.capacities.size
    if not can_fill:
        assert found.moved == 0
        assert (found.allocation == kept).all()


def even(people: int, seed: int, spare: float = 0.0) -> Problem:
    """Ten topics in three rounds; just enough seats, or a share to spare."""
    seats = int(np.ceil(people * (1 + spare) / 10))
    return problem(
        ranks=ranking(people, 10, seed),
        capacities=np.full((10, 3), seats),
        libraries=np.arange(people) // 2,
        provinces=np.arange(people) // 2 % 33,
    )


@pytest.mark.parametrize("spare", [0.0, 0.2])
def test_equal_rounds_are_solved_to_the_optimum(spare: float) -> None:
    found = solve(even(400, 7, spare), seed=1)
    assert found.is_proven
    assert found.unseated == 0
    assert found.spread.library_pairs == 0


def test_assignment_beats_the_race_by_the_promised_margin() -> None:
    asked = even(1_000, 11)
    found = solve(asked, seed=1)
    raced = first_come_first_served(asked, seed=3)
    assert broken(asked, raced) == []
    who, when = np.nonzero(raced != NONE)
    mean = asked.ranks[who, raced[who, when]].mean()
    assert found.rank_sum / 3_000 <= 0.85 * mean


def test_topics_of_one_round_each_are_solved_to_the_optimum() -> None:
    seats = np.zeros((9, 3), int)
    seats[np.arange(9), np.arange(9) % 3] = 20
    asked = problem(ranks=ranking(60, 9, 5), capacities=seats)
    found = solve(asked, seed=1)
    assert found.is_proven
    assert found.unseated == 0


def test_uneven_rooms_and_speakers_stay_within_one_percent() -> None:
    rng = np.random.default_rng(3)
    asked = even(600, 3)
    seats = np.stack([rng.multinomial(600, np.ones(10) / 10) for _ in range(3)], axis=1)
    is_free, may_join = np.ones((600, 3), bool), np.ones((600, 10), bool)
    for speaker in range(30):
        is_free[speaker, speaker % 3] = False
        may_join[speaker, speaker // 3] = False
    asked = replace(asked, capacities=seats, is_free=is_free, may_join=may_join)
    found = solve(asked, seed=1)
    assert broken(asked, found.allocation) == []
    assert found.unseated == 0
    assert found.gap <= 0.01


def test_many_rounds_keep_to_the_rules() -> None:
    asked = problem(
        ranks=ranking(40, 8, 2),
        capacities=np.random.default_rng(2).integers(0, 12, size=(8, 5)),
        libraries=np.arange(40) // 2,
    )
    found = solve(asked, seed=1)
    assert broken(asked, found.allocation) == []
    assert found.bound <= found.objective


def test_a_cancellation_moves_nobody_and_a_latecomer_gets_the_seat() -> None:
    asked = even(100, 5)
    found = solve(asked, seed=1)
    held = found.allocation.copy()
    held[17] = NONE
    again = solve(replace(asked, held=held), seed=2)
    assert again.moved == 0
    assert again.unseated == 0
    others = np.arange(100) != 17
    assert (again.allocation[others] == found.allocation[others]).all()


def test_a_repair_moves_one_person_where_one_is_enough() -> None:
    """The only free seat is of a topic that the newcomer gives."""
    asked = problem(
        ranks=np.array([[1, 2], [1, 2], [2, 1]]),
        capacities=np.array([[2], [1]]),
        may_join=np.array([[True, True], [True, True], [True, False]]),
        held=np.array([[0], [0], [NONE]]),
    )
    found = solve(asked, seed=1)
    assert (found.unseated, found.moved) == (0, 1)
    assert found.is_proven
    assert found.allocation[2, 0] == 0


def test_a_latecomer_takes_no_class_from_those_who_have_two() -> None:
    asked = problem(
        ranks=np.array([[1, 2], [1, 2]]),
        capacities=np.array([[1, 0], [0, 1]]),
        held=np.array([[0, 1], [NONE, NONE]]),
    )
    found = solve(asked, seed=1)
    assert (found.moved, found.unseated) == (0, 2)
    assert found.is_proven


def test_short_seats_go_round_before_anybody_has_two() -> None:
    asked = problem(
        ranks=np.array([[1, 2], [2, 2], [2, 2], [2, 2]]),
        capacities=np.array([[2, 0], [0, 2]]),
    )
    found = solve(asked, seed=1)
    assert (found.allocation != NONE).sum(axis=1).tolist() == [1, 1, 1, 1]
    assert found.is_proven


def test_whoever_ranked_goes_before_those_to_whom_all_is_one() -> None:
    ranks = ranks_of([[], [], [0, 1], [], [1]], 2)
    asked = problem(ranks=ranks, capacities=np.array([[1], [1]]))
    found = solve(asked, seed=1)
    assert found.allocation[:, 0].tolist() == [NONE, NONE, 0, NONE, 1]


def test_a_seed_decides_all() -> None:
    asked = even(200, 9)
    first, again, other = (solve(asked, seed=seed) for seed in (4, 4, 5))
    assert (first.allocation == again.allocation).all()
    assert first.objective == other.objective


def test_ranks_of_short_lists_come_next_after_the_list() -> None:
    assert ranks_of([[2, 0], []], 4).tolist() == [[2, 3, 1, 3], [1, 1, 1, 1]]


def test_progress_only_grows() -> None:
    seen: list[int] = []
    solved: Solution = solve(even(60, 2), seed=1, progress=seen.append)
    assert solved.is_proven
    assert seen == sorted(seen)
    assert seen[-1] == 100
