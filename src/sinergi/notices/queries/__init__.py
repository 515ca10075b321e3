"""Reads of messages and of the outbox."""

from sinergi.notices.queries.messages import messages_of
from sinergi.notices.queries.outbox import is_look_planned

__all__ = ["is_look_planned", "messages_of"]
