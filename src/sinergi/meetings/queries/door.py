"""Gates, what their phones may know, and what the scans tell."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sinergi.core.dates import now, today
from sinergi.meetings.door import Mark, Stay, stays
from sinergi.meetings.enums import (
    Channel,
    MeetingState,
    ParticipantType,
    PoolKind,
    ScanKind,
    ScanOutcome,
)
from sinergi.meetings.keys import decoded
from sinergi.meetings.models import (
    SEATED,
    Gate,
    Meeting,
    Participant,
    Place,
    Scan,
    Session,
    SigningKey,
)
from sinergi.meetings.rules import in_language

#: Phones keep names until this long after the meeting's last day has ended.
GRACE = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Snapshot:
    """What a gate's phone knows of a meeting: no more than the door needs.

    `people` are rows of code, name, type and whether the ticket is revoked; the
    name of somebody who is not expected any more is left out.
    """

    gate: str
    meeting: str
    title: str
    time_zone: str
    wipe_in_seconds: int
    keys: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str, str, bool]]
    sessions: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class SessionCount:
    """How many people were scanned for a session, and how many more than once."""

    session: Session
    people: int
    doubles: int


@dataclass(frozen=True)
class DoorTally:
    """The door of a meeting in figures."""

    expected: int
    came: int
    inside: int
    doubles: int
    refused: int
    walk_ins: int


def digest_of(secret: str) -> str:
    """What is kept of a token or key: 24 random bytes need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def public_keys() -> dict[str, bytes]:
    """All public keys that ever signed, by id; retired ones stay good."""
    return {
        key_id: decoded(public)
        for key_id, public in SigningKey.objects.values_list("key_id", "public_key")
    }


def open_meeting(slug: str) -> Meeting | None:
    """The announced meeting with this address."""
    return Meeting.objects.published().filter(slug=slug).first()


def is_over(meeting: Meeting) -> bool:
    """Whether no gate is needed any more."""
    return meeting.state == MeetingState.CLOSED or _seconds_left(meeting) <= 0


def _seconds_left(meeting: Meeting) -> int:
    """Until the night after the last day, in the meeting's own time zone."""
    zone = ZoneInfo(meeting.time_zone)
    night = dt.datetime.combine(
        meeting.ends_on + dt.timedelta(days=1), dt.time.min, tzinfo=zone
    )
    return round((night + GRACE - now()).total_seconds())


def gate_of_key(key: str) -> Gate | None:
    """The gate that the phone with this key serves."""
    rows = Gate.objects.filter(key_hash=digest_of(key)).select_related("meeting")
    return rows.first() if key else None


def gate_for(meeting: Meeting, pk: int) -> Gate | None:
    """One gate of a meeting."""
    return gates_of(meeting).filter(pk=pk).first()


def gates_of(meeting: Meeting) -> QuerySet[Gate]:
    """A meeting's gates with their counts."""
    accepted = Q(scans__outcome=ScanOutcome.ACCEPTED)
    return Gate.objects.filter(meeting=meeting).annotate(
        entries=Count("scans", accepted & Q(scans__kind=ScanKind.ENTRY)),
        exits=Count("scans", accepted & Q(scans__kind=ScanKind.EXIT)),
        sessions=Count("scans", accepted & Q(scans__kind=ScanKind.SESSION)),
        doubles=Count("scans", Q(scans__outcome=ScanOutcome.DUPLICATE)),
        refused=Count(
            "scans",
            Q(scans__outcome__in=[ScanOutcome.UNKNOWN, ScanOutcome.REVOKED]),
        ),
        offline=Count("scans", Q(scans__is_offline=True)),
    )


def snapshot_of(gate: Gate) -> Snapshot:
    """What the phone of a gate may know."""
    meeting = gate.meeting
    rows = (
        Participant.objects.filter(_placed(), meeting=meeting)
        .annotate(is_good=_good())
        .order_by("code")
        .values_list("code", "full_name", "participant_type", "is_good")
    )
    return Snapshot(
        gate=gate.name,
        meeting=meeting.slug,
        title=meeting.title,
        time_zone=meeting.time_zone,
        wipe_in_seconds=max(0, _seconds_left(meeting)),
        keys=list(SigningKey.objects.values_list("key_id", "public_key")),
        people=[
            (
                code,
                name if is_good else "",
                str(ParticipantType(kind).label),
                not is_good,
            )
            for code, name, kind, is_good in rows
        ],
        sessions=[
            (str(row.uid), in_language(row.title_id, row.title_en), _iso(row, meeting))
            for row in meeting.sessions.all()
        ],
    )


def _iso(session: Session, meeting: Meeting) -> str:
    return session.starts_at.astimezone(ZoneInfo(meeting.time_zone)).isoformat()


def _placed() -> Exists:
    """Who has a place on site, or had one."""
    return Exists(
        Place.objects.filter(participant=OuterRef("pk"), pool__kind=PoolKind.ON_SITE)
    )


def _good() -> Q:
    """Whose ticket admits them on site."""
    seated = Place.objects.filter(
        participant=OuterRef("pk"), pool__kind=PoolKind.ON_SITE, state__in=SEATED
    )
    return Q(Exists(seated), channel=Channel.ON_SITE, withdrawn_at__isnull=True)


def expected_at(meeting: Meeting) -> QuerySet[Participant]:
    """Those whose ticket admits them on site."""
    return Participant.objects.filter(_good(), meeting=meeting)


def badge_people(meeting: Meeting) -> list[Participant]:
    """Those who get a badge, in the order in which they are handed out."""
    rows = expected_at(meeting).select_related("library__region", "meeting")
    return list(rows.order_by("delegation__name", "full_name", "pk"))


def tally_at_door(meeting: Meeting) -> DoorTally:
    """The door in figures: expected, came, inside now, doubles, refused, walk-ins."""
    scans = Scan.objects.filter(meeting=meeting)
    found = scans.aggregate(
        came=Count(
            "participant",
            Q(outcome=ScanOutcome.ACCEPTED, kind=ScanKind.ENTRY),
            distinct=True,
        ),
        doubles=Count("pk", Q(outcome=ScanOutcome.DUPLICATE)),
        refused=Count("pk", Q(outcome__in=[ScanOutcome.UNKNOWN, ScanOutcome.REVOKED])),
        walk_ins=Count("pk", Q(is_walk_in=True, outcome=ScanOutcome.ACCEPTED)),
    )
    last = _last_kinds(meeting)
    return DoorTally(
        expected=expected_at(meeting).count(),
        inside=sum(kind == ScanKind.ENTRY for kind in last.values()),
        **found,
    )


def _last_kinds(meeting: Meeting) -> dict[int, str]:
    """Whether each person of today came or went last."""
    zone = ZoneInfo(meeting.time_zone)
    morning = dt.datetime.combine(today(), dt.time.min, tzinfo=zone)
    rows = Scan.objects.filter(
        meeting=meeting,
        outcome=ScanOutcome.ACCEPTED,
        kind__in=[ScanKind.ENTRY, ScanKind.EXIT],
        scanned_at__gte=morning,
    ).order_by("scanned_at", "pk")
    return {
        person: kind
        for person, kind in rows.values_list("participant_id", "kind")
        if person is not None
    }


def doubles_of(meeting: Meeting) -> QuerySet[Scan]:
    """Repeated admissions with the first one, newest first."""
    rows = Scan.objects.filter(meeting=meeting, outcome=ScanOutcome.DUPLICATE)
    return rows.select_related(
        "participant__library", "gate", "repeats__gate", "session"
    ).order_by("-scanned_at", "-pk")


def walk_ins_of(meeting: Meeting) -> QuerySet[Scan]:
    """Those who were registered and let in at the desk, newest first."""
    rows = Scan.objects.filter(meeting=meeting, is_walk_in=True)
    return rows.select_related("participant", "gate").order_by("-scanned_at", "-pk")


def session_counts(meeting: Meeting) -> list[SessionCount]:
    """How many were scanned for each session."""
    rows = (
        Session.objects.filter(meeting=meeting)
        .select_related("room")
        .annotate(
            people=Count("scans", Q(scans__outcome=ScanOutcome.ACCEPTED)),
            doubles=Count("scans", Q(scans__outcome=ScanOutcome.DUPLICATE)),
        )
    )
    return [SessionCount(row, row.people, row.doubles) for row in rows]


def stays_of(meeting: Meeting) -> dict[int, list[Stay]]:
    """From when to when each participant was there, by the gates' accepted scans.

    Who was not seen leaving is counted until the last session of that day has ended.
    """
    zone = ZoneInfo(meeting.time_zone)
    closes: dict[dt.date, dt.datetime] = {}
    for ends_at in meeting.sessions.values_list("ends_at", flat=True):
        local = ends_at.astimezone(zone)
        closes[local.date()] = max(closes.get(local.date(), local), local)
    marks: dict[tuple[int, dt.date], list[Mark]] = defaultdict(list)
    rows = Scan.objects.filter(
        meeting=meeting,
        outcome=ScanOutcome.ACCEPTED,
        kind__in=[ScanKind.ENTRY, ScanKind.EXIT],
    )
    for person, kind, at in rows.values_list("participant_id", "kind", "scanned_at"):
        if person is not None:
            local = at.astimezone(zone)
            marks[person, local.date()].append(Mark(kind, local))
    found: dict[int, list[Stay]] = defaultdict(list)
    for (person, day), ofday in sorted(marks.items()):
        last = max(mark.at for mark in ofday)
        found[person] += stays(ofday, closes.get(day, last))
    return dict(found)
