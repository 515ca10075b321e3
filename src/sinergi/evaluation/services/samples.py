"""Designing and drawing a sample, and what becomes of its units."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.evaluation.enums import StudyState, UnitRole, UnitState
from sinergi.evaluation.errors import UnfitStudy, WrongStudyState
from sinergi.evaluation.models import SampleUnit, Stratum, Study
from sinergi.evaluation.queries.frames import (
    Population,
    design_of,
    population_of,
)
from sinergi.evaluation.queries.plans import Draw, Place, Plan, draw_for, plan_for
from sinergi.evaluation.queries.samples import next_reserve
from sinergi.evaluation.sampling import Design
from sinergi.evaluation.services.access import locked, require_editable

#: What can be said of a unit that does not answer.
SILENT = (UnitState.REFUSED, UnitState.UNREACHABLE)
REASON_LIMIT = 200


@dataclass(frozen=True)
class SampleContent:
    """The rules by which a sample is made."""

    population: Population
    design: Design
    seed: int


@transaction.atomic
def change_design(*, by: User | None, study: Study, content: SampleContent) -> Study:
    """Set population, design and seed while a study is prepared.

    The strata show what the design asks for; units that were drawn are dropped,
    unless nothing changed.

    Raises:
        OutOfScope: The study is not the person's.
        UnfitStudy: The design cannot be computed on the population.
        WrongStudyState: Collecting has begun.
    """
    require_editable(by, study)
    row = locked(study, StudyState.DRAFT)
    wanted = {
        "population": content.population.as_json(),
        "design": content.design.as_json(),
        "seed": content.seed,
    }
    before = {name: getattr(row, name) for name in wanted}
    if before == wanted and row.strata.exists():
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    plan = plan_for(row, content.population, content.design)
    row.save(update_fields=list(wanted))
    _forget(row)
    _keep_strata(row, plan, content.design)
    record(by=by, action="study.designed", target=row, old=before, new=wanted)
    return row


def _forget(study: Study) -> None:
    study.units.all().delete()
    study.strata.all().delete()


def _keep_strata(study: Study, plan: Plan, design: Design) -> dict[str, Stratum]:
    rows = Stratum.objects.bulk_create(
        Stratum(
            study=study,
            order=order,
            key=planned.key,
            label=plan.labels[planned.key],
            population_count=planned.population,
            sample_count=planned.sample,
            deviation=design.deviations.get(planned.key),
        )
        for order, planned in enumerate(plan.strata, 1)
    )
    return {row.key: row for row in rows}


@transaction.atomic
def draw_sample(*, by: User | None, study: Study) -> list[SampleUnit]:
    """Draw the sample and its reserve from the study's design and seed.

    The same network, design and seed give the same units; where these stand already,
    nothing is written.

    Raises:
        OutOfScope: The study is not the person's.
        UnfitStudy: The design cannot be drawn on the population.
        WrongStudyState: Collecting has begun.
    """
    require_editable(by, study)
    row = locked(study, StudyState.DRAFT)
    draw = draw_for(row)
    if draw.signature == signature_of(row):
        return list(row.units.all())
    if row.units.filter(responses__isnull=False).exists():
        raise WrongStudyState(_("Units of this sample have answered already."))
    _forget(row)
    strata = _keep_strata(row, draw.plan, draw.design)
    SampleUnit.objects.bulk_create(_units(row, strata, draw), batch_size=500)
    counts = {key: stratum.sample_count for key, stratum in strata.items()}
    record(
        by=by,
        action="study.drawn",
        target=row,
        new={"seed": row.seed, "units": len(draw.units), "strata": counts},
    )
    return list(row.units.all())


def signature_of(study: Study) -> list[Place]:
    """Which units are kept, in which place, standing for how many."""
    rows = study.units.order_by("stratum__order", "role", "order")
    return [
        (u.stratum.key, u.code, u.role != UnitRole.MAIN, u.order, u.weight)
        for u in rows.select_related("stratum")
    ]


def _units(study: Study, strata: dict[str, Stratum], draw: Draw) -> list[SampleUnit]:
    return [
        SampleUnit(
            study=study,
            stratum=strata[key],
            library_id=partner.library,
            code=unit.code,
            label=partner.name,
            order=unit.order,
            cluster=unit.cluster,
            role=UnitRole.REPLACEMENT if unit.is_reserve else UnitRole.MAIN,
            state=UnitState.RESERVE if unit.is_reserve else UnitState.OPEN,
            probability=unit.probability,
            weight=unit.weight,
            hits=unit.hits,
        )
        for key, unit, partner in draw.units
    ]


@transaction.atomic
def mark_unit(
    *, by: User | None, unit: SampleUnit, state: str, reason: str = ""
) -> SampleUnit:
    """Say that a unit refused or was not reached, or is to be asked after all.

    Raises:
        OutOfScope: The study is not the person's.
        UnfitStudy: The reason is missing, or the state is not one to be set.
        WrongStudyState: Nothing is being collected, the unit has answered, is in
            reserve or was replaced.
    """
    require_editable(by, unit.study)
    locked(unit.study, StudyState.FIELDING)
    return _marked(by, _changeable(unit), state, reason)


@transaction.atomic
def replace_unit(
    *, by: User | None, unit: SampleUnit, state: str, reason: str
) -> SampleUnit:
    """Take in the next unit of the reserve for one that refused or was not reached.

    In two stages one of the same cluster comes first. It takes over the weight of
    the unit it replaces. The replacement is returned.

    Raises:
        OutOfScope: The study is not the person's.
        UnfitStudy: The reason is missing, or the state is no reason to replace.
        WrongStudyState: Nothing is being collected, the unit has answered or was
            replaced, or the reserve of its stratum is used up.
    """
    require_editable(by, unit.study)
    locked(unit.study, StudyState.FIELDING)
    if state not in SILENT:
        raise UnfitStudy(
            _("Only a unit that refused or was not reached is replaced."),
            field="state",
        )
    row = _marked(by, _changeable(unit), state, reason)
    spare = next_reserve(row)
    if spare is None:
        raise WrongStudyState(
            _("The reserve of “%(stratum)s” is used up. Mark the unit only.")
            % {"stratum": row.stratum.label},
            kind="reserve_used_up",
            data={"stratum": row.stratum_id},
        )
    spare.state, spare.replaces = UnitState.OPEN, row
    spare.probability, spare.weight = row.probability, row.weight
    spare.hits = row.hits
    spare.save(update_fields=["state", "replaces", "probability", "weight", "hits"])
    record(
        by=by,
        action="unit.replaced",
        target=row,
        new={"by": spare.code, "state": state},
        reason=row.reason,
    )
    return spare


def _changeable(unit: SampleUnit) -> SampleUnit:
    row = (
        SampleUnit.objects.select_for_update(of=("self",))
        .select_related("stratum")
        .get(pk=unit.pk)
    )
    if row.state in {UnitState.ANSWERED, UnitState.RESERVE}:
        raise WrongStudyState(
            _("%(unit)s is “%(state)s”: there is nothing to mark.")
            % {"unit": row.label, "state": row.get_state_display()}
        )
    if SampleUnit.objects.filter(replaces=row).exists():
        raise WrongStudyState(
            _("%(unit)s has been replaced already.") % {"unit": row.label},
            kind="replaced_already",
        )
    return row


def _marked(by: User | None, row: SampleUnit, state: str, reason: str) -> SampleUnit:
    if state not in {*SILENT, UnitState.OPEN}:
        raise UnfitStudy(_("Choose what became of the unit."), field="state")
    said = " ".join(reason.split())
    if state in SILENT and not said:
        raise UnfitStudy(_("Say in a few words why."), field="reason")
    if len(said) > REASON_LIMIT:
        raise UnfitStudy(
            _("A reason has %(most)s signs at most.") % {"most": REASON_LIMIT},
            field="reason",
        )
    before = {"state": row.state, "reason": row.reason}
    row.state, row.reason = UnitState(state), said if state in SILENT else ""
    row.save(update_fields=["state", "reason"])
    record(
        by=by,
        action="unit.marked",
        target=row,
        old=before,
        new={"state": state, "reason": row.reason},
        reason=said,
    )
    return row


def drawn_again(study: Study) -> Sequence[str]:
    """Codes in which the kept sample differs from what design and seed give now.

    None differ unless the network or its figures changed since the draw.

    Raises:
        UnfitStudy: The design cannot be drawn on the population of now.
    """
    drawn = {place[:4] for place in draw_for(study).signature}
    kept = {place[:4] for place in signature_of(study)}
    return sorted({code for _key, code, _is_reserve, _order in drawn ^ kept})


def sample_content(study: Study) -> SampleContent:
    """The rules by which a study's sample is made now."""
    return SampleContent(population_of(study), design_of(study), study.seed)
