"""Who is of like circumstances, and how one stands among them. No Django, no clock.

A partner is compared to others of its kind in the same kind of area (village with
village, city with city). The closest circumstances come first; they are widened step
by step until at least five others have something to compare, and where even the last
step finds fewer, there is no comparison at all.
"""

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

#: How many others make a field.
LEAST = 5
#: Near in population: from half to double.
NEAR = 2


class Likeness(StrEnum):
    """What peers have in common with whom they are compared to."""

    CLOSEST = "closest"
    POPULATION = "population"
    INTAKE = "intake"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Circumstances:
    """What makes partners alike; None where it is not on record."""

    key: int
    area_kind: str
    origin: str
    intake_year: int | None
    population: int | None


@dataclass(frozen=True)
class Peers:
    """Others of like circumstances: how many there are, and which can be compared."""

    likeness: Likeness
    alike: int
    field: tuple[int, ...]


@dataclass(frozen=True)
class Standing:
    """A value in its field. Half of the others lie between `low` and `high`.

    `field` counts the others and, where it has a value, oneself; `rank` 1 is the
    highest and None without a value; equal values share a rank.
    """

    own: int | None
    rank: int | None
    field: int
    low: int
    median: int
    high: int


def peers_of(
    own: Circumstances, others: Sequence[Circumstances], known: Collection[int]
) -> Peers:
    """The closest circumstances in which at least five others can be compared.

    Args:
        own: Whose peers are looked for.
        others: All of the same kind of library; oneself may be among them.
        known: Keys of those that have something to compare.
    """
    rest = [
        one for one in others if one.key != own.key and one.area_kind == own.area_kind
    ]
    steps: Mapping[Likeness, list[Circumstances]] = {
        Likeness.CLOSEST: [
            one for one in rest if _is_near(own, one) and _is_of_one_intake(own, one)
        ],
        Likeness.POPULATION: [one for one in rest if _is_near(own, one)],
        Likeness.INTAKE: [one for one in rest if _is_of_one_intake(own, one)],
    }
    for likeness, found in steps.items():
        field = tuple(one.key for one in found if one.key in known)
        if len(field) >= LEAST:
            return Peers(likeness, len(found), field)
    widest = {one.key for found in steps.values() for one in found}
    return Peers(Likeness.TOO_FEW, len(widest), tuple(sorted(widest & set(known))))


def _is_near(own: Circumstances, other: Circumstances) -> bool:
    if not own.population or not other.population:
        return False
    return own.population <= NEAR * other.population <= NEAR * NEAR * own.population


def _is_of_one_intake(own: Circumstances, other: Circumstances) -> bool:
    if own.intake_year is None:
        return False
    return (own.origin, own.intake_year) == (other.origin, other.intake_year)


def standing(own: int | None, others: Sequence[int]) -> Standing:
    """Where a whole number stands among at least two others."""
    low, median, high = (
        _half_up(value)
        for value in statistics.quantiles(
            [Decimal(value) for value in others], n=4, method="inclusive"
        )
    )
    return Standing(
        own=own,
        rank=None if own is None else 1 + sum(value > own for value in others),
        field=len(others) + (own is not None),
        low=low,
        median=median,
        high=high,
    )


def _half_up(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
