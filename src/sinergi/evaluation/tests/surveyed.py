"""A study with a sample, a questionnaire and answers, for tests of results."""

import random
import uuid
from dataclasses import dataclass

from sinergi.core.dates import now
from sinergi.evaluation.enums import StudyState, UnitState
from sinergi.evaluation.models import (
    Instrument,
    Response,
    SampleUnit,
    Stratum,
    Study,
)
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.xforms import make_instrument

ITEMS = tuple(f"q{number}" for number in range(1, 11))


@dataclass(frozen=True)
class Surveyed:
    """A study of two strata, of which 12 of 40 and 8 of 100 units were drawn."""

    study: Study
    instrument: Instrument
    units: list[SampleUnit]
    responses: list[Response]


def make_surveyed(*, silent: int = 0, state: str = StudyState.CLOSED) -> Surveyed:
    """Everybody answered but the last `silent` units of the second stratum."""
    study = make_study(state=state)
    instrument = make_instrument(study)
    units = [
        *_drawn(study, "regency", population=40, sample=12),
        *_drawn(study, "village", population=100, sample=8),
    ]
    rng = random.Random(7)
    asked = units[: len(units) - silent]
    responses = [respond(instrument, unit, rng) for unit in asked]
    return Surveyed(study, instrument, units, responses)


def respond(
    instrument: Instrument, unit: SampleUnit | None, rng: random.Random
) -> Response:
    """One checked response."""
    if unit is not None:
        unit.state = UnitState.ANSWERED
        unit.save(update_fields=["state"])
    return Response.objects.create(
        instrument=instrument,
        instance_id=f"uuid:{uuid.UUID(int=rng.getrandbits(128))}",
        digest="0" * 64,
        source="web",
        unit=unit,
        answers={item: rng.choice([3, 4, 4, 5]) for item in ITEMS},
        checked_at=now(),
    )


def _drawn(study: Study, key: str, *, population: int, sample: int) -> list[SampleUnit]:
    stratum = Stratum.objects.create(
        study=study,
        order=study.strata.count(),
        key=key,
        label=key.capitalize(),
        population_count=population,
        sample_count=sample,
    )
    return SampleUnit.objects.bulk_create(
        SampleUnit(
            study=study,
            stratum=stratum,
            code=f"{key}-{number}",
            label=f"{key} {number}",
            order=number,
            probability=sample / population,
            weight=population / sample,
        )
        for number in range(sample)
    )
