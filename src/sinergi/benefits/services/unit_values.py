"""Setting what one unit of a benefit is worth; each change is a new version."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.benefits.errors import OutOfScope, UnfitValuation
from sinergi.benefits.models import UnitValue
from sinergi.benefits.valuation.model import FIRST_YEAR, LAST_YEAR
from sinergi.core.dates import now
from sinergi.network.models.scope import held_with
from sinergi.network.rules import EVALUATE


@dataclass(frozen=True)
class UnitValueContent:
    """A value per unit, with its range or its standard error, and its source."""

    title: str
    unit: str
    amount_idr: Decimal
    price_year: int
    source: str
    low_idr: Decimal | None = None
    high_idr: Decimal | None = None
    se_idr: Decimal | None = None


@transaction.atomic
def set_unit_value(
    *, by: User | None, content: UnitValueContent, key: str = ""
) -> UnitValue:
    """Set a value; under a key that is there already this is its next version.

    Lines keep the version that they were reckoned with.

    Raises:
        OutOfScope: The person evaluates nowhere.
        UnfitValuation: Something is missing or cannot be.
    """
    if by is not None and not held_with(by, EVALUATE):
        raise OutOfScope(_("You may value benefits only within your own area."))
    _check(content)
    name = key or f"nilai-{slugify(content.title)}"[:60].strip("-")
    last = UnitValue.objects.select_for_update().filter(key=name).first()
    row = UnitValue.objects.create(
        key=name,
        version=1 if last is None else last.version + 1,
        set_by=by,
        set_at=now(),
        **vars(content),
    )
    record(
        by=by,
        action="unit_value.set",
        target=row,
        old=None if last is None else {"amount_idr": last.amount_idr},
        new={"key": name, "version": row.version, "amount_idr": row.amount_idr},
    )
    return row


def _check(content: UnitValueContent) -> None:
    for name in ("title", "unit", "source"):
        if not getattr(content, name).strip():
            raise UnfitValuation(
                _("Please say what it is, in which unit, and where it comes from."),
                field=name,
            )
    if not FIRST_YEAR <= content.price_year <= LAST_YEAR:
        raise UnfitValuation(
            _("Years go from %(first)s to %(last)s.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            field="price_year",
        )
    _check_amounts(content)


def _check_amounts(content: UnitValueContent) -> None:
    low, high = content.low_idr, content.high_idr
    if (low is None) != (high is None):
        raise UnfitValuation(_("Give low and high together."), field="low_idr")
    if low is not None and content.se_idr is not None:
        raise UnfitValuation(
            _("Give a range or a standard error, not both."), field="se_idr"
        )
    if content.amount_idr < 0 or (content.se_idr or 0) < 0:
        raise UnfitValuation(_("The smallest amount is 0."), field="amount_idr")
    if low is None or high is None:
        return
    if not 0 <= low <= content.amount_idr <= high:
        raise UnfitValuation(
            _("Low, value and high must stand in this order."), field="low_idr"
        )
