"""Looking at responses after they were kept: what is doubtful, what replaces what."""

import logging

from django.db import DatabaseError, transaction

from sinergi.core.dates import now
from sinergi.core.errors import DomainError
from sinergi.evaluation.models import Response
from sinergi.evaluation.services.checking import check_response

log = logging.getLogger(__name__)

BATCH = 500


def check_waiting() -> int:
    """Check every response that nobody looked at yet; returns how many were.

    One that cannot be checked is logged and left for the next time.
    """
    checked, failed = 0, set[int]()
    while True:
        waiting = Response.objects.unchecked().exclude(pk__in=failed)
        found = list(waiting.values_list("pk", flat=True)[:BATCH])
        if not found:
            return checked
        for pk in found:
            if _check(pk):
                checked += 1
            else:
                failed.add(pk)


def _check(pk: int) -> bool:
    try:
        with transaction.atomic():
            response = Response.objects.select_related("instrument").get(pk=pk)
            settle_replacement(response=response)
            check_response(response=response)
    except (DomainError, DatabaseError, ValueError, LookupError):
        log.exception("response %s could not be checked", pk)
        return False
    return True


def settle_replacement(*, response: Response) -> None:
    """Mark what a correction replaces, whichever of the two arrived first.

    A correction counts where it comes from the interviewer who sent the original of
    the same study; any other stays a response beside it.
    """
    same = Response.objects.filter(
        instrument__study=response.instrument.study_id,
        instrument__audience=response.instrument.audience,
        interviewer=response.interviewer,
        source=response.source,
    )
    others = same.exclude(pk=response.pk)
    still = same.filter(superseded_at=None)
    if response.replaces:
        old = others.filter(instance_id=response.replaces)
        still.filter(pk__in=old.values("pk")).update(superseded_at=now())
    if others.filter(replaces=response.instance_id).exists():
        still.filter(pk=response.pk).update(superseded_at=now())
