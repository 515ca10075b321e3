"""Moving classes to other times, so that nobody has two of them at once."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.meetings.errors import WrongState
from sinergi.meetings.models import LIVE, Participant, Place, SeatPool


@transaction.atomic
def move_times(
    *, times: Mapping[int, tuple[dt.datetime, dt.datetime]]
) -> tuple[SeatPool, SeatPool] | None:
    """Move classes to other times; the caller takes it back if people cannot follow.

    Args:
        times: The new beginning and end of each pool, by its id.

    Returns:
        Two classes that would have somebody at one time; None if there are none.

    Raises:
        WrongState: People join one of the classes at this very moment.
    """
    held = Place.objects.filter(pool__in=times, state__in=LIVE)
    people = set(
        Participant.objects.select_for_update()
        .filter(pk__in=held.values("participant"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    pools = list(
        SeatPool.objects.select_for_update().filter(pk__in=times).order_by("pk")
    )
    if set(held.values_list("participant", flat=True)) - people:
        raise WrongState(_("People are joining this class just now. Save it again."))
    for pool in pools:
        pool.starts_at, pool.ends_at = times[pool.pk]
        pool.save(update_fields=["starts_at", "ends_at"])
    for pool in pools:
        other = _class_beside(pool)
        if other is not None:
            return pool, other
    return None


def _class_beside(pool: SeatPool) -> SeatPool | None:
    """Another class at that time in which one of the pool's people has a place."""
    people = Place.objects.filter(pool=pool, state__in=LIVE).values("participant")
    beside = SeatPool.objects.filter(
        pk__in=Place.objects.filter(participant__in=people, state__in=LIVE).values(
            "pool"
        ),
        starts_at__lt=pool.ends_at,
        ends_at__gt=pool.starts_at,
    )
    return beside.exclude(pk=pool.pk).first()
