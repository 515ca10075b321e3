from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sinergi.benefits.errors import UnfitValuation
from sinergi.benefits.models import UnitValue
from sinergi.benefits.queries.surveys import quantity_of, willingness_of
from sinergi.benefits.tests.factories import make_unit_value, make_valuation
from sinergi.benefits.valuation.answers import Method
from sinergi.evaluation.models import Instrument, Response, Study
from sinergi.evaluation.tests.factories import make_study
from sinergi.network.enums import Role
from sinergi.network.tests.factories import make_person

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "first": "b1", "second": "b2", "says_first": "a1", "says_second": "a2"
}  # fmt: skip


def answered(rows: list[dict[str, Any]]) -> Study:
    """A study whose users answered so."""
    study = make_study()
    form = Instrument.objects.create(
        study=study, audience="users", form_id="pemustaka", title="Pemustaka",
        xlsform=b"", xform="", state="fielded", fielded_at=timezone.now(),
    )  # fmt: skip
    Response.objects.bulk_create(
        Response(
            instrument=form,
            instance_id=f"uji-{number}",
            digest="",
            source="web",
            answers=row,
            checked_at=timezone.now(),
        )
        for number, row in enumerate(rows)
    )
    return study


def bids(count: int = 200) -> list[dict[str, Any]]:
    chance = np.random.default_rng(1)
    rows = []
    for willing in chance.normal(50_000, 15_000, count):
        first = int(chance.choice([30_000, 50_000, 70_000]))
        says = willing >= first
        second = first + 15_000 if says else first - 15_000
        rows.append(
            {
                "b1": first,
                "b2": second,
                "a1": "yes" if says else "no",
                "a2": "yes" if willing >= second else "no",
            }
        )
    return rows


def test_a_quantity_is_the_mean_of_answers_times_people() -> None:
    study = answered([{"jam": n % 4} for n in range(40)])
    found = quantity_of(study, "users", "jam", population=1_000)
    assert found.value == 1_500
    spread = np.std([n % 4 for n in range(40)], ddof=1) / np.sqrt(40)
    assert found.se == pytest.approx(spread * 1_000)
    assert found.n == 40


@pytest.mark.parametrize("audience", ["users", "non_users"])
def test_answers_that_are_not_there_are_refused(audience: str) -> None:
    study = answered([{"jam": 1}] * 12)
    with pytest.raises(UnfitValuation):
        quantity_of(study, audience, "hari", population=10)
    with pytest.raises(UnfitValuation):
        willingness_of(study, audience, Method.OPEN, {"amount": "hari"})


def test_willingness_is_estimated_from_two_bids() -> None:
    found = willingness_of(answered(bids()), "users", Method.DOUBLE_BOUNDED, QUESTIONS)
    assert abs(found.mean - 50_000) < 3 * found.se
    with pytest.raises(UnfitValuation):
        willingness_of(answered([]), "users", Method.DOUBLE_BOUNDED, {"first": "b1"})


def test_a_survey_becomes_a_unit_value_and_a_quantity(client: Client) -> None:
    client.force_login(make_person(Role.EVALUATOR))
    study = answered([row | {"jam": 2} for row in bids(60)])
    typed = {
        "title": "Kesediaan", "unit": "orang", "price_year": "2021", "study": study.pk,
        "audience": "users", "method": "double_bounded", "distribution": "normal",
        "questions": "b1, b2, a1",
    }  # fmt: skip
    address = reverse("benefits:unit_value_survey")
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "says_second" in refused.content.decode()
    assert client.post(address, typed | {"questions": "b1, b2, a1, a2"}).url
    value = UnitValue.objects.get()
    assert value.se_idr is not None
    assert "60 jawaban" in value.source
    valuation = make_valuation()
    line = {
        "title": "Jam", "kind": "time", "group": "users", "evidence": "solicited",
        "quantity_source": "assumption", "study": study.pk, "question": "jam",
        "audience": "users", "population": "5.000", "first_year": "2021", "years": "1",
        "unit_value": make_unit_value().pk, "deadweight": "0", "attribution": "0",
        "displacement": "0", "drop_off": "0",
    }  # fmt: skip
    client.post(reverse("benefits:stream_new", args=[valuation.slug]), line)
    made = valuation.streams.get()
    assert (made.quantity, made.quantity_se) == (Decimal(10_000), Decimal(0))
    assert made.quantity_source == "survey"
