"""A number of a model together with what is known of how far it may be off."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Half the width of a 95% interval of a normal estimate, in standard errors.
Z_95 = Decimal("1.959963984540054")


@dataclass(frozen=True)
class Bounds:
    """Between which values a number has a meaning; None is without end."""

    low: Decimal = Decimal(0)
    high: Decimal | None = None

    def clipped(self, value: Decimal) -> Decimal:
        """The value, or the nearest one that has a meaning."""
        value = max(value, self.low)
        return value if self.high is None else min(value, self.high)


AMOUNT = Bounds()
SHARE = Bounds(high=Decimal(1))


@dataclass(frozen=True)
class Estimate:
    """A central value, with a range from an expert or a standard error of a survey.

    Attributes:
        value: What the central result is reckoned with.
        low: The lowest value held possible; stands with `high`.
        high: The highest value held possible.
        se: The standard error of a survey estimate; stands alone.
    """

    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    se: Decimal | None = None

    @property
    def is_certain(self) -> bool:
        """Whether nothing is said of how far the value may be off."""
        return not self.se and (self.low is None or self.low == self.high)

    def ends(self, bounds: Bounds) -> tuple[Decimal, Decimal] | None:
        """Low and high: the given range, or the 95% interval of a survey estimate."""
        if self.is_certain:
            return None
        if self.low is not None and self.high is not None:
            return self.low, self.high
        reach = Z_95 * (self.se or Decimal(0))
        return bounds.clipped(self.value - reach), bounds.clipped(self.value + reach)

    def draws(self, chance: np.random.Generator, count: int, bounds: Bounds) -> Array:
        """Values drawn at random.

        Triangular over a range, with its peak at the value; normal for a standard
        error, where draws beyond the bounds are set on them.
        """
        value = float(self.value)
        if self.is_certain:
            return np.asarray(value)
        if self.low is not None and self.high is not None:
            low, high = float(self.low), float(self.high)
            if low == high:
                return np.asarray(value)
            return chance.triangular(low, value, high, count)
        drawn = chance.normal(value, float(self.se or 0), count)
        most = None if bounds.high is None else float(bounds.high)
        return np.clip(drawn, float(bounds.low), most)


@dataclass(frozen=True)
class Assumption:
    """One number of a model under its path, such as `streams.income.deadweight`."""

    path: str
    estimate: Estimate
    bounds: Bounds


Assumptions = Mapping[str, Assumption]
