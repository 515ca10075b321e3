"""A small model for tests, as a mapping that `read_model` takes."""

import copy
from typing import Any

#: The worked example of docs/methods/valuation.md.
EXAMPLE: dict[str, Any] = {
    "title": "Contoh",
    "base_year": 2021,
    "discount_rate": {"value": "0.05", "low": "0.03", "high": "0.1"},
    "seed": 7,
    "draws": 20_000,
    "costs": [
        {"payer": "apbn", "year": 2020, "amount": 1_000_000},
        {"payer": "csr", "year": 2021, "amount": 500_000, "in_kind": True},
    ],
    "streams": [
        {
            "key": "income",
            "title": "Pendapatan perajin",
            "kind": "income",
            "group": "businesses",
            "evidence": "solicited",
            "quantity": {"value": 100, "se": 10, "source": "survey"},
            "unit_value": {"value": 50_000, "low": 30_000, "high": 60_000},
            "deadweight": "0.2",
            "attribution": "0.25",
            "drop_off": "0.1",
            "first_year": 2020,
            "years": 3,
        }
    ],
}


def example(**changes: Any) -> dict[str, Any]:
    """The example with other top entries; numbers in text become numbers."""
    return numbers(copy.deepcopy(EXAMPLE) | changes)


def numbers(value: Any) -> Any:
    """Texts of decimals as decimals, wherever they stand."""
    from decimal import Decimal

    if isinstance(value, dict):
        return {name: numbers(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [numbers(inner) for inner in value]
    is_number = isinstance(value, str) and value.replace(".", "", 1).isdigit()
    return Decimal(value) if is_number else value
