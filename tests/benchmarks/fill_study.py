"""A study with a sample and many responses: `fill_study.py RESPONSES SLUG`."""

import datetime as dt
import random
import sys
import uuid

import django

INTERVIEWERS = 40
STRATA = ("Provinsi", "Kabupaten/kota", "Desa/kelurahan")
UNITS_EACH = 400
FLAGS = ([], [], [], [], [], [], ["speeder"], ["straight_lining"], ["duplicate"])


def main() -> None:
    """Rows as intake and checks leave them, from a seed."""
    django.setup()
    from sinergi.evaluation.models import Response
    from sinergi.evaluation.services.interviewers import add_interviewers
    from sinergi.evaluation.tests.factories import make_study
    from sinergi.evaluation.tests.xforms import filled, make_instrument

    count, slug = int(sys.argv[1]), sys.argv[2]
    study = make_study(slug=slug, title="Evaluasi program 2022", state="fielding")
    instrument = make_instrument(study)
    names = [f"Pencacah {number}" for number in range(1, INTERVIEWERS + 1)]
    cards = add_interviewers(by=None, study=study, names=names)
    units = _units(study)
    chance = random.Random(1)
    last = dt.datetime(2022, 12, 31, 9, tzinfo=dt.UTC)

    def response(number: int) -> Response:
        answers = {f"q{item}": chance.randint(2, 5) for item in range(1, 11)}
        values: dict[str, object] = dict(answers)
        seconds = int(chance.lognormvariate(7, 0.5))
        at = last - dt.timedelta(days=int(chance.triangular(0, 40, 8)))
        return Response(
            instrument=instrument,
            instance_id=f"uuid:{uuid.UUID(int=chance.getrandbits(128))}",
            digest=f"{number:064d}",
            source="openrosa",
            unit=units[number] if number < len(units) else None,
            interviewer=chance.choice(cards).interviewer.username,
            xml=filled(values=values).decode(),
            answers=values,
            flags=chance.choice(FLAGS),
            started_at=at - dt.timedelta(seconds=seconds),
            ended_at=at,
            received_at=at,
            received_on=at.date(),
            checked_at=at,
            duration_seconds=seconds,
            item_mean=sum(answers.values()) / len(answers),
        )

    rows = (response(number) for number in range(count))
    Response.objects.bulk_create(rows, batch_size=500)


def _units(study: object) -> list[object]:
    from sinergi.evaluation.models import SampleUnit, Stratum

    made: list[object] = []
    chance = random.Random(2)
    states = ["answered"] * 7 + ["open", "refused", "unreachable"]
    for order, label in enumerate(STRATA):
        stratum = Stratum.objects.create(
            study=study,  # type: ignore[misc]  # a study it is
            order=order,
            key=f"s{order}",
            label=label,
            population_count=UNITS_EACH * 4,
            sample_count=UNITS_EACH,
        )
        units = [
            SampleUnit(
                study=study,  # type: ignore[misc]
                stratum=stratum,
                code=f"{order}-{number:03d}",
                label=f"{label} {number}",
                order=number,
                probability=0.25,
                weight=4,
                state=chance.choice(states),
            )
            for number in range(UNITS_EACH)
        ]
        made += SampleUnit.objects.bulk_create(units)
    return [unit for unit in made if unit.state == "answered"]  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
