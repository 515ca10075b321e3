"""How much a result hangs on each assumption, and on all of them together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.optimize import brentq

from sinergi.benefits.valuation.costs import Basis
from sinergi.benefits.valuation.estimates import Array, Assumption
from sinergi.benefits.valuation.reckoning import Model, Totals, drawn_values, totals
from sinergi.benefits.valuation.streams import SHARES

#: An amount without an upper bound is sought up to so many times its value.
REACH = 10_000
QUANTILES = (0.025, 0.5, 0.975)
BINS = 40
#: Shares of draws cut off the histogram at either end, so that it can be read.
TAIL = 0.001


@dataclass(frozen=True)
class Swing:
    """What the result is at the two ends of one assumption's range."""

    path: str
    value: Decimal
    low: Decimal
    high: Decimal
    benefit_pv: tuple[Decimal, Decimal]
    npv: tuple[Decimal, Decimal]
    ratio: tuple[Decimal, Decimal] | None


def _ratio(found: Totals[Decimal], basis: Basis) -> Decimal | None:
    cost = found.cost_pv[basis]
    return found.benefit_pv / cost if cost else None


def tornado(model: Model, basis: Basis) -> list[Swing]:
    """Each assumption with a range at its low and high end, the widest swing first."""
    swings = []
    for path, one in model.assumptions.items():
        ends = one.estimate.ends(one.bounds)
        if ends is None:
            continue
        low, high = (totals(model, model.central | {path: end}) for end in ends)
        ratios = (_ratio(low, basis), _ratio(high, basis))
        swings.append(
            Swing(
                path=path,
                value=one.estimate.value,
                low=ends[0],
                high=ends[1],
                benefit_pv=(low.benefit_pv, high.benefit_pv),
                npv=(
                    low.benefit_pv - low.cost_pv[basis],
                    high.benefit_pv - high.cost_pv[basis],
                ),
                ratio=None if None in ratios else ratios,  # type: ignore[arg-type]
            )
        )
    return sorted(swings, key=lambda swing: -abs(swing.npv[1] - swing.npv[0]))


@dataclass(frozen=True)
class Threshold:
    """The value of one assumption at which the ratio is 1, all others as they are.

    `value` is None where no possible value of this assumption leads there.
    """

    path: str
    now: Decimal
    value: float | None


def thresholds(model: Model, basis: Basis) -> list[Threshold]:
    """What would have to be true of each assumption for the ratio to cross 1."""
    paid = {line.path for line in model.costs} - {
        line.path for line in model.lines(basis)
    }
    return [
        Threshold(path, one.estimate.value, _crossing(model, basis, one))
        for path, one in model.assumptions.items()
        if path not in paid
    ]


def joint_thresholds(model: Model, basis: Basis) -> list[Threshold]:
    """The share at which the ratio is 1, were it as high (low) in every stream.

    For a ratio above 1 each stream keeps a share that is higher already, below 1 one
    that is lower; `now` is the highest, or the lowest, of today.
    """
    values = _as_floats(model)
    is_above = _net(model, basis, values) > 0
    pick = max if is_above else min
    found = []
    for name in SHARES:
        now = {one.path(name): getattr(one, name).value for one in model.streams}

        def net(share: float, now: Mapping[str, Decimal] = now) -> float:
            changed = {path: pick(float(own), share) for path, own in now.items()}
            return _net(model, basis, values | changed)

        crosses = net(0.0) * net(1.0) < 0
        at = _solved(net, 0.0, 1.0) if crosses else None
        found.append(Threshold(f"streams.*.{name}", pick(now.values()), at))
    return found


def _as_floats(model: Model) -> dict[str, float]:
    return {path: float(value) for path, value in model.central.items()}


def _net(model: Model, basis: Basis, values: Mapping[str, float]) -> float:
    found = totals(model, values)
    return found.benefit_pv - found.cost_pv[basis]


def _crossing(model: Model, basis: Basis, one: Assumption) -> float | None:
    values = _as_floats(model)

    def net(value: float) -> float:
        return _net(model, basis, values | {one.path: value})

    now = float(one.estimate.value)
    if net(now) == 0:
        return now
    far = float(one.bounds.high) if one.bounds.high is not None else now * REACH
    for end in (float(one.bounds.low), far):
        if end != now and net(end) * net(now) < 0:
            return _solved(net, min(now, end), max(now, end))
    return None


def _solved(net: Callable[[float], float], low: float, high: float) -> float:
    near = 1e-12 * max(high, 1.0)
    return float(brentq(net, low, high, xtol=near, rtol=1e-12))  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Spread:
    """The middle and the 95% interval of drawn results."""

    mean: float
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class Histogram:
    """Counts of draws between edges."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Chances:
    """Drawn ratios and net present values on one basis."""

    npv: Spread
    ratio: Spread
    below_one: float
    histogram: Histogram


@dataclass(frozen=True)
class MonteCarlo:
    """What came of drawing all uncertain assumptions at once."""

    draws: int
    seed: int
    uncertain: int
    benefit: Spread
    benefit_pv: Spread
    bases: dict[Basis, Chances]


def monte_carlo(model: Model) -> MonteCarlo:
    """Draw all assumptions `model.draws` times; the same seed draws the same."""
    found = totals(model, drawn_values(model))
    uncertain = [
        one for one in model.assumptions.values() if not one.estimate.is_certain
    ]
    costed = [basis for basis in Basis if np.all(found.cost_pv[basis] > 0)]
    return MonteCarlo(
        draws=model.draws,
        seed=model.seed,
        uncertain=len(uncertain),
        benefit=_spread(found.benefit),
        benefit_pv=_spread(found.benefit_pv),
        bases={basis: _chances(found, basis) for basis in costed},
    )


def _chances(found: Totals[Array], basis: Basis) -> Chances:
    ratio = np.atleast_1d(found.benefit_pv / found.cost_pv[basis])
    return Chances(
        npv=_spread(found.benefit_pv - found.cost_pv[basis]),
        ratio=_spread(ratio),
        below_one=float(np.mean(ratio < 1)),
        histogram=_histogram(ratio),
    )


def _spread(drawn: Array) -> Spread:
    low, median, high = np.quantile(drawn, QUANTILES)
    return Spread(float(np.mean(drawn)), float(low), float(median), float(high))


def _histogram(drawn: Array) -> Histogram:
    low, high = np.quantile(drawn, (TAIL, 1 - TAIL))
    inside = drawn[(drawn >= low) & (drawn <= high)]
    is_one_value = high - low <= abs(high) * 1e-9
    counts, edges = np.histogram(inside, bins=1 if is_one_value else BINS)
    return Histogram(tuple(edges.tolist()), tuple(counts.tolist()))
