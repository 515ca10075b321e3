"""What the worker does with the outbox."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from sinergi.notices.services import send_due_mail


@task()
def deliver_mail() -> int:
    """Send what is due."""
    return send_due_mail()


def wake_worker(at: dt.datetime, **_news: Any) -> None:
    """Have the worker look into the outbox at that moment."""
    later = at if at > timezone.now() else None
    deliver_mail.using(run_after=later).enqueue()
