"""Long work with progress: start it, carry it on, end it, take it up again.

An app gives each kind of job its task, in its `ready()`: `carry("import", task)`.
The task takes the job's id and works inside `carrying(job_id)`.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sinergi.core.errors import Conflict, DomainError
from sinergi.core.models import Job

logger = logging.getLogger(__name__)

Person = AbstractBaseUser


class Carrier(Protocol):
    """A background task that takes the id of a job."""

    def enqueue(self, job_id: str) -> object:
        """Put one run into the queue."""


_carriers: dict[str, Carrier] = {}


def carry(kind: str, carrier: Carrier) -> None:
    """Let this task do the work of all jobs of this kind."""
    _carriers[kind] = carrier


@transaction.atomic
def start_job(
    *, by: Person, kind: str, title: str, parameters: dict[str, Any], total: int = 0
) -> Job:
    """Record a job and put it into the queue once the transaction is safe.

    Raises:
        KeyError: No task was given to this kind.
    """
    carrier = _carriers[kind]
    job = Job.objects.create(
        kind=kind, title=title, parameters=parameters, total=total, created_by_id=by.pk
    )
    transaction.on_commit(partial(carrier.enqueue, str(job.pk)))
    return job


@transaction.atomic
def resume_job(*, by: Person, job: Job) -> Job:
    """Put a stopped job back into the queue; it goes on where it stopped.

    Raises:
        Conflict: The job is not stopped.
    """
    job = Job.objects.select_for_update().get(pk=job.pk, created_by_id=by.pk)
    if job.state != Job.State.FAILED:
        raise Conflict(_("This job is not stopped."), data={"job": str(job.pk)})
    job.state, job.message, job.finished_at = Job.State.WAITING, "", None
    job.save(update_fields=["state", "message", "finished_at"])
    transaction.on_commit(partial(_carriers[job.kind].enqueue, str(job.pk)))
    return job


def advance(*, job: Job, done: int, total: int | None = None) -> None:
    """Note how far the work is; the page shows it at once."""
    job.done = done
    job.total = job.total if total is None else total
    job.state = Job.State.RUNNING
    job.save(update_fields=["done", "total", "state"])


def finish(*, job: Job, result: dict[str, Any] | None = None) -> None:
    """The work is done; `result` may hold `url` and `label` of where to go on."""
    job.state, job.finished_at = Job.State.DONE, timezone.now()
    job.result = result or {}
    job.done = max(job.done, job.total)
    job.save(update_fields=["state", "finished_at", "result", "done"])


def fail(*, job: Job, message: str = "") -> None:
    """The work stopped; what is done stays done, and the job can be resumed."""
    job.state, job.finished_at, job.message = Job.State.FAILED, timezone.now(), message
    job.save(update_fields=["state", "finished_at", "message"])


@contextmanager
def carrying(job_id: str) -> Iterator[Job]:
    """The job while its task works on it; an error stops it and goes on upwards."""
    job = Job.objects.get(pk=uuid.UUID(job_id))
    advance(job=job, done=job.done)
    try:
        yield job
    except Exception as error:
        logger.warning("Job %s stopped at %s of %s", job.pk, job.done, job.total)
        fail(job=job, message=str(error) if isinstance(error, DomainError) else "")
        raise
    if job.state == Job.State.RUNNING:
        finish(job=job)
