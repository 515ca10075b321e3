"""The page of a long job: progress, result, taking it up again."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sinergi.core.errors import DomainError
from sinergi.core.models import Job
from sinergi.core.paging import page
from sinergi.core.queries.jobs import job_for, jobs_for
from sinergi.core.services.jobs import resume_job


@never_cache
def job_list(request: HttpRequest) -> HttpResponse:
    """The person's jobs, newest first."""
    jobs = page(
        jobs_for(request.user),
        cursor=request.GET.get("cursor"),
        limit=20,
        key="-created_at",
    )
    return render(request, "core/job_list.html", {"jobs": jobs})


@never_cache
def job_detail(request: HttpRequest, id: uuid.UUID) -> HttpResponse:  # noqa: A002 - as in the address
    """One job; with htmx only the part that changes."""
    is_part = request.headers.get("HX-Request") == "true"
    template = "core/parts/job.html" if is_part else "core/job.html"
    return render(request, template, {"job": _own_job(request, id)})


@require_POST
def job_resume(request: HttpRequest, id: uuid.UUID) -> HttpResponse:  # noqa: A002 - as in the address
    """Take a stopped job up again."""
    job = _own_job(request, id)
    try:
        resume_job(by=job.created_by, job=job)
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect("core:job_detail", id=id)


def _own_job(request: HttpRequest, id: uuid.UUID) -> Job:  # noqa: A002 - as in the address
    job = job_for(request.user, id)
    if job is None:
        raise Http404
    return job
