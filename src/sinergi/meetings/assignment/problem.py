"""What is to be assigned, and what an assignment looks like."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Nobody: no library, no province, no class.
NONE = -1


@dataclass(frozen=True)
class Problem:
    """People, topics and rounds as arrays of P people, K topics and R rounds.

    Attributes:
        ranks: P x K, how much a person wants a topic; 1 is the first choice.
        capacities: K x R, seats; 0 where a topic is not given in a round.
        is_free: P x R, whether the person can sit in a class in that round.
        may_join: P x K, false for topics that the person gives or has had.
        libraries: P, number of the person's library, or -1.
        provinces: P, number of the person's province, or -1.
        held: P x R, topic that the person has now, or -1. Changing it is a move,
            and fewest moves come before ranks; all -1 where nothing is kept.
    """

    ranks: Ints
    capacities: Ints
    is_free: Bools
    may_join: Bools
    libraries: Ints
    provinces: Ints
    held: Ints

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of people, topics and rounds."""
        people, topics = self.ranks.shape
        return people, topics, self.capacities.shape[1]


@dataclass(frozen=True)
class Spread:
    """Pairs of people of one library, and of one province, in one class.

    `province_bound` is what no allocation of as many seats can go below.
    """

    library_pairs: int
    province_pairs: int
    province_bound: int


@dataclass(frozen=True)
class Solution:
    """An allocation: for each person and round a topic, or -1.

    `objective` is the sum of ranks with charges for rounds without class and for
    moves; no allocation is below `bound`.
    """

    allocation: Ints
    objective: int
    bound: int
    unseated: int
    moved: int
    rank_sum: int
    rank_bound: int
    spread: Spread

    @property
    def is_proven(self) -> bool:
        """Whether the bound shows that no better allocation exists."""
        return self.objective == self.bound

    @property
    def gap(self) -> float:
        """How far the sum of ranks may be above the best one, as a ratio of it."""
        if self.rank_sum <= self.rank_bound:
            return 0.0
        return (self.rank_sum - self.rank_bound) / max(1, self.rank_bound)


def problem(
    *,
    ranks: Ints,
    capacities: Ints,
    is_free: Bools | None = None,
    may_join: Bools | None = None,
    libraries: Ints | None = None,
    provinces: Ints | None = None,
    held: Ints | None = None,
) -> Problem:
    """A problem in which everybody is free, nobody is tied and nothing is held."""
    people, topics = ranks.shape
    rounds = capacities.shape[1]
    alone = np.full(people, NONE)
    return Problem(
        ranks=np.asarray(ranks, dtype=np.int64),
        capacities=np.asarray(capacities, dtype=np.int64),
        is_free=np.ones((people, rounds), bool) if is_free is None else is_free,
        may_join=np.ones((people, topics), bool) if may_join is None else may_join,
        libraries=alone if libraries is None else libraries,
        provinces=alone if provinces is None else provinces,
        held=np.full((people, rounds), NONE) if held is None else held,
    )


def ranks_of(choices: list[list[int]], topics: int) -> Ints:
    """Ranks from ordered choices; what a person did not rank comes next after them.

    So nobody gains by ranking less, and whoever ranks nothing takes what is left.
    """
    ranks = np.empty((len(choices), topics), dtype=np.int64)
    for row, chosen in zip(ranks, choices, strict=True):
        row[:] = len(chosen) + 1
        row[chosen] = np.arange(1, len(chosen) + 1)
    return ranks


def spread_of(given: Problem, allocation: Ints) -> Spread:
    """The pairs that share a class, and the fewest possible of provinces."""
    return Spread(
        library_pairs=_pairs(given, allocation, given.libraries)[0],
        province_pairs=_pairs(given, allocation, given.provinces)[0],
        province_bound=_pairs(given, allocation, given.provinces)[1],
    )


def _pairs(given: Problem, allocation: Ints, groups: Ints) -> tuple[int, int]:
    """Pairs of a group in one class, and how many if each group were spread evenly."""
    who, when = np.nonzero((allocation != NONE) & (groups != NONE)[:, None])
    if not len(who):
        return 0, 0
    rounds = allocation.shape[1]
    classes = allocation[who, when] * rounds + when
    keys = np.stack([classes, groups[who]])
    _keys, sizes = np.unique(keys, axis=1, return_counts=True)
    bound = 0
    for turn in range(rounds):
        offered = int((given.capacities[:, turn] > 0).sum())
        _group, seats = np.unique(groups[who[when == turn]], return_counts=True)
        each, more = seats // max(1, offered), seats % max(1, offered)
        bound += int((offered * (each * (each - 1) // 2) + more * each).sum())
    return int((sizes * (sizes - 1) // 2).sum()), bound
