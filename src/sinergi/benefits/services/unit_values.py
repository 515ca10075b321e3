"""Setting what one unit of a benefit is worth; each change is a new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.benefits.enums import MethodLabel
from sinergi.benefits.errors import OutOfScope, UnfitValuation
from sinergi.benefits.models import UnitValue
from sinergi.benefits.queries.surveys import willingness_of
from sinergi.benefits.valuation.answers import COLUMNS, Method
from sinergi.benefits.valuation.contingent import Distribution
from sinergi.benefits.valuation.model import FIRST_YEAR, LAST_YEAR
from sinergi.core.dates import now
from sinergi.core.formatting import half_up, number
from sinergi.evaluation.models import Study
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


@dataclass(frozen=True)
class Asking:
    """Which questions of a study asked what people would pay, and how."""

    study: Study
    audience: str
    method: Method
    questions: Sequence[str]
    distribution: Distribution = Distribution.NORMAL


def value_by_answers(
    *, by: User | None, asking: Asking, title: str, unit: str, price_year: int
) -> UnitValue:
    """Set a unit value to the mean willingness to pay that a study found.

    Raises:
        OutOfScope: The person evaluates nowhere.
        UnfitValuation: There are no such answers, or they determine nothing.
    """
    parts = COLUMNS[asking.method]
    if len(asking.questions) != len(parts):
        raise UnfitValuation(
            _("Name %(count)s questions, in this order: %(parts)s.")
            % {"count": len(parts), "parts": ", ".join(parts)},
            field="questions",
        )
    found = willingness_of(
        asking.study,
        asking.audience,
        asking.method,
        dict(zip(parts, asking.questions, strict=True)),
        distribution=asking.distribution,
    )
    content = UnitValueContent(
        title=title,
        unit=unit,
        amount_idr=half_up(found.mean, 2),
        se_idr=half_up(found.se, 2),
        price_year=price_year,
        source=_("%(study)s: contingent valuation (%(method)s), %(count)s answers")
        % {
            "study": asking.study.title,
            "method": MethodLabel(asking.method).label,
            "count": number(found.n),
        },
    )
    return set_unit_value(by=by, content=content)


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
