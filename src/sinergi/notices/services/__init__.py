"""Telling people, in the application and by mail."""

from sinergi.notices.services.mail import (
    give_up_mail,
    has_due_mail,
    queue_mail,
    send_due_mail,
)
from sinergi.notices.services.messages import News, mark_read, tell, tell_each

__all__ = [
    "News",
    "give_up_mail",
    "has_due_mail",
    "mark_read",
    "queue_mail",
    "send_due_mail",
    "tell",
    "tell_each",
]
