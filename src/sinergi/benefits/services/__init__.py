"""Acts of valuation."""

from sinergi.benefits.services.costs import (
    CostContent,
    remove_cost,
    save_cost,
    take_costs,
)
from sinergi.benefits.services.streams import (
    StreamContent,
    counted_by_survey,
    remove_stream,
    save_stream,
)
from sinergi.benefits.services.unit_values import (
    Asking,
    UnitValueContent,
    set_unit_value,
    value_by_answers,
)
from sinergi.benefits.services.valuations import (
    ValuationContent,
    change_valuation,
    create_valuation,
    publish_valuation,
)

__all__ = [
    "Asking",
    "CostContent",
    "StreamContent",
    "UnitValueContent",
    "ValuationContent",
    "change_valuation",
    "counted_by_survey",
    "create_valuation",
    "publish_valuation",
    "remove_cost",
    "remove_stream",
    "save_cost",
    "save_stream",
    "set_unit_value",
    "take_costs",
    "value_by_answers",
]
