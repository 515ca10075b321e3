"""Background work of meetings."""

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
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from sinergi.core.services.jobs import carrying, finish
from sinergi.meetings.services.badges import print_badges


@task()
def carry_badges(job_id: str) -> None:
    """Print the badges of a meeting."""
    with carrying(job_id) as job:
        meeting = print_badges(job=job)
        url = reverse("meetings:badges_file", args=[meeting.slug, job.pk])
        finish(job=job, result={"url": url, "label": _("Download the badges")})
from sinergi.core.services.jobs import advance, carrying, finish
from sinergi.meetings.queries.meetings import meeting_by_id
from sinergi.meetings.services.classes import RunSettings, run_assignment


@task()
def carry_assignment(job_id: str) -> None:
    """Calculate an assignment of classes, and lead to its figures."""
    with carrying(job_id) as job:
        asked = job.parameters
        run = run_assignment(
            by=job.created_by,
            meeting=meeting_by_id(asked["meeting"]),
            settings=RunSettings(
                seed=asked["seed"],
                channel=asked["channel"],
                keeps_places=asked["keeps_places"],
            ),
            progress=lambda percent: advance(job=job, done=percent),
        )
        url = reverse("meetings:run_detail", args=[run.meeting.slug, run.pk])
        finish(job=job, result={"url": url, "label": _("See the assignment")})
from sinergi.core.services.jobs import advance, carrying, finish
from sinergi.meetings.services.packs import make_pack


@task()
def carry_certificates(job_id: str) -> None:
    """Print all certificates of a meeting into one file."""
    with carrying(job_id) as job:
        given = job.parameters
        for done, total in make_pack(
            meeting_id=given["meeting"], form=given["form"], job_id=job_id
        ):
            advance(job=job, done=done, total=total)
        url = reverse("meetings:pack", args=[given["slug"], job_id])
        finish(job=job, result={"url": url, "label": _("Download")})
