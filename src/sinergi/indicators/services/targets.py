"""Setting targets."""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.audit import services as audit
from sinergi.core.errors import NotAllowed
from sinergi.indicators.errors import TargetRefused
from sinergi.indicators.measures import measure_of
from sinergi.indicators.models import Target
from sinergi.indicators.queries.steering import may_set_target

if TYPE_CHECKING:
    from sinergi.accounts.models import User
    from sinergi.network.models import Library
    from sinergi.regions.models import Region

_FIELDS = (
    *("measure", "region_id", "library_id", "library_kind", "starts_on", "ends_on"),
    *("value", "plan", "source", "is_proposal"),
)


@transaction.atomic
def set_target(
    *,
    by: "User | None",
    measure: str,
    starts_on: dt.date,
    ends_on: dt.date,
    value: Decimal,
    source: str,
    region: "Region | None" = None,
    library: "Library | None" = None,
    library_kind: str = "",
    plan: str = "",
    is_proposal: bool = True,
    target: Target | None = None,
) -> Target:
    """Set a new target, or change one (`target`).

    Raises:
        UnknownMeasure: No measure has this key.
        NotAllowed: The region or library is outside the user's scope.
        TargetRefused: The dates, the value or the source do not fit.
    """
    measure_of(measure)
    _check(starts_on, ends_on, value, source, both=bool(region and library))
    _check_scope(by, region, library)
    if target is None:
        changed, old = Target(), None
    else:
        changed = Target.objects.select_for_update().get(pk=target.pk)
        _check_scope(by, changed.region, changed.library)
        old = _values(changed)
    changed.measure = measure
    changed.region, changed.library = region, library
    changed.library_kind, changed.plan = library_kind, plan.strip()
    changed.starts_on, changed.ends_on = starts_on, ends_on
    changed.value, changed.source = value, source.strip()
    changed.is_proposal = is_proposal
    changed.set_by, changed.set_at = by, timezone.now()
    changed.save()
    before, after = audit.changes(old or {}, _values(changed))
    audit.record(
        by=by,
        action="target.set" if old is None else "target.changed",
        target=changed,
        old=before if old else None,
        new=after,
    )
    return changed


def _values(target: Target) -> dict[str, object]:
    return {name: getattr(target, name) for name in _FIELDS}


def _check(
    starts_on: dt.date, ends_on: dt.date, value: Decimal, source: str, *, both: bool
) -> None:
    if ends_on < starts_on:
        raise TargetRefused(_("The end lies before the start."), field="ends_on")
    if value < 0:
        raise TargetRefused(_("The smallest target is 0."), field="value")
    if not source.strip():
        raise TargetRefused(
            _("Please say where the target comes from."), field="source"
        )
    if both:
        raise TargetRefused(
            _("A target is for a region or for a library, not for both."),
            field="library",
        )


def _check_scope(
    by: "User | None", region: "Region | None", library: "Library | None"
) -> None:
    if by is None:
        return
    code = region.code if region else ""
    if not may_set_target(by, region=code, library=library):
        raise NotAllowed(_("You can set targets only within your own area."))
