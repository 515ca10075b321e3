"""What makes a response doubtful, whichever way it came in."""

import datetime as dt

import pytest
from django.utils import timezone

from sinergi.evaluation.enums import Flag, Source, UnitState
from sinergi.evaluation.models import Instrument, Response
from sinergi.evaluation.services.checking import check_response
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.forms import asked, make_instrument, make_unit

pytestmark = pytest.mark.django_db

ITEMS = tuple(
    asked("select_one scale", f"item{n}", variable="goal", required="yes")
    for n in range(1, 5)
)
START = dt.datetime(2022, 11, 1, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def instrument() -> Instrument:
    return make_instrument(
        make_study(),
        asked("start", "start"),
        asked("end", "end"),
        asked("text", "sample_code", required="yes"),
        *ITEMS,
    )


def sent(
    instrument: Instrument, answers: dict[str, object], **fields: object
) -> Response:
    """A submission of a phone, as it was taken in."""
    number = Response.objects.count()
    end = START + dt.timedelta(seconds=int(str(fields.pop("seconds", 600))))
    times = {"start": START.isoformat(), "end": end.isoformat()}
    leaves = "".join(
        f"<{key}>{text}</{key}>" for key, text in (times | answers).items()
    )
    given: dict[str, object] = {
        "instance_id": f"uuid:{number}",
        "digest": f"{number}",
        "source": Source.OPENROSA,
        "xml": f"<data id='x' version='1'>{leaves}</data>",
        "received_at": timezone.now(),
    }
    response = Response.objects.create(instrument=instrument, **(given | fields))
    return check_response(response=response)


def items(*codes: int, code: str = "D-1") -> dict[str, object]:
    return {"sample_code": code} | {f"item{n}": c for n, c in enumerate(codes, 1)}


def test_a_good_response_finds_its_unit_and_has_no_flag(instrument: Instrument) -> None:
    unit = make_unit(instrument.study, "D-1")
    response = sent(instrument, items(4, 5, 4, 3))
    assert response.flags == []
    assert response.unit == unit
    assert response.answers["item2"] == 5
    assert (response.started_at, response.duration_seconds) == (START, 600)
    unit.refresh_from_db()
    assert unit.state == UnitState.ANSWERED
    assert check_response(response=response).flags == []


@pytest.mark.parametrize(
    ("answers", "flags"),
    [
        (items(4, 5, 4), [Flag.MISSING_REQUIRED]),
        (items(4, 5, 4, 9), [Flag.OUT_OF_RANGE]),
        (items(4, 4, 4, 4), [Flag.STRAIGHT_LINING]),
        (items(4, 5, 4, 3, code="X-1"), [Flag.OUTSIDE_SAMPLE]),
        (items(4, 5, 4, 3, code=""), [Flag.MISSING_REQUIRED, Flag.OUTSIDE_SAMPLE]),
    ],
)
def test_what_is_doubtful_is_flagged(
    instrument: Instrument, answers: dict[str, object], flags: list[str]
) -> None:
    make_unit(instrument.study, "D-1")
    assert sent(instrument, answers).flags == flags


def test_a_reserve_that_was_not_called_is_outside(instrument: Instrument) -> None:
    unit = make_unit(instrument.study, "D-1", role="replacement", state="reserve")
    assert sent(instrument, items(4, 5, 4, 3)).flags == [Flag.OUTSIDE_SAMPLE]
    unit.refresh_from_db()
    assert unit.state == UnitState.RESERVE


def test_the_second_of_a_unit_is_a_duplicate(instrument: Instrument) -> None:
    make_unit(instrument.study, "D-1")
    first = sent(instrument, items(4, 5, 4, 3))
    second = sent(instrument, items(3, 5, 4, 3))
    assert second.flags == [Flag.DUPLICATE]
    assert check_response(response=first).flags == []


def test_the_fast_are_seen_beside_the_others(instrument: Instrument) -> None:
    for number in range(1, 5):
        make_unit(instrument.study, f"D-{number}")
    for number in range(1, 4):
        sent(instrument, items(4, 5, 4, 3, code=f"D-{number}"))
    fast = sent(instrument, items(4, 5, 4, 3, code="D-4"), seconds=100)
    assert fast.flags == [Flag.SPEEDER]


def test_late_stays_late(instrument: Instrument) -> None:
    make_unit(instrument.study, "D-1")
    late = sent(instrument, items(4, 5, 4, 3), flags=[Flag.LATE.value])
    assert late.flags == [Flag.LATE]
