"""Plays the two days of the meeting at its doors: gates, scans, stalls, votes."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from sinergi.demonstration import meeting as data
from sinergi.meetings.enums import ScanKind, TimeZone
from sinergi.meetings.models import Meeting, Participant, Session
from sinergi.meetings.queries.door import expected_at
from sinergi.meetings.services.door import ToldScan, receive_scans
from sinergi.meetings.services.exhibition import (
    StallContent,
    announce,
    set_stalls,
    store_votes,
)
from sinergi.meetings.services.gates import open_gate
from sinergi.network.models import Library
from sinergi.stories.models import Product

ZONE = ZoneInfo(TimeZone.WIB)
CALL = 400
COLUMNS = 11


def place_stalls(*, meeting: Meeting, libraries: Sequence[Library]) -> None:
    """A19: a stall for each province, in rows of eleven, with its products."""
    products: dict[int, list[Product]] = {}
    for product in Product.objects.filter(maker__library__in=libraries).select_related(
        "maker"
    ):
        products.setdefault(product.maker.library_id, []).append(product)
    ordered = sorted(libraries, key=lambda library: library.region_id)
    set_stalls(
        by=None,
        meeting=meeting,
        stalls=[
            StallContent(
                number=turn + 1,
                row=turn // COLUMNS + 1,
                column=turn % COLUMNS + 1,
                library=library,
                products=products.get(library.pk, []),
            )
            for turn, library in enumerate(ordered)
        ],
    )


def open_doors(*, meeting: Meeting, rng: random.Random) -> None:
    """Both days at the gates: nearly everybody comes, some leave early."""
    for name in data.GATES:
        open_gate(by=None, meeting=meeting, name=name)
    people = list(expected_at(meeting).order_by("pk"))
    came = [person for person in people if rng.random() < data.CAME_SHARE]
    sessions = list(meeting.sessions.order_by("starts_at", "pk"))
    for day in (data.FIRST, data.LAST):
        scans = sorted(_day(day, came, sessions, rng), key=lambda one: one.at)
        for start in range(0, len(scans), CALL):
            batch = scans[start : start + CALL]
            receive_scans(
                by=None,
                meeting=meeting,
                scans=batch,
                received_at=batch[-1].at + dt.timedelta(minutes=2),
            )
    _votes(meeting, came, rng)
    for text_id, text_en, is_urgent in data.ANNOUNCEMENTS:
        announce(
            by=None,
            meeting=meeting,
            text_id=text_id,
            text_en=text_en,
            is_urgent=is_urgent,
            announced_at=dt.datetime.combine(data.FIRST, dt.time(8), tzinfo=ZONE),
        )


def _day(
    day: dt.date,
    people: Sequence[Participant],
    sessions: Sequence[Session],
    rng: random.Random,
) -> Iterator[ToldScan]:
    """The scans of one day: in, into one class of the round, out."""
    ofday = [one for one in sessions if one.starts_at.astimezone(ZONE).date() == day]
    classes = [one for one in ofday if one.round_id is not None]
    last = max(one.ends_at for one in ofday)
    opens = dt.datetime.combine(day, dt.time(7, 30), tzinfo=ZONE)
    for turn, person in enumerate(people):
        if rng.random() > data.STAYED_SHARE:
            continue
        gate = rng.choice(data.GATES)
        at = opens + dt.timedelta(minutes=min(150, abs(rng.gauss(45, 25))))
        is_offline = rng.random() < data.OFFLINE_SHARE
        key = f"{day:%d}-{person.pk}"
        yield _scan(f"in-{key}", person, at, gate, is_offline)
        if rng.random() < data.TWICE_SHARE:
            again = at + dt.timedelta(minutes=rng.randint(1, 20))
            other = rng.choice(data.GATES)
            yield _scan(f"twice-{key}", person, again, other, True)
        if classes:
            chosen = classes[turn % len(classes)]
            begins = chosen.starts_at - dt.timedelta(minutes=rng.randint(0, 9))
            yield ToldScan(
                nonce=f"class-{key}",
                token=person.code,
                kind=ScanKind.SESSION,
                at=max(begins, at),
                gate=data.GATES[-1],
                session=chosen.uid,
            )
        if rng.random() < data.SEEN_LEAVING_SHARE:
            leaves = last - dt.timedelta(minutes=min(240, abs(rng.gauss(0, 40))))
            yield _scan(f"out-{key}", person, leaves, gate, False)


def _scan(
    nonce: str, person: Participant, at: dt.datetime, gate: str, is_offline: bool
) -> ToldScan:
    """An entry; an exit where the nonce says so."""
    is_exit = nonce.startswith("out-")
    return ToldScan(
        nonce=nonce,
        token=person.code,
        kind=ScanKind.EXIT if is_exit else ScanKind.ENTRY,
        at=at,
        gate=gate,
        is_offline=is_offline,
    )


def _votes(meeting: Meeting, people: Sequence[Participant], rng: random.Random) -> None:
    """Two visitors in three vote; some stalls please more than others."""
    stalls = list(meeting.stalls.all())
    if not stalls:
        return
    liking = [rng.random() ** 2 + 0.1 for _stall in stalls]
    voters = [person for person in people if rng.random() < data.VOTED_SHARE]
    chosen = rng.choices(stalls, weights=liking, k=len(voters))
    store_votes(by=None, meeting=meeting, votes=list(zip(voters, chosen, strict=True)))
