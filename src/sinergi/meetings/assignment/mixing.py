"""Spread: people of one library sit apart, provinces are mixed, ranks stay as good."""

import itertools
from collections.abc import Callable

import numpy as np

from sinergi.meetings.assignment.problem import NONE, Bools, Floats, Ints
from sinergi.meetings.assignment.search import Search

Progress = Callable[[int], None]

#: Two people of a library in one class weigh more than any mixture of provinces.
LIBRARY_WEIGHT = 10_000
#: The same among ties of a flow, which need no more than the size of a class.
MEETING = 100
MIXTURES = 8
SWEEPS = 6


def mix(work: Search, allocation: Ints, progress: Progress) -> Ints:
    """Spread libraries and provinces without giving up anything of the ranks."""
    mixer = Mixer(work, allocation)
    for turn in range(MIXTURES):
        if not mixer.pairs():
            break
        mixer = min(mixer, mixer.halved(), key=Mixer.pairs)
        progress(70 + turn)
    for turn in range(SWEEPS):
        if not mixer.sweep():
            break
        progress(80 + 3 * turn)
    return mixer.allocation


class Mixer:
    """How often libraries and provinces meet in classes, and exchanges that mix them.

    `counts` holds for each kind of group how many of it sit in each class.
    """

    def __init__(self, work: Search, allocation: Ints) -> None:
        given = work.given
        _people, topics, rounds = given.shape
        self.work, self.allocation = work, allocation.copy()
        self.groups = [
            (_numbered(given.libraries), LIBRARY_WEIGHT),
            (_numbered(given.provinces), 1),
        ]
        self.counts = []
        for numbers, _weight in self.groups:
            counts = np.zeros((topics, rounds, numbers.max(initial=0) + 1), np.int64)
            who, when = np.nonzero((allocation != NONE) & (numbers >= 0)[:, None])
            np.add.at(counts, (allocation[who, when], when, numbers[who]), 1)
            self.counts.append(counts)

    def pairs(self) -> int:
        """Weighted pairs of people of one group in one class."""
        return sum(
            weight * int((counts * (counts - 1) // 2).sum())
            for (_numbers, weight), counts in zip(self.groups, self.counts, strict=True)
        )

    def halved(self) -> "Mixer":
        """Each round solved again for half of the people, apart from the others.

        Of two people of a library one stays, so that the other can avoid them.
        """
        work, found = self.work, self.allocation.copy()
        for turn in range(work.rounds):
            movable = _every_second(work.given.libraries, work.rng)
            here = Mixer(work, np.where(movable[:, None], NONE, found))
            seats = (
                work.given.capacities[:, turn]
                - np.bincount(
                    here.allocation[:, turn] + 1, minlength=work.given.shape[1] + 1
                )[1:]
            )
            meets = np.zeros(work.given.ranks.shape, np.int64)
            for (numbers, weight), counts in zip(here.groups, here.counts, strict=True):
                met = counts[:, turn, numbers].T * (numbers >= 0)[:, None]
                meets += min(weight, MEETING) * met
            taken, _value = work.solve_round(
                turn,
                found,
                work.open_to(found, turn),
                movable=movable,
                seats=seats,
                ties=meets,
            )
            who, topic = np.nonzero(taken)
            found[movable, turn] = NONE
            found[who, turn] = topic
        return Mixer(work, found)

    def sweep(self) -> bool:
        """Try all pairs of classes once; whether anything changed."""
        _people, topics, rounds = self.work.given.shape
        turns: list[tuple[int, ...]] = [(turn,) for turn in range(rounds)]
        turns += itertools.combinations(range(rounds), 2)
        changed = False
        for when in turns:
            for first, second in itertools.combinations(range(topics), 2):
                while self._exchange(when, first, second):
                    changed = True
        return changed

    def _exchange(self, when: tuple[int, ...], first: int, second: int) -> bool:
        """The best exchange of two people: of one round, or of the order of two."""
        ways = [(first, second), (second, first)]
        here, there = (
            np.flatnonzero(
                (self.allocation[:, when] == np.resize([old, new], len(when))).all(
                    axis=1
                )
            )
            for old, new in ways
        )
        if not len(here) or not len(there):
            return False
        here_cost, here_gain = self._change(here, when, first, second)
        there_cost, there_gain = self._change(there, when, second, first)
        if here_gain.min() + there_gain.min() >= 0:
            return False
        gains = here_gain[:, None] + there_gain[None, :]
        for numbers, weight in self.groups:
            same = numbers[here][:, None] == numbers[there][None, :]
            gains -= 2 * weight * len(when) * (same & (numbers[here] >= 0)[:, None])
        gains[here_cost[:, None] + there_cost[None, :] > 0] = 0
        one, other = np.unravel_index(int(gains.argmin()), gains.shape)
        if gains[one, other] >= 0:
            return False
        for turn, (old, new) in zip(when, itertools.cycle(ways), strict=False):
            self._move(int(here[one]), turn, old, new)
            self._move(int(there[other]), turn, new, old)
        return True

    def _change(
        self, people: Ints, when: tuple[int, ...], first: int, second: int
    ) -> tuple[Floats, Ints]:
        """What each person's change costs, and how it changes the pairs."""
        costs, allowed = self.work.costs, self.work.allowed
        cost = np.zeros(len(people))
        pairs = np.zeros(len(people), np.int64)
        for turn, (old, new) in zip(
            when, itertools.cycle([(first, second), (second, first)]), strict=False
        ):
            cost += costs[people, new, turn] - costs[people, old, turn]
            cost[~allowed[people, new, turn]] = np.inf
            for (numbers, weight), counts in zip(self.groups, self.counts, strict=True):
                mine = numbers[people]
                change = counts[new, turn, mine] - (counts[old, turn, mine] - 1)
                pairs += weight * np.where(mine >= 0, change, 0)
        if len(when) == 1:
            cost[(self.allocation[people] == second).any(axis=1)] = np.inf
        return cost, pairs

    def _move(self, person: int, turn: int, old: int, new: int) -> None:
        self.allocation[person, turn] = new
        for (numbers, _weight), counts in zip(self.groups, self.counts, strict=True):
            if numbers[person] >= 0:
                counts[old, turn, numbers[person]] -= 1
                counts[new, turn, numbers[person]] += 1


def _every_second(groups: Ints, rng: np.random.Generator) -> Bools:
    """Half of each group at random, and half of those without one."""
    order = rng.permutation(len(groups))
    order = order[np.argsort(groups[order], kind="stable")]
    half = np.zeros(len(groups), bool)
    half[order[rng.integers(0, 2) :: 2]] = True
    return half


def _numbered(groups: Ints) -> Ints:
    """Groups as 0, 1, 2 …; those of one person and those without stay -1."""
    _values, numbers, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    alone = (groups == NONE) | (sizes[numbers] < 2)
    return np.where(alone, NONE, numbers)
