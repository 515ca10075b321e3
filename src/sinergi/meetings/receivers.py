"""What follows when seats are handed on and agendas published."""

from collections.abc import Sequence
from typing import Any

from sinergi.meetings.models import AgendaVersion
from sinergi.meetings.services.news import tell_places
from sinergi.meetings.signals import agenda_published, places_changed
from sinergi.meetings.tasks import tell_agenda


def mail_places(places: Sequence[int], **_news: Any) -> None:
    """Tell the people whose places changed, in the transaction that changes them."""
    tell_places(places)


def mail_agenda(version: AgendaVersion, **_news: Any) -> None:
    """Have the worker tell the people whom a new version concerns."""
    tell_agenda.enqueue(version.pk)


def connect() -> None:
    """Listen, once per process."""
    places_changed.connect(mail_places)
    agenda_published.connect(mail_agenda)
