"""Who takes part: registering, filling a delegation, swapping, withdrawing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.dates import now
from sinergi.meetings.enums import (
    Channel,
    MeetingState,
    PoolKind,
)
from sinergi.meetings.errors import (
    AlreadyRegistered,
    DeadlinePassed,
    DelegationFull,
    InTwoDelegations,
    InvalidRegistration,
    KeyReused,
    OutOfScope,
    PoolClosed,
    WrongState,
)
from sinergi.meetings.models import (
    FURTHER,
    LIVE,
    Delegation,
    Meeting,
    Participant,
    Place,
    SeatPool,
)
from sinergi.meetings.queries.meetings import registration_closed_reason
from sinergi.meetings.queries.places import position_of
from sinergi.meetings.rules import BY_NAME, identity_of, new_code
from sinergi.meetings.services import ledger
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.news import tell_place, tell_places
from sinergi.meetings.services.persons import (
    Person,
    check_person,
    lock_participant,
    require_library,
    require_partner,
)

#: Attempts at a code that nobody has; 8 signs make a second one rare.
CODE_TRIES = 5


@dataclass(frozen=True)
class Request:
    """Which classes are asked for too, whether to wait, and the key of the request."""

    classes: Sequence[SeatPool] = ()
    wait: bool = True
    key: str = ""


NO_EXTRAS = Request()


@dataclass(frozen=True)
class Registration:
    """A participant and the seats they asked for."""

    participant: Participant
    places: list[Place]
    is_new: bool

    @property
    def main(self) -> Place:
        """The place of the channel itself."""
        wanted = PoolKind(self.participant.channel)
        return next(place for place in self.places if place.pool.kind == wanted)

    @cached_property
    def position(self) -> int | None:
        """The turn on the waiting list of the channel; None with a seat."""
        return position_of(self.main)


def register_openly(
    *,
    by: User | None,
    meeting: Meeting,
    person: Person,
    request: Request = NO_EXTRAS,
) -> Registration:
    """Register somebody of a partner library for the online room.

    Open to partners of the meeting's programmes and their people, without account.
    The same key of a request with the same content is the same registration.

    Raises:
        PoolClosed: Registration has not begun, or is over.
        InvalidRegistration: Something is missing or cannot be.
        AlreadyRegistered: The person takes part already.
        KeyReused: The key came before with other content.
        PoolFull: There is no seat and the person does not want to wait.
    """
    _require_open(meeting)
    require_partner(meeting, person)
    return _register(
        by=by,
        meeting=meeting,
        person=person,
        channel=Channel.ONLINE,
        delegation=None,
        request=request,
    )


@transaction.atomic
def fill_place(
    *,
    by: User | None,
    delegation: Delegation,
    person: Person,
    channel: str,
    request: Request = NO_EXTRAS,
) -> Registration:
    """Name one person of a delegation.

    Without a person it is the holder of the link's secret, checked by the caller.

    Raises:
        OutOfScope: The delegation is not the person's to fill.
        DeadlinePassed: Names can no longer be given.
        DelegationFull: Its places of this channel are used.
        InTwoDelegations: The person is in another delegation.
        InvalidRegistration: Something is missing or cannot be.
    """
    row = lock_delegation(by, delegation)
    _require_before_deadline(by, row.meeting)
    require_library(person, row)
    taken = _repeated(row.meeting, request.key, _digest(person, channel, request))
    if taken is not None:
        return taken
    places = row.allotments.filter(channel=channel).values_list("places", flat=True)
    allowed = sum(places)
    used = row.participants.present().filter(channel=channel).count()
    if used >= allowed:
        raise DelegationFull(library=row.name, places=allowed)
    return _register(
        by=by,
        meeting=row.meeting,
        person=person,
        channel=channel,
        delegation=row,
        request=request,
    )


def register_as_host(
    *,
    by: User,
    meeting: Meeting,
    person: Person,
    channel: str,
    request: Request = NO_EXTRAS,
) -> Registration:
    """Register anybody, as those may who serve the meeting.

    Raises:
        OutOfScope: The person does not serve the meeting.
        InvalidRegistration: Something is missing or cannot be.
        AlreadyRegistered: The person takes part already.
        PoolFull: There is no seat and the person does not want to wait.
    """
    require_host(by, meeting)
    require_library(person)
    return _register(
        by=by,
        meeting=meeting,
        person=person,
        channel=channel,
        delegation=None,
        request=request,
    )


def needs_delegation() -> InvalidRegistration:
    """The refusal of a seat on site without a delegation."""
    return InvalidRegistration(
        _("Seats on site belong to delegations. Name the delegation."),
        field="delegation",
    )


def lock_delegation(by: User | None, delegation: Delegation) -> Delegation:
    """The delegation, locked until the act ends.

    Raises:
        OutOfScope: It is not the person's to fill.
    """
    rows = Delegation.objects.all()
    if by is not None:
        rows = rows.editable_by(by)
    row = (
        rows.select_for_update(of=("self",))
        .select_related("meeting")
        .filter(pk=delegation.pk)
        .first()
    )
    if row is None:
        raise OutOfScope
    return row


@transaction.atomic
def swap_person(*, by: User, participant: Participant, person: Person) -> Participant:
    """Let somebody else take a person's seats; none of them is given back between.

    Raises:
        OutOfScope: The participant is not the person's to change.
        DeadlinePassed: Names can no longer be swapped.
        AlreadyRegistered: The other person takes part already.
    """
    row = lock_participant(by, participant)
    _require_before_deadline(by, row.meeting)
    if row.withdrawn_at is not None:
        raise WrongState(_("This person has withdrawn."))
    other = _create(
        by=by,
        meeting=row.meeting,
        person=person,
        channel=row.channel,
        delegation=row.delegation,
        request_key="",
        digest="",
    )
    Place.objects.filter(participant=row, state__in=LIVE).update(participant=other)
    _withdraw(by, row, action="participant.swapped", new={"by": other.pk})
    return other


@transaction.atomic
def withdraw_participant(*, by: User | None, participant: Participant) -> Participant:
    """Take a person off the list; their seats go to those who wait.

    Raises:
        OutOfScope: The participant is not the person's to change.
        DeadlinePassed: The meeting is over, or its delegation can no longer do it.
    """
    row = lock_participant(by, participant)
    if row.withdrawn_at is not None:
        return row
    _require_going_on(row.meeting)
    if by is not None and row.user_id != by.pk:
        _require_before_deadline(by, row.meeting)
    ledger.free_places(places=row.places.filter(state__in=LIVE))
    return _withdraw(by, row, action="participant.withdrawn")


def _withdraw(
    by: User | None,
    row: Participant,
    *,
    action: str,
    new: Mapping[str, object] | None = None,
) -> Participant:
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    record(
        by=by,
        action=action,
        target=row,
        old={"withdrawn_at": None},
        new={"withdrawn_at": row.withdrawn_at, **(new or {})},
    )
    return row


@transaction.atomic
def _register(
    *,
    by: User | None,
    meeting: Meeting,
    person: Person,
    channel: str,
    delegation: Delegation | None,
    request: Request,
) -> Registration:
    digest = _digest(person, channel, request)
    repeated = _repeated(meeting, request.key, digest)
    if repeated is not None:
        return repeated
    try:
        participant = _create(
            by=by,
            meeting=meeting,
            person=person,
            channel=channel,
            delegation=delegation,
            request_key=request.key,
            digest=digest,
        )
    except AlreadyRegistered:
        repeated = _repeated(meeting, request.key, digest)
        if repeated is not None:
            return repeated
        raise
    pool = SeatPool.objects.get(meeting=meeting, kind=PoolKind(channel))
    places = ledger.take_places(
        participants=[participant],
        pools=[pool, *request.classes],
        wait=request.wait,
        are_new=True,
    )
    made = Registration(participant, places, is_new=True)
    if participant.email:
        tell_place(made.main, made.position)
    return made


def _digest(person: Person, channel: str, request: Request) -> str:
    said = [asdict(person), channel, sorted(pool.pk for pool in request.classes)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _repeated(meeting: Meeting, request_key: str, digest: str) -> Registration | None:
    """The registration that this request made before."""
    if not request_key:
        return None
    earlier = Participant.objects.filter(
        meeting=meeting, request_key=request_key
    ).first()
    if earlier is None:
        return None
    if earlier.request_hash != digest:
        raise KeyReused(
            _("This key belongs to another registration. Use a new one."),
            field="Idempotency-Key",
        )
    places = list(earlier.places.select_related("pool"))
    return Registration(earlier, places, is_new=False)


def _create(
    *,
    by: User | None,
    meeting: Meeting,
    person: Person,
    channel: str,
    delegation: Delegation | None,
    request_key: str,
    digest: str,
) -> Participant:
    if channel not in Channel.values:
        raise InvalidRegistration(_("Choose on site or online."), field="channel")
    check_person(meeting, person)
    library_id = person.library_id or (delegation.library_id if delegation else None)
    identity = identity_of(
        email=person.email, phone=person.phone, user_id=None, name=person.full_name
    )
    for _try in range(CODE_TRIES):
        participant = Participant(
            meeting=meeting,
            delegation=delegation,
            library_id=library_id,
            full_name=" ".join(person.full_name.split()),
            participant_type=person.participant_type,
            channel=channel,
            organisation=person.organisation.strip(),
            email=person.email.strip(),
            phone=person.phone.strip(),
            dietary=person.dietary.strip(),
            accessibility=person.accessibility.strip(),
            answers=dict(person.answers),
            language=person.language,
            photo_consent=person.photo_consent,
            consented_at=timezone.now(),
            identity=identity,
            code=new_code(),
            request_key=request_key,
            request_hash=digest if request_key else "",
            registered_by=by,
        )
        try:
            with transaction.atomic():
                participant.save(force_insert=True)
        except IntegrityError:
            _require_new(meeting, identity, delegation)
            if request_key and _is_used(meeting, request_key):
                raise AlreadyRegistered(_registered_text(person.full_name)) from None
            continue
        break
    record(
        by=by,
        action="participant.registered",
        target=participant,
        new={
            "meeting": meeting.pk,
            "delegation": delegation.pk if delegation else None,
            "channel": channel,
            "type": person.participant_type,
        },
    )
    return participant


def _is_used(meeting: Meeting, request_key: str) -> bool:
    return Participant.objects.filter(meeting=meeting, request_key=request_key).exists()


def _require_new(
    meeting: Meeting, identity: str, delegation: Delegation | None
) -> None:
    """Refuse a person who takes part already, here or in another delegation."""
    other = (
        Participant.objects.present()
        .filter(meeting=meeting, identity=identity)
        .select_related("delegation")
        .first()
    )
    if other is None:
        return
    if other.delegation is not None and other.delegation != delegation:
        raise InTwoDelegations(name=other.full_name, library=other.delegation.name)
    if identity.startswith(BY_NAME):
        raise AlreadyRegistered(_namesake_text(other.full_name), field="email")
    raise AlreadyRegistered(_registered_text(other.full_name))


def _registered_text(name: str) -> str:
    return _("%(name)s is registered for this meeting already.") % {"name": name}


def _namesake_text(name: str) -> str:
    return _(
        "Somebody called %(name)s is registered for this meeting already. If this is "
        "another person, add their e-mail or mobile number."
    ) % {"name": name}


def _require_open(meeting: Meeting) -> None:
    reason = registration_closed_reason(meeting)
    if reason:
        raise PoolClosed(reason)


def _require_going_on(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CLOSED:
        raise DeadlinePassed(_("This meeting is over."))


def _require_before_deadline(by: User | None, meeting: Meeting) -> None:
    """The committee may change names until the end, a delegation until its deadline."""
    _require_going_on(meeting)
    deadline = meeting.delegation_deadline_at
    if deadline is None or now() <= deadline:
        return
    if by is not None and Meeting.objects.hosted_by(by).filter(pk=meeting.pk).exists():
        return
    raise DeadlinePassed(
        _("The time for changing names is over. Ask the committee to do it.")
    )


@transaction.atomic
def move_online(
    *, by: User | None, participant: Participant, wait: bool = True
) -> Registration:
    """Let somebody who waits for a seat on site take part online instead.

    Without a person it is the holder of the ticket's code, checked by the caller.

    Raises:
        OutOfScope: The participant is not the person's to change.
        PoolFull: The online room is full and they do not want to wait.
    """
    row = lock_participant(by, participant)
    online = SeatPool.objects.get(meeting=row.meeting, kind=PoolKind.ONLINE)
    on_site = (PoolKind.ON_SITE, *FURTHER)
    held = list(
        row.places.select_related("pool").filter(pool__kind__in=on_site, state__in=LIVE)
    )
    if not any(place.pool.kind == PoolKind.ON_SITE for place in held):
        raise WrongState(_("This person has no place on site."))
    places = ledger.move_places(places=held, to=online, wait=wait)
    row.channel = Channel.ONLINE
    row.save(update_fields=["channel"])
    record(
        by=by,
        action="participant.moved",
        target=row,
        old={"channel": Channel.ON_SITE},
        new={"channel": Channel.ONLINE},
    )
    tell_places([place.pk for place in places])
    return Registration(row, places, is_new=False)
