"""A valuation as the model that `sinergi value` reads from a file."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sinergi.benefits.models import BenefitStreamLine, CostLine, Valuation
from sinergi.benefits.queries.valuations import costs_of, streams_of
from sinergi.benefits.valuation.streams import SHARES

Raw = dict[str, object]


def model_of(valuation: Valuation) -> Raw:
    """All that is reckoned with, in the words of the file format."""
    return {
        "title": valuation.title,
        "note": valuation.note,
        "base_year": valuation.base_year,
        "discount_rate": _estimate(valuation, "discount_rate"),
        "seed": valuation.seed,
        "draws": valuation.draws,
        "costs": cost_rows(costs_of(valuation)),
        "streams": stream_rows(streams_of(valuation)),
    }


def cost_rows(lines: Iterable[CostLine]) -> list[Raw]:
    """Cost lines in the words of the file format."""
    return [
        {
            "key": line.key,
            "payer": line.payer,
            "year": line.year,
            "in_kind": line.is_in_kind,
            "amount": _estimate(line, "amount_idr"),
            "source": line.source,
        }
        for line in lines
    ]


def stream_rows(lines: Iterable[BenefitStreamLine]) -> list[Raw]:
    """Streams in the words of the file format."""
    return [_stream(line) for line in lines]


def _stream(line: BenefitStreamLine) -> Raw:
    value = line.unit_value
    worth = {
        "value": plain(value.amount_idr),
        "low": plain(value.low_idr),
        "high": plain(value.high_idr),
        "se": plain(value.se_idr),
        "source": value.source,
    }
    counted = {
        "value": plain(line.quantity),
        "low": plain(line.quantity_low),
        "high": plain(line.quantity_high),
        "se": plain(line.quantity_se),
        "unit": value.unit,
        "source": line.quantity_source,
        "note": line.quantity_note,
    }
    row: Raw = {
        "key": line.key,
        "title": line.title,
        "kind": line.kind,
        "group": line.group,
        "activity": line.activity,
        "evidence": line.evidence,
        "quantity": _without_nothing(counted),
        "unit_value": _without_nothing(worth),
        **{name: _estimate(line, name) for name in SHARES},
        "first_year": line.first_year,
        "years": line.years,
    }
    return _without_nothing(row)


def _estimate(line: object, name: str) -> object:
    """A bare number, or one with its range."""
    value = plain(getattr(line, name))
    low, high = (plain(getattr(line, f"{name}_{end}")) for end in ("low", "high"))
    if low is None and high is None:
        return value
    return _without_nothing({"value": value, "low": low, "high": high})


def _without_nothing(row: dict[str, Any]) -> Raw:
    return {name: value for name, value in row.items() if value not in (None, "")}


def plain(value: Decimal | None) -> Decimal | None:
    """A stored number without the noughts of its column."""
    if value is None:
        return None
    found = Decimal(value)
    whole = found.to_integral_value()
    return whole if found == whole else found.normalize()
