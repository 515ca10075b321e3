"""A sample design: its size, its shares among strata, and the draw from a seed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from math import ceil

from sinergi.evaluation.sampling.allocation import by_weight, neyman, proportional
from sinergi.evaluation.sampling.drawing import Drawn, FrameUnit, stream
from sinergi.evaluation.sampling.problems import UnfitDesign
from sinergi.evaluation.sampling.sizes import Rounding, slovin
from sinergi.evaluation.sampling.stages import (
    Method,
    clusters_needed,
    one_stage,
    total_size,
    two_stages,
)


class Sizing(StrEnum):
    """What decides the size of the sample."""

    SLOVIN_EACH = "slovin_each"
    SLOVIN_ALL = "slovin_all"
    FIXED = "fixed"


class Allocation(StrEnum):
    """How a sample of all strata together is shared out."""

    PROPORTIONAL = "proportional"
    NEYMAN = "neyman"
    SIZE = "size"


@dataclass(frozen=True)
class Design:
    """All that decides a sample beside the population and the seed.

    Attributes:
        sizing: By Slovin in each stratum, by Slovin over all, or a number given.
        margin: Slovin's margin of error.
        total: The number given.
        allocation: Of no account where Slovin sizes each stratum.
        deviations: Standard deviation by stratum, for Neyman.
        method: How units (in two stages: clusters) are drawn.
        size_measure: What a unit's size for PPS is.
        clusters: The area that is a cluster; empty in one stage.
        take: Units drawn in each cluster.
        reserve_pct: Replacements, in percent of each stratum's sample, rounded up.
    """

    sizing: Sizing = Sizing.SLOVIN_EACH
    margin: Decimal | None = Decimal("0.05")
    rounding: Rounding = Rounding.NEAREST
    total: int | None = None
    allocation: Allocation = Allocation.PROPORTIONAL
    deviations: Mapping[str, float] = field(default_factory=dict)
    method: Method = Method.SRS
    size_measure: str = "activities"
    clusters: str = ""
    take: int = 1
    reserve_pct: int = 10

    def as_json(self) -> dict[str, object]:
        """The design as it is kept."""
        margin = None if self.margin is None else str(self.margin)
        return asdict(self) | {"margin": margin, "deviations": dict(self.deviations)}

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> "Design":
        """A kept design; what is absent is as in a new one."""
        values: dict[str, object] = {
            name: value for name, value in kept.items() if name in DESIGN_FIELDS
        }
        for name, kind in KINDS.items():
            if values.get(name) is not None:
                values[name] = kind(values[name])
        return cls(**values)  # type: ignore[arg-type]


DESIGN_FIELDS = frozenset(Design.__dataclass_fields__)
KINDS = {
    "sizing": Sizing,
    "margin": Decimal,
    "rounding": Rounding,
    "allocation": Allocation,
    "method": Method,
}


@dataclass(frozen=True)
class StratumFrame:
    """A stratum of the population; for planning alone a count is enough."""

    key: str
    population: int
    units: Sequence[FrameUnit] = ()


@dataclass(frozen=True)
class Planned:
    """What a design asks of one stratum; `clusters` is 0 in one stage."""

    key: str
    population: int
    sample: int
    reserve: int
    clusters: int = 0


def plan_of(design: Design, frames: Sequence[StratumFrame]) -> list[Planned]:
    """How many units each stratum gives, in the order of the strata.

    Raises:
        UnfitDesign: The population is empty, or the design cannot be computed on it.
    """
    for place, frame in enumerate(frames):
        if frame.population <= 0:
            raise UnfitDesign("empty_stratum", "population", stratum=place)
    if not frames:
        raise UnfitDesign("empty_population", "population")
    return [
        _planned(design, frame, sample)
        for frame, sample in zip(frames, _samples(design, frames), strict=True)
    ]


def _planned(design: Design, frame: StratumFrame, sample: int) -> Planned:
    reserve = ceil(sample * design.reserve_pct / 100)
    left = frame.population - sample
    clusters = 0
    if design.clusters and frame.units:
        clusters = clusters_needed(frame.units, sample, design.take, design.method)
    return Planned(frame.key, frame.population, sample, min(reserve, left), clusters)


def _samples(design: Design, frames: Sequence[StratumFrame]) -> list[int]:
    counts = [frame.population for frame in frames]
    if design.sizing == Sizing.SLOVIN_EACH:
        margin = _margin(design)
        return [slovin(count, margin, design.rounding) for count in counts]
    total = _total(design, sum(counts))
    if design.allocation == Allocation.NEYMAN:
        known = [design.deviations.get(frame.key) for frame in frames]
        return neyman(total, counts, known)
    if design.allocation == Allocation.SIZE:
        return by_weight(total, [total_size(frame.units) for frame in frames], counts)
    return proportional(total, counts)


def _margin(design: Design) -> Decimal:
    if design.margin is None:
        raise UnfitDesign("margin_missing", "margin")
    return design.margin


def _total(design: Design, population: int) -> int:
    if design.sizing == Sizing.SLOVIN_ALL:
        return slovin(population, _margin(design), design.rounding)
    if design.total is None or design.total <= 0:
        raise UnfitDesign("total_missing", "total")
    return design.total


def drawn_of(
    design: Design, frames: Sequence[StratumFrame], seed: int
) -> dict[str, list[Drawn]]:
    """The sample and its reserve, by stratum.

    The same design, population and seed give the same units, in whatever order the
    population comes; a stratum's draw does not depend on the others.

    Raises:
        UnfitDesign: The design cannot be computed or drawn on this population.
    """
    drawn = {}
    for frame, planned in zip(frames, plan_of(design, frames), strict=True):
        units = sorted(frame.units, key=lambda unit: unit.code)
        if len({unit.code for unit in units}) != planned.population:
            raise UnfitDesign("frame_unfit", "population")
        rng = stream(seed, planned.key)
        if design.clusters:
            drawn[frame.key] = two_stages(
                units,
                planned.clusters,
                design.take,
                planned.reserve,
                design.method,
                rng=rng,
            )
        else:
            drawn[frame.key] = one_stage(
                units, planned.sample, planned.reserve, design.method, rng
            )
    return drawn
