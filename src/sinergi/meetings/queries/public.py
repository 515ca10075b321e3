"""What everybody sees of a meeting: who takes part, seats, agenda, stories."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from sinergi.meetings.enums import PoolKind, SessionKind
from sinergi.meetings.models import AgendaVersion, Meeting, SeatPool
from sinergi.meetings.rules import in_language, pool_name
from sinergi.network.enums import LibraryKind
from sinergi.stories.enums import ConsentScope
from sinergi.stories.models import Product, Testimony

#: How many products and testimonies a meeting's page shows.
SHOWN = 4


@dataclass(frozen=True)
class Tally:
    """Partners that take part, by the level of their library (fact A4)."""

    provinces: int
    regencies: int
    villages: int


@dataclass(frozen=True)
class Seats:
    """A pool as people read it."""

    name: str
    kind: str
    taken: int
    capacity: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats that nobody holds."""
        return max(0, self.capacity - self.taken)

    @property
    def ratio(self) -> float:
        """How much of it is taken, 0 to 1."""
        return self.taken / self.capacity if self.capacity else 1.0


@dataclass(frozen=True)
class Slot:
    """A session, or the classes of a round side by side."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    kind: str
    title: str
    summary: str
    room: str
    uid: str
    speakers: Sequence[Mapping[str, str]]
    round: int | None
    seats: Seats | None = None
    classes: Sequence["Slot"] = ()


@dataclass(frozen=True)
class Day:
    """The slots of one local day."""

    date: dt.date
    slots: Sequence[Slot]


def tally_of(meeting: Meeting) -> Tally:
    """How many partners of each level have somebody coming."""
    kinds = Counter(
        meeting.delegations.filter(
            library__isnull=False, participants__withdrawn_at__isnull=True
        )
        .filter(participants__isnull=False)
        .values_list("library_id", "library__kind")
        .distinct()
        .values_list("library__kind", flat=True)
    )
    return Tally(
        provinces=kinds[LibraryKind.PROVINCE],
        regencies=kinds[LibraryKind.REGENCY],
        villages=kinds[LibraryKind.VILLAGE] + kinds[LibraryKind.TBM],
    )


def seats_of(pool: SeatPool) -> Seats:
    """A pool's seats in the active language."""
    return Seats(pool_name(pool), pool.kind, pool.taken, pool.capacity, pool.waiting)


def channels_of(pools: Sequence[SeatPool]) -> list[Seats]:
    """The seats on site and online."""
    order = (PoolKind.ON_SITE, PoolKind.ONLINE)
    return [
        seats_of(pool)
        for kind in order
        for pool in pools
        if pool.kind == kind and pool.capacity
    ]


def latest_version(meeting: Meeting) -> AgendaVersion | None:
    """The agenda as it was announced last."""
    return AgendaVersion.objects.filter(meeting=meeting).first()


def days_of(
    version: AgendaVersion, zone: str, pools: Sequence[SeatPool] = ()
) -> list[Day]:
    """An announced agenda by local days; classes of a round stand in one slot."""
    seats = {pool.pk: seats_of(pool) for pool in pools}
    slots = [_slot(item, ZoneInfo(zone), seats) for item in version.sessions]
    slots.sort(key=lambda slot: (slot.starts_at, slot.round or 0))
    return [
        Day(date, _with_rounds(list(found)))
        for date, found in groupby(slots, key=lambda slot: slot.starts_at.date())
    ]


def _slot(
    item: Mapping[str, object], zone: ZoneInfo, seats: Mapping[int, Seats]
) -> Slot:
    pool = item["pool"]
    speakers = item["speakers"]
    number = item["round"]
    return Slot(
        starts_at=dt.datetime.fromisoformat(str(item["starts_at"])).astimezone(zone),
        ends_at=dt.datetime.fromisoformat(str(item["ends_at"])).astimezone(zone),
        kind=str(item["kind"]),
        title=in_language(str(item["title_id"]), str(item["title_en"])),
        summary=in_language(str(item["summary_id"]), str(item["summary_en"])),
        room=str(item["room"]),
        uid=str(item["uid"]),
        speakers=speakers if isinstance(speakers, list) else [],
        round=number if isinstance(number, int) else None,
        seats=seats.get(pool) if isinstance(pool, int) else None,
    )


def _with_rounds(slots: list[Slot]) -> list[Slot]:
    """One slot in place of the classes of each round."""
    found = []
    for number, group in groupby(slots, key=lambda slot: slot.round):
        members = list(group)
        if number is None:
            found += members
            continue
        first = members[0]
        found.append(
            Slot(
                starts_at=first.starts_at,
                ends_at=first.ends_at,
                kind=SessionKind.SHARING_CLASS,
                title="",
                summary="",
                room="",
                uid="",
                speakers=(),
                round=number,
                classes=sorted(members, key=lambda slot: slot.room),
            )
        )
    return found


def now_and_next(
    days: Sequence[Day], moment: dt.datetime
) -> tuple[list[Slot], list[Slot]]:
    """The slots that run now, and those that begin next."""
    slots = [slot for day in days for slot in day.slots]
    running = [slot for slot in slots if slot.starts_at <= moment < slot.ends_at]
    later = [slot for slot in slots if slot.starts_at > moment]
    soonest = min((slot.starts_at for slot in later), default=None)
    return running, [slot for slot in later if slot.starts_at == soonest]


def testimonies_at(meeting: Meeting) -> list[Testimony]:
    """Testimonies of the meeting's year that everybody may read."""
    rows = Testimony.objects.filter(
        told_on__year=meeting.year,
        consent_scope=ConsentScope.PUBLIC,
        consent_withdrawn_on__isnull=True,
    )
    return list(rows.select_related("library__region")[:SHOWN])


def products_at(meeting: Meeting) -> list[Product]:
    """Products of the delegations' libraries, whose makers agreed to be shown."""
    rows = Product.objects.filter(
        maker__consent_scope=ConsentScope.PUBLIC,
        maker__consent_withdrawn_on__isnull=True,
        maker__library__in=meeting.delegations.values("library"),
    )
    return list(rows.select_related("maker__library__region").order_by("id"))


def version_by_id(pk: int) -> AgendaVersion:
    """A version that was announced."""
    return AgendaVersion.objects.select_related("meeting").get(pk=pk)


def versions_of(meeting: Meeting) -> QuerySet[AgendaVersion]:
    """All that was announced, the latest first."""
    return AgendaVersion.objects.filter(meeting=meeting).defer("sessions")
