"""Registering many people at once: lists that a committee brings along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from sinergi.accounts.models import User
from sinergi.audit.services import record_many
from sinergi.meetings.enums import PoolKind
from sinergi.meetings.models import Meeting, Participant, SeatPool
from sinergi.meetings.rules import identity_of, new_code
from sinergi.meetings.services import ledger
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.persons import Person, check_person

BATCH = 500


@dataclass(frozen=True)
class Listed:
    """One person of a list, and the delegation that they belong to, if any."""

    person: Person
    channel: str
    delegation_id: int | None = None


@transaction.atomic
def register_many(
    *, by: User | None, meeting: Meeting, rows: Sequence[Listed]
) -> list[Participant]:
    """Register people in the order of a list; those beyond the room wait.

    Raises:
        OutOfScope: The person does not serve the meeting.
        InvalidRegistration: One of them cannot be; nobody is registered.
        IntegrityError: Somebody stands in the list twice, or is registered.
    """
    require_host(by, meeting)
    for row in rows:
        check_person(meeting, row.person)
    people = Participant.objects.bulk_create(
        [_participant(by, meeting, row) for row in rows], batch_size=BATCH
    )
    for channel in sorted({row.channel for row in rows}):
        pool = SeatPool.objects.get(meeting=meeting, kind=PoolKind(channel))
        ledger.seat_in_turn(
            participants=[one for one in people if one.channel == channel], pool=pool
        )
    record_many(by=by, action="participant.registered", targets=people)
    return people


def _participant(by: User | None, meeting: Meeting, row: Listed) -> Participant:
    person = row.person
    return Participant(
        meeting=meeting,
        delegation_id=row.delegation_id,
        library_id=person.library_id,
        full_name=person.full_name,
        participant_type=person.participant_type,
        channel=row.channel,
        organisation=person.organisation,
        email=person.email,
        phone=person.phone,
        dietary=person.dietary,
        accessibility=person.accessibility,
        answers=dict(person.answers),
        photo_consent=person.photo_consent,
        language=person.language,
        consented_at=timezone.now(),
        identity=identity_of(
            email=person.email, phone=person.phone, user_id=None, name=person.full_name
        ),
        code=new_code(),
        registered_by=by,
    )
