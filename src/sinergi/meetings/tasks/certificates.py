"""Printing certificates."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

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
