"""Background work of the exchange."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from sinergi.core.services.jobs import carrying, finish
from sinergi.exchange.services.uploads import store_upload


@task()
def carry_import(job_id: str) -> None:
    """Store the rows of a confirmed file."""
    with carrying(job_id) as job:
        upload = store_upload(upload_id=str(job.parameters["upload"]))
        url = reverse("exchange:import_detail", args=[upload.pk])
        finish(job=job, result={"url": url, "label": _("See the result")})
