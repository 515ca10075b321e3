"""Badges on paper: a job that signs tickets and keeps the finished file."""

import uuid
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from sinergi.accounts.models import User
from sinergi.audit.services import record
from sinergi.core.formatting import day_range
from sinergi.core.models import Job
from sinergi.core.queries.jobs import job_for
from sinergi.core.services.jobs import advance, start_job
from sinergi.meetings.badges import Badge, Sheet, badges_pdf, qr_picture
from sinergi.meetings.models import Meeting, Participant
from sinergi.meetings.queries.door import badge_people, expected_at
from sinergi.meetings.services.access import require_host
from sinergi.meetings.services.tickets import signed_tickets

#: How often the page hears of the progress.
EVERY = 50


@transaction.atomic
def start_badges(*, by: User, meeting: Meeting) -> Job:
    """Put the badges of all who are expected on site into the queue.

    Raises:
        OutOfScope: The person does not serve the meeting.
    """
    require_host(by, meeting)
    job = start_job(
        by=by,
        kind="badges",
        title=_("Badges of %(meeting)s") % {"meeting": meeting.title[:150]},
        parameters={
            "meeting": meeting.pk,
            "language": translation.get_language() or "id",
        },
        total=expected_at(meeting).count(),
    )
    record(by=by, action="meeting.badges_started", target=meeting)
    return job


def print_badges(*, job: Job) -> Meeting:
    """Sign a ticket for each person, set the sheets, keep the file of the job."""
    meeting = Meeting.objects.get(pk=job.parameters["meeting"])
    people = badge_people(meeting)
    badges = []
    with translation.override(job.parameters["language"]):
        for person, ticket in zip(people, signed_tickets(people), strict=True):
            badges.append(_badge(person, ticket))
            if len(badges) % EVERY == 0:
                advance(job=job, done=len(badges), total=len(people))
        sheet = Sheet(
            title=meeting.title,
            days=day_range(meeting.starts_on, meeting.ends_on),
            badges=badges,
        )
        pdf = badges_pdf(sheet)
    default_storage.delete(_path(job.pk))
    default_storage.save(_path(job.pk), ContentFile(pdf))
    advance(job=job, done=len(people), total=len(people))
    return meeting


def open_badges(*, by: User, meeting: Meeting, job_id: uuid.UUID) -> IO[bytes] | None:
    """The finished file of a person's own job; None where there is none."""
    job = job_for(by, job_id)
    is_its = job is not None and job.parameters.get("meeting") == meeting.pk
    if not is_its or not default_storage.exists(_path(job_id)):
        return None
    return default_storage.open(_path(job_id))


def _path(job_id: uuid.UUID) -> str:
    return f"badges/{job_id}.pdf"


def _badge(person: Participant, ticket: str) -> Badge:
    library = person.library
    return Badge(
        name=person.full_name,
        place=person.organisation or (library.name if library else ""),
        region=library.region.name if library else "",
        kind=str(person.get_participant_type_display()),
        code=f"{person.code[:4]}-{person.code[4:]}",
        qr=qr_picture(ticket),
    )
