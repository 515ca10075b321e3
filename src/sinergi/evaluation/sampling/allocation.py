"""How a sample is shared out among strata, always summing exactly."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor, isfinite

from sinergi.evaluation.sampling.problems import UnfitDesign

#: Units that a stratum needs before its variance can be estimated.
LEAST = 2


def proportional(
    total: int, populations: Sequence[int], least: int = LEAST
) -> list[int]:
    """n_h = n N_h / N, by largest remainder, with `least` in each where possible."""
    return by_weight(total, populations, populations, least)


def neyman(
    total: int,
    populations: Sequence[int],
    deviations: Sequence[float | None],
    least: int = LEAST,
) -> list[int]:
    """n_h = n N_h S_h / sum(N_h S_h); what exceeds a stratum goes to the others.

    Raises:
        UnfitDesign: A standard deviation is missing, negative or no number, or all
            of them are zero.
    """
    for place, deviation in enumerate(deviations):
        if deviation is None:
            raise UnfitDesign("deviation_missing", "deviation", stratum=place)
        if not isfinite(deviation) or deviation < 0:
            raise UnfitDesign("deviation_negative", "deviation", stratum=place)
    known = [Fraction(deviation or 0) for deviation in deviations]
    if not any(known):
        raise UnfitDesign("deviations_zero", "deviation")
    weights = [
        count * deviation for count, deviation in zip(populations, known, strict=True)
    ]
    return by_weight(total, weights, populations, least)


def by_weight(
    total: int,
    weights: Sequence[Fraction | int | float],
    populations: Sequence[int],
    least: int = LEAST,
) -> list[int]:
    """Shares in proportion to weights, none above its stratum's population.

    Strata of weight 0 get the least; what the others cannot hold goes to them by
    population.

    Raises:
        UnfitDesign: The total exceeds the population, or leaves a stratum without.
    """
    if total > sum(populations):
        raise UnfitDesign(
            "sample_exceeds", "total", sample=total, population=sum(populations)
        )
    floors = _floors(total, populations, least)
    exact = [Fraction(weight) for weight in weights]
    caps = [
        count if weight else low
        for count, weight, low in zip(populations, exact, floors, strict=True)
    ]
    reachable = min(total, sum(caps))
    shares = _rounded(reachable, _quotas(reachable, exact, floors, caps), caps)
    if reachable == total:
        return shares
    rest = [Fraction(0 if weight else 1) for weight in exact]
    more = [part * count for part, count in zip(rest, populations, strict=True)]
    return _rounded(total, _quotas(total, more, shares, populations), populations)


def _floors(total: int, populations: Sequence[int], least: int) -> list[int]:
    """What each stratum gets first: `least`, or 1 where the total allows no more."""
    for wanted in range(least, 0, -1):
        floors = [min(wanted, count) for count in populations]
        if sum(floors) <= total:
            return floors
    if least:
        raise UnfitDesign(
            "fewer_than_strata", "total", sample=total, strata=len(populations)
        )
    return [0] * len(populations)


def _quotas(
    total: int,
    weights: Sequence[Fraction],
    floors: Sequence[int],
    caps: Sequence[int],
) -> list[Fraction]:
    """clip(k w_h, floor_h, cap_h) with the k at which they sum to the total.

    The sum grows piecewise linearly in k, so k lies between two of the values at
    which a stratum reaches its floor or its cap.
    """
    if total == sum(floors):
        return [Fraction(low) for low in floors]
    rows = list(zip(weights, floors, caps, strict=True))
    turns = sorted({Fraction(b) / w for w, *bounds in rows if w for b in bounds})

    def clipped(k: Fraction) -> list[Fraction]:
        return [min(max(k * w, Fraction(low)), Fraction(cap)) for w, low, cap in rows]

    below = Fraction(0)
    for turn in turns:
        if sum(clipped(turn)) >= total:
            break
        below = turn
    low_sum, high_sum = sum(clipped(below)), sum(clipped(turn))
    if high_sum == low_sum:
        return clipped(turn)
    k = below + (turn - below) * (total - low_sum) / (high_sum - low_sum)
    return clipped(k)


def _rounded(total: int, quotas: Sequence[Fraction], caps: Sequence[int]) -> list[int]:
    """Whole numbers by largest remainder; between equals the earlier stratum."""
    shares = [floor(quota) for quota in quotas]
    order = sorted(
        range(len(quotas)), key=lambda place: (shares[place] - quotas[place], place)
    )
    open_places = [place for place in order if shares[place] < caps[place]]
    for place in open_places[: total - sum(shares)]:
        shares[place] += 1
    return shares
