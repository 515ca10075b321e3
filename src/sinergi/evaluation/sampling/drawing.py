"""Which units are drawn: simple random, PPS with and without replacement.

Every function takes units sorted by code and a stream of uniform numbers. Nothing
but `random()` of the generator is used: its stream stays the same over versions of
numpy, which orders and shuffles do not promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sinergi.evaluation.sampling.problems import UnfitDesign

Floats = npt.NDArray[np.float64]

#: From this inclusion probability on a unit is certain.
CERTAIN = 1 - 1e-12


@dataclass(frozen=True)
class FrameUnit:
    """One unit of the population; `size` is its measure for PPS."""

    code: str
    size: float | None = None
    cluster: str = ""


@dataclass(frozen=True)
class Drawn:
    """A unit of the sample, or one of the reserve in its order.

    Attributes:
        probability: Inclusion probability over all stages.
        weight: Units of the population that it stands for; with replacement that is
            `hits` times the weight of one hit.
        hits: How often it was drawn; more than once only with replacement.
    """

    code: str
    order: int
    probability: float
    weight: float
    cluster: str = ""
    hits: int = 1
    is_reserve: bool = False


def stream(seed: int, *keys: str) -> np.random.Generator:
    """Uniform numbers that depend on the seed and the keys alone."""
    key = tuple("/".join(keys).encode())
    sequence = np.random.SeedSequence(seed, spawn_key=key)
    return np.random.Generator(np.random.PCG64(sequence))


def shuffled(count: int, rng: np.random.Generator) -> list[int]:
    """The places 0 to count-1 in random order: sorted by a uniform number each."""
    return [int(place) for place in np.argsort(rng.random(count), kind="stable")]


def sizes_of(units: Sequence[FrameUnit]) -> Floats:
    """The sizes of units.

    Raises:
        UnfitDesign: A size is missing, zero, negative or no number.
    """
    bad = [unit.code for unit in units if not _is_size(unit.size)]
    if bad:
        raise unfit_sizes(bad)
    return np.array([unit.size for unit in units], dtype=np.float64)


def unfit_sizes(codes: Sequence[str]) -> UnfitDesign:
    """Says how many units, or clusters, cannot be drawn by size, and names some."""
    return UnfitDesign(
        "size_unfit", "size_measure", count=len(codes), codes=list(codes[:3])
    )


def _is_size(size: float | None) -> bool:
    return size is not None and bool(np.isfinite(size)) and size > 0


def inclusion_probabilities(sizes: Floats, count: int) -> Floats:
    """The n x_i / X; a unit that reaches 1 is certain, the others share the rest."""
    if count >= len(sizes):
        return np.ones(len(sizes))
    certain = np.zeros(len(sizes), dtype=bool)
    while True:
        rest = sizes[~certain].sum()
        scaled = np.where(certain, 1.0, (count - certain.sum()) * sizes / rest)
        new = (scaled >= CERTAIN) & ~certain
        if not new.any():
            return scaled
        certain |= new


def brewer_step(probabilities: Floats, chosen: npt.NDArray[np.bool_]) -> Floats:
    """With which probability each unit is chosen next (Brewer 1975; Tillé 2006, 6.7).

    p_k = pi_k (n - a - pi_k) / (n - a - pi_k (n - r + 1)), made to sum to 1 over the
    units not chosen yet; a is the sum of the chosen ones' pi, r the step. Over n
    steps unit k is drawn with probability pi_k exactly. None may be certain.
    """
    count = round(float(probabilities.sum()))
    step = int(chosen.sum()) + 1
    left = count - probabilities[chosen].sum()
    pi = probabilities
    bottom = left - pi * (count - step + 1)
    odds = np.where(chosen, 0.0, pi * (left - pi) / np.where(chosen, 1.0, bottom))
    return np.asarray(odds / odds.sum())


def brewer(probabilities: Floats, rng: np.random.Generator) -> list[int]:
    """Places of a sample without replacement, drawn one after another.

    Certain units come first; the others are drawn by `brewer_step`.
    """
    certain = probabilities >= CERTAIN
    places = [int(place) for place in np.flatnonzero(certain)]
    others = np.flatnonzero(~certain)
    pi = probabilities[others]
    chosen = np.zeros(len(others), dtype=bool)
    for _step in range(round(float(pi.sum()))):
        place = _picked(brewer_step(pi, chosen), rng)
        chosen[place] = True
        places.append(int(others[place]))
    return places


def with_replacement(
    shares: Floats, count: int, rng: np.random.Generator
) -> dict[int, int]:
    """Hits by place of `count` independent draws, in the order of the first hit."""
    hits: dict[int, int] = {}
    for _draw in range(count):
        place = _picked(shares, rng)
        hits[place] = hits.get(place, 0) + 1
    return hits


def successive(
    sizes: Floats, places: Sequence[int], rng: np.random.Generator
) -> list[int]:
    """The places in random order, the larger ones tending to come first.

    Each next one is drawn with probability proportional to size among those left: an
    exponential number of rate x_i each, sorted, gives the same (Efraimidis 2006).
    """
    waits = -np.log1p(-rng.random(len(places))) / sizes[list(places)]
    return [places[place] for place in np.argsort(waits, kind="stable")]


def _picked(shares: Floats, rng: np.random.Generator) -> int:
    """A place, with the probabilities of `shares`."""
    ladder = np.cumsum(shares)
    place = int(np.searchsorted(ladder, rng.random() * ladder[-1], side="right"))
    return min(place, int(np.flatnonzero(shares)[-1]))
