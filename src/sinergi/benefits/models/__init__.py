"""Tables of benefits."""

from sinergi.benefits.models.lines import BenefitStreamLine, CostLine
from sinergi.benefits.models.unit_value import UnitValue
from sinergi.benefits.models.valuation import Valuation

__all__ = ["BenefitStreamLine", "CostLine", "UnitValue", "Valuation"]
