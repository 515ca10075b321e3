"""The result of a model: what is gained, what it costs, how sure that is."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from sinergi.benefits.valuation.costs import Basis, CostPayer
from sinergi.benefits.valuation.doublecounting import double_counting
from sinergi.benefits.valuation.money import WIDE
from sinergi.benefits.valuation.problems import Problem
from sinergi.benefits.valuation.reckoning import Model, Totals, factor, totals
from sinergi.benefits.valuation.sensitivity import (
    MonteCarlo,
    Swing,
    Threshold,
    joint_thresholds,
    monte_carlo,
    thresholds,
    tornado,
)
from sinergi.benefits.valuation.streams import BenefitStream, Waterfall, waterfall

#: The basis that charts show: the first of these that has costs.
MAIN = (Basis.APBN, Basis.ALL_MONEY, Basis.ALL)


@dataclass(frozen=True)
class StreamResult:
    """One stream with what was deducted from it."""

    stream: BenefitStream
    fall: Waterfall
    present_value: Decimal


@dataclass(frozen=True)
class Year:
    """Benefits and all costs of one year, plain and in present value."""

    year: int
    benefit: Decimal
    cost: Decimal
    benefit_pv: Decimal
    cost_pv: Decimal


@dataclass(frozen=True)
class PayerCost:
    """What one payer bears, in money and in kind."""

    payer: CostPayer
    money: Decimal
    in_kind: Decimal


@dataclass(frozen=True)
class BasisResult:
    """Benefits against the costs of one basis.

    `break_even_share` is the part of the benefit that would be enough for a ratio of
    1; `break_even_year` the first from whose end on benefits so far never fall short
    of costs so far.
    """

    basis: Basis
    cost: Decimal
    cost_pv: Decimal
    npv: Decimal
    ratio: Decimal
    ratio_undiscounted: Decimal
    break_even_share: Decimal | None
    break_even_year: int | None
    thresholds: tuple[Threshold, ...]
    joint_thresholds: tuple[Threshold, ...]


@dataclass(frozen=True)
class Result:
    """All that is said of a model."""

    model: Model
    benefit: Decimal
    benefit_pv: Decimal
    streams: tuple[StreamResult, ...]
    years: tuple[Year, ...]
    payers: tuple[PayerCost, ...]
    bases: dict[Basis, BasisResult]
    refused: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    main: Basis | None
    tornado: tuple[Swing, ...]
    monte_carlo: MonteCarlo

    @property
    def sroi(self) -> Decimal | None:
        """Social return on investment: present value of benefits over all inputs."""
        found = self.bases.get(Basis.ALL)
        return found.ratio if found else None


def reckon(model: Model) -> Result:
    """The whole result; a basis without costs is refused, never given a ratio."""
    with localcontext(WIDE):
        sums = totals(model, model.central)
        costed = [basis for basis in Basis if sums.cost_pv[basis] > 0]
        main = next((basis for basis in MAIN if basis in costed), None)
        return Result(
            model=model,
            benefit=sums.benefit,
            benefit_pv=sums.benefit_pv,
            streams=tuple(_stream(model, stream) for stream in model.streams),
            years=tuple(_year(model, year, None) for year in model.years),
            payers=_payers(model),
            bases={basis: _basis(model, sums, basis) for basis in costed},
            refused=tuple(_refusal(basis) for basis in Basis if basis not in costed),
            warnings=tuple(double_counting(model.streams)),
            main=main,
            tornado=tuple(tornado(model, main or Basis.ALL)),
            monte_carlo=monte_carlo(model),
        )


def _refusal(basis: Basis) -> Problem:
    return Problem(f"bases.{basis}", "no_cost_basis", {"payer": basis})


def _stream(model: Model, stream: BenefitStream) -> StreamResult:
    flows = stream.by_year(model.central)
    value = sum(
        (flow * factor(model, year, model.central) for year, flow in flows.items()),
        Decimal(0),
    )
    return StreamResult(stream, waterfall(stream), value)


def _year(model: Model, year: int, basis: Basis | None) -> Year:
    lines = model.costs if basis is None else model.lines(basis)
    flows = [stream.by_year(model.central) for stream in model.streams]
    benefit = sum((flow.get(year, Decimal(0)) for flow in flows), Decimal(0))
    cost = sum((one.amount.value for one in lines if one.year == year), Decimal(0))
    weight = factor(model, year, model.central)
    return Year(year, benefit, cost, benefit * weight, cost * weight)


def _payers(model: Model) -> tuple[PayerCost, ...]:
    found = []
    for payer in CostPayer:
        lines = [line for line in model.costs if line.payer == payer]
        parts = [
            sum((one.amount.value for one in lines if one.in_kind is kind), Decimal(0))
            for kind in (False, True)
        ]
        if lines:
            found.append(PayerCost(payer, *parts))
    return tuple(found)


def _basis(model: Model, sums: Totals[Decimal], basis: Basis) -> BasisResult:
    cost_pv = sums.cost_pv[basis]
    return BasisResult(
        basis=basis,
        cost=sums.cost[basis],
        cost_pv=cost_pv,
        npv=sums.benefit_pv - cost_pv,
        ratio=sums.benefit_pv / cost_pv,
        ratio_undiscounted=sums.benefit / sums.cost[basis],
        break_even_share=cost_pv / sums.benefit_pv if sums.benefit_pv else None,
        break_even_year=_break_even_year(model, basis),
        thresholds=tuple(thresholds(model, basis)),
        joint_thresholds=tuple(joint_thresholds(model, basis)),
    )


def _break_even_year(model: Model, basis: Basis) -> int | None:
    so_far, reached = Decimal(0), None
    for one in (_year(model, year, basis) for year in model.years):
        so_far += one.benefit_pv - one.cost_pv
        reached = (reached or one.year) if so_far >= 0 else None
    return reached
