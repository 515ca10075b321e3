"""The steps of solving one problem: topics, rounds, exact rounds, prices."""

import itertools
import math

import numpy as np

from sinergi.meetings.assignment.flows import cheapest_topics, split_round
from sinergi.meetings.assignment.problem import NONE, Bools, Floats, Ints, Problem

#: Rounds up to which patterns of a person are priced exactly.
EXACT_ROUNDS = 4
#: Steps of prices: as many as can be afforded, the more patterns the fewer.
PRICE_STEPS = 300
FEWEST_STEPS = 40
PASSES = 12


class Search:
    """Costs of one problem and the steps that share them.

    A class costs its rank. Giving up a held class costs `move`, and keeping one costs
    nothing; so that no flow has to know of it, it is a discount on keeping, and
    `offset` brings values back to zero.

    A round without class costs more than any chain of changes could save, since a
    chain passes each class once; a person's second one costs more than the first
    (`uneven`), so that seats which are short go round. It also costs what the
    person's last topic would: whoever ranked more goes before those to whom all is one.
    """

    def __init__(self, given: Problem, rng: np.random.Generator) -> None:
        _people, topics, rounds = given.shape
        self.given, self.rng = given, rng
        worst = int(given.ranks.max(initial=1))
        chain = topics * rounds + 2
        is_held = given.held != NONE
        open_seats = int((given.is_free & ~is_held).sum())
        self.uneven = chain * worst
        change = worst + rounds * self.uneven
        self.move = (change + 1) * (open_seats + 1) if is_held.any() else 0
        self.empty: Ints = chain * (change + self.move) + given.ranks.max(
            axis=1, initial=1
        )
        self.costs = np.repeat(given.ranks[:, :, None], rounds, axis=2)
        who, when = np.nonzero(is_held)
        self.costs[who, given.held[who, when], when] = -self.move
        self.offset = self.move * len(who)
        self.allowed = (
            given.may_join[:, :, None]
            & given.is_free[:, None, :]
            & (given.capacities > 0)[None]
        )
        self.rounds = rounds

    def value(self, allocation: Ints) -> int:
        """The objective of an allocation."""
        who, when = np.nonzero(allocation != NONE)
        spent = self.costs[who, allocation[who, when], when].sum()
        lacking = self._lacking(allocation)
        uneven = self.uneven * (lacking * (lacking - 1) // 2)
        return self.offset + int(spent) + int((lacking * self.empty + uneven).sum())

    def _lacking(self, allocation: Ints) -> Ints:
        """In how many rounds each person has no class."""
        lacking: Ints = (self.given.is_free & (allocation == NONE)).sum(axis=1)
        return lacking

    # topics without rounds

    def choose_topics(self) -> tuple[Bools, int]:
        """Topics for each person, as many as free rounds: exact, and a lower bound."""
        dear = int(self.costs.max(initial=0))
        costs = np.where(self.allowed, self.costs, dear).min(axis=2, initial=dear)
        allowed: Bools = np.any(self.allowed, axis=2)
        chosen, bound = cheapest_topics(
            costs=costs,
            allowed=allowed,
            supplies=self.given.is_free.sum(axis=1),
            capacities=self.given.capacities.sum(axis=1),
            empty=self.empty[:, None] + self.uneven * np.arange(self.rounds),
            ties=self._chance(allowed),
        )
        return chosen, bound + self.offset

    def bound_of_single_rounds(self) -> int:
        """A lower bound that lets people repeat topics; exact where nobody does."""
        full = np.zeros_like(self.given.held)
        return self.offset + sum(
            self.solve_round(turn, full, self.allowed[:, :, turn])[1]
            for turn in range(self.rounds)
        )

    def solve_round(
        self,
        turn: int,
        others: Ints,
        allowed: Bools,
        *,
        movable: Bools | None = None,
        seats: Ints | None = None,
        ties: Ints | None = None,
    ) -> tuple[Bools, int]:
        """The cheapest classes of one round, and what they cost.

        Args:
            turn: Which round.
            others: The allocation, of which the other rounds stay.
            allowed: P x K, the topics that each person may take in it.
            movable: The people to be seated; the others stay out.
            seats: Seats of the topics, without those of the people who stay.
            ties: P x K, what decides among equals; chance if not given.
        """
        free = self.given.is_free[:, turn]
        beside = others.copy()
        beside[:, turn] = 0
        return cheapest_topics(
            costs=self.costs[:, :, turn],
            allowed=allowed if movable is None else allowed & movable[:, None],
            supplies=(free if movable is None else free & movable).astype(np.int64),
            capacities=self.given.capacities[:, turn] if seats is None else seats,
            empty=(self.empty + self.uneven * self._lacking(beside))[:, None],
            ties=self._chance(allowed) if ties is None else ties,
        )

    def _chance(self, allowed: Bools) -> Ints:
        return self.rng.integers(0, 4, size=allowed.shape)

    def open_to(self, allocation: Ints, turn: int) -> Bools:
        """What each person may take in a round, given their other rounds."""
        allowed = self.allowed[:, :, turn].copy()
        for other in range(self.rounds):
            who = np.flatnonzero(allocation[:, other] != NONE)
            if other != turn:
                allowed[who, allocation[who, other]] = False
        return allowed

    # from topics to rounds

    def into_rounds(self, chosen: Bools) -> Ints:
        """Split chosen topics into rounds, one flow each.

        A round must take from a topic what the later rounds have no seats for, and
        a person who needs all the rounds that are left. Where seats are equal in
        all rounds such a split exists (Koenig's theorem), and the flow finds it.
        """
        left = chosen.copy()
        allocation = np.full(self.given.held.shape, NONE)
        later_seats = self.given.capacities[:, ::-1].cumsum(axis=1)[:, ::-1]
        later_free = self.given.is_free[:, ::-1].cumsum(axis=1)[:, ::-1]
        for turn in range(self.rounds):
            seats = self.given.capacities[:, turn]
            must = np.clip(left.sum(axis=0) - (later_seats[:, turn] - seats), 0, seats)
            needs_now = left.sum(axis=1) >= later_free[:, turn]
            keeps = self.costs[:, :, turn] > self.costs.min(axis=2)
            taken = split_round(
                allowed=left & self.allowed[:, :, turn],
                preferred=~keeps,
                must_go=needs_now,
                must_fill=must,
                capacities=seats,
                rng=self.rng,
            )
            who, topic = np.nonzero(taken)
            allocation[who, turn] = topic
            left &= ~taken
        return allocation

    def improve(self, allocation: Ints) -> Ints:
        """Solve single rounds exactly, the others as they are, while it helps.

        The first pass also mends what goes beyond the seats.
        """
        found = allocation.copy()
        before = None
        for _pass in range(PASSES):
            for turn in range(self.rounds):
                taken, _value = self.solve_round(turn, found, self.open_to(found, turn))
                who, topic = np.nonzero(taken)
                found[:, turn] = NONE
                found[who, turn] = topic
            after = self.value(found)
            if before is not None and after >= before:
                break
            before = after
        return found

    def shaken(self, allocation: Ints) -> Ints:
        """The allocation with the rounds of a few people exchanged at random."""
        found = allocation.copy()
        people = len(found)
        some = self.rng.choice(people, size=max(1, people // 10), replace=False)
        for person in some:
            free = np.flatnonzero(self.given.is_free[person])
            found[person, free] = found[person, self.rng.permutation(free)]
        return found

    # prices

    def price(self, target: int) -> tuple[int, list[Ints]]:
        """The best bound of seat prices, and what people would choose at them.

        Subgradient steps on the Lagrangean dual of the capacities, with Polyak's
        step towards the value that an allocation already has.
        """
        prices = np.zeros(self.given.capacities.shape)
        best, momentum = -math.inf, np.zeros_like(prices)
        patterns: list[Ints] = []
        scale, stale = 1.0, 0
        steps = max(FEWEST_STEPS, PRICE_STEPS // 4 ** max(0, self.rounds - 3))
        for _step in range(steps):
            least, pattern = self._cheapest(prices)
            paid = float((prices * self.given.capacities).sum())
            bound = self.offset + float(least.sum()) - paid
            if bound > best + 1e-9:
                best, stale = bound, 0
                patterns = [*patterns[-2:], pattern]
            else:
                stale += 1
                scale, stale = (scale / 2, 0) if stale == 10 else (scale, stale)
            if math.ceil(best - 1e-6) >= target:
                break
            load = np.zeros_like(prices)
            for turn in range(self.rounds):
                seated = pattern[:, turn][pattern[:, turn] != NONE]
                load[:, turn] = np.bincount(seated, minlength=len(prices))
            momentum = 0.7 * momentum + (load - self.given.capacities)
            size = float((momentum**2).sum())
            if size == 0:
                break
            prices = np.maximum(0, prices + scale * (target - bound) / size * momentum)
        return math.ceil(best - 1e-6), patterns[::-1]

    def _cheapest(self, prices: Floats) -> tuple[Floats, Ints]:
        """For each person the cheapest rounds at these prices, topics not repeated.

        In a round only its R cheapest topics matter: the other rounds can block no
        more than R - 1 of them.
        """
        people, topics, rounds = self.given.shape
        priced = np.where(self.allowed, self.costs + prices[None], np.inf)
        idle = np.where(self.given.is_free, self.empty[:, None], 0).astype(float)
        few = min(rounds, topics) if rounds <= EXACT_ROUNDS else 1
        nearest = np.argpartition(priced, few - 1, axis=1)[:, :few, :]
        spent = np.take_along_axis(priced, nearest, axis=1)
        nearest = np.concatenate([nearest, np.full((people, 1, rounds), NONE)], axis=1)
        spent = np.concatenate([spent, idle[:, None, :]], axis=1)
        if rounds > EXACT_ROUNDS:
            pick = spent.argmin(axis=1)[:, None, :]
            least = np.take_along_axis(spent, pick, axis=1)[:, 0].sum(axis=1)
            return least, np.take_along_axis(nearest, pick, axis=1)[:, 0]
        best = np.full(people, np.inf)
        pattern = np.full((people, rounds), NONE)
        for picks in itertools.product(range(few + 1), repeat=rounds):
            total = sum(spent[:, pick, turn] for turn, pick in enumerate(picks))
            free = self.given.is_free[:, [pick == few for pick in picks]].sum(axis=1)
            total = total + self.uneven * (free * (free - 1) // 2)
            for one, other in itertools.combinations(range(rounds), 2):
                if few not in (picks[one], picks[other]):
                    same = (
                        nearest[:, picks[one], one] == nearest[:, picks[other], other]
                    )
                    total = np.where(same, np.inf, total)
            better = total < best
            best = np.where(better, total, best)
            for turn, pick in enumerate(picks):
                pattern[better, turn] = nearest[better, pick, turn]
        return best, pattern
