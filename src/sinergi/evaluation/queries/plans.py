"""What a design asks of a study's population, and what it draws from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sinergi.evaluation.design_words import refusal
from sinergi.evaluation.models import Study
from sinergi.evaluation.queries.frames import (
    FrameStratum,
    Partner,
    Population,
    design_of,
    frame_of,
    population_of,
    strata_frames,
)
from sinergi.evaluation.sampling import (
    Design,
    Drawn,
    Planned,
    StratumFrame,
    UnfitDesign,
    drawn_of,
    plan_of,
)
from sinergi.regions.models import Region

#: Stratum, code, whether in reserve, place, weight.
Place = tuple[str, str, bool, int, float]


@dataclass(frozen=True)
class Plan:
    """Sizes by stratum, and what the strata are called."""

    strata: Sequence[Planned]
    labels: Mapping[str, str]

    @property
    def rows(self) -> list[tuple[Planned, str]]:
        """Each stratum with its name."""
        return [(planned, self.labels[planned.key]) for planned in self.strata]

    @property
    def population(self) -> int:
        """All units of the population."""
        return sum(planned.population for planned in self.strata)

    @property
    def sample(self) -> int:
        """All units of the sample."""
        return sum(planned.sample for planned in self.strata)

    @property
    def reserve(self) -> int:
        """All replacements."""
        return sum(planned.reserve for planned in self.strata)

    @property
    def clusters(self) -> int:
        """All clusters; 0 in one stage."""
        return sum(planned.clusters for planned in self.strata)


@dataclass(frozen=True)
class Draw:
    """A plan and the units drawn for it, with their stratum."""

    plan: Plan
    design: Design
    units: Sequence[tuple[str, Drawn, Partner]]

    @property
    def signature(self) -> list[Place]:
        """Which units, in which place, standing for how many."""
        return [
            (key, unit.code, unit.is_reserve, unit.order, unit.weight)
            for key, unit, _partner in self.units
        ]


def study_frame(study: Study, rule: Population) -> list[FrameStratum]:
    """The population of a study by a rule."""
    return frame_of(rule, on=study.population_on, region=study.region_id or "")


def plan_for(study: Study, rule: Population, design: Design) -> Plan:
    """What a design asks of the study's population.

    Raises:
        UnfitStudy: It cannot be computed on it.
    """
    strata = study_frame(study, rule)
    try:
        frames = _frames(study, strata, design)
        return Plan(plan_of(design, frames), {s.key: s.label for s in strata})
    except UnfitDesign as error:
        raise _refused(error, strata) from error


def draw_for(study: Study) -> Draw:
    """The units that the study's design and seed give on the network of now.

    Raises:
        UnfitStudy: The design cannot be drawn on it.
    """
    design, strata = design_of(study), study_frame(study, population_of(study))
    partners = {p.code: p for stratum in strata for p in stratum.partners}
    try:
        frames = _frames(study, strata, design)
        plan = Plan(plan_of(design, frames), {s.key: s.label for s in strata})
        drawn = drawn_of(design, frames, study.seed)
    except UnfitDesign as error:
        raise _refused(error, strata) from error
    units = [
        (key, unit, partners[unit.code]) for key, some in drawn.items() for unit in some
    ]
    return Draw(plan, design, units)


def _frames(
    study: Study, strata: Sequence[FrameStratum], design: Design
) -> list[StratumFrame]:
    return strata_frames(strata, design, years=(study.from_year, study.to_year))


def _refused(error: UnfitDesign, strata: Sequence[FrameStratum]) -> Exception:
    names = {p.code: p.name for stratum in strata for p in stratum.partners}
    found = error.data.get("codes")
    codes = found if isinstance(found, list) else []
    names |= Region.objects.filter(code__in=codes).values_list("code", "name")
    return refusal(error, labels=[stratum.label for stratum in strata], names=names)


@dataclass(frozen=True)
class PreviewRow:
    """A stratum of a design that is being written; `planned` once it can be."""

    key: str
    label: str
    population: int
    deviation: str
    planned: Planned | None


def preview_rows(
    study: Study, rule: Population, plan: Plan | None, deviations: Mapping[str, str]
) -> list[PreviewRow]:
    """The strata of a rule, even where the design cannot be computed yet."""
    planned = {row.key: row for row in plan.strata} if plan else {}
    return [
        PreviewRow(
            stratum.key,
            stratum.label,
            len(stratum.partners),
            deviations.get(stratum.key, ""),
            planned.get(stratum.key),
        )
        for stratum in study_frame(study, rule)
    ]


def plan_typed(
    design: Design, frames: Sequence[StratumFrame], labels: Sequence[str]
) -> Plan:
    """What a design asks of populations that were typed.

    Raises:
        UnfitDesign: It cannot be computed on them.
    """
    names = dict(zip((frame.key for frame in frames), labels, strict=True))
    return Plan(plan_of(design, frames), names)
