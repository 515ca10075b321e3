"""Registers the notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages and the outbox: told once, never twice."""

    name = "sinergi.notices"

    def ready(self) -> None:
        """Listen to the accounts and to the outbox."""
        from sinergi.notices import receivers

        receivers.connect()
