"""Preparing achievement updates."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from sinergi.core.services.jobs import advance, carrying, finish
from sinergi.meetings.queries.meetings import meeting_by_id
from sinergi.meetings.services.updates import prepare_updates


@task()
def carry_updates(job_id: str) -> None:
    """Prepare the updates of all who present; those that are prepared stay."""
    with carrying(job_id) as job:
        meeting = meeting_by_id(job.parameters["meeting"])
        prepare_updates(
            by=job.created_by,
            meeting=meeting,
            progress=lambda done, total: advance(job=job, done=done, total=total),
        )
        url = reverse("meetings:update_list", args=[meeting.slug])
        finish(job=job, result={"url": url, "label": _("See the updates")})
