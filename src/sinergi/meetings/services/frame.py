"""The frame of an agenda: rooms, tracks, rounds and topics, set before sessions."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.errors import DomainError
from sinergi.core.formatting import number
from sinergi.meetings.errors import AgendaConflict, UnfitSession, WrongState
from sinergi.meetings.models import Hub, Meeting, Room, Round, Session, Topic, Track
from sinergi.meetings.services.access import require_arrange
from sinergi.meetings.services.agenda import (
    Complete,
    SpeakerContent,
    check_stage,
    check_times,
    refuse_two_at_once,
)

R = TypeVar("R", Room, Track)


@dataclass(frozen=True)
class RoomContent:
    """A room; with `pk` it replaces what was said of it."""

    name: str
    capacity: int | None = None
    hub: Hub | None = None
    pk: int | None = None


@dataclass(frozen=True)
class TrackContent:
    """A track; with `pk` it replaces the old names."""

    name_id: str
    name_en: str = ""
    pk: int | None = None


@transaction.atomic
def set_rooms(
    *, by: User | None, meeting: Meeting, rooms: Sequence[RoomContent]
) -> list[Room]:
    """Set the rooms in their order; those left out are removed.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        UnfitSession: Two have one name, or one is too small for its classes.
        WrongState: One that is left out has sessions.
    """
    require_arrange(by, meeting)
    _refuse_twice([content.name for content in rooms], "name")
    kept = {row.pk: row for row in meeting.rooms.all()}
    rows = []
    for order, content in enumerate(rooms):
        row = kept.pop(content.pk or 0, None) or Room(meeting=meeting)
        row.name, row.order = " ".join(content.name.split()), order
        row.capacity, row.hub = content.capacity, content.hub
        _check_size(row)
        rows.append(row)
    _leave_out(kept.values())
    _save_named(rows)
    record(
        by=by,
        action="rooms.set",
        target=meeting,
        new={"rooms": [[row.name, row.capacity] for row in rows]},
    )
    return rows


def _refuse_twice(names: Sequence[str], field: str) -> None:
    folded = [" ".join(name.split()).casefold() for name in names]
    for turn, name in enumerate(folded):
        if name in folded[:turn]:
            raise UnfitSession(
                _("“%(name)s” stands here twice.") % {"name": names[turn]},
                field=field,
                data={"row": turn},
            )


def _check_size(room: Room) -> None:
    if room.pk is None or room.capacity is None:
        return
    classes = Session.objects.filter(room=room, pool__capacity__gt=room.capacity)
    largest = classes.order_by("-pool__capacity").select_related("pool").first()
    if largest is not None and largest.pool is not None:
        raise UnfitSession(
            _("%(session)s has %(capacity)s seats in this room.")
            % {
                "session": largest.title_id,
                "capacity": number(largest.pool.capacity),
            },
            field="capacity",
            data={"row": room.order},
        )


def _leave_out(rows: Iterable[Room]) -> None:
    for row in rows:
        try:
            with transaction.atomic():
                row.delete()
        except IntegrityError as error:
            raise WrongState(
                _("“%(name)s” has sessions. Move them to another room first.")
                % {"name": row.name}
            ) from error


def _save_named(rows: Sequence[R]) -> None:
    """Save rows whose names are unique, whatever names they swap."""
    field = "name" if rows and isinstance(rows[0], Room) else "name_id"
    for row in rows:
        if row.pk is not None:
            type(row)._default_manager.filter(pk=row.pk).update(
                **{field: f"\N{NO-BREAK SPACE}{row.pk}"}
            )
    for row in rows:
        row.save()


@transaction.atomic
def set_tracks(
    *, by: User | None, meeting: Meeting, tracks: Sequence[TrackContent]
) -> list[Track]:
    """Set the tracks in their order; sessions of one left out have none.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        UnfitSession: Two have one name.
    """
    require_arrange(by, meeting)
    _refuse_twice([content.name_id for content in tracks], "name_id")
    kept = {row.pk: row for row in meeting.tracks.all()}
    rows = []
    for order, content in enumerate(tracks):
        row = kept.pop(content.pk or 0, None) or Track(meeting=meeting)
        row.name_id, row.order = " ".join(content.name_id.split()), order
        row.name_en = " ".join(content.name_en.split()) or row.name_id
        rows.append(row)
    for row in kept.values():
        row.delete()
    _save_named(rows)
    record(
        by=by,
        action="tracks.set",
        target=meeting,
        new={"tracks": [row.name_id for row in rows]},
    )
    return rows


@transaction.atomic
def set_rounds(
    *,
    by: User | None,
    meeting: Meeting,
    rounds: Sequence[tuple[dt.datetime, dt.datetime]],
) -> list[Round]:
    """Set the times of the rounds of sharing classes, the first one first.

    Classes of a round move with it, where rooms, speakers and people allow it.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        UnfitSession: Rounds overlap, or one that has classes is left out.
        AgendaConflict: A class would meet another session in its room, its speaker
            or its people.
    """
    require_arrange(by, meeting)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    _check_rounds(meeting, rounds)
    kept = {row.number: row for row in meeting.rounds.all()}
    found, moved = [], []
    for turn, (starts_at, ends_at) in enumerate(rounds, start=1):
        row = kept.pop(turn, None) or Round(meeting=meeting, number=turn)
        if row.pk and (row.starts_at, row.ends_at) != (starts_at, ends_at):
            moved.append(row)
        row.starts_at, row.ends_at = starts_at, ends_at
        row.save()
        found.append(row)
    _move_classes(moved)
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


def _check_rounds(
    meeting: Meeting, rounds: Sequence[tuple[dt.datetime, dt.datetime]]
) -> None:
    for turn, (starts_at, ends_at) in enumerate(rounds):
        try:
            check_times(meeting, starts_at, ends_at)
        except UnfitSession as error:
            raise UnfitSession(
                error.message, field=error.field, data={"row": turn}
            ) from error
    for turn, ((_first, ends_at), (starts_at, _last)) in enumerate(
        pairwise(rounds), start=1
    ):
        if starts_at < ends_at:
            raise UnfitSession(
                _("Rounds follow one another without overlapping."),
                field="starts_at",
                data={"row": turn},
            )


def _move_classes(rounds: Sequence[Round]) -> None:
    """Move the classes of rounds, all of them before any is checked."""
    sessions = Session.objects.filter(round__in=rounds).select_related("pool", "room")
    rows = list(sessions.prefetch_related("speakers__participant").order_by("pk"))
    times = {row.pk: (row.starts_at, row.ends_at) for row in rounds}
    turns = {row.pk: row.number - 1 for row in rounds}
    for session in rows:
        session.starts_at, session.ends_at = times[session.round_id or 0]
        session.revision += 1
        session.save(update_fields=["starts_at", "ends_at", "revision"])
    try:
        refuse_two_at_once(
            {row.pool_id: times[row.round_id or 0] for row in rows if row.pool_id}
        )
    except AgendaConflict as error:
        error.field = ""
        raise
    for session in rows:
        try:
            check_stage(session, _said(session))
        except DomainError as error:
            error.field = "starts_at"
            error.data = {"row": turns[session.round_id or 0]}
            raise


def _said(session: Session) -> Complete:
    """A stored session as its checks take it."""
    return Complete(
        kind=session.kind,
        title_id=session.title_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room,
        capacity=session.pool.capacity if session.pool else None,
        speakers=[
            SpeakerContent(one.name, one.role, one.affiliation, one.participant)
            for one in session.speakers.all()
        ],
    )


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


@transaction.atomic
def remove_topic(*, by: User | None, topic: Topic) -> None:
    """Take back a topic that no class has.

    Raises:
        OutOfScope: The person does not arrange the agenda.
        WrongState: It has classes.
    """
    require_arrange(by, topic.meeting)
    record(
        by=by, action="topic.removed", target=topic, old={"title_id": topic.title_id}
    )
    try:
        with transaction.atomic():
            topic.delete()
    except IntegrityError as error:
        raise WrongState(
            _("This topic has classes in the agenda. Remove them first.")
        ) from error
