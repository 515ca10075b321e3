"""Writing the agenda: rooms, rounds, topics, sessions, and announcing a version."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import changes, record
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
    AgendaVersion,
    Meeting,
    Participant,
    Place,
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
    _check_times(meeting, said)
    row = session or Session(meeting=meeting)
    before = plain_session(row) if session else {}
    _check_room(row, said)
    _check_speakers(row, said)
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
class _Complete(SessionContent):
    starts_at: dt.datetime
    ends_at: dt.datetime


def _complete(content: SessionContent) -> _Complete:
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
    return _Complete(**values)


def _check_times(meeting: Meeting, said: _Complete) -> None:
    if said.ends_at <= said.starts_at:
        raise UnfitSession(_("A session ends after it begins."), field="ends_at")
    zone = ZoneInfo(meeting.time_zone)
    first = said.starts_at.astimezone(zone).date()
    last = said.ends_at.astimezone(zone).date()
    if first < meeting.starts_on or last > meeting.ends_on:
        raise UnfitSession(
            _("The session lies outside the days of the meeting."), field="starts_at"
        )


def _beside(row: Session, said: _Complete) -> list[Session]:
    """The other sessions of the meeting at that time."""
    others = Session.objects.filter(
        meeting=row.meeting, starts_at__lt=said.ends_at, ends_at__gt=said.starts_at
    )
    if row.pk:
        others = others.exclude(pk=row.pk)
    return list(others.prefetch_related("speakers"))


def _check_room(row: Session, said: _Complete) -> None:
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


def _check_speakers(row: Session, said: _Complete) -> None:
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


def _class_pool(meeting: Meeting, row: Session, said: _Complete) -> SeatPool:
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
    pool = SeatPool.objects.select_for_update().get(pk=row.pool.pk)
    if pool.taken > size:
        raise CapacityBelowTaken(capacity=size, taken=pool.taken)
    if (pool.starts_at, pool.ends_at) != (said.starts_at, said.ends_at):
        _check_participants(pool, said)
    pool.starts_at, pool.ends_at = said.starts_at, said.ends_at
    pool.name_id, pool.name_en = said.title_id, said.title_en
    pool.save(update_fields=["starts_at", "ends_at", "name_id", "name_en"])
    return ledger.set_capacity(pool=pool, capacity=size)


def _check_participants(pool: SeatPool, said: _Complete) -> None:
    here = Place.objects.filter(pool=pool, state__in=LIVE).values("participant")
    clash = (
        Place.objects.filter(
            participant__in=here,
            state__in=LIVE,
            pool__starts_at__lt=said.ends_at,
            pool__ends_at__gt=said.starts_at,
        )
        .exclude(pool=pool)
        .select_related("pool")
        .first()
    )
    if clash is not None:
        raise AgendaConflict(
            session=said.title_id,
            other=clash.pool.name_id,
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
        WrongState: People have a place in the class.
    """
    require_arrange(by, session.meeting)
    pool = session.pool
    if pool is not None and pool.places.filter(state__in=LIVE).exists():
        raise WrongState(
            _("People have a place in this class. Move them to other classes first.")
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


@transaction.atomic
def set_rounds(
    *,
    by: User | None,
    meeting: Meeting,
    rounds: Sequence[tuple[dt.datetime, dt.datetime]],
) -> list[Round]:
    """Set the times of the rounds of sharing classes, the first one first.

    Classes of a round move with it.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        UnfitSession: Rounds overlap, or one that has classes is left out.
    """
    require_arrange(by, meeting)
    for (_first, ends_at), (starts_at, _last) in pairwise(rounds):
        if starts_at < ends_at:
            raise UnfitSession(_("Rounds follow one another without overlapping."))
    kept = {row.number: row for row in meeting.rounds.all()}
    found = []
    for number, (starts_at, ends_at) in enumerate(rounds, start=1):
        row = kept.pop(number, None) or Round(meeting=meeting, number=number)
        row.starts_at, row.ends_at = starts_at, ends_at
        row.save()
        for session in row.sessions.select_related("pool"):
            _move_class(session, starts_at, ends_at)
        found.append(row)
    try:
        with transaction.atomic():
            for row in kept.values():
                row.delete()
    except IntegrityError as error:
        raise UnfitSession(_("A round with classes cannot be left out.")) from error
    record(
        by=by,
        action="rounds.set",
        target=meeting,
        new={"rounds": [[str(a), str(b)] for a, b in rounds]},
    )
    return found


def _move_class(session: Session, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    session.starts_at, session.ends_at = starts_at, ends_at
    session.revision += 1
    session.save(update_fields=["starts_at", "ends_at", "revision"])
    if session.pool is not None:
        SeatPool.objects.filter(pk=session.pool.pk).update(
            starts_at=starts_at, ends_at=ends_at
        )


@transaction.atomic
def set_rooms(
    *, by: User | None, meeting: Meeting, rooms: Sequence[tuple[str, int | None]]
) -> list[Room]:
    """Add rooms or change their sizes; the names tell them apart.

    Raises:
        OutOfScope: The person does not arrange the agenda.
    """
    require_arrange(by, meeting)
    rows = []
    for order, (name, capacity) in enumerate(rooms):
        row, _is_new = Room.objects.update_or_create(
            meeting=meeting,
            name=" ".join(name.split()),
            defaults={"capacity": capacity, "order": order},
        )
        rows.append(row)
    record(
        by=by,
        action="rooms.set",
        target=meeting,
        new={"rooms": [[row.name, row.capacity] for row in rows]},
    )
    return rows


@transaction.atomic
def save_topic(
    *,
    by: User | None,
    meeting: Meeting,
    title_id: str,
    title_en: str = "",
    summary_id: str = "",
    summary_en: str = "",
    measures: Sequence[str] = (),
    topic: Topic | None = None,
) -> Topic:
    """Add a topic of sharing classes, or change one.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        UnfitSession: Another topic has this title.
    """
    require_arrange(by, meeting)
    row = topic or Topic(meeting=meeting, order=meeting.topics.count() + 1)
    old = {"title_id": row.title_id} if topic else {}
    row.title_id, row.title_en = title_id.strip(), title_en.strip() or title_id.strip()
    row.summary_id, row.summary_en = summary_id.strip(), summary_en.strip()
    row.measures = list(measures)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise UnfitSession(
            _("Another topic has this title."), field="title_id"
        ) from error
    record(
        by=by,
        action="topic.saved",
        target=row,
        old=old,
        new={"title_id": row.title_id, "measures": row.measures},
    )
    return row
