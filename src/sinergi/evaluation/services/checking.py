"""Looks at a response after it was taken in: its unit, and what makes it doubtful.

Flags are shown to people and drop nothing.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from sinergi.core.dates import now
from sinergi.evaluation.enums import Audience, Flag, Source, UnitRole, UnitState
from sinergi.evaluation.models import Instrument, Response, SampleUnit
from sinergi.evaluation.queries.instruments import definition_of, unit_of
from sinergi.evaluation.questionnaires.definition import Definition
from sinergi.evaluation.questionnaires.filling import Filling
from sinergi.evaluation.questionnaires.submission import answers_of
from sinergi.evaluation.questionnaires.typed import Answer, as_held
from sinergi.evaluation.questionnaires.xlsform import UNIT_QUESTION
from sinergi.evaluation.services.summaries import summarise
from sinergi.evaluation.statistics.quality import speeders, straight_lined

#: The latest responses among which one is fast.
COMPARED = 500
#: What is read out of a response.
READ = [
    "answers",
    "started_at",
    "ended_at",
    "unit",
    "flags",
    "duration_seconds",
    "item_mean",
    "checked_at",
]


@transaction.atomic
def check_response(*, response: Response) -> Response:
    """Read a response's answers where it came as XML, find its unit, set its flags.

    A repeat gives the same. What is unreadable was refused when it came in.
    """
    row = Response.objects.select_for_update().get(pk=response.pk)
    instrument = row.instrument
    definition = definition_of(instrument)
    if row.source == Source.OPENROSA:
        row.answers = answers_of(row.xml, definition)
        row.started_at = _moment(row, definition, "timestamp start") or row.started_at
        row.ended_at = _moment(row, definition, "timestamp end") or row.ended_at
    if row.unit is None:
        row.unit = unit_of(
            instrument.study, as_held(row.answers.get(UNIT_QUESTION, ""))
        )
    summarise(row)
    row.flags = [str(flag) for flag in flags_of(row, definition)]
    row.checked_at = now()
    row.save(update_fields=READ)
    if row.unit is not None:
        mark_answered(row.unit)
    return row


def mark_answered(unit: SampleUnit) -> None:
    """A unit that was drawn, or put in another's place, has answered."""
    if not (unit.role == UnitRole.REPLACEMENT and unit.state == UnitState.RESERVE):
        SampleUnit.objects.filter(pk=unit.pk).update(state=UnitState.ANSWERED)


def flags_of(response: Response, definition: Definition) -> list[Flag]:
    """What makes a response doubtful; nothing is stored."""
    instrument = response.instrument
    found = set(_answer_flags(response, definition))
    if _is_outside(response, definition):
        found.add(Flag.OUTSIDE_SAMPLE)
    if _is_duplicate(response):
        found.add(Flag.DUPLICATE)
    if _is_straight(response, instrument):
        found.add(Flag.STRAIGHT_LINING)
    if _is_speeder(response):
        found.add(Flag.SPEEDER)
    if Flag.LATE in response.flags:
        found.add(Flag.LATE)
    return sorted(found)


def _answer_flags(response: Response, definition: Definition) -> list[Flag]:
    held = {
        name: as_held(answer)
        for name, answer in response.answers.items()
        if name in definition.by_name
    }
    moment = timezone.localtime(response.ended_at or response.received_at)
    problems = Filling(definition, held, moment).problems()
    return [
        Flag.MISSING_REQUIRED if problem.kind == "required" else Flag.OUT_OF_RANGE
        for problem in problems
        if not definition.by_name[problem.name].repeat
    ]


def _is_outside(response: Response, definition: Definition) -> bool:
    """Without a unit where one is asked for, or a reserve that was not called."""
    unit = response.unit
    if unit is not None:
        return unit.role == UnitRole.REPLACEMENT and unit.state == UnitState.RESERVE
    is_of_sample = response.instrument.audience == Audience.EFFECTIVENESS
    return is_of_sample or UNIT_QUESTION in definition.by_name


def _is_duplicate(response: Response) -> bool:
    """An earlier response of the same unit, or with just the same answers."""
    earlier = Response.objects.counted().filter(
        instrument__study=response.instrument.study_id,
        instrument__audience=response.instrument.audience,
        pk__lt=response.pk or 2**62,
    )
    if response.unit is not None:
        return earlier.filter(unit=response.unit).exists()
    return bool(response.answers) and (
        earlier.filter(unit=None, answers=response.answers).exists()
    )


def _is_straight(response: Response, instrument: Instrument) -> bool:
    items = [name for names in instrument.variables.values() for name in names]
    row = [_number(response.answers.get(name)) for name in items]
    return bool(straight_lined([row])[0]) if items else False


def _number(answer: Answer | None) -> float:
    is_number = isinstance(answer, int | float)
    return float(answer) if is_number else float("nan")  # type: ignore[arg-type]


def _is_speeder(response: Response) -> bool:
    if response.duration_seconds is None:
        return False
    others = Response.objects.filter(
        instrument=response.instrument, duration_seconds__isnull=False
    ).exclude(pk=response.pk)
    latest = others.order_by("-pk").values_list("duration_seconds", flat=True)
    times = [seconds or 0 for seconds in latest[:COMPARED]]
    return bool(speeders([*times, response.duration_seconds])[-1])


def _moment(
    response: Response, definition: Definition, preload: str
) -> dt.datetime | None:
    """When the phone says that filling in began or ended."""
    name = next((q.name for q in definition.questions if q.preload == preload), "")
    try:
        moment = dt.datetime.fromisoformat(as_held(response.answers.get(name, "")))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
