"""Reads of messages."""

from sinergi.notices.queries.messages import messages_of

__all__ = ["messages_of"]
