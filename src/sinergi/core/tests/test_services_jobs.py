"""A job from its start to its end, and back from a stop."""

import pytest
from django.contrib.auth.base_user import AbstractBaseUser as User
from pytest_django import DjangoCaptureOnCommitCallbacks as Callbacks

from sinergi.core.errors import Conflict, DomainError
from sinergi.core.models import Job
from sinergi.core.services import jobs


class Queue:
    """Remembers what was put into it."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def enqueue(self, job_id: str) -> None:
        self.ids.append(job_id)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue()
    monkeypatch.setattr(jobs, "_carriers", {})
    jobs.carry("import", queue)
    return queue


@pytest.fixture
def job(queue: Queue, siti: User, django_capture_on_commit_callbacks: Callbacks) -> Job:
    with django_capture_on_commit_callbacks(execute=True):
        return jobs.start_job(
            by=siti, kind="import", title="Impor", parameters={"file": 1}, total=4
        )


def test_start_records_and_queues(job: Job, queue: Queue, siti: User) -> None:
    job.refresh_from_db()
    assert (job.state, job.total, job.created_by, job.parameters) == (
        "waiting",
        4,
        siti,
        {"file": 1},
    )
    assert queue.ids == [str(job.pk)]


def test_start_queues_nothing_before_the_commit(queue: Queue, siti: User) -> None:
    jobs.start_job(by=siti, kind="import", title="Impor", parameters={})
    assert queue.ids == []


def test_start_of_an_unknown_kind_writes_nothing(queue: Queue, siti: User) -> None:
    with pytest.raises(KeyError):
        jobs.start_job(by=siti, kind="other", title="x", parameters={})
    assert Job.objects.count() == 0


def test_carrying_finishes_the_job(job: Job) -> None:
    with jobs.carrying(str(job.pk)) as working:
        jobs.advance(job=working, done=2)
        assert Job.objects.get().state == "running"
    job.refresh_from_db()
    assert (job.state, job.done, job.ratio) == ("done", 4, 1.0)
    assert job.finished_at is not None


def test_carrying_keeps_the_result_that_the_work_gave(job: Job) -> None:
    with jobs.carrying(str(job.pk)) as working:
        jobs.finish(job=working, result={"url": "/x/"})
    assert Job.objects.get().result == {"url": "/x/"}


@pytest.mark.parametrize(
    ("error", "message"),
    [(DomainError("Berkas rusak."), "Berkas rusak."), (OSError("disk /var"), "")],
)
def test_error_stops_the_job_and_keeps_what_is_done(
    job: Job, error: Exception, message: str
) -> None:
    def work() -> None:
        with jobs.carrying(str(job.pk)) as working:
            jobs.advance(job=working, done=3)
            raise error

    with pytest.raises(type(error)):
        work()
    job.refresh_from_db()
    assert (job.state, job.done, job.message) == ("failed", 3, message)


def test_resume_queues_the_stopped_job_again(
    job: Job, queue: Queue, siti: User, django_capture_on_commit_callbacks: Callbacks
) -> None:
    jobs.advance(job=job, done=3)
    jobs.fail(job=job, message="x")
    with django_capture_on_commit_callbacks(execute=True):
        resumed = jobs.resume_job(by=siti, job=job)
    assert queue.ids == [str(job.pk)] * 2
    assert (resumed.state, resumed.done, resumed.message, resumed.finished_at) == (
        "waiting",
        3,
        "",
        None,
    )


def test_resume_of_a_running_job_is_refused(job: Job, siti: User) -> None:
    jobs.advance(job=job, done=1)
    with pytest.raises(Conflict):
        jobs.resume_job(by=siti, job=job)


def test_stranger_cannot_resume(job: Job, agus: User) -> None:
    jobs.fail(job=job)
    with pytest.raises(Job.DoesNotExist):
        jobs.resume_job(by=agus, job=job)
