"""What every act on a valuation asks before it writes."""

from django.utils.translation import gettext_lazy as _

from sinergi.accounts.models import User
from sinergi.benefits.enums import ValuationState
from sinergi.benefits.errors import FrozenValuation, OutOfScope, UnfitValuation
from sinergi.benefits.models import Valuation
from sinergi.benefits.valuation.problems import Problem
from sinergi.benefits.wording import sentence
from sinergi.network.models.scope import held_with
from sinergi.network.rules import EVALUATE
from sinergi.regions.models import Region


def require_area(by: User | None, region: Region | None) -> None:
    """Refuse whoever does not evaluate in an area; None is the whole country.

    Raises:
        OutOfScope: The area is not theirs.
    """
    if by is None:
        return
    code = region.code if region else ""
    for held in held_with(by, EVALUATE):
        if held.region is None or f"{code}.".startswith(f"{held.region}."):
            return
    raise OutOfScope(_("You may value benefits only within your own area."))


def locked_draft(by: User | None, valuation: Valuation) -> Valuation:
    """The valuation, locked for a change.

    Raises:
        OutOfScope: It is not the person's to change.
        FrozenValuation: It is published.
    """
    row = Valuation.objects.select_for_update(of=("self",)).get(pk=valuation.pk)
    require_area(by, row.region)
    if row.state == ValuationState.PUBLISHED:
        raise FrozenValuation(
            _("This valuation is published and is not changed any more.")
        )
    return row


def refuse(problems: list[Problem]) -> None:
    """Refuse a line for the first thing that is wrong with it.

    Raises:
        UnfitValuation: There is such a thing.
    """
    for problem in problems:
        raise UnfitValuation(
            sentence(problem.kind, problem.values), field=_field(problem.path)
        )


def _field(path: str) -> str:
    """The form's field that a path such as `streams[0].quantity.low` is about."""
    parts = path.split(".")[1:]
    if len(parts) > 1 and parts[1] in ("low", "high", "se"):
        return "_".join(parts[:2])
    name = parts[0] if parts else ""
    return "amount_idr" if name == "amount" else name
