"""Receiving scans from gates, at once or later, and letting walk-ins in.

Scans are judged in the order of their times, whatever the order of their arrival. A
nonce is judged once: whoever repeats a batch gets the same answers again.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.errors import DomainError
from sinergi.meetings.door import Mark, code_in, corrected, repeated, skew_of
from sinergi.meetings.enums import Channel, PoolKind, ScanKind, ScanOutcome, ScanReason
from sinergi.meetings.models import (
    SEATED,
    Gate,
    Meeting,
    Participant,
    Place,
    Scan,
    Session,
)
from sinergi.meetings.queries.door import public_keys
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.persons import Person
from sinergi.meetings.services.registration import (
    Registration,
    Request,
    register_as_host,
)
from sinergi.meetings.tickets import looks_signed, trusted

#: Scans of one call; a gate sends its queue in several.
BATCH_LIMIT = 1_000
NONCE_LIMIT = 64
#: A phone without its own battery for the clock begins in 1970.
EARLIEST_YEAR, LATEST_YEAR = 1970, 2200
#: What the field of the skew holds.
SKEW_LIMIT = 2_000_000_000


@dataclass(frozen=True)
class ToldScan:
    """A scan as a gate tells it: `token` is a signed ticket or a badge's code."""

    nonce: str
    token: str
    kind: str
    at: dt.datetime
    gate: str = ""
    session: uuid.UUID | None = None
    is_offline: bool = False
    is_walk_in: bool = False


@transaction.atomic
def receive_scans(
    *,
    by: User | None,
    meeting: Meeting,
    scans: Sequence[ToldScan],
    phone: Gate | None = None,
    sent_at: dt.datetime | None = None,
    received_at: dt.datetime | None = None,
) -> list[Scan]:
    """Judge and keep a batch of scans; answers stand in the order of the batch.

    From an enrolled `phone` all are scans of its gate. Others name the gate, by id
    or name; one not known yet is opened. `sent_at` is the sender's clock, by which
    its error is measured; `received_at` is given for lists of the past alone.

    Raises:
        OutOfScope: Neither a phone of the meeting nor somebody who serves it.
        DomainError: A scan cannot be; nothing is kept.
    """
    if phone is None:
        require_host(by, meeting)
    _check(scans)
    zone = ZoneInfo(meeting.time_zone)
    scans = [
        one if one.at.tzinfo else replace(one, at=one.at.replace(tzinfo=zone))
        for one in scans
    ]
    if sent_at is not None and sent_at.tzinfo is None:
        sent_at = sent_at.replace(tzinfo=zone)
    received_at = received_at or timezone.now()
    batch = _Batch(
        meeting=meeting,
        gates=_gates(by, meeting, scans, phone),
        skew=_skew(scans, sent_at, received_at),
        received_at=received_at,
    )
    try:
        with transaction.atomic():
            kept = _keep(batch, scans)
    except IntegrityError:  # another call kept one of the nonces just now
        kept = _keep(batch, scans)
    _note(by, batch)
    return [kept[one.nonce] for one in scans]


def _check(scans: Sequence[ToldScan]) -> None:
    if len(scans) > BATCH_LIMIT:
        raise DomainError(
            _("Send at most %(limit)s scans at once.") % {"limit": BATCH_LIMIT}
        )
    for one in scans:
        if not one.nonce or len(one.nonce) > NONCE_LIMIT:
            raise DomainError(_("A scan needs a nonce of its own."), field="nonce")
        if one.kind not in ScanKind.values:
            raise DomainError(_("Choose entry, exit or session."), field="kind")
        if not EARLIEST_YEAR <= one.at.year <= LATEST_YEAR:
            raise DomainError(_("This time cannot be."), field="at")


@dataclass
class _Batch:
    """What the scans of one call share."""

    meeting: Meeting
    gates: Mapping[str, Gate]
    skew: int
    received_at: dt.datetime
    new: list[Scan] = field(default_factory=list)


def _gates(
    by: User | None, meeting: Meeting, scans: Sequence[ToldScan], phone: Gate | None
) -> dict[str, Gate]:
    """The gate of each label that the scans bear, locked in the order of their ids."""
    if phone is not None:
        row = Gate.objects.select_for_update().get(pk=phone.pk)
        return {one.gate: row for one in scans}
    labels = dict.fromkeys(one.gate for one in scans)
    rows = list(
        Gate.objects.select_for_update(of=("self",))
        .filter(meeting=meeting)
        .order_by("pk")
    )
    known = {str(row.pk): row for row in rows} | {row.name: row for row in rows}
    found: dict[str, Gate] = {}
    for label in labels:
        name = " ".join(label.split())[:80] or _("Committee desk")
        if name not in known:
            known[name] = Gate.objects.create(meeting=meeting, name=name)
            record(by=by, action="gate.opened", target=known[name], new={"name": name})
        found[label] = known[name]
    return found


def _skew(
    scans: Sequence[ToldScan], sent_at: dt.datetime | None, received_at: dt.datetime
) -> int:
    """The clock's error: as measured, or at least what the latest scan shows."""
    latest = max((one.at for one in scans), default=received_at)
    skew = skew_of(sent_at or max(latest, received_at), received_at)
    return max(-SKEW_LIMIT, min(SKEW_LIMIT, skew))


def _keep(batch: _Batch, scans: Sequence[ToldScan]) -> dict[str, Scan]:
    """Judge those that are new, and keep them; the others answer as before."""
    nonces = {one.nonce for one in scans}
    kept = {
        scan.nonce: scan
        for scan in Scan.objects.filter(
            meeting=batch.meeting, nonce__in=nonces
        ).select_related("meeting", "participant", "repeats__gate")
    }
    told = {one.nonce: one for one in scans if one.nonce not in kept}
    judge = _Judge(batch.meeting, list(told.values()))
    batch.new = [
        judge.judged(one, batch)
        for one in sorted(told.values(), key=lambda one: one.at)
    ]
    Scan.objects.bulk_create(
        [scan for scan in batch.new if scan.outcome != ScanOutcome.DUPLICATE],
        batch_size=500,
    )
    # These come second: each names an accepted scan, whose id is known only now.
    Scan.objects.bulk_create(
        [scan for scan in batch.new if scan.outcome == ScanOutcome.DUPLICATE],
        batch_size=500,
    )
    return kept | {scan.nonce: scan for scan in batch.new}


class _Judge:
    """Who the tickets of a batch belong to, and where these people were before."""

    def __init__(self, meeting: Meeting, told: Sequence[ToldScan]) -> None:
        self.meeting = meeting
        self.zone = ZoneInfo(meeting.time_zone)
        keys = public_keys()
        self.read = {one.token: _read(one.token, meeting, keys) for one in told}
        codes = {code for code, _reason in self.read.values() if code}
        self.people = {
            row.code: row
            for row in Participant.objects.select_for_update(of=("self",))
            .filter(meeting=meeting, code__in=codes)
            .order_by("pk")
        }
        people = [row.pk for row in self.people.values()]
        self.seated = set(
            Place.objects.filter(
                participant__in=people, pool__kind=PoolKind.ON_SITE, state__in=SEATED
            ).values_list("participant_id", flat=True)
        )
        self.sessions = dict(
            Session.objects.filter(
                meeting=meeting, uid__in=[one.session for one in told if one.session]
            ).values_list("uid", "pk")
        )
        self.before: dict[int, dict[Mark, Scan]] = {}
        earlier = Scan.objects.filter(
            participant__in=people, outcome=ScanOutcome.ACCEPTED
        ).select_related("gate")
        for scan in earlier:
            self._remember(scan)

    def _remember(self, scan: Scan) -> None:
        assert scan.participant_id is not None  # noqa: S101 - accepted, hence somebody's
        self.before.setdefault(scan.participant_id, {})[self._mark(scan)] = scan

    def _mark(self, scan: Scan) -> Mark:
        at = scan.scanned_at.astimezone(self.zone)
        return Mark(scan.kind, at, scan.session_id)

    def judged(self, told: ToldScan, batch: _Batch) -> Scan:
        """The scan with its outcome; not kept yet."""
        code, reason = self.read[told.token]
        person = self.people.get(code)
        scan = Scan(
            meeting=self.meeting,
            gate=batch.gates[told.gate],
            participant=person,
            session_id=self.sessions.get(told.session) if told.session else None,
            nonce=told.nonce,
            kind=told.kind,
            code=code,
            told_at=told.at,
            scanned_at=corrected(told.at, batch.skew, batch.received_at),
            received_at=batch.received_at,
            is_offline=told.is_offline,
            is_walk_in=told.is_walk_in,
            outcome=ScanOutcome.UNKNOWN,
            reason=reason,
        )
        if person is None or reason:
            scan.participant = None
            return scan
        scan.reason = self._refusal(person)
        if scan.reason:
            scan.outcome = ScanOutcome.REVOKED
            return scan
        marks = self.before.get(person.pk, {})
        first = repeated(self._mark(scan), marks)
        if first is not None:
            scan.outcome, scan.repeats = ScanOutcome.DUPLICATE, marks[first]
            return scan
        scan.outcome = ScanOutcome.ACCEPTED
        self._remember(scan)
        return scan

    def _refusal(self, person: Participant) -> str:
        if person.withdrawn_at is not None:
            return ScanReason.WITHDRAWN
        if person.channel == Channel.ONLINE:
            return ScanReason.ONLINE
        return "" if person.pk in self.seated else ScanReason.NO_SEAT


def _read(token: str, meeting: Meeting, keys: Mapping[str, bytes]) -> tuple[str, str]:
    """The code of a ticket, and why the ticket is not to be trusted."""
    token = token.strip()
    if not looks_signed(token):
        return code_in(token), ""
    ticket = trusted(token, keys)
    if ticket is None:
        return "", ScanReason.FORGED
    if ticket.meeting != meeting.slug:
        return "", ScanReason.OTHER_MEETING
    return ticket.code, ""


def _note(by: User | None, batch: _Batch) -> None:
    """Write when each gate was heard last, how its clock goes, and the trail."""
    gates = {gate.pk: gate for gate in batch.gates.values()}
    outcomes: dict[int, Counter[str]] = {pk: Counter() for pk in gates}
    for scan in batch.new:
        outcomes[scan.gate_id][scan.outcome] += 1
    for pk in sorted(gates):
        gate = gates[pk]
        gate.seen_at, gate.skew_seconds = batch.received_at, batch.skew
        gate.save(update_fields=["seen_at", "skew_seconds"])
        if outcomes[pk]:
            record(by=by, action="gate.scans_received", target=gate, new=outcomes[pk])


@transaction.atomic
def admit_walk_in(
    *, by: User, meeting: Meeting, person: Person, gate: Gate | None, request: Request
) -> tuple[Registration, Scan]:
    """Register somebody at the desk and let them in with the same act.

    Raises:
        OutOfScope: The person does not serve the meeting.
        InvalidRegistration: Something is missing or cannot be.
        AlreadyRegistered: The person takes part already.
        PoolFull: There is no seat on site.
    """
    made = register_as_host(
        by=by,
        meeting=meeting,
        person=person,
        channel=Channel.ON_SITE,
        request=replace(request, wait=False),
    )
    told = ToldScan(
        nonce=f"walk-in:{made.participant.code}",
        token=made.participant.code,
        kind=ScanKind.ENTRY,
        at=timezone.now(),
        gate=gate.name if gate else "",
        is_walk_in=True,
    )
    (scan,) = receive_scans(by=by, meeting=meeting, scans=[told])
    return made, scan
