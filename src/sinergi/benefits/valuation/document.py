"""A result as a document for other programs: `sinergi value --json` and the pages.

Amounts are in rupiah and unrounded; whole ones are written without a fraction.
"""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from sinergi.benefits.valuation.estimates import Estimate
from sinergi.benefits.valuation.money import in_words
from sinergi.benefits.valuation.problems import Problem
from sinergi.benefits.valuation.result import BasisResult, Result, StreamResult
from sinergi.benefits.valuation.sensitivity import Swing, Threshold
from sinergi.benefits.valuation.streams import SHARES

Document = dict[str, object]
#: Grows when the reckoning itself changes, so that kept results can be told apart.
METHOD_VERSION = 1


def plain(value: Decimal | float | None) -> int | float | None:
    """A number as JSON writes it."""
    if value is None:
        return None
    found = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return int(found) if found == found.to_integral_value() else float(found)


def document(result: Result) -> Document:
    """Everything that is said of a model."""
    model, drawn = result.model, result.monte_carlo
    return {
        "method_version": METHOD_VERSION,
        "title": model.title,
        "base_year": model.base_year,
        "years": [model.years[0], model.years[-1]],
        "discount_rate": _estimate(model.discount_rate),
        "total_benefit": {
            "idr": plain(result.benefit),
            "words": in_words(result.benefit),
            "present_value_idr": plain(result.benefit_pv),
        },
        "main_basis": result.main,
        "bases": {basis: _basis(found) for basis, found in result.bases.items()},
        "sroi": plain(result.sroi),
        "refused": _problems(result.refused),
        "costs": [
            {
                "payer": one.payer,
                "money_idr": plain(one.money),
                "in_kind_idr": plain(one.in_kind),
            }
            for one in result.payers
        ],
        "streams": [_stream(one) for one in result.streams],
        "by_year": [
            {name: plain(value) for name, value in asdict(one).items()}
            for one in result.years
        ],
        "tornado": [_swing(one) for one in result.tornado],
        "monte_carlo": {
            "draws": drawn.draws,
            "seed": drawn.seed,
            "uncertain_assumptions": drawn.uncertain,
            "benefit": asdict(drawn.benefit),
            "benefit_pv": asdict(drawn.benefit_pv),
            "bases": {
                basis: _lists(asdict(found)) for basis, found in drawn.bases.items()
            },
        },
        "warnings": _problems(result.warnings),
    }


def _lists(found: dict[str, object]) -> dict[str, object]:
    """The same with lists for tuples, as JSON gives it back."""
    return {
        name: _lists(value)
        if isinstance(value, dict)
        else list(value)
        if isinstance(value, tuple)
        else value
        for name, value in found.items()
    }


def _problems(found: Sequence[Problem]) -> list[dict[str, object]]:
    return [
        {
            "path": one.path,
            "kind": one.kind,
            "values": dict(one.values),
            "message": one.message,
        }
        for one in found
    ]


def _estimate(found: Estimate) -> dict[str, object]:
    return {name: plain(value) for name, value in asdict(found).items()}


def _basis(found: BasisResult) -> dict[str, object]:
    return {
        "cost_idr": plain(found.cost),
        "cost_pv_idr": plain(found.cost_pv),
        "npv_idr": plain(found.npv),
        "ratio": plain(found.ratio),
        "ratio_undiscounted": plain(found.ratio_undiscounted),
        "break_even_share": plain(found.break_even_share),
        "break_even_year": found.break_even_year,
        "ratio_is_1_at": [
            _threshold(one) for one in (*found.joint_thresholds, *found.thresholds)
        ],
    }


def _threshold(one: Threshold) -> dict[str, object]:
    return {"path": one.path, "now": plain(one.now), "value": plain(one.value)}


def _stream(one: StreamResult) -> dict[str, object]:
    stream = one.stream
    return {
        "key": stream.key,
        "title": stream.title,
        "kind": stream.kind,
        "group": stream.group,
        "activity": stream.activity,
        "evidence": stream.evidence,
        "quantity": _estimate(stream.quantity),
        "unit": stream.unit,
        "quantity_source": stream.quantity_source,
        "quantity_note": stream.quantity_note,
        "unit_value": _estimate(stream.unit_value),
        "unit_value_source": stream.unit_value_source,
        "shares": {name: _estimate(getattr(stream, name)) for name in SHARES},
        "years": [stream.first_year, stream.last_year],
        "gross_idr": plain(one.fall.gross),
        "deducted_idr": {
            name: plain(amount) for name, amount in one.fall.deducted.items()
        },
        "net_idr": plain(one.fall.net),
        "present_value_idr": plain(one.present_value),
    }


def _swing(one: Swing) -> dict[str, object]:
    return {
        "path": one.path,
        "value": plain(one.value),
        "low": plain(one.low),
        "high": plain(one.high),
        "benefit_pv_idr": [plain(end) for end in one.benefit_pv],
        "npv_idr": [plain(end) for end in one.npv],
        "ratio": None if one.ratio is None else [plain(end) for end in one.ratio],
    }
