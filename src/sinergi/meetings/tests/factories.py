"""Meetings, pools and people for tests, invented."""

import datetime as dt
import uuid
from itertools import count

from django.utils import timezone

from sinergi.meetings.enums import Channel, Level, ParticipantType, PlaceState, PoolKind
from sinergi.meetings.models import Meeting, Participant, Place, SeatPool
from sinergi.meetings.rules import new_code

_numbers = count(1)


def make_meeting(**fields: object) -> Meeting:
    """A national meeting of two days."""
    number = next(_numbers)
    values: dict[str, object] = {
        "slug": f"plm-contoh-{number}",
        "title": f"Peer Learning Meeting Contoh {number}",
        "level": Level.NATIONAL,
        "year": 2022,
        "starts_on": dt.date(2022, 12, 5),
        "ends_on": dt.date(2022, 12, 6),
        "state": "published",
    }
    return Meeting.objects.create(**(values | fields))


def make_pool(
    meeting: Meeting, capacity: int = 2, kind: str = PoolKind.ONLINE, **fields: object
) -> SeatPool:
    """A pool with room for two."""
    names = {"name_id": f"Kuota {kind}", "name_en": f"Pool {kind}"}
    return SeatPool.objects.create(
        meeting=meeting, kind=kind, capacity=capacity, **(names | fields)
    )


def make_participant(meeting: Meeting, **fields: object) -> Participant:
    """Somebody who takes part online."""
    number = next(_numbers)
    values: dict[str, object] = {
        "full_name": f"Peserta Contoh {number}",
        "participant_type": ParticipantType.VILLAGE_LIBRARY,
        "channel": Channel.ONLINE,
        "email": f"peserta{number}@contoh.invalid",
        "identity": f"mail:peserta{number}@contoh.invalid",
        "consented_at": timezone.now(),
        "code": new_code(),
    }
    return Participant.objects.create(meeting=meeting, **(values | fields))


def make_guest(
    pool: SeatPool, state: str = PlaceState.CONFIRMED, **fields: object
) -> Participant:
    """Somebody who takes part on site and has a place in its pool."""
    person = make_participant(pool.meeting, channel=Channel.ON_SITE, **fields)
    Place.objects.create(
        participant=person,
        pool=pool,
        state=state,
        number=next(_numbers),
        bundle=uuid.uuid4(),
    )
    return person
