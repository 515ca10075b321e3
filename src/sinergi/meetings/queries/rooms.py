"""The online room: its plan, who may have a link, who is there, how it stands."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sinergi.core.dates import now
from sinergi.core.formatting import moment as moment_text
from sinergi.core.models import Job
from sinergi.meetings.enums import (
    EventState,
    LinkState,
    MeetingState,
    PlaceState,
    PoolKind,
    PresenceSource,
    RoomProvider,
)
from sinergi.meetings.models import (
    Meeting,
    OnlineRoom,
    Participant,
    PresenceInterval,
    RoomRegistration,
    WebhookEvent,
)
from sinergi.meetings.rooms import has_keys, provider_of
from sinergi.meetings.rooms.base import RoomFault, RoomPlan

#: The kind of job that asks for everybody's links.
LINKS_JOB = "room_links"
#: How long a seat is kept without a sign: of our page, or of the room.
HOLD = dt.timedelta(minutes=10)
HOLD_OF_LINKS = dt.timedelta(minutes=15)
#: Rows of problems shown; the count stands above them.
SHOWN = 30
DAY_BEGINS, DAY_ENDS = dt.time(8), dt.time(17)


@dataclass(frozen=True)
class RoomStatus:
    """All that the committee is told of its room."""

    links: dict[str, int]
    expected: int
    present: int
    strangers: int
    job: Job | None
    failed: list[RoomRegistration]
    last_event_at: dt.datetime | None
    waiting_events: int
    unknown_rooms: list[tuple[str, int]]
    lacks_webhooks: bool

    @property
    def registered(self) -> int:
        """People who have a link."""
        return self.links.get(LinkState.REGISTERED, 0)


def room_of(meeting: Meeting) -> OnlineRoom | None:
    """The online room of a meeting, if it is set up."""
    return OnlineRoom.objects.filter(meeting=meeting).first()


def plan_of(room: OnlineRoom) -> RoomPlan:
    """What a provider is told of a room; times from the agenda where there is one."""
    meeting = room.meeting
    zone = ZoneInfo(meeting.time_zone)
    times = meeting.sessions.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    starts_at = times["first"] or dt.datetime.combine(
        meeting.starts_on, DAY_BEGINS, tzinfo=zone
    )
    last = times["last"] or dt.datetime.combine(meeting.ends_on, DAY_ENDS, tzinfo=zone)
    local, until = starts_at.astimezone(zone), last.astimezone(zone)
    first_day_ends = local.replace(hour=until.hour, minute=until.minute)
    minutes = int((first_day_ends - local).total_seconds() // 60)
    return RoomPlan(
        title=meeting.title,
        starts_at=starts_at,
        minutes=minutes if minutes > 0 else 8 * 60,
        days=max(1, (until.date() - local.date()).days + 1),
        time_zone=meeting.time_zone,
        capacity=room.capacity,
        external_id=room.external_id,
        address=room.address,
    )


def entitled(meeting: Meeting) -> QuerySet[Participant]:
    """Those whose seat in the online room is confirmed."""
    return Participant.objects.present().filter(
        meeting=meeting,
        places__pool__kind=PoolKind.ONLINE,
        places__state=PlaceState.CONFIRMED,
    )


def hold_of(room: OnlineRoom) -> dt.timedelta:
    """How long a seat is kept without a sign."""
    return HOLD_OF_LINKS if room.provider == RoomProvider.LINK else HOLD


def open_stays(
    room: OnlineRoom, moment: dt.datetime | None = None
) -> QuerySet[PresenceInterval]:
    """Stays that have not ended; seats without a sign for too long do not count."""
    limit = (moment or timezone.now()) - hold_of(room)
    return PresenceInterval.objects.filter(room=room, ends_at__isnull=True).exclude(
        source=PresenceSource.ADMISSION, seen_at__lt=limit
    )


def present_count(room: OnlineRoom, moment: dt.datetime | None = None) -> int:
    """How many people are in the room; somebody with two devices is one."""
    known = Count("participant", distinct=True)
    unknown = Count("key", distinct=True, filter=Q(participant__isnull=True))
    found = open_stays(room, moment).aggregate(known=known, unknown=unknown)
    return int(found["known"] + found["unknown"])


def entry_refusal(room: OnlineRoom | None, participant: Participant) -> str:
    """Why the person cannot enter now; empty when they may."""
    if room is None:
        return _(
            "The online room is not set up yet. Come back shortly before it begins."
        )
    if participant.withdrawn_at or room.meeting.state == MeetingState.DRAFT:
        return _("This ticket does not lead into the online room.")
    if room.meeting.state == MeetingState.CLOSED:
        return _("The meeting is over. Thank you for taking part.")
    if room.opens_at and now() < room.opens_at:
        return _("The online room opens at %(moment)s.") % {
            "moment": moment_text(room.opens_at)
        }
    if room.closes_at and now() >= room.closes_at:
        return _("The online room is closed.")
    return ""


def may_enter(room: OnlineRoom, participant: Participant) -> bool:
    """Whether the person holds a confirmed seat in the online room."""
    return entitled(room.meeting).filter(pk=participant.pk).exists()


def link_of(room: OnlineRoom, participant: Participant) -> RoomRegistration | None:
    """The person's link, or the request for one."""
    return RoomRegistration.objects.filter(room=room, participant=participant).first()


def is_inside(room: OnlineRoom, participant: Participant) -> bool:
    """Whether a seat is kept for the person, or the room has them inside."""
    return open_stays(room).filter(participant=participant).exists()


def status_of(room: OnlineRoom) -> RoomStatus:
    """How the room stands."""
    links = room.registrations.values_list("state").annotate(count=Count("pk"))
    events = room.events.aggregate(
        last=Max("received_at"),
        waiting=Count("pk", filter=Q(state=EventState.WAITING)),
    )
    is_zoom = room.provider == RoomProvider.ZOOM
    return RoomStatus(
        links=dict(links.order_by("state")),
        expected=entitled(room.meeting).count(),
        present=present_count(room),
        strangers=open_stays(room).filter(participant__isnull=True).count(),
        job=links_job(room),
        failed=list(
            room.registrations.filter(state=LinkState.FAILED).select_related(
                "participant"
            )[:SHOWN]
        ),
        last_event_at=events["last"],
        waiting_events=events["waiting"],
        unknown_rooms=unknown_rooms(room.provider),
        lacks_webhooks=is_zoom and not settings.ZOOM_WEBHOOK_SECRET,
    )


def links_job(room: OnlineRoom) -> Job | None:
    """The latest job that asked for everybody's links."""
    rows = Job.objects.filter(kind=LINKS_JOB, parameters__room=room.pk)
    return rows.order_by("-created_at").first()


def unknown_rooms(provider: str) -> list[tuple[str, int]]:
    """Ids of rooms that sent messages and that no meeting has, with their counts."""
    rows = WebhookEvent.objects.filter(provider=provider, state=EventState.UNKNOWN)
    counted = rows.values_list("external_id").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "external_id")[:SHOWN])


def providers_here() -> list[tuple[str, str]]:
    """Providers to choose from, with a word where their keys are not set."""
    return [
        (value, str(label) if has_keys(value) else f"{label} ({_('no keys set')})")
        for value, label in RoomProvider.choices
    ]


def host_address(room: OnlineRoom) -> str:
    """Where the committee enters as host; empty until the room is connected."""
    if room.connected_at is None:
        return ""
    try:
        return provider_of(room.provider).host_address(plan_of(room), _("Committee"))
    except RoomFault:
        return ""
