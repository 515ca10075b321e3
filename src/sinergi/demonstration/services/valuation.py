"""Values the benefits of 2020-2021 through the services, and keeps published claims."""

from decimal import Decimal
from typing import Any

from sinergi.benefits.models import Valuation
from sinergi.benefits.services import (
    CostContent,
    StreamContent,
    UnitValueContent,
    ValuationContent,
    create_valuation,
    publish_valuation,
    save_cost,
    save_stream,
    set_unit_value,
)
from sinergi.demonstration import valuation as data
from sinergi.demonstration.valuation import InventedStream
from sinergi.evaluation.models import Study
from sinergi.indicators.services.claims import record_claim

SHARES = ("deadweight", "attribution", "displacement", "drop_off")


def value_benefits() -> Valuation:
    """The published valuation of 2020-2021, from invented and calibrated lines."""
    made = create_valuation(
        by=None,
        slug=data.SLUG,
        content=ValuationContent(
            title=data.TITLE,
            note=data.NOTE,
            from_year=2020,
            to_year=2021,
            base_year=data.BASE_YEAR,
            discount_rate=Decimal("0.05"),
            discount_rate_low=Decimal("0.03"),
            discount_rate_high=Decimal("0.1"),
            seed=data.SEED,
            study=Study.objects.filter(from_year=2020, to_year=2021).first(),
        ),
    )
    for payer, year, is_in_kind, amount, reach in data.COSTS:
        save_cost(
            by=None,
            valuation=made,
            content=CostContent(
                payer=payer,
                year=year,
                is_in_kind=is_in_kind,
                amount_idr=Decimal(amount),
                amount_idr_low=Decimal(amount * (100 - reach)) / 100,
                amount_idr_high=Decimal(amount * (100 + reach)) / 100,
                source=data.SOURCE,
            ),
        )
    for stream in data.calibrated():
        save_stream(by=None, valuation=made, content=_content(stream))
    for claim in data.CLAIMS:
        record_claim(by=None, **claim)
    return publish_valuation(by=None, valuation=made)


def _content(one: InventedStream) -> StreamContent:
    low, high = one.spread or (None, None)
    value = set_unit_value(
        by=None,
        content=UnitValueContent(
            title=one.value_title,
            unit=one.unit,
            amount_idr=Decimal(one.amount),
            low_idr=_amount(low),
            high_idr=_amount(high),
            se_idr=_amount(one.amount_se),
            price_year=data.BASE_YEAR,
            source=data.SOURCE,
        ),
    )
    return StreamContent(
        title=one.title,
        kind=one.kind,
        group=one.group,
        activity=one.activity,
        evidence=one.evidence,
        quantity=Decimal(one.quantity),
        quantity_se=_amount(one.quantity_se),
        quantity_source=one.quantity_source,
        quantity_note=data.SOURCE,
        unit_value=value,
        first_year=2022 - one.years,
        years=one.years,
        **_shares(one),
    )


def _amount(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _shares(one: InventedStream) -> dict[str, Any]:
    """Percents as shares, under the names of their fields."""
    found: dict[str, Any] = {}
    for name in SHARES:
        percents = getattr(one, name)
        if percents:
            ends = (name, f"{name}_low", f"{name}_high")
            found |= {
                end: Decimal(percent) / 100
                for end, percent in zip(ends, percents, strict=True)
            }
    return found
