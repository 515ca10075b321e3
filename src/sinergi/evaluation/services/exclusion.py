"""Leaving a response out of the results, and taking it in again: by people alone."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.audit.services import record
from sinergi.evaluation.enums import UnitState
from sinergi.evaluation.errors import UnfitResponse
from sinergi.evaluation.models import Response, SampleUnit
from sinergi.evaluation.services.access import require_editable

if TYPE_CHECKING:
    from sinergi.accounts.models import User

REASON_LIMIT = 200


@transaction.atomic
def exclude_response(*, by: "User | None", response: Response, reason: str) -> Response:
    """Leave a response out of the results; its unit is open again.

    Raises:
        OutOfScope: The study is not theirs.
        UnfitResponse: No reason is given, or too long a one.
    """
    require_editable(by, response.instrument.study)
    words = " ".join(reason.split())
    if not 0 < len(words) <= REASON_LIMIT:
        raise UnfitResponse(
            _("Say in one to %(limit)s characters why it does not count.")
            % {"limit": REASON_LIMIT},
            field="reason",
        )
    row = Response.objects.select_for_update().get(pk=response.pk)
    old, row.excluded_reason = row.excluded_reason, words
    row.save(update_fields=["excluded_reason"])
    _settle_unit(row)
    record(
        by=by,
        action="exclude_response",
        target=row,
        old={"excluded_reason": old},
        new={"excluded_reason": words},
        reason=words,
    )
    return row


@transaction.atomic
def include_response(*, by: "User | None", response: Response) -> Response:
    """Let a response count again; one that counts already stays as it is.

    Raises:
        OutOfScope: The study is not theirs.
    """
    require_editable(by, response.instrument.study)
    row = Response.objects.select_for_update().get(pk=response.pk)
    if row.excluded_reason:
        old, row.excluded_reason = row.excluded_reason, ""
        row.save(update_fields=["excluded_reason"])
        _settle_unit(row)
        record(
            by=by,
            action="include_response",
            target=row,
            old={"excluded_reason": old},
            new={"excluded_reason": ""},
        )
    return row


def _settle_unit(response: Response) -> None:
    """A unit has answered while one of its responses counts."""
    unit = response.unit
    if unit is None:
        return
    has_answer = Response.objects.counted().filter(unit=unit).exists()
    old, new = UnitState.OPEN, UnitState.ANSWERED
    if not has_answer:
        old, new = new, old
    SampleUnit.objects.filter(pk=unit.pk, state=old).update(state=new)
