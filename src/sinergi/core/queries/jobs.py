"""Who sees which job: its owner alone."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from sinergi.core.models import Job


def jobs_for(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Job]:
    """The jobs that this person started."""
    return Job.objects.filter(created_by_id=user.pk)


def job_for(user: AbstractBaseUser | AnonymousUser, id: uuid.UUID) -> Job | None:  # noqa: A002 - the column's name
    """The person's job of this id, if there is one."""
    return jobs_for(user).filter(pk=id).first()
