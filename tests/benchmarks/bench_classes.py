"""Sharing classes: how good, how sure and how fast, against first come, first served."""

import os
from collections.abc import Iterable, Iterator

import numpy as np

from sinergi.meetings.assignment import (
    NONE,
    Problem,
    first_come_first_served,
    problem,
    solve,
)
from tests.benchmarks.figure import Figure, seconds

PEOPLE, TOPICS, ROUNDS = 2_000, 10, 3
SEED = 2022
RUNS = 3


def run() -> Iterable[Figure]:
    """Five kinds of meetings of one size."""
    size = f"{PEOPLE:,} people x {TOPICS} topics x {ROUNDS} rounds, seed {SEED}"
    yield Figure(size, f"{os.getloadavg()[0]:.1f}", "load")
    even = np.full((TOPICS, ROUNDS), PEOPLE // TOPICS)
    popular, alike = _wishes(zipf=1.0), _wishes(zipf=0.0)
    yield from _measure("Plackett-Luce (Zipf 1), no spare", popular, even, goal=15)
    yield from _measure("uniform wishes, no spare", alike, even)
    spare = np.ceil(even * 1.2).astype(np.int64)
    yield from _measure("Plackett-Luce (Zipf 1), 20% spare", popular, spare)
    chance = np.random.default_rng(SEED)
    shares = np.full(TOPICS, 1 / TOPICS)
    rooms = [chance.multinomial(PEOPLE, shares) for _round in range(ROUNDS)]
    yield from _measure("rooms of any size, no spare", popular, np.stack(rooms, axis=1))
    yield from _measure("and 60 speakers", popular, even, speakers=60)


def _wishes(*, zipf: float) -> np.ndarray:
    """Ranks by Plackett-Luce: chosen one after another by weights 1/k^zipf."""
    chance = np.random.default_rng(SEED)
    weights = -zipf * np.log(np.arange(1, TOPICS + 1))
    drawn = weights + chance.gumbel(size=(PEOPLE, TOPICS))
    return (-drawn).argsort(axis=1).argsort(axis=1) + 1


def _problem(ranks: np.ndarray, seats: np.ndarray, speakers: int) -> Problem:
    """Two people of each library, 33 provinces; speakers give a class each."""
    is_free = np.ones((PEOPLE, ROUNDS), dtype=bool)
    may_join = np.ones((PEOPLE, TOPICS), dtype=bool)
    turn = np.arange(speakers)
    is_free[turn, turn % ROUNDS] = False
    may_join[turn, turn // ROUNDS % TOPICS] = False
    libraries = np.arange(PEOPLE) // 2
    provinces = np.random.default_rng(SEED).integers(0, 33, size=PEOPLE)[libraries]
    return problem(
        ranks=ranks,
        capacities=seats,
        is_free=is_free,
        may_join=may_join,
        libraries=libraries,
        provinces=provinces,
    )


def _measure(
    label: str,
    ranks: np.ndarray,
    seats: np.ndarray,
    *,
    goal: int = 0,
    speakers: int = 0,
) -> Iterator[Figure]:
    asked = _problem(ranks, seats, speakers)
    took = seconds(lambda: solve(asked, seed=SEED), runs=RUNS)
    found = solve(asked, seed=SEED)
    seated = int((found.allocation != NONE).sum())
    mean = found.rank_sum / seated
    raced = [first_come_first_served(asked, seed=seed) for seed in range(RUNS)]
    race = float(np.mean([_mean_rank(asked, allocation) for allocation in raced]))
    state = "optimal, proven" if found.is_proven else "not proven optimal"
    yield Figure(f"{label}: time", f"{took:.2f}", "s", "under 10")
    yield Figure(f"{label}: gap", f"{found.gap:.3%}", "", f"at most 1% ({state})")
    yield Figure(
        f"{label}: sum of ranks",
        f"{found.rank_sum:,}",
        "",
        f"bound {found.rank_bound:,}",
    )
    yield Figure(f"{label}: mean rank, assigned", f"{mean:.3f}", "")
    yield Figure(f"{label}: mean rank, first come", f"{race:.3f}", "")
    wanted = f"at least {goal}%" if goal else ""
    yield Figure(f"{label}: better by", f"{1 - mean / race:.1%}", "", wanted)
    empty = [
        int((allocation == NONE).sum() - (~asked.is_free).sum()) for allocation in raced
    ]
    yield Figure(
        f"{label}: rounds without class", f"{found.unseated}", "",
        f"first come {np.mean(empty):.0f}",
    )  # fmt: skip
    spread = found.spread
    yield Figure(
        f"{label}: pairs of a library in a class", f"{spread.library_pairs}", ""
    )
    yield Figure(
        f"{label}: pairs of a province in a class", f"{spread.province_pairs:,}", "",
        f"bound {spread.province_bound:,}",
    )  # fmt: skip


def _mean_rank(asked: Problem, allocation: np.ndarray) -> float:
    who, when = np.nonzero(allocation != NONE)
    return float(asked.ranks[who, allocation[who, when]].mean())


if __name__ == "__main__":
    for figure in run():
        print(figure)
