"""What the worker does with the outbox."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from sinergi.notices.queries import is_look_planned
from sinergi.notices.services import has_due_mail, send_due_mail


@task()
def deliver_mail() -> int:
    """Send what is due, and come back for the rest."""
    sent = send_due_mail()
    if has_due_mail():
        deliver_mail.enqueue()
    return sent


def wake_worker(at: dt.datetime, **_news: Any) -> None:
    """Have the worker look into the outbox at that moment, unless it is about to.

    The mail was committed before, so a task that has not begun will see it.
    """
    if at > timezone.now():
        deliver_mail.using(run_after=at).enqueue()
        return
    if not is_look_planned(deliver_mail.module_path):
        deliver_mail.enqueue()
