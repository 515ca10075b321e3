"""Evaluates 2020-2021 through the services, from sample to published findings."""

import csv
import datetime as dt
import io
import random
from collections.abc import Mapping, Sequence

from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.accounts.models import User
from sinergi.demonstration import evaluation as data
from sinergi.demonstration.activities import ZONE
from sinergi.demonstration.calibration import Answers, invented_answers
from sinergi.evaluation.enums import Audience, UnitState
from sinergi.evaluation.models import Instrument, SampleUnit, Study
from sinergi.evaluation.queries.frames import Population
from sinergi.evaluation.queries.instruments import variables_of
from sinergi.evaluation.sampling import Design
from sinergi.evaluation.services.importing import store_file, try_file
from sinergi.evaluation.services.instruments import (
    field_instrument,
    start_from_template,
)
from sinergi.evaluation.services.queue import check_waiting
from sinergi.evaluation.services.samples import (
    SampleContent,
    change_design,
    draw_sample,
    replace_unit,
)
from sinergi.evaluation.services.studies import (
    StudyContent,
    close_collecting,
    create_study,
    open_collecting,
    publish_study,
)
from sinergi.network.enums import LibraryKind


def evaluate_programme(*, by: User) -> Study:
    """The published study of 2020-2021, from invented and calibrated answers."""
    rng = random.Random(data.SEED)  # noqa: S311 - a seed
    study = create_study(by=by, slug=data.SLUG, content=_content())
    change_design(
        by=by,
        study=study,
        content=SampleContent(Population(kinds=KINDS), Design(), data.SEED),
    )
    draw_sample(by=by, study=study)
    instrument = start_from_template(
        by=by, study=study, audience=Audience.EFFECTIVENESS
    )
    instrument = field_instrument(by=by, instrument=instrument)
    open_collecting(by=by, study=study)
    units = _asked(by, study)
    sent = try_file(by=by, instrument=instrument, file=_file(instrument, units, rng))
    store_file(by=by, sent=sent)
    check_waiting()
    close_collecting(by=by, study=study)
    return publish_study(by=by, study=study)


KINDS = (LibraryKind.PROVINCE, LibraryKind.REGENCY, LibraryKind.VILLAGE)


def _content() -> StudyContent:
    return StudyContent(
        title=data.TITLE,
        from_year=data.FROM_YEAR,
        to_year=data.TO_YEAR,
        population_on=data.POPULATION_ON,
        scale_min=data.SCALE[0],
        scale_max=data.SCALE[1],
        class_labels=data.CLASSES,
    )


def _asked(by: User, study: Study) -> list[SampleUnit]:
    """The units that answer: some of the main sample were not reached and replaced."""
    asked = []
    main = study.units.filter(state=UnitState.OPEN).order_by("stratum__order", "order")
    for number, unit in enumerate(main, 1):
        if number % data.NOT_REACHED == 0:
            unit = replace_unit(  # noqa: PLW2901 - whoever answers in its place
                by=by, unit=unit, state=UnitState.UNREACHABLE, reason=data.REASON
            )
        asked.append(unit)
    return asked


def _file(
    instrument: Instrument, units: Sequence[SampleUnit], rng: random.Random
) -> SimpleUploadedFile:
    """The answers as the file that an evaluator imports."""
    given = invented_answers(
        [unit.weight for unit in units],
        variables_of(instrument),
        data.SCORES,
        scale=data.SCALE,
        rng=rng,
    )
    rows = [
        _row(unit, answers, rng) for unit, answers in zip(units, given, strict=True)
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile("jawaban-2022.csv", text.getvalue().encode())


def _row(
    unit: SampleUnit, answers: Answers, rng: random.Random
) -> Mapping[str, object]:
    day = data.FIRST_DAY + dt.timedelta(days=rng.randrange(data.DAYS))
    start = dt.datetime.combine(day, dt.time(rng.randrange(8, 16)), ZONE)
    start += dt.timedelta(minutes=rng.randrange(60))
    end = start + dt.timedelta(minutes=rng.lognormvariate(*data.MINUTES))
    return {
        "start": start.isoformat(timespec="seconds"),
        "end": end.isoformat(timespec="seconds"),
        "sample_code": unit.code,
        "library_name": unit.label,
        "level": unit.stratum.key.partition(".")[0],
        "position": rng.choice(data.POSITIONS),
        **answers,
    }
