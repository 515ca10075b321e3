"""Valuation: a hundred thousand draws of a model with many streams."""

from collections.abc import Iterable

from sinergi.benefits.valuation.model import read_model
from sinergi.benefits.valuation.result import reckon
from sinergi.benefits.valuation.sensitivity import monte_carlo
from tests.benchmarks.figure import Figure, seconds

STREAMS, YEARS, PAYERS = 20, 5, ("apbn", "apbd_regency", "village_fund", "csr")
RUNS = 3


def _model() -> dict[str, object]:
    share = {"value": 0.3, "low": 0.1, "high": 0.5}
    return {
        "base_year": 2021,
        "discount_rate": {"value": 0.05, "low": 0.03, "high": 0.1},
        "costs": [
            {
                "payer": payer,
                "year": year,
                "amount": {"value": 10**9, "low": 9 * 10**8, "high": 12 * 10**8},
            }
            for payer in PAYERS
            for year in range(2020, 2020 + YEARS)
        ],
        "streams": [
            {
                "key": f"s{number}",
                "kind": "income",
                "group": f"g{number}",
                "evidence": "solicited",
                "quantity": {"value": 10_000, "se": 400},
                "unit_value": {"value": 500_000, "low": 300_000, "high": 800_000},
                "deadweight": share,
                "attribution": share,
                "displacement": share,
                "drop_off": share,
                "first_year": 2020,
                "years": YEARS,
            }
            for number in range(STREAMS)
        ],
    }


def run() -> Iterable[Figure]:
    """The draws alone, then the whole result with tornado and thresholds."""
    model = read_model(_model())
    uncertain = sum(not one.estimate.is_certain for one in model.assumptions.values())
    size = f"{model.draws:,} draws of {uncertain} assumptions"
    took = seconds(lambda: monte_carlo(model), runs=RUNS)
    yield Figure(size, f"{took:.2f}", "s", "under 2")
    whole = seconds(lambda: reckon(model), runs=RUNS)
    yield Figure("whole result, tornado and thresholds", f"{whole:.2f}", "s")
