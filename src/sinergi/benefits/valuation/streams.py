"""Streams of benefit: who gains how much of what, and what is deducted."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sinergi.benefits.valuation.estimates import (
    AMOUNT,
    SHARE,
    Array,
    Assumption,
    Estimate,
)

Number = TypeVar("Number", Decimal, float, Array)


class StreamKind(StrEnum):
    """By what a benefit is measured."""

    INCOME = "income"
    COST_SAVING = "cost_saving"
    TIME = "time"
    USE_VALUE = "use_value"
    CONTINGENT = "contingent"


class EvidenceKind(StrEnum):
    """Where the evidence of an impact comes from, by ISO 16439."""

    INFERRED = "inferred"
    SOLICITED = "solicited"
    OBSERVED = "observed"
    COMBINED = "combined"


class QuantitySource(StrEnum):
    """Where a quantity comes from."""

    REPORTS = "reports"
    SURVEY = "survey"
    ASSUMPTION = "assumption"


#: What is deducted from the gross benefit of a year, in the order of the waterfall.
DEDUCTIONS = ("deadweight", "attribution", "displacement")
SHARES = (*DEDUCTIONS, "drop_off")
NONE = Estimate(Decimal(0))


@dataclass(frozen=True)
class BenefitStream:
    """One kind of benefit to one group.

    `attribution` is the share due to others, deducted, as in the SROI Guide (2012).
    `drop_off` takes its share from each year after the first.
    """

    key: str
    title: str
    kind: StreamKind
    group: str
    evidence: EvidenceKind
    quantity: Estimate
    unit_value: Estimate
    first_year: int
    years: int = 1
    activity: str = ""
    unit: str = ""
    quantity_source: QuantitySource = QuantitySource.ASSUMPTION
    quantity_note: str = ""
    unit_value_source: str = ""
    deadweight: Estimate = NONE
    attribution: Estimate = NONE
    displacement: Estimate = NONE
    drop_off: Estimate = NONE

    @property
    def last_year(self) -> int:
        """The last year in which anything flows."""
        return self.first_year + self.years - 1

    def path(self, field: str) -> str:
        """The name of one of its numbers within a model."""
        return f"streams.{self.key}.{field}"

    def assumptions(self) -> list[Assumption]:
        """All its numbers."""
        amounts = [("quantity", self.quantity), ("unit_value", self.unit_value)]
        shares: list[tuple[str, Estimate]] = [
            (name, getattr(self, name)) for name in SHARES
        ]
        return [
            *(Assumption(self.path(name), found, AMOUNT) for name, found in amounts),
            *(Assumption(self.path(name), found, SHARE) for name, found in shares),
        ]

    def by_year(self, values: Mapping[str, Number]) -> dict[int, Number]:
        """What flows in each year, net of deductions and not yet discounted."""
        net = values[self.path("quantity")] * values[self.path("unit_value")]
        for name in DEDUCTIONS:
            net = net * (1 - values[self.path(name)])
        kept = 1 - values[self.path("drop_off")]
        flows = {self.first_year: net}
        for year in range(self.first_year + 1, self.last_year + 1):
            net = net * kept
            flows[year] = net
        return flows


@dataclass(frozen=True)
class Waterfall:
    """From the gross benefit of all years to the net one, step by step."""

    gross: Decimal
    deducted: Mapping[str, Decimal]
    net: Decimal


def waterfall(stream: BenefitStream) -> Waterfall:
    """Each deduction takes its share of what the one before has left."""
    gross = stream.quantity.value * stream.unit_value.value * stream.years
    left, deducted = gross, {}
    for name in DEDUCTIONS:
        share: Estimate = getattr(stream, name)
        deducted[name] = left * share.value
        left -= deducted[name]
    values = {one.path: one.estimate.value for one in stream.assumptions()}
    net = sum(stream.by_year(values).values(), Decimal(0))
    deducted["drop_off"] = left - net
    return Waterfall(gross=gross, deducted=deducted, net=net)
