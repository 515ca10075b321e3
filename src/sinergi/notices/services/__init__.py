"""Telling people, in the application and by mail."""

from sinergi.notices.services.mail import queue_mail, send_due_mail
from sinergi.notices.services.messages import mark_read, tell

__all__ = ["mark_read", "queue_mail", "send_due_mail", "tell"]
