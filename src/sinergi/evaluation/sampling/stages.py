"""Drawing a stratum in one stage, or clusters first and units within them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import comb, isfinite

import numpy as np

from sinergi.evaluation.sampling.drawing import (
    Drawn,
    Floats,
    FrameUnit,
    brewer,
    inclusion_probabilities,
    shuffled,
    sizes_of,
    successive,
    unfit_sizes,
    with_replacement,
)

#: First-stage units that a stratum needs before its variance can be estimated.
LEAST_CLUSTERS = 2
#: What a float may be beyond a whole number before it counts as the next one.
TINY = 1e-9


class Method(StrEnum):
    """How units, or clusters, are drawn."""

    SRS = "srs"
    PPS_REPLACEMENT = "pps_replacement"
    PPS_BREWER = "pps_brewer"


def one_stage(
    units: Sequence[FrameUnit],
    count: int,
    reserve: int,
    method: Method,
    rng: np.random.Generator,
) -> list[Drawn]:
    """A sample of `count` (with replacement: hits), then the reserve."""
    if method == Method.SRS:
        order = shuffled(len(units), rng)
        chance = count / len(units)
        return _listed(
            (units[place], chance, 1 / chance, 1, number >= count)
            for number, place in enumerate(order[: count + reserve])
        )
    sizes = sizes_of(units)
    if method == Method.PPS_BREWER:
        pi = inclusion_probabilities(sizes, count)
        hits = dict.fromkeys(brewer(pi, rng), 1)
        weights = 1 / pi
    else:
        shares = sizes / sizes.sum()
        pi = 1 - (1 - shares) ** count
        hits = with_replacement(shares, count, rng)
        weights = 1 / (count * shares)
    left = [place for place in range(len(units)) if place not in hits]
    spare = successive(sizes, left, rng)[:reserve]
    return _listed(
        (units[k], pi[k], hits.get(k, 1) * weights[k], hits.get(k, 1), k not in hits)
        for k in [*hits, *spare]
    )


Listed = tuple[FrameUnit, float, float, int, bool]


def _listed(rows: Iterable[Listed]) -> list[Drawn]:
    """Units with their place in the sample, or in the reserve."""
    drawn: list[Drawn] = []
    orders = {False: 0, True: 0}
    for unit, probability, weight, hits, is_reserve in rows:
        orders[is_reserve] += 1
        drawn.append(
            Drawn(
                code=unit.code,
                order=orders[is_reserve],
                probability=min(1.0, float(probability)),
                weight=float(weight),
                cluster=unit.cluster,
                hits=hits,
                is_reserve=is_reserve,
            )
        )
    return drawn


def total_size(units: Sequence[FrameUnit]) -> float:
    """The size of units together; one without a size adds nothing.

    Raises:
        UnfitDesign: A size is negative or no number.
    """
    sizes = [unit.size or 0.0 for unit in units]
    bad = [
        unit.code
        for unit, size in zip(units, sizes, strict=True)
        if not (isfinite(size) and size >= 0)
    ]
    if bad:
        raise unfit_sizes(bad)
    return sum(sizes)


def clusters_of(units: Sequence[FrameUnit]) -> dict[str, list[FrameUnit]]:
    """Units by cluster, both in order of their codes."""
    found: dict[str, list[FrameUnit]] = {}
    for unit in sorted(units, key=lambda unit: (unit.cluster, unit.code)):
        found.setdefault(unit.cluster, []).append(unit)
    return found


def clusters_needed(
    units: Sequence[FrameUnit], count: int, take: int, method: Method
) -> int:
    """The fewest clusters from which `count` units are to be expected; two at least.

    A cluster gives `take` units or all it has; what so many clusters are expected to
    give depends on how they are drawn. With replacement, hits on the same cluster are
    reckoned as if it never ran out.
    """
    clusters = clusters_of(units)
    gives = np.array([min(take, len(members)) for members in clusters.values()])
    sizes = _cluster_sizes(clusters, method)

    def expected(number: int) -> float:
        if method == Method.PPS_REPLACEMENT:
            return float(number * (gives * sizes).sum() / sizes.sum())
        return float((gives * inclusion_probabilities(sizes, number)).sum())

    numbers = range(1, len(clusters) + 1)
    needed = 1 + bisect_left(numbers, count - TINY, key=expected)
    return min(len(clusters), max(LEAST_CLUSTERS, needed))


def _cluster_sizes(clusters: dict[str, list[FrameUnit]], method: Method) -> Floats:
    """What a cluster's chance is proportional to."""
    if method == Method.SRS:
        return np.ones(len(clusters))
    return sizes_of(
        [FrameUnit(key, total_size(members)) for key, members in clusters.items()]
    )


def two_stages(
    units: Sequence[FrameUnit],
    clusters: int,
    take: int,
    reserve: int,
    method: Method,
    *,
    rng: np.random.Generator,
) -> list[Drawn]:
    """Clusters by the method, then `take` units of each at random (all of a small one).

    A cluster hit twice gives twice as many. The reserve comes from the clusters drawn,
    so that a replacement does not need another journey, and from others only where
    these have no more.
    """
    groups = clusters_of(units)
    stage = _first_stage(groups, clusters, take, method, rng)
    main: list[Listed] = []
    near: list[Listed] = []
    far: list[Listed] = []
    for place, group in enumerate(groups.values()):
        hits = stage.hits.get(place, 0)
        give = min(take * hits, len(group))
        rows = _members(stage, place, group, take, rng)
        main += [(*row, False) for row in rows[:give]]
        (near if hits else far).extend((*row, True) for row in rows[give:])
    mixed = [some[at] for some in (near, far) for at in shuffled(len(some), rng)]
    return _listed([*main, *mixed[:reserve]])


@dataclass(frozen=True)
class _Stage:
    """Clusters drawn: hits by place, and for each cluster what a draw would mean."""

    hits: dict[int, int]
    chances: Sequence[float]
    weights: Sequence[float]


def _members(
    stage: _Stage,
    place: int,
    group: Sequence[FrameUnit],
    take: int,
    rng: np.random.Generator,
) -> list[tuple[FrameUnit, float, float, int]]:
    """The units of a cluster in random order, each with its chance and weight."""
    hits = stage.hits.get(place, 1)
    weight = hits * stage.weights[place] * len(group) / min(take * hits, len(group))
    order = [group[at] for at in shuffled(len(group), rng)]
    return [(unit, stage.chances[place], weight, hits) for unit in order]


def _first_stage(
    clusters: dict[str, list[FrameUnit]],
    count: int,
    take: int,
    method: Method,
    rng: np.random.Generator,
) -> _Stage:
    numbers = [len(members) for members in clusters.values()]
    sizes = _cluster_sizes(clusters, method)
    if method == Method.PPS_REPLACEMENT:
        shares = sizes / sizes.sum()
        chances = [
            _chance(float(share), count, take, number)
            for share, number in zip(shares, numbers, strict=True)
        ]
        hits = with_replacement(shares, count, rng)
        return _Stage(hits, chances, (1 / (count * shares)).tolist())
    pi = inclusion_probabilities(sizes, count)
    chosen = (
        brewer(pi, rng)
        if method == Method.PPS_BREWER
        else shuffled(len(numbers), rng)[:count]
    )
    parts = [min(take, number) / number for number in numbers]
    chances = (pi * np.array(parts)).tolist()
    return _Stage(dict.fromkeys(chosen, 1), chances, (1 / pi).tolist())


def _chance(share: float, count: int, take: int, members: int) -> float:
    """A unit's chance where its cluster may be hit 0 to `count` times."""
    return sum(
        comb(count, hits)
        * share**hits
        * (1 - share) ** (count - hits)
        * min(take * hits, members)
        / members
        for hits in range(1, count + 1)
    )
