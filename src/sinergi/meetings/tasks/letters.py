"""Packs of letters, and mails to many."""

from django_tasks import task

from sinergi.core.services.jobs import carrying
from sinergi.meetings.queries.public import version_by_id
from sinergi.meetings.services import news
from sinergi.meetings.services.papers import write_pack


@task()
def carry_letters(job_id: str) -> None:
    """Write the letters of a meeting into one file."""
    with carrying(job_id) as job:
        write_pack(job)


@task()
def tell_agenda(version_id: int) -> int:
    """Tell the people whom a new version of an agenda concerns."""
    return news.tell_agenda(version_by_id(version_id))
