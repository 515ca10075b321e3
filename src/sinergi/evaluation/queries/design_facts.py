"""A study's population and design in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sinergi.core.formatting import day, join_list, percent
from sinergi.evaluation.design_names import (
    ALLOCATIONS,
    METHODS,
    ROUNDINGS,
    SIZINGS,
    STAGES,
)
from sinergi.evaluation.enums import SizeMeasure, StratifyBy
from sinergi.evaluation.models import Stratum, Study
from sinergi.evaluation.queries.frames import (
    Population,
    design_of,
    needs_sizes,
    population_of,
)
from sinergi.evaluation.sampling import Design, Sizing
from sinergi.network.enums import LibraryKind, Origin

Facts = list[tuple[str, str]]


def facts_of(study: Study) -> Facts:
    """What decides the sample, as pairs of label and words; none before a design."""
    if not study.design:
        return []
    rule, design = population_of(study), design_of(study)
    return [
        *_population(study, rule),
        *_size(design),
        *_drawing(design),
        (_("Seed"), str(study.seed)),
    ]


def _population(study: Study, rule: Population) -> Facts:
    region = study.region.name if study.region else _("Indonesia")
    told = _("Partner libraries (%(programme)s) on %(day)s, %(area)s") % {
        "programme": rule.programme.upper(),
        "day": day(study.population_on),
        "area": region,
    }
    facts = [(_("Population"), told)]
    kinds = [str(LibraryKind(kind).label) for kind in rule.kinds]
    origins = [str(Origin(origin).label) for origin in rule.origins]
    years = [str(year) for year in rule.intake_years]
    only = [*kinds, *origins, *years]
    if only:
        facts.append((_("Only"), join_list(only)))
    return [*facts, (_("Strata"), str(StratifyBy(rule.strata).label))]


def _size(design: Design) -> Facts:
    facts = [(_("Sample size"), str(SIZINGS[design.sizing]))]
    if design.sizing == Sizing.FIXED:
        return [*facts, (_("Shared out"), str(ALLOCATIONS[design.allocation]))]
    margin = percent(float(design.margin or 0))
    rounding = str(ROUNDINGS[design.rounding])
    facts += [(_("Margin of error"), margin), (_("Rounding"), rounding)]
    if design.sizing == Sizing.SLOVIN_ALL:
        facts.append((_("Shared out"), str(ALLOCATIONS[design.allocation])))
    return facts


def _drawing(design: Design) -> Facts:
    facts = [
        (_("How units are drawn"), str(METHODS[design.method])),
        (_("Stages"), str(STAGES[design.clusters])),
    ]
    if design.clusters:
        facts.append((_("Libraries in each area"), str(design.take)))
    if needs_sizes(design):
        facts.append((_("Size"), str(SizeMeasure(design.size_measure).label)))
    return facts


@dataclass(frozen=True)
class Totals:
    """Sums over the strata."""

    population: int
    sample: int
    drawn: int
    reserve: int
    answered: int


def totals_of(strata: Iterable[Stratum]) -> Totals:
    """The last line of the table of strata, made by `strata_of`."""
    rows = list(strata)
    return Totals(
        population=sum(row.population_count for row in rows),
        sample=sum(row.sample_count for row in rows),
        drawn=sum(getattr(row, "drawn_count", 0) for row in rows),
        reserve=sum(getattr(row, "reserve_count", 0) for row in rows),
        answered=sum(getattr(row, "answered_count", 0) for row in rows),
    )
