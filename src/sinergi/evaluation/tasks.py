"""Background work of evaluation."""

import datetime as dt
import time

from django.utils import timezone
from django_tasks import task

from sinergi.evaluation.services.queue import check_waiting

#: Responses that come within some seconds of each other are checked together.
WAIT_SECONDS = 3.0

_asked_until = 0.0


@task()
def check_responses() -> None:
    """Check the responses that nobody looked at yet."""
    check_waiting()


def check_soon() -> None:
    """Have responses checked that are kept by now; cheap enough for each of them.

    Who comes before the task begins is looked at by it, so that a process asks for
    one in some seconds.
    """
    global _asked_until  # noqa: PLW0603 - one clock of the process
    moment = time.monotonic()
    if moment < _asked_until:
        return
    _asked_until = moment + WAIT_SECONDS
    at = timezone.now() + dt.timedelta(seconds=WAIT_SECONDS)
    check_responses.using(run_after=at).enqueue()
