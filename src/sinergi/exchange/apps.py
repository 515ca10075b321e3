"""Registers the exchange app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Other systems' formats: spreadsheets and the API's assembly."""

    name = "sinergi.exchange"

    def ready(self) -> None:
        """Give imports their task."""
        from sinergi.core.services.jobs import carry
        from sinergi.exchange.tasks import carry_import

        carry("import", carry_import)
