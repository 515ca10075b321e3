"""Builds the Peer Learning Meeting of 2022 through the services of meetings."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from sinergi.demonstration import facts
from sinergi.demonstration import meeting as data
from sinergi.demonstration.names import invented_name
from sinergi.demonstration.services.classes import assign_classes
from sinergi.demonstration.services.door import open_doors, place_stalls
from sinergi.demonstration.services.follow_up import follow_up
from sinergi.meetings.enums import Channel, ParticipantType, TimeZone
from sinergi.meetings.models import Delegation, Meeting, Participant, Room
from sinergi.meetings.queries.invitations import InvitationRule
from sinergi.meetings.services.agenda import (
    SessionContent,
    SpeakerContent,
    publish_agenda,
    save_session,
)
from sinergi.meetings.services.bulk import Listed, register_many
from sinergi.meetings.services.frame import (
    RoomContent,
    save_topic,
    set_rooms,
    set_rounds,
)
from sinergi.meetings.services.invitations import (
    Guest,
    invite_guest,
    invite_partners,
)
from sinergi.meetings.services.meetings import (
    MeetingContent,
    close_meeting,
    create_meeting,
    publish_meeting,
)
from sinergi.meetings.services.persons import Person
from sinergi.network.enums import LibraryKind, Origin
from sinergi.network.models import Library, Programme, ProgrammeStage
from sinergi.regions.models import Region
from sinergi.reports.enums import COUNTED
from sinergi.reports.models import Activity
from sinergi.stories.services import (
    Consent,
    record_maker,
    record_product,
    record_testimony,
)

ZONE = ZoneInfo(TimeZone.WIB)
#: Whose accounts a visitor has: they present first in their province.
HOME = (facts.PROVINCE, facts.REGENCY, facts.VILLAGE)
AID = (Origin.FULL_SUPPORT, Origin.BOOK_AID)


def hold_meeting(*, rng: random.Random) -> Meeting:
    """The national meeting of 5-6 December 2022, from its invitations to its end."""
    meeting = _announced()
    delegations = _invited(meeting)
    _registered(meeting, delegations, rng)
    _agenda(meeting, delegations)
    assign_classes(meeting)
    _stories(delegations, rng)
    place_stalls(
        meeting=meeting,
        libraries=[
            row.library
            for row in delegations
            if row.library is not None and row.library.kind == LibraryKind.PROVINCE
        ],
    )
    open_doors(meeting=meeting, rng=random.Random(facts.SEED))  # noqa: S311 - a seed
    closed = close_meeting(by=None, meeting=meeting)
    follow_up(closed, delegations)
    return closed


def _announced() -> Meeting:
    stage = ProgrammeStage.objects.get(
        programme_id="tpbis", year=2022, key="national_plm"
    )
    meeting = create_meeting(
        by=None,
        content=MeetingContent(
            slug=data.SLUG,
            title=data.TITLE,
            theme=data.THEME,
            purpose_id=data.PURPOSE_ID,
            purpose_en=data.PURPOSE_EN,
            level="national",
            year=2022,
            stage=stage,
            venue=data.VENUE,
            venue_region=Region.objects.get(code=data.VENUE_REGION),
            starts_on=data.FIRST,
            ends_on=data.LAST,
            registration_opens_at=dt.datetime(2022, 11, 1, 8, tzinfo=ZONE),
            registration_closes_at=dt.datetime(2022, 12, 5, 9, tzinfo=ZONE),
            delegation_deadline_at=dt.datetime(2022, 11, 28, 17, tzinfo=ZONE),
            source=data.SOURCE,
        ),
        programmes=list(Programme.objects.filter(key__in=["tpbis", "perpuseru"])),
        on_site=data.ON_SITE,
        online=data.ONLINE,
    )
    return publish_meeting(by=None, meeting=meeting)


def _invited(meeting: Meeting) -> list[Delegation]:
    """A4: every partner with national support; A5: the guests of honour."""
    rule = InvitationRule(
        programme="tpbis", active_on=dt.date(2022, 12, 5), origins=AID
    )
    delegations = invite_partners(
        by=None,
        meeting=meeting,
        rule=rule,
        allotments={Channel.ON_SITE: 1, Channel.ONLINE: 1},
    )
    for office in data.INVITED:
        invite_guest(
            by=None,
            meeting=meeting,
            guest=Guest(
                name=office.name,
                protocol_order=office.order,
                participant_type=office.type,
            ),
            allotments={Channel.ON_SITE: office.places},
        )
    return delegations


def _registered(
    meeting: Meeting, delegations: list[Delegation], rng: random.Random
) -> None:
    """One person a delegation on site; more people online than the room holds."""
    on_site = [
        Listed(
            invented_person(rng, turn, delegation.participant_type, delegation.library),
            Channel.ON_SITE,
            delegation.pk,
        )
        for turn, delegation in enumerate(delegations, start=1)
    ]
    partners = list(
        Library.objects.filter(partnerships__isnull=False).order_by("pk").distinct()
    )
    online = [
        Listed(
            invented_person(
                rng,
                len(on_site) + turn,
                ParticipantType.VILLAGE_LIBRARY,
                rng.choice(partners),
            ),
            Channel.ONLINE,
        )
        for turn in range(1, data.ONLINE + data.ONLINE_WAITING + 1)
    ]
    register_many(by=None, meeting=meeting, rows=[*on_site, *online])


def invented_person(
    rng: random.Random, turn: int, participant_type: str, library: Library | None
) -> Person:
    """Somebody who takes part; the turn makes their address theirs alone."""
    return Person(
        full_name=invented_name(library.region_id if library else "35", rng),
        participant_type=participant_type,
        email=f"peserta{turn:04d}@contoh.invalid",
        library_id=library.pk if library else None,
        has_consented=True,
    )


def _agenda(meeting: Meeting, delegations: list[Delegation]) -> None:
    set_rooms(
        by=None,
        meeting=meeting,
        rooms=[RoomContent(name, size) for name, size in data.ROOMS],
    )
    for invented in data.TOPICS:
        save_topic(
            by=None,
            meeting=meeting,
            title_id=invented.title_id,
            title_en=invented.title_en,
            measures=invented.measures,
        )
    write_agenda(
        meeting,
        items=data.AGENDA,
        seats=data.CLASS_SEATS,
        on_stage={"achievement_update": _presenters(meeting, delegations)},
    )


def _presenters(
    meeting: Meeting, delegations: list[Delegation]
) -> list[SpeakerContent]:
    """A18: of some provinces the library, a regency's and a village's.

    Those whose accounts a visitor has come first, then who reported most.
    """
    libraries = {row.pk: row.library for row in delegations if row.library is not None}
    people = {
        person.delegation_id: person
        for person in Participant.objects.present().filter(
            meeting=meeting, channel=Channel.ON_SITE, delegation__in=libraries
        )
    }
    reports = Counter(
        Activity.objects.filter(
            library__in=[library.pk for library in libraries.values()],
            state__in=COUNTED,
            started_on__lt=meeting.starts_on,
        ).values_list("library_id", flat=True)
    )
    found = []
    for province in data.PRESENTING:
        for kind in (LibraryKind.PROVINCE, LibraryKind.REGENCY, LibraryKind.VILLAGE):
            here = [
                (library.region_id not in HOME, -reports[library.pk], pk, library)
                for pk, library in libraries.items()
                if library.kind == kind and library.region_id.startswith(province)
            ]
            for _is_elsewhere, _reports, pk, library in sorted(here)[:1]:
                person = people[pk]
                found.append(
                    SpeakerContent(
                        name=person.full_name,
                        affiliation=library.name,
                        participant=person,
                    )
                )
    return found


def write_agenda(
    meeting: Meeting,
    *,
    items: Sequence[data.Item],
    seats: int,
    on_stage: Mapping[str, Sequence[SpeakerContent]] | None = None,
) -> None:
    """Announce two days of sessions and classes in the meeting's rooms and topics.

    Args:
        meeting: The meeting, with its rooms and topics.
        items: Its sessions but the classes.
        seats: Of each class.
        on_stage: Speakers by the kind of their session.
    """
    rooms = {room.name: room for room in meeting.rooms.all()}
    rounds = set_rounds(
        by=None,
        meeting=meeting,
        rounds=[
            (_moment(meeting, day, begins), _moment(meeting, day, ends))
            for day, begins, ends in data.ROUNDS
        ],
    )
    for item in items:
        content = _content(meeting, item, rooms)
        speakers = (on_stage or {}).get(item.kind, ())
        save_session(
            by=None, meeting=meeting, content=replace(content, speakers=speakers)
        )
    halls = [rooms[name] for name, _size in data.ROOMS[1:]]
    for order, topic in enumerate(meeting.topics.order_by("pk")):
        save_session(
            by=None,
            meeting=meeting,
            content=SessionContent(
                kind="sharing_class",
                topic=topic,
                round=rounds[order // len(halls)],
                room=halls[order % len(halls)],
                capacity=seats,
            ),
        )
    publish_agenda(by=None, meeting=meeting)


def _content(
    meeting: Meeting, item: data.Item, rooms: dict[str, Room]
) -> SessionContent:
    return SessionContent(
        kind=item.kind,
        title_id=item.title_id,
        title_en=item.title_en,
        summary_id=item.summary_id,
        summary_en=item.summary_en,
        starts_at=_moment(meeting, item.day, item.begins),
        ends_at=_moment(meeting, item.day, item.ends),
        room=rooms.get(item.room),
    )


def _moment(meeting: Meeting, day: int, time: str) -> dt.datetime:
    date = meeting.starts_on + dt.timedelta(days=day - 1)
    return dt.datetime.combine(date, dt.time.fromisoformat(time), tzinfo=ZONE)


def _stories(delegations: list[Delegation], rng: random.Random) -> None:
    """A19 and A21: testimonies, and a product for the stall of each province."""
    villages = [row.library for row in delegations if row.library is not None]
    homes = [
        library for library in villages if library.region_id.startswith(facts.PROVINCE)
    ]
    agreed = Consent(scope="public", on=dt.date(2022, 11, 20))
    for told, library in zip(data.TESTIMONIES, _few(homes, rng), strict=False):
        record_testimony(
            by=None,
            library=library,
            alias=told.alias,
            quote=told.quote,
            told_on=data.LAST,
            consent=agreed,
        )
    provinces = [library for library in villages if library.kind == "province"]
    for turn, library in enumerate(provinces):
        name, price, unit = data.PRODUCTS[turn % len(data.PRODUCTS)]
        maker = record_maker(
            by=None,
            library=library,
            alias=f"Kelompok usaha binaan {library.name} (contoh)",
            consent=agreed,
        )
        record_product(
            by=None,
            maker=maker,
            name=name,
            price_idr=price,
            unit=unit,
            description="Dibuat setelah belajar di perpustakaan.",
        )


def _few(libraries: list[Library], rng: random.Random) -> list[Library]:
    villages = [library for library in libraries if library.kind == "village"]
    return rng.sample(villages, min(len(villages), len(data.TESTIMONIES)))
