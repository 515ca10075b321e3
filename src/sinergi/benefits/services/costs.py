"""Cost lines: entered, or taken from recorded activities and partnerships."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.benefits.enums import CostOrigin
from sinergi.benefits.errors import UnfitValuation
from sinergi.benefits.models import CostLine, Valuation
from sinergi.benefits.queries.models import cost_rows
from sinergi.benefits.queries.recorded import (
    RecordedCost,
    activity_costs,
    partnership_costs,
)
from sinergi.benefits.services.access import locked_draft, refuse
from sinergi.benefits.valuation.model import read_costs
from sinergi.core.formatting import number


@dataclass(frozen=True)
class CostContent:
    """What one payer spent in a year, or gave in kind."""

    payer: str
    year: int
    amount_idr: Decimal
    source: str
    is_in_kind: bool = False
    amount_idr_low: Decimal | None = None
    amount_idr_high: Decimal | None = None


@transaction.atomic
def save_cost(
    *,
    by: User | None,
    valuation: Valuation,
    content: CostContent,
    line: CostLine | None = None,
) -> CostLine:
    """Add a cost line to a draft, or change one (`line`).

    Raises:
        OutOfScope: The valuation is not the person's.
        FrozenValuation: It is published.
        UnfitValuation: Something in the line cannot be, or its source is missing.
    """
    row = locked_draft(by, valuation)
    if not content.source.strip():
        raise UnfitValuation(_("Please say where this comes from."), field="source")
    changed = line or CostLine(valuation=row, key=_free_key(row, content))
    old = cost_rows([changed])[0] if line else None
    for name, value in vars(content).items():
        setattr(changed, name, value)
    refuse(read_costs(cost_rows([changed])))
    changed.save()
    record(
        by=by,
        action="valuation.cost_saved",
        target=row,
        old=old,
        new=cost_rows([changed])[0],
    )
    return changed


@transaction.atomic
def remove_cost(*, by: User | None, valuation: Valuation, line: CostLine) -> None:
    """Take a cost line out of a draft.

    Raises:
        OutOfScope: The valuation is not the person's.
        FrozenValuation: It is published.
    """
    row = locked_draft(by, valuation)
    record(by=by, action="valuation.cost_removed", target=row, old=cost_rows([line])[0])
    line.delete()


@transaction.atomic
def take_costs(*, by: User | None, valuation: Valuation) -> int:
    """Take what verified activities and partnerships of the years say was paid.

    Lines that were taken before are replaced, those that were entered stay.

    Returns:
        How many lines were taken.

    Raises:
        OutOfScope: The valuation is not the person's.
        FrozenValuation: It is published.
    """
    row = locked_draft(by, valuation)
    row.costs.exclude(origin=CostOrigin.ENTERED).delete()
    taken = _take(row, CostOrigin.ACTIVITIES, activity_costs(row))
    taken += _take(row, CostOrigin.PARTNERSHIPS, partnership_costs(row))
    record(by=by, action="valuation.costs_taken", target=row, new={"lines": taken})
    return taken


def _take(row: Valuation, origin: CostOrigin, found: Iterable[RecordedCost]) -> int:
    count = 0
    for one in found:
        content = CostContent(
            payer=one.payer,
            year=one.year,
            amount_idr=one.amount_idr,
            is_in_kind=one.is_in_kind,
            source=_source(origin, one),
        )
        CostLine.objects.create(
            valuation=row,
            key=_free_key(row, content, prefix=f"{origin}-"),
            origin=origin,
            **vars(content),
        )
        count += 1
    return count


def _source(origin: CostOrigin, one: RecordedCost) -> str:
    said = {
        CostOrigin.ACTIVITIES: _("%(count)s verified activities of %(year)s"),
        CostOrigin.PARTNERSHIPS: _("%(count)s partnerships begun in %(year)s"),
    }
    return said[origin] % {"count": number(one.records), "year": one.year}


def _free_key(row: Valuation, content: CostContent, prefix: str = "") -> str:
    kind = "-in-kind" if content.is_in_kind else ""
    base = f"{prefix}{content.payer}-{content.year}{kind}"
    taken = set(row.costs.values_list("key", flat=True))
    key, turn = base, 1
    while key in taken:
        turn += 1
        key = f"{base}-{turn}"
    return key
