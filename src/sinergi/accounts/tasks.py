"""What the worker does for the accounts."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from sinergi.accounts.services import send_password_reset


@task()
def send_reset(user_id: int) -> bool:
    """Send a reset link; false where there is nobody to get it."""
    return send_password_reset(user_id=user_id) is not None


def have_reset_sent(user_id: int, **_news: Any) -> None:
    """Put the letter into the queue, for nobody (0) as well."""
    transaction.on_commit(partial(send_reset.enqueue, user_id))
