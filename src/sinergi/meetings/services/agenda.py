"""Writing the agenda: rooms, rounds, topics, sessions, and announcing a version."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
from sinergi.core.dates import now
from sinergi.meetings.agenda import change_list, plain_session
from sinergi.meetings.enums import PoolKind, SessionKind
from sinergi.meetings.errors import (
    AgendaConflict,
    CapacityBelowTaken,
    UnfitSession,
    WrongState,
)
from sinergi.meetings.models import (
    LIVE,
    AchievementUpdate,
    AgendaVersion,
    Meeting,
    Participant,
    Room,
    Round,
    SeatPool,
    Session,
    Speaker,
    Topic,
    Track,
)
from sinergi.meetings.rules import folded_name
from sinergi.meetings.services import ledger
from sinergi.meetings.services.access import require_arrange
from sinergi.meetings.services.times import move_times
from sinergi.meetings.signals import agenda_published
from sinergi.network.models import Library


@dataclass(frozen=True)
class SpeakerContent:
    """Somebody on stage; without participant only the name is known."""

    name: str
    role: str = "speaker"
    affiliation: str = ""
    participant: Participant | None = None


@dataclass(frozen=True)
class SessionContent:
    """All that is said of one item of an agenda.

    A sharing class takes its times from its round and its title from its topic;
    `capacity` is the number of its seats.
    """

    kind: str
    title_id: str = ""
    title_en: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    summary_id: str = ""
    summary_en: str = ""
    room: Room | None = None
    track: Track | None = None
    topic: Topic | None = None
    round: Round | None = None
    library: Library | None = None
    capacity: int | None = None
    speakers: Sequence[SpeakerContent] = ()


@transaction.atomic
def save_session(
    *,
    by: User | None,
    meeting: Meeting,
    content: SessionContent,
    session: Session | None = None,
) -> Session:
    """Add an item to the agenda, or change one.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        UnfitSession: Times lie outside the meeting, or a class lacks its parts.
        AgendaConflict: Room, speaker or a participant is taken at that time.
        CapacityBelowTaken: A class would have fewer seats than are promised.
    """
    require_arrange(by, meeting)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    said = _complete(content)
    check_times(meeting, said.starts_at, said.ends_at)
    row = session or Session(meeting=meeting)
    before = plain_session(row) if session else {}
    check_stage(row, said)
    for name in PLAIN_FIELDS:
        setattr(row, name, getattr(said, name))
    row.revision += 1 if session else 0
    if said.kind == SessionKind.SHARING_CLASS:
        row.pool = _class_pool(meeting, row, said)
    row.save()
    _write_speakers(row, said.speakers)
    after = plain_session(row)
    old, new = changes(before, after)
    if new:
        action = "session.changed" if session else "session.added"
        record(by=by, action=action, target=row, old=old, new=new)
    return row


PLAIN_FIELDS = (
    "kind",
    "title_id",
    "title_en",
    "starts_at",
    "ends_at",
    "summary_id",
    "summary_en",
    "room",
    "track",
    "topic",
    "round",
    "library",
)


@dataclass(frozen=True, kw_only=True)
class Complete(SessionContent):
    """What was said, with times and titles filled in."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def _complete(content: SessionContent) -> Complete:
    values = {one.name: getattr(content, one.name) for one in fields(SessionContent)}
    if content.kind == SessionKind.SHARING_CLASS:
        topic, turn = content.topic, content.round
        if topic is None or turn is None:
            raise UnfitSession(
                _("A sharing class needs its topic and its round."), field="topic"
            )
        if content.capacity is None:
            raise UnfitSession(
                _("Please fill in “%(field)s”.") % {"field": _("Seats")},
                field="capacity",
            )
        values |= {"starts_at": turn.starts_at, "ends_at": turn.ends_at}
        values["title_id"] = content.title_id or topic.title_id
        values["title_en"] = content.title_en or topic.title_en
    else:
        values |= {"topic": None, "round": None}
    if values["starts_at"] is None or values["ends_at"] is None:
        raise UnfitSession(
            _("Please fill in “%(field)s”.") % {"field": _("Begin")}, field="starts_at"
        )
    values["title_en"] = values["title_en"] or values["title_id"]
    if not values["title_id"].strip():
        raise UnfitSession(
            _("Please fill in “%(field)s”.") % {"field": _("Title")}, field="title_id"
        )
    return Complete(**values)


def check_times(meeting: Meeting, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse times that cannot be.

    Raises:
        UnfitSession: It ends before it begins, or lies outside the meeting.
    """
    if ends_at <= starts_at:
        raise UnfitSession(_("A session ends after it begins."), field="ends_at")
    zone = ZoneInfo(meeting.time_zone)
    first = starts_at.astimezone(zone).date()
    last = ends_at.astimezone(zone).date()
    if first < meeting.starts_on or last > meeting.ends_on:
        raise UnfitSession(
            _("The session lies outside the days of the meeting."), field="starts_at"
        )


def check_stage(row: Session, said: Complete) -> None:
    """Refuse what the room or the people on stage cannot do.

    Raises:
        AgendaConflict: Room or speaker is taken at that time.
        UnfitSession: The room is too small.
    """
    _check_room(row, said)
    _check_speakers(row, said)


def _beside(row: Session, said: Complete) -> list[Session]:
    """The other sessions of the meeting at that time."""
    others = Session.objects.filter(
        meeting=row.meeting, starts_at__lt=said.ends_at, ends_at__gt=said.starts_at
    )
    if row.pk:
        others = others.exclude(pk=row.pk)
    return list(others.prefetch_related("speakers"))


def _check_room(row: Session, said: Complete) -> None:
    room = said.room
    if room is None:
        return
    for other in _beside(row, said):
        if other.room_id == room.pk:
            raise AgendaConflict(
                session=said.title_id,
                other=other.title_id,
                reason=_("both are in %(room)s") % {"room": room.name},
                field="room",
            )
    if room.capacity is not None and (said.capacity or 0) > room.capacity:
        raise UnfitSession(
            _("%(room)s has room for %(capacity)s people only.")
            % {"room": room.name, "capacity": room.capacity},
            field="capacity",
        )


def _check_speakers(row: Session, said: Complete) -> None:
    wanted = {_speaker_key(one.participant_id, one.name) for one in _rows(said)}
    for other in _beside(row, said):
        for speaker in other.speakers.all():
            if _speaker_key(speaker.participant_id, speaker.name) in wanted:
                raise AgendaConflict(
                    session=said.title_id,
                    other=other.title_id,
                    reason=_("%(name)s is on stage in both") % {"name": speaker.name},
                    field="speakers",
                )


def _rows(said: SessionContent) -> list[Speaker]:
    return [
        Speaker(
            name=" ".join(one.name.split()),
            role=one.role,
            affiliation=one.affiliation.strip(),
            participant=one.participant,
            order=order,
        )
        for order, one in enumerate(said.speakers)
        if one.name.strip()
    ]


def _speaker_key(participant_id: int | None, name: str) -> object:
    return participant_id or folded_name(name)


def _class_pool(meeting: Meeting, row: Session, said: Complete) -> SeatPool:
    """The class's seats, with its times; nobody ends up in two classes at once."""
    size = said.capacity or 0
    if row.pool is None:
        return SeatPool.objects.create(
            meeting=meeting,
            kind=PoolKind.CLASS,
            name_id=said.title_id,
            name_en=said.title_en,
            capacity=size,
            starts_at=said.starts_at,
            ends_at=said.ends_at,
        )
    if row.pool.taken > size:
        raise CapacityBelowTaken(capacity=size, taken=row.pool.taken)
    refuse_two_at_once({row.pool.pk: (said.starts_at, said.ends_at)})
    SeatPool.objects.filter(pk=row.pool.pk).update(
        name_id=said.title_id, name_en=said.title_en
    )
    return ledger.set_capacity(pool=row.pool, capacity=size)


def refuse_two_at_once(
    times: Mapping[int, tuple[dt.datetime, dt.datetime]],
) -> None:
    """Move classes to other times, unless people would sit in two of them.

    Raises:
        AgendaConflict: People have a place in both.
        WrongState: People join one of the classes at this very moment.
    """
    clash = move_times(times=times)
    if clash is not None:
        raise AgendaConflict(
            session=clash[0].name_id,
            other=clash[1].name_id,
            reason=_("people have a place in both"),
            field="round",
        )


def _write_speakers(row: Session, speakers: Sequence[SpeakerContent]) -> None:
    row.speakers.all().delete()
    rows = _rows(SessionContent(kind=row.kind, speakers=speakers))
    for speaker in rows:
        speaker.session = row
    Speaker.objects.bulk_create(rows)


@transaction.atomic
def remove_session(*, by: User | None, session: Session) -> None:
    """Take an item off the agenda.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        WrongState: People have a place in the class, or partners have prepared
            their updates for it.
    """
    require_arrange(by, session.meeting)
    pool = session.pool
    if pool is not None and pool.places.filter(state__in=LIVE).exists():
        raise WrongState(
            _("People have a place in this class. Move them to other classes first.")
        )
    if AchievementUpdate.objects.filter(session=session).exists():
        raise WrongState(
            _("Partners have prepared their achievement updates for this session.")
        )
    record(by=by, action="session.removed", target=session, old=plain_session(session))
    session.delete()
    if pool is not None and not pool.places.exists():
        pool.delete()


@transaction.atomic
def publish_agenda(*, by: User | None, meeting: Meeting) -> AgendaVersion:
    """Announce the agenda as it stands; without a change there is no new version.

    Those whom a change concerns are told: speakers, and people of changed classes.

    Raises:
        OutOfScope: The person does not arrange the agenda.
    """
    require_arrange(by, meeting)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    rows = Session.objects.filter(meeting=meeting).select_related(
        "room", "track", "topic", "round", "library"
    )
    now_said = [plain_session(row) for row in rows.prefetch_related("speakers")]
    latest = meeting.versions.first()
    before: list[Mapping[str, object]] = latest.sessions if latest else []
    log = change_list(before, now_said)
    if latest is not None and not log:
        return latest
    version = AgendaVersion.objects.create(
        meeting=meeting,
        number=latest.number + 1 if latest else 1,
        sessions=now_said,
        changes=log if latest else [],
        published_by=by,
        published_at=now(),
    )
    record(
        by=by,
        action="agenda.published",
        target=meeting,
        new={"version": version.number, "changes": len(log)},
    )
    if latest is not None:
        transaction.on_commit(
            lambda: agenda_published.send(sender=AgendaVersion, version=version)
        )
    return version
