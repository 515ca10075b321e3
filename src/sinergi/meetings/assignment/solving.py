"""The order of the steps, and the race that they are compared with."""

import numpy as np

from sinergi.meetings.assignment.mixing import Progress, mix
from sinergi.meetings.assignment.problem import (
    NONE,
    Ints,
    Problem,
    Solution,
    spread_of,
)
from sinergi.meetings.assignment.search import Search

#: Allocations that are shaken and improved where the bound is not reached.
STARTS = 8
#: Progress counts to this.
STEPS = 100


def solve(
    given: Problem, *, seed: int, progress: Progress = lambda _percent: None
) -> Solution:
    """The best allocation found and how good it can be; the same for the same seed."""
    work = Search(given, np.random.default_rng(seed))
    chosen, bound = work.choose_topics()
    progress(15)
    best = work.improve(work.into_rounds(chosen))
    bound = max(bound, work.bound_of_single_rounds())
    progress(30)
    if work.value(best) > bound:
        best, bound = _close(work, best, bound, progress)
    best = mix(work, best, progress)
    progress(STEPS)
    return _solution(given, work, best, bound)


def _close(
    work: Search, best: Ints, bound: int, progress: Progress
) -> tuple[Ints, int]:
    """Raise the bound by prices, and lower the value by exact single rounds."""
    priced, patterns = work.price(work.value(best))
    bound = max(bound, priced)
    progress(50)
    for start in patterns:
        found = work.improve(start)
        best = min(best, found, key=work.value)
        if work.value(best) <= bound:
            return best, bound
    for turn in range(STARTS):
        found = work.improve(work.shaken(best))
        best = min(found, best, key=work.value)
        progress(50 + 2 * turn)
        if work.value(best) <= bound:
            break
    return best, bound


def _solution(given: Problem, work: Search, allocation: Ints, bound: int) -> Solution:
    who, when = np.nonzero(allocation != NONE)
    rank_sum = int(given.ranks[who, allocation[who, when]].sum())
    value = work.value(allocation)
    changed = (given.held != NONE) & (allocation != given.held)
    return Solution(
        allocation=allocation,
        objective=value,
        bound=bound,
        unseated=int((given.is_free & (allocation == NONE)).sum()),
        moved=int(changed.sum()),
        rank_sum=rank_sum,
        rank_bound=rank_sum - (value - bound),
        spread=spread_of(given, allocation),
    )


def first_come_first_served(given: Problem, *, seed: int) -> Ints:
    """What a race would give: people in random order, each takes the best left.

    Each takes as many free rounds as they can, wanted topics first, as anybody would
    who clicks through a list of classes with seats left.
    """
    people, _topics, rounds = given.shape
    left = given.capacities.copy()
    allocation = np.full((people, rounds), NONE)
    for person in np.random.default_rng(seed).permutation(people):
        wanted = np.argsort(given.ranks[person], kind="stable")
        for topic in wanted[given.may_join[person, wanted]]:
            open_rounds = np.flatnonzero(
                given.is_free[person] & (allocation[person] == NONE) & (left[topic] > 0)
            )
            if len(open_rounds):
                turn = open_rounds[left[topic, open_rounds].argmax()]
                allocation[person, turn] = topic
                left[topic, turn] -= 1
    return allocation
