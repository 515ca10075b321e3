import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sinergi.audit.models import AuditEntry
from sinergi.benefits import services
from sinergi.benefits.errors import FrozenValuation, OutOfScope, UnfitValuation
from sinergi.benefits.models import CostLine, UnitValue, Valuation
from sinergi.benefits.queries.models import model_of
from sinergi.benefits.queries.results import reckoned, result_of
from sinergi.benefits.services import ValuationContent
from sinergi.benefits.tests.factories import (
    cost_content,
    make_cost,
    make_stream,
    make_unit_value,
    make_valuation,
    stream_content,
)
from sinergi.benefits.valuation.model import read_model, read_yaml
from sinergi.benefits.valuation.yamltext import dump
from sinergi.network.enums import Role
from sinergi.network.models import PartnershipFunder
from sinergi.network.services import start_partnership
from sinergi.network.tests.factories import make_person, make_programme
from sinergi.regions.models import Region
from sinergi.reports.models import Activity, Money
from sinergi.reports.tests.factories import make_submitted, make_world

BOTH = Decimal(2)

pytestmark = pytest.mark.django_db


def total(valuation: Valuation) -> Any:
    return reckoned(valuation)["total_benefit"]


def test_a_valuation_is_what_its_lines_come_to() -> None:
    made = make_valuation()
    make_stream(made)
    make_cost(made)
    found: Any = result_of(made)
    assert found["total_benefit"]["idr"] == 8_000_000
    assert found["total_benefit"]["words"] == "delapan juta rupiah"
    assert found["bases"]["apbn"]["ratio"] == 2


def test_a_line_changed_moves_the_figures() -> None:
    made = make_valuation()
    line = make_stream(made)
    changed = stream_content(quantity=Decimal(50), unit_value=line.unit_value)
    services.save_stream(by=None, valuation=made, content=changed, line=line)
    assert total(made)["idr"] == 4_000_000
    services.remove_stream(by=None, valuation=made, line=line)
    assert made.streams.count() == 0


def test_the_model_of_a_valuation_survives_its_file() -> None:
    made = make_valuation(
        discount_rate_low=Decimal(0), discount_rate_high=Decimal("0.1")
    )
    make_stream(
        made,
        quantity=Decimal("12.5"),
        quantity_se=Decimal("0.5"),
        deadweight_low=Decimal("0.1"),
        deadweight_high=Decimal("0.3"),
        unit_value=make_unit_value(low_idr=Decimal(1), high_idr=Decimal(60_000)),
    )
    make_cost(made, amount_idr=Decimal("1234567890123.45"))
    raw = model_of(made)
    assert read_yaml(dump(raw)) == read_model(raw)
    assert "1234567890123.45" in dump(raw)


def test_published_is_frozen_and_keeps_its_result() -> None:
    made = make_valuation()
    line, cost = make_stream(made), make_cost(made)
    published = services.publish_valuation(by=None, valuation=made)
    kept: Any = published.result
    assert kept["total_benefit"]["idr"] == 8_000_000
    assert result_of(published) == reckoned(published)
    content = ValuationContent("Lain", 2020, 2021, 2021)
    for act in (
        lambda: services.save_cost(by=None, valuation=made, content=cost_content()),
        lambda: services.remove_cost(by=None, valuation=made, line=cost),
        lambda: services.save_stream(
            by=None, valuation=made, content=stream_content(unit_value=line.unit_value)
        ),
        lambda: services.remove_stream(by=None, valuation=made, line=line),
        lambda: services.take_costs(by=None, valuation=made),
        lambda: services.change_valuation(by=None, valuation=made, content=content),
        lambda: services.publish_valuation(by=None, valuation=made),
    ):
        with pytest.raises(FrozenValuation):
            act()


def test_what_cannot_be_reckoned_is_not_published() -> None:
    made = make_valuation()
    with pytest.raises(UnfitValuation):
        services.publish_valuation(by=None, valuation=made)
    made.refresh_from_db()
    assert (made.state, made.result) == ("draft", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"quantity": Decimal(-1)}, "quantity"),
        ({"quantity_low": Decimal(1)}, "quantity"),
        ({"quantity_low": Decimal(200), "quantity_high": Decimal(300)}, "quantity"),
        ({"deadweight": Decimal("1.5")}, "deadweight"),
        ({"deadweight_low": Decimal(0), "deadweight_high": BOTH}, "deadweight_high"),
        ({"first_year": 0}, "first_year"),
        ({"years": 0}, "years"),
        ({"kind": "joy"}, "kind"),
        ({"question": "q1"}, "study"),
    ],
)  # fmt: skip
def test_an_unfit_stream_is_refused_at_its_field(
    changes: dict[str, Any], field: str
) -> None:
    made = make_valuation()
    with pytest.raises(UnfitValuation) as refused:
        make_stream(made, **changes)
    assert refused.value.field == field
    assert made.streams.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"amount_idr": Decimal(-1)}, "amount_idr"),
        ({"payer": "bank"}, "payer"),
        ({"year": 1}, "year"),
    ],
)
def test_an_unfit_cost_is_refused_at_its_field(
    changes: dict[str, Any], field: str
) -> None:
    made = make_valuation()
    with pytest.raises(UnfitValuation) as refused:
        make_cost(made, **changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"to_year": 2019}, "to_year"),
        ({"base_year": 0}, "base_year"),
        ({"discount_rate": Decimal(2)}, "discount_rate"),
        ({"discount_rate_low": Decimal(0)}, "discount_rate_low"),
    ],
)
def test_an_unfit_valuation_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(UnfitValuation) as refused:
        make_valuation(**changes)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"price_year": 1}, "price_year"),
        ({"amount_idr": Decimal(-1)}, "amount_idr"),
        ({"low_idr": Decimal(1)}, "low_idr"),
        ({"low_idr": Decimal(60_000), "high_idr": Decimal(70_000)}, "low_idr"),
        (
            {"low_idr": Decimal(1), "high_idr": Decimal(70_000), "se_idr": Decimal(1)},
            "se_idr",
        ),
    ],
)
def test_an_unfit_unit_value_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(UnfitValuation) as refused:
        make_unit_value(**changes)
    assert refused.value.field == field


def test_a_unit_value_changed_is_a_new_version_and_lines_keep_theirs() -> None:
    made = make_valuation()
    line = make_stream(made)
    dearer = make_unit_value(amount_idr=Decimal(60_000))
    assert (dearer.key, dearer.version) == (line.unit_value.key, 2)
    assert total(made)["idr"] == 8_000_000
    assert UnitValue.objects.count() == 2


def test_who_evaluates_elsewhere_changes_nothing() -> None:
    made = make_valuation()
    province = make_person(Role.COMMITTEE)
    with pytest.raises(OutOfScope):
        services.save_cost(by=province, valuation=made, content=cost_content())
    with pytest.raises(OutOfScope):
        make_unit_value_by(province)
    evaluator = make_person(Role.EVALUATOR)
    services.save_cost(by=evaluator, valuation=made, content=cost_content())
    entry = AuditEntry.objects.get(action="valuation.cost_saved")
    assert (entry.by, entry.new["payer"]) == (evaluator, "apbn")


def make_unit_value_by(person: Any) -> None:
    content = services.UnitValueContent("A", "b", Decimal(1), 2021, "c")
    services.set_unit_value(by=person, content=content)


def test_an_evaluator_of_a_province_stays_there() -> None:
    world = make_world()
    evaluator = make_person(Role.EVALUATOR, region="35")
    own = make_valuation(region=Region.objects.get(code="35.22"))
    country = make_valuation()
    assert list(Valuation.objects.editable_by(evaluator)) == [own]
    services.save_cost(by=evaluator, valuation=own, content=cost_content())
    with pytest.raises(OutOfScope):
        services.save_cost(by=evaluator, valuation=country, content=cost_content())
    assert list(Valuation.objects.visible_to(world.manager)) == []


def test_costs_are_taken_from_activities_and_partnerships() -> None:
    world = make_world()
    verified, waiting = make_submitted(world), make_submitted(world)
    Activity.objects.filter(pk=verified.pk).update(
        state="verified",
        started_on=dt.date(2021, 5, 3),
        verified_at=timezone.now(),
        verified_by=world.officer,
    )
    Activity.objects.filter(pk=waiting.pk).update(started_on=dt.date(2021, 5, 3))
    Money.objects.all().delete()
    for one in (verified, waiting):
        Money.objects.create(activity=one, payer="village_fund", amount_idr=250_000)
    Money.objects.create(
        activity=verified, payer="csr", amount_idr=9_000, is_in_kind=True
    )
    held = start_partnership(
        by=None,
        library=world.library,
        programme=make_programme(),
        origin="full_support",
        intake_year=2020,
        funders=["apbn"],
        started_on=dt.date(2020, 1, 1),
    )
    PartnershipFunder.objects.filter(partnership=held).update(amount_idr=7_000_000)
    made = make_valuation()
    make_cost(made)
    for _again in range(2):
        assert services.take_costs(by=None, valuation=made) == 3
    found = {one.key: one.amount_idr for one in CostLine.objects.all()}
    assert found == {
        "apbn-2020": 4_000_000,
        "partnerships-apbn-2020": 7_000_000,
        "activities-csr-2021-in-kind": 9_000,
        "activities-village_fund-2021": 250_000,
    }
    elsewhere = make_valuation(region=Region.objects.get(code="35.22"))
    assert services.take_costs(by=None, valuation=elsewhere) == 3


def test_the_database_refuses_what_no_service_would_write() -> None:
    made = make_valuation()
    line = make_stream(made)
    for change in ({"deadweight": 2}, {"years": 0}, {"quantity": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(line).objects.filter(pk=line.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Valuation.objects.filter(pk=made.pk).update(state="published")
