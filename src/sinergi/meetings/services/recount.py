"""The nightly recount: every pool's counters against its rows."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from sinergi.audit.services import record
from sinergi.meetings.enums import PlaceState
from sinergi.meetings.models import SEATED, SeatPool
from sinergi.meetings.services.ledger import hand_on_later


@dataclass(frozen=True)
class Difference:
    """A pool whose counters did not agree with its rows."""

    pool_id: int
    taken: tuple[int, int]
    waiting: tuple[int, int]


def recount(*, meeting_id: int | None = None) -> list[Difference]:
    """Compare every pool's counters with its rows, and mend them; done each night."""
    pools = SeatPool.objects.order_by("pk")
    if meeting_id is not None:
        pools = pools.filter(meeting_id=meeting_id)
    found = [_recounted(pk) for pk in pools.values_list("pk", flat=True)]
    return [difference for difference in found if difference is not None]


@transaction.atomic
def _recounted(pool_id: int) -> Difference | None:
    pool = SeatPool.objects.select_for_update().get(pk=pool_id)
    states = Counter(pool.places.values_list("state", flat=True))
    taken = sum(states[state] for state in SEATED)
    waiting = states[PlaceState.WAITING]
    if (pool.taken, pool.waiting) == (taken, waiting):
        return None
    difference = Difference(pool_id, (pool.taken, taken), (pool.waiting, waiting))
    pool.taken, pool.waiting = taken, waiting
    pool.save(update_fields=["taken", "waiting"])
    record(
        by=None,
        action="seats.recounted",
        target=pool,
        old={"taken": difference.taken[0], "waiting": difference.waiting[0]},
        new={"taken": taken, "waiting": waiting},
    )
    hand_on_later([pool_id])
    return difference
