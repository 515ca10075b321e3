"""Online rooms: links, messages, presence."""

import datetime as dt

from django.utils import timezone
from django_tasks import task

from sinergi.meetings.rooms.base import Busy, RoomFault
from sinergi.meetings.services.links import (
    carry_links,
    push_links,
    wait_seconds,
    watch_of,
)
from sinergi.meetings.services.presence import (
    REPORT_AFTER,
    look_into_room,
    reconcile,
    reports_due,
    take_in_events,
)

#: How often a running room is looked into.
LOOK_EVERY = dt.timedelta(seconds=30)
#: Waits in a row before late links and reports are left to the committee's button.
MOST_WAITS = 8


@task()
def carry_room_links(job_id: str) -> None:
    """Ask for everybody's links; it looks at itself again in case it is killed."""
    watch = watch_of(job_id=job_id)
    if watch is not None:
        carry_room_links.using(run_after=watch).enqueue(job_id)
    again = carry_links(job_id=job_id)
    if again is not None:
        carry_room_links.using(run_after=again).enqueue(job_id)


@task()
def give_late_links(room_id: int, waits: int = 1) -> None:
    """Ask for the links of those who registered late."""
    try:
        done = push_links(room_id=room_id)
        pause = None if done else float(5 * waits)
    except Busy as busy:
        pause = wait_seconds(busy, waits)
    except RoomFault:
        return  # noted for the committee
    if pause is not None and waits < MOST_WAITS:
        later = timezone.now() + dt.timedelta(seconds=pause)
        give_late_links.using(run_after=later).enqueue(room_id, waits + 1)


@task()
def take_in_webhooks() -> None:
    """Read what came by webhook; after a meeting's end its report is fetched."""
    for room_id in reports_due(take_in_events()):
        later = timezone.now() + REPORT_AFTER
        fetch_report.using(run_after=later).enqueue(room_id)


@task()
def fetch_report(room_id: int, waits: int = 1) -> None:
    """Compare presence with the provider's report."""
    try:
        reconcile(room_id=room_id)
    except Busy as busy:
        if waits < MOST_WAITS:
            later = timezone.now() + dt.timedelta(seconds=wait_seconds(busy, waits))
            fetch_report.using(run_after=later).enqueue(room_id, waits + 1)
    except RoomFault:
        return  # noted for the committee


@task()
def look_into_rooms(room_id: int) -> None:
    """Look into a running room, and again while somebody is inside."""
    if look_into_room(room_id=room_id):
        later = timezone.now() + LOOK_EVERY
        look_into_rooms.using(run_after=later).enqueue(room_id)
