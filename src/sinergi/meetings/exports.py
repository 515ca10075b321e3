"""The agenda in the formats that other programs read: JSON, iCalendar, schedule.xml."""

import datetime as dt
from collections.abc import Mapping
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from sinergi.meetings.models import AgendaVersion, Meeting
from sinergi.meetings.rules import in_language

#: What stands in calendars when the agenda has no version yet.
NO_VERSION = 0


def agenda_json(meeting: Meeting, version: AgendaVersion | None) -> dict[str, object]:
    """The announced agenda; times are ISO 8601 with the meeting's offset."""
    zone = ZoneInfo(meeting.time_zone)
    return {
        "meeting": meeting.slug,
        "title": meeting.title,
        "theme": meeting.theme,
        "time_zone": meeting.time_zone,
        "starts_on": meeting.starts_on.isoformat(),
        "ends_on": meeting.ends_on.isoformat(),
        "version": version.number if version else NO_VERSION,
        "published_at": version.published_at.isoformat() if version else None,
        "sessions": [
            {
                "id": item["uid"],
                "kind": item["kind"],
                "title": in_language(str(item["title_id"]), str(item["title_en"])),
                "summary": in_language(
                    str(item["summary_id"]), str(item["summary_en"])
                ),
                "starts_at": _local(item["starts_at"], zone).isoformat(),
                "ends_at": _local(item["ends_at"], zone).isoformat(),
                "room": item["room"],
                "track": in_language(str(item["track_id"]), str(item["track_en"])),
                "round": item["round"],
                "pool": item["pool"],
                "speakers": item["speakers"],
            }
            for item in (version.sessions if version else [])
        ],
        "changes": version.changes if version else [],
    }


def _local(value: object, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.fromisoformat(str(value)).astimezone(zone)


def agenda_ics(
    meeting: Meeting, version: AgendaVersion | None, *, address: str
) -> bytes:
    """The announced agenda as an iCalendar file (RFC 5545); times in UTC."""
    calendar = Calendar()
    calendar.add("prodid", "-//Sinergi//agenda//ID")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", meeting.title)
    calendar.add("x-wr-timezone", meeting.time_zone)
    for item in version.sessions if version else []:
        calendar.add_component(_event(meeting, version, item, address))
    body: bytes = calendar.to_ical()
    return body


def _event(
    meeting: Meeting,
    version: AgendaVersion | None,
    item: Mapping[str, object],
    address: str,
) -> Event:
    event = Event()
    event.add("uid", f"{item['uid']}@sinergi")
    event.add("summary", in_language(str(item["title_id"]), str(item["title_en"])))
    event.add("dtstart", _local(item["starts_at"], dt.UTC))  # type: ignore[arg-type]
    event.add("dtend", _local(item["ends_at"], dt.UTC))  # type: ignore[arg-type]
    event.add("location", ", ".join(filter(None, [str(item["room"]), meeting.venue])))
    event.add(
        "description", in_language(str(item["summary_id"]), str(item["summary_en"]))
    )
    event.add("url", address)
    if version is not None:
        event.add("dtstamp", version.published_at.astimezone(dt.UTC))
        event.add("sequence", version.number)
    return event


def schedule_xml(
    meeting: Meeting, version: AgendaVersion | None, *, address: str
) -> bytes:
    """The announced agenda as schedule.xml, the format of conference apps.

    Source: the schema of voc.media.ccc.de, which Giggity and others read.
    """
    zone = ZoneInfo(meeting.time_zone)
    root = ET.Element("schedule")
    _text(root, "version", str(version.number if version else NO_VERSION))
    _conference(root, meeting, address)
    sessions = sorted(
        version.sessions if version else [], key=lambda item: str(item["starts_at"])
    )
    days = (meeting.ends_on - meeting.starts_on).days + 1
    for index in range(days):
        date = meeting.starts_on + dt.timedelta(days=index)
        today = [
            item for item in sessions if _local(item["starts_at"], zone).date() == date
        ]
        day = _day(root, zone, index + 1, date)
        _rooms(day, meeting, today, address)
    body: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _conference(root: ET.Element, meeting: Meeting, address: str) -> None:
    node = ET.SubElement(root, "conference")
    _text(node, "acronym", meeting.slug)
    _text(node, "title", meeting.title)
    _text(node, "start", meeting.starts_on.isoformat())
    _text(node, "end", meeting.ends_on.isoformat())
    _text(node, "days", str((meeting.ends_on - meeting.starts_on).days + 1))
    _text(node, "timeslot_duration", "00:15")
    _text(node, "base_url", address)
    _text(node, "time_zone_name", meeting.time_zone)


def _day(root: ET.Element, zone: ZoneInfo, index: int, date: dt.date) -> ET.Element:
    begin = dt.datetime.combine(date, dt.time(), tzinfo=zone)
    return ET.SubElement(
        root,
        "day",
        index=str(index),
        date=date.isoformat(),
        start=begin.isoformat(),
        end=(begin + dt.timedelta(days=1)).isoformat(),
    )


def _rooms(
    day: ET.Element, meeting: Meeting, items: list[Mapping[str, object]], address: str
) -> None:
    zone = ZoneInfo(meeting.time_zone)
    for name in sorted({str(item["room"]) for item in items}):
        room = ET.SubElement(day, "room", name=name or meeting.venue or "–")
        for item in items:
            if str(item["room"]) == name:
                _xml_event(room, item, zone, name, address)


def _xml_event(
    room: ET.Element,
    item: Mapping[str, object],
    zone: ZoneInfo,
    name: str,
    address: str,
) -> None:
    starts, ends = _local(item["starts_at"], zone), _local(item["ends_at"], zone)
    minutes = int((ends - starts).total_seconds() // 60)
    uid = str(item["uid"])
    event = ET.SubElement(room, "event", guid=uid, id=str(int(uid[:8], 16)))
    _text(event, "date", starts.isoformat())
    _text(event, "start", f"{starts:%H:%M}")
    _text(event, "duration", f"{minutes // 60:02d}:{minutes % 60:02d}")
    _text(event, "room", name)
    _text(event, "slug", f"{item['kind']}-{uid[:8]}")
    _text(event, "url", address)
    _text(event, "title", in_language(str(item["title_id"]), str(item["title_en"])))
    _text(event, "subtitle", "")
    _text(event, "track", in_language(str(item["track_id"]), str(item["track_en"])))
    _text(event, "type", str(item["kind"]))
    _text(event, "language", "id")
    summary = in_language(str(item["summary_id"]), str(item["summary_en"]))
    _text(event, "abstract", summary)
    _text(event, "description", "")
    persons = ET.SubElement(event, "persons")
    speakers = item["speakers"]
    for speaker in speakers if isinstance(speakers, list) else []:
        _text(persons, "person", str(speaker["name"]))
    ET.SubElement(event, "links")
    ET.SubElement(event, "attachments")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
