"""The seat ledger: the only place where seats are taken, freed and handed on.

A pool's counters change in the statement that checks them, and its row stays locked
until the commit; so no pool is oversold, and numbers follow the order of commits.
Locks are taken in one order: places, participants, then pools by their ids.
Whoever may act was decided by the caller.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.meetings.enums import PlaceState
from sinergi.meetings.errors import (
    AlreadyThere,
    CapacityBelowTaken,
    ClassesOverlap,
    NoOffer,
    PoolClosed,
    PoolFull,
)
from sinergi.meetings.models import LIVE, SEATED, Participant, Place, SeatPool
from sinergi.meetings.rules import pool_name
from sinergi.meetings.signals import places_changed

#: Bundles looked at in one go when a seat is free.
LOOK_AHEAD = 50


@transaction.atomic
def take_places(
    *,
    participants: Sequence[Participant],
    pools: Sequence[SeatPool],
    wait: bool,
    are_new: bool = False,
) -> list[Place]:
    """Take a seat for each participant in each pool: all of them, or none.

    Where one pool lacks room, or others wait for it, the whole request waits: it
    gets its number in every pool and is confirmed once all of them have room.
    Participants who `are_new` were written in this transaction: nobody else knows
    them yet, and they hold no place.

    Raises:
        PoolFull: There is no room and `wait` is false; nothing is taken.
        PoolClosed: A pool takes no requests.
        ClassesOverlap: A participant would sit in two classes at one time.
        AlreadyThere: A participant has a place in a pool, or waits for one.
    """
    people = list(participants) if are_new else _locked(participants)
    ordered = sorted(pools, key=lambda pool: pool.pk)
    _check_each_other(ordered)
    if not are_new:
        _check_held(people, ordered)
    full = _take_all(ordered, len(people))
    if full is None:
        _check_moved(people, ordered)
        return _write(people, ordered, PlaceState.CONFIRMED)
    if not wait:
        raise PoolFull(pool=pool_name(full), pool_id=full.pk)
    for pool in ordered:
        _queue(pool, len(people))
    _check_moved(people, ordered)
    hand_on_later(pool.pk for pool in ordered)
    return _write(people, ordered, PlaceState.WAITING)


@transaction.atomic
def seat_in_turn(*, participants: Sequence[Participant], pool: SeatPool) -> list[Place]:
    """Seat many people of separate requests at once; those beyond the room wait.

    For bulk registration of people who have no place in the pool; the same outcome
    as one request each, in the order given.
    """
    row = SeatPool.objects.select_for_update().get(pk=pool.pk)
    room = 0 if row.waiting else row.free
    seated = min(room, len(participants))
    now = timezone.now()
    places = Place.objects.bulk_create(
        [
            Place(
                participant=participant,
                pool=row,
                state=PlaceState.CONFIRMED if turn <= seated else PlaceState.WAITING,
                number=row.last_number + turn,
                bundle=uuid.uuid4(),
                requested_at=now,
                decided_at=now if turn <= seated else None,
            )
            for turn, participant in enumerate(participants, start=1)
        ],
        batch_size=500,
    )
    row.taken += seated
    row.waiting += len(participants) - seated
    row.last_number += len(participants)
    row.save(update_fields=["taken", "waiting", "last_number"])
    return places


@transaction.atomic
def seat_assigned(
    *, participants: Sequence[Participant], pool: SeatPool
) -> list[Place]:
    """Seat the people whom an assignment chose for a class: all of them, or none.

    Those who wait for the class keep their turn for the next free seat. That nobody
    sits in two classes at one time was seen to by the caller, who locked the people.

    Raises:
        PoolFull: There are fewer seats than people.
        PoolClosed: The pool takes no requests.
    """
    size = len(participants)
    if not SeatPool.objects.filter(
        pk=pool.pk, is_open=True, capacity__gte=F("taken") + size
    ).update(taken=F("taken") + size, last_number=F("last_number") + size):
        if not SeatPool.objects.filter(pk=pool.pk, is_open=True).exists():
            raise PoolClosed(
                _("%(pool)s takes no more requests.") % {"pool": pool_name(pool)}
            )
        raise PoolFull(pool=pool_name(pool), pool_id=pool.pk)
    last = SeatPool.objects.values_list("last_number", flat=True).get(pk=pool.pk)
    now = timezone.now()
    return Place.objects.bulk_create(
        [
            Place(
                participant=participant,
                pool=pool,
                state=PlaceState.CONFIRMED,
                number=last - size + turn,
                bundle=uuid.uuid4(),
                requested_at=now,
                decided_at=now,
            )
            for turn, participant in enumerate(participants, start=1)
        ],
        batch_size=500,
    )


def _locked(participants: Sequence[Participant]) -> list[Participant]:
    keys = [participant.pk for participant in participants]
    rows = Participant.objects.select_for_update().filter(pk__in=keys)
    return list(rows.order_by("pk"))


def _check_each_other(pools: list[SeatPool]) -> None:
    """Nobody asks for two classes at one time."""
    for index, first in enumerate(pools):
        for second in pools[index + 1 :]:
            _refuse_overlap(first, second)


def _check_held(people: list[Participant], pools: list[SeatPool]) -> None:
    """Nobody has two places in a pool, or two classes at one time."""
    held = Place.objects.filter(participant__in=people, state__in=LIVE).select_related(
        "pool"
    )
    for place in held:
        if place.pool in pools:
            raise AlreadyThere(
                _("There is a place in %(pool)s already.")
                % {"pool": pool_name(place.pool)}
            )
        for pool in pools:
            _refuse_overlap(place.pool, pool)


def _check_moved(people: list[Participant], pools: list[SeatPool]) -> None:
    """Check again where a class moved while the request was on its way.

    From here on the pools are locked, and whoever moves one of them waits.
    """
    known = {pool.pk: (pool.starts_at, pool.ends_at) for pool in pools}
    if not any(starts_at for starts_at, _ends_at in known.values()):
        return
    fresh = list(SeatPool.objects.filter(pk__in=known).order_by("pk"))
    if any(known[pool.pk] != (pool.starts_at, pool.ends_at) for pool in fresh):
        _check_each_other(fresh)
        _check_held(people, fresh)


def _refuse_overlap(first: SeatPool, second: SeatPool) -> None:
    times = (first.starts_at, first.ends_at, second.starts_at, second.ends_at)
    if any(time is None for time in times):
        return
    a, b, c, d = (time for time in times if time is not None)
    if a < d and c < b:
        raise ClassesOverlap(first=pool_name(first), second=pool_name(second))


def _take_all(pools: Sequence[SeatPool], size: int) -> SeatPool | None:
    """Take seats in every pool, or in none: then the pool that lacks room."""
    if len(pools) == 1:
        return None if _take(pools[0], size) else pools[0]
    with transaction.atomic():
        for pool in pools:
            if not _take(pool, size):
                transaction.set_rollback(True)
                return pool
    return None


def _take(pool: SeatPool, size: int) -> bool:
    """Take seats and their numbers, unless there is no room or somebody waits."""
    return bool(
        SeatPool.objects.filter(
            pk=pool.pk, is_open=True, waiting=0, capacity__gte=F("taken") + size
        ).update(taken=F("taken") + size, last_number=F("last_number") + size)
    )


def _queue(pool: SeatPool, size: int) -> None:
    """Let a request wait, with its numbers."""
    open_pool = SeatPool.objects.filter(pk=pool.pk, is_open=True)
    if not open_pool.update(
        waiting=F("waiting") + size, last_number=F("last_number") + size
    ):
        raise PoolClosed(
            _("%(pool)s takes no more requests.") % {"pool": pool_name(pool)}
        )


def _write(
    people: list[Participant], pools: list[SeatPool], state: PlaceState
) -> list[Place]:
    bundle = uuid.uuid4()
    now = timezone.now()
    last = dict(
        SeatPool.objects.filter(pk__in=[pool.pk for pool in pools]).values_list(
            "pk", "last_number"
        )
    )
    return Place.objects.bulk_create(
        Place(
            participant=participant,
            pool=pool,
            state=state,
            number=last[pool.pk] - len(people) + turn,
            bundle=bundle,
            requested_at=now,
            decided_at=now if state == PlaceState.CONFIRMED else None,
        )
        for pool in pools
        for turn, participant in enumerate(people, start=1)
    )


@transaction.atomic
def free_places(*, places: Iterable[Place], state: str = PlaceState.WITHDRAWN) -> int:
    """Give places back, whatever they were; freed seats go to those who wait.

    Returns:
        How many places were still live.
    """
    keys = [place.pk for place in places]
    rows = list(
        Place.objects.select_for_update()
        .filter(pk__in=keys, state__in=LIVE)
        .order_by("pk")
    )
    Place.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, offered_until=None, decided_at=timezone.now()
    )
    seated = Counter(row.pool_id for row in rows if row.state in SEATED)
    queued = Counter(row.pool_id for row in rows if row.state not in SEATED)
    for pool_id in sorted(seated | queued):
        SeatPool.objects.filter(pk=pool_id).update(
            taken=F("taken") - seated[pool_id], waiting=F("waiting") - queued[pool_id]
        )
    hand_on_later({*seated, *queued, *_still_asked_for(rows)})
    return len(rows)


def _still_asked_for(rows: Iterable[Place]) -> set[int]:
    """Pools that requests go on waiting for after they gave up some of their places.

    A request that needs less may fit into the seats that are free there.
    """
    rest = Place.objects.filter(
        bundle__in={row.bundle for row in rows if row.state == PlaceState.WAITING},
        state=PlaceState.WAITING,
    )
    return set(rest.values_list("pool_id", flat=True))


def hand_on_later(pool_ids: Iterable[int]) -> None:
    """Hand on the free seats of pools once what frees them is safe."""
    for pool_id in sorted(set(pool_ids)):
        transaction.on_commit(partial(hand_on, pool_id=pool_id))


def hand_on(*, pool_id: int) -> int:
    """Give a pool's free seats to those who wait, in the order of their numbers.

    A single person is confirmed at once; a group gets an offer. A group that does
    not fit yet keeps its turn, and nobody overtakes it. A request that lacks room
    in another of its pools is passed over without losing its number. Each step is
    its own transaction, so that an end in between loses nothing.

    Returns:
        How many places were confirmed or offered.
    """
    count = 0
    while True:
        step = _next_bundle(pool_id)
        if step is None:
            return count
        count += _seat(step)


@dataclass(frozen=True)
class _Bundle:
    """A waiting request: how many seats it needs in each of its pools."""

    key: uuid.UUID
    needs: Mapping[int, int]
    people: int


def _next_bundle(pool_id: int) -> _Bundle | None:
    """The first request of a pool whose pools all have room; None if none has."""
    pool = SeatPool.objects.get(pk=pool_id)
    if pool.free <= 0 or not pool.waiting:
        return None
    keys = list(
        dict.fromkeys(
            Place.objects.filter(pool=pool, state=PlaceState.WAITING)
            .order_by("number")
            .values_list("bundle", flat=True)[:LOOK_AHEAD]
        )
    )
    for key in keys:
        bundle = _bundle(key)
        if pool_id not in bundle.needs:
            continue  # seated by somebody else just now
        free = {
            row.pk: row.free for row in SeatPool.objects.filter(pk__in=bundle.needs)
        }
        if free[pool_id] < bundle.needs[pool_id]:
            return None
        if all(free[each] >= need for each, need in bundle.needs.items()):
            return bundle
    return None


def _bundle(key: uuid.UUID) -> _Bundle:
    rows = Place.objects.filter(bundle=key, state=PlaceState.WAITING).values_list(
        "pool_id", "participant_id"
    )
    needs = Counter(pool_id for pool_id, _ in rows)
    return _Bundle(key, needs, len({person for _, person in rows}))


@transaction.atomic
def _seat(bundle: _Bundle) -> int:
    """Confirm or offer one request; nothing if it changed or the seats are gone."""
    rows = list(
        Place.objects.select_for_update()
        .filter(bundle=bundle.key, state=PlaceState.WAITING)
        .order_by("pk")
    )
    needs = Counter(row.pool_id for row in rows)
    for pool_id, need in sorted(needs.items()):
        if not SeatPool.objects.filter(
            pk=pool_id, capacity__gte=F("taken") + need
        ).update(taken=F("taken") + need, waiting=F("waiting") - need):
            transaction.set_rollback(True)
            return 0
    offer_hours = min(
        SeatPool.objects.filter(pk__in=needs).values_list("offer_hours", flat=True),
        default=0,
    )
    is_offer = bundle.people > 1 and offer_hours > 0
    now = timezone.now()
    Place.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=PlaceState.OFFERED if is_offer else PlaceState.CONFIRMED,
        offered_until=now + dt.timedelta(hours=offer_hours) if is_offer else None,
        decided_at=None if is_offer else now,
    )
    _tell(rows)
    return len(rows)


def _tell(rows: Iterable[Place]) -> None:
    places_changed.send(sender=Place, places=[row.pk for row in rows])


@transaction.atomic
def accept_offer(*, bundle: uuid.UUID) -> list[Place]:
    """Take an offer while its time lasts.

    Raises:
        NoOffer: It was answered before, or its time is over.
    """
    rows = list(Place.objects.select_for_update().filter(bundle=bundle).order_by("pk"))
    now = timezone.now()
    offered = [row for row in rows if row.state == PlaceState.OFFERED]
    if not offered:
        expired = [row for row in rows if row.state == PlaceState.EXPIRED]
        raise NoOffer(until=expired[0].decided_at if expired else None)
    late = [row.offered_until for row in offered if (row.offered_until or now) < now]
    if late:
        raise NoOffer(until=late[0])
    Place.objects.filter(pk__in=[row.pk for row in offered]).update(
        state=PlaceState.CONFIRMED, offered_until=None, decided_at=now
    )
    return offered


def decline_offer(*, bundle: uuid.UUID) -> int:
    """Let an offer go; its seats go to the next in turn."""
    rows = Place.objects.filter(bundle=bundle, state=PlaceState.OFFERED)
    return free_places(places=list(rows))


@transaction.atomic
def expire_offers(*, now: dt.datetime | None = None) -> int:
    """End the offers whose time is over; their seats go to the next in turn."""
    late = Place.objects.filter(
        state=PlaceState.OFFERED, offered_until__lt=now or timezone.now()
    )
    rows = list(late)
    freed = free_places(places=rows, state=PlaceState.EXPIRED) if rows else 0
    if freed:
        _tell(rows)
    return freed


@transaction.atomic
def move_places(*, places: Sequence[Place], to: SeatPool, wait: bool) -> list[Place]:
    """Change one pool for another, such as on site for online; never lose both.

    Raises:
        PoolFull: The other pool has no room and `wait` is false.
    """
    held = list(
        Place.objects.select_for_update(of=("self",))
        .filter(pk__in=[place.pk for place in places], state__in=LIVE)
        .select_related("participant")
        .order_by("pk")
    )
    people = _locked([place.participant for place in held])
    involved = {to.pk, *(place.pool_id for place in held)}
    list(SeatPool.objects.select_for_update().filter(pk__in=involved).order_by("pk"))
    taken = take_places(participants=people, pools=[to], wait=wait)
    free_places(places=held)
    return taken


@transaction.atomic
def set_capacity(*, pool: SeatPool, capacity: int) -> SeatPool:
    """Make a pool larger or smaller, never smaller than what is promised.

    Raises:
        CapacityBelowTaken: More seats are taken.
    """
    changed = SeatPool.objects.filter(pk=pool.pk, taken__lte=capacity).update(
        capacity=capacity
    )
    pool.refresh_from_db()
    if not changed:
        raise CapacityBelowTaken(capacity=capacity, taken=pool.taken)
    hand_on_later([pool.pk])
    return pool


def hand_on_all() -> int:
    """Hand on every free seat that somebody waits for, whatever was interrupted."""
    pools = SeatPool.objects.filter(waiting__gt=0, taken__lt=F("capacity"))
    return sum(hand_on(pool_id=pk) for pk in pools.values_list("pk", flat=True))
