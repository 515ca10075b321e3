"""Printing badges."""

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
