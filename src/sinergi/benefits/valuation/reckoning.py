"""A model, and its totals for any values of its assumptions.

The same lines reckon one exact result (`Decimal`) and a hundred thousand drawn ones
(arrays), so that the two cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Generic

import numpy as np

from sinergi.benefits.valuation.costs import Basis, CostLine
from sinergi.benefits.valuation.estimates import Array, Assumption, Bounds, Estimate
from sinergi.benefits.valuation.streams import BenefitStream, Number

DISCOUNT = "discount_rate"
UNDISCOUNTED = Estimate(Decimal(0))
#: A yearly rate of more than 100% has no meaning here.
RATE = Bounds(high=Decimal(1))


@dataclass(frozen=True)
class Model:
    """Costs and benefits in prices of the base year, and how the future is weighed."""

    title: str
    base_year: int
    streams: tuple[BenefitStream, ...]
    costs: tuple[CostLine, ...] = ()
    discount_rate: Estimate = UNDISCOUNTED
    seed: int = 1
    draws: int = 100_000

    @cached_property
    def assumptions(self) -> dict[str, Assumption]:
        """Every number of the model by its path."""
        found = [Assumption(DISCOUNT, self.discount_rate, RATE)]
        found += [one for stream in self.streams for one in stream.assumptions()]
        found += [line.assumption() for line in self.costs]
        return {one.path: one for one in found}

    @cached_property
    def central(self) -> dict[str, Decimal]:
        """The value of each assumption."""
        return {path: one.estimate.value for path, one in self.assumptions.items()}

    @cached_property
    def years(self) -> range:
        """All years in which something is paid or gained."""
        first = [stream.first_year for stream in self.streams]
        last = [stream.last_year for stream in self.streams]
        paid = [line.year for line in self.costs]
        return range(min(first + paid), max(last + paid) + 1)

    def lines(self, basis: Basis) -> list[CostLine]:
        """The costs that count on a basis."""
        return [line for line in self.costs if line.is_in(basis)]


@dataclass(frozen=True)
class Totals(Generic[Number]):
    """Sums of a model: benefits plain and in present value, costs by basis."""

    benefit: Number
    benefit_pv: Number
    cost: Mapping[Basis, Number]
    cost_pv: Mapping[Basis, Number]


def factor(model: Model, year: int, values: Mapping[str, Number]) -> Number:
    """What a rupiah of a year is worth in the base year."""
    rate = 1 + values[DISCOUNT]
    weighed: Number = rate ** (model.base_year - year)
    return weighed


def totals(model: Model, values: Mapping[str, Number]) -> Totals[Number]:
    """The sums for some values of the assumptions."""
    nought = values[DISCOUNT] * 0
    factors = {year: factor(model, year, values) for year in model.years}
    benefit = benefit_pv = nought
    for stream in model.streams:
        for year, flow in stream.by_year(values).items():
            benefit = benefit + flow
            benefit_pv = benefit_pv + flow * factors[year]
    cost = dict.fromkeys(Basis, nought)
    cost_pv = dict.fromkeys(Basis, nought)
    for basis in Basis:
        for line in model.lines(basis):
            cost[basis] = cost[basis] + values[line.path]
            cost_pv[basis] = cost_pv[basis] + values[line.path] * factors[line.year]
    return Totals(benefit, benefit_pv, cost, cost_pv)


def drawn_values(model: Model) -> dict[str, Array]:
    """Every assumption drawn at random, each from a source of its own.

    The source hangs on the seed and the path alone: to add a line, or to move one,
    leaves what is drawn for all others as it was.
    """
    return {
        path: one.estimate.draws(_chance(model.seed, path), model.draws, one.bounds)
        for path, one in model.assumptions.items()
    }


def _chance(seed: int, path: str) -> np.random.Generator:
    return np.random.default_rng([seed, *path.encode()])
