"""Cost lines by payer, and the bases on which a ratio is shown."""

from dataclasses import dataclass
from enum import StrEnum

from sinergi.benefits.valuation.estimates import AMOUNT, Assumption, Estimate


class CostPayer(StrEnum):
    """Who bears a cost."""

    APBN = "apbn"
    APBD_PROVINCE = "apbd_province"
    APBD_REGENCY = "apbd_regency"
    VILLAGE_FUND = "village_fund"
    CSR = "csr"
    UNIVERSITY = "university"
    SELF = "self"


class Basis(StrEnum):
    """Whose costs stand below the line of a ratio.

    The National Library's money alone compares with the published 1.2 and 3.18; all
    costs, in kind included, are the inputs of the SROI Guide.
    """

    APBN = "apbn"
    ALL_MONEY = "all_money"
    ALL = "all"


@dataclass(frozen=True)
class CostLine:
    """What one payer spent in one year, or gave in kind."""

    key: str
    payer: CostPayer
    year: int
    amount: Estimate
    in_kind: bool = False
    source: str = ""

    @property
    def path(self) -> str:
        """The name of its amount within a model."""
        return f"costs.{self.key}.amount"

    def assumption(self) -> Assumption:
        """Its amount."""
        return Assumption(self.path, self.amount, AMOUNT)

    def is_in(self, basis: Basis) -> bool:
        """Whether it counts on a basis."""
        if basis == Basis.ALL:
            return True
        is_payer = basis == Basis.ALL_MONEY or self.payer == CostPayer.APBN
        return is_payer and not self.in_kind
