"""Registers the accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, login, cards, tokens."""

    name = "sinergi.accounts"

    def ready(self) -> None:
        """Listen to django-allauth."""
        from sinergi.accounts import receivers

        receivers.connect()
