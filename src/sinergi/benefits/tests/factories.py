"""Valuations for tests."""

from decimal import Decimal
from typing import Any

from sinergi.benefits.models import BenefitStreamLine, CostLine, UnitValue, Valuation
from sinergi.benefits.services import (
    CostContent,
    StreamContent,
    UnitValueContent,
    ValuationContent,
    create_valuation,
    save_cost,
    save_stream,
    set_unit_value,
)


def make_valuation(**fields: Any) -> Valuation:
    """A draft of 2020-2021 without lines, few draws."""
    given: dict[str, Any] = {
        "title": "Manfaat",
        "from_year": 2020,
        "to_year": 2021,
        "base_year": 2021,
    }
    made = create_valuation(by=None, content=ValuationContent(**(given | fields)))
    Valuation.objects.filter(pk=made.pk).update(draws=1_000)
    made.refresh_from_db()
    return made


def make_unit_value(**fields: Any) -> UnitValue:
    """Rp 50,000 a loan."""
    given: dict[str, Any] = {
        "title": "Sewa buku",
        "unit": "peminjaman",
        "amount_idr": Decimal(50_000),
        "price_year": 2021,
        "source": "Survei pasar",
    }
    return set_unit_value(by=None, content=UnitValueContent(**(given | fields)))


def stream_content(**fields: Any) -> StreamContent:
    """A hundred loans a year for two years, a fifth of which had come anyway."""
    given: dict[str, Any] = {
        "title": "Peminjaman",
        "kind": "use_value",
        "group": "users",
        "evidence": "observed",
        "quantity": Decimal(100),
        "quantity_source": "reports",
        "first_year": 2020,
        "years": 2,
        "deadweight": Decimal("0.2"),
    }
    if "unit_value" not in fields:
        given["unit_value"] = make_unit_value()
    return StreamContent(**(given | fields))


def make_stream(valuation: Valuation, **fields: Any) -> BenefitStreamLine:
    """A stream of a valuation."""
    return save_stream(by=None, valuation=valuation, content=stream_content(**fields))


def cost_content(**fields: Any) -> CostContent:
    """Four million rupiah of the National Library."""
    given: dict[str, Any] = {
        "payer": "apbn",
        "year": 2020,
        "amount_idr": Decimal(4_000_000),
        "source": "DIPA",
    }
    return CostContent(**(given | fields))


def make_cost(valuation: Valuation, **fields: Any) -> CostLine:
    """A cost line of a valuation."""
    return save_cost(by=None, valuation=valuation, content=cost_content(**fields))
