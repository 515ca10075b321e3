"""Responses of a study as columns: what each respondent answered and stands for.

Weights: each unit's base weight, scaled within its stratum so that those who answered
stand for the whole stratum (non-response is taken to be at random within a stratum).
A unit that answered twice counts with its last response; excluded or corrected
responses, and
those from outside the sample of a study that has one, do not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sinergi.evaluation.models import Instrument, Response, SampleUnit, Study

Floats = NDArray[np.float64]
Row = Mapping[str, object]


@dataclass(frozen=True)
class Microdata:
    """The responses of one questionnaire that count.

    Attributes:
        units: Codes of the units; the response's own id where there is no sample.
        strata: Keys of the strata, empty without a sample.
        clusters: First-stage units, empty in one stage.
        provinces: Codes of the provinces, empty where there is no library.
        weights: Units of the population that each stands for.
        populations: Size of each one's stratum.
        answers: Answers by question, None where there is none.
    """

    units: tuple[str, ...]
    strata: tuple[str, ...]
    clusters: tuple[str, ...]
    provinces: tuple[str, ...]
    weights: Floats
    populations: Floats
    answers: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.units)

    def numbers(self, question: str) -> Floats:
        """The answers to a question as numbers, NaN where there is none."""
        return np.array([_number(row.get(question)) for row in self.answers], float)


def microdata_of(study: Study, instrument: Instrument) -> Microdata:
    """The responses to a questionnaire that count, of all its fielded versions."""
    responses = _responses(study, instrument)
    if not study.units.exists():
        return _unsampled(responses)
    last = {row.unit.pk: (row.unit, row) for row in responses if row.unit}
    return _sampled(sorted(last.values(), key=lambda pair: pair[0].code))


def _responses(study: Study, instrument: Instrument) -> list[Response]:
    """Those that were checked and count, the latest last."""
    rows = Response.objects.counted().filter(
        instrument__study=study,
        instrument__audience=instrument.audience,
        checked_at__isnull=False,
    )
    in_order = rows.order_by("received_at", "pk")
    return list(in_order.select_related("unit__stratum", "unit__library").defer("xml"))


def _unsampled(responses: Sequence[Response]) -> Microdata:
    count = len(responses)
    return Microdata(
        units=tuple(row.instance_id for row in responses),
        strata=("",) * count,
        clusters=("",) * count,
        provinces=("",) * count,
        weights=np.ones(count),
        populations=np.full(count, np.nan),
        answers=tuple(row.answers for row in responses),
    )


def _sampled(pairs: Sequence[tuple[SampleUnit, Response]]) -> Microdata:
    units = [unit for unit, _response in pairs]
    strata = [unit.stratum for unit in units]
    base = np.array([unit.weight for unit in units], float)
    keys = np.array([stratum.key for stratum in strata], str)
    sizes = np.array([stratum.population_count for stratum in strata], float)
    return Microdata(
        units=tuple(unit.code for unit in units),
        strata=tuple(keys),
        clusters=tuple(unit.cluster for unit in units),
        provinces=tuple(
            unit.library.region_id.partition(".")[0] if unit.library else ""
            for unit in units
        ),
        weights=base * sizes / _summed(keys, base),
        populations=sizes,
        answers=tuple(response.answers for _unit, response in pairs),
    )


def _summed(keys: NDArray[np.str_], values: Floats) -> Floats:
    """For each row the sum of the values of all rows with its key."""
    _, place = np.unique(keys, return_inverse=True)
    summed: Floats = np.bincount(place, weights=values)[place].astype(float)
    return summed


def _number(value: object) -> float:
    if isinstance(value, bool) or value is None:
        return float("nan")
    try:
        return float(str(value))
    except ValueError:
        return float("nan")
