"""Background work of meetings, a file per noun."""

from sinergi.meetings.tasks.badges import carry_badges
from sinergi.meetings.tasks.certificates import carry_certificates
from sinergi.meetings.tasks.classes import carry_assignment
from sinergi.meetings.tasks.letters import carry_letters, tell_agenda
from sinergi.meetings.tasks.rooms import (
    carry_room_links,
    fetch_report,
    give_late_links,
    look_into_rooms,
    take_in_webhooks,
)
from sinergi.meetings.tasks.updates import carry_updates

__all__ = [
    "carry_assignment",
    "carry_badges",
    "carry_certificates",
    "carry_letters",
    "carry_room_links",
    "carry_updates",
    "fetch_report",
    "give_late_links",
    "look_into_rooms",
    "take_in_webhooks",
    "tell_agenda",
]
