"""Assigning classes."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

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
