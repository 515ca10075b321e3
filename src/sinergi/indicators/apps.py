"""Registers the indicators app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Measures, schemes, targets, snapshots: judges libraries and regions."""

    name = "sinergi.indicators"

    def ready(self) -> None:
        """Tell the figure plane what it holds."""
        from sinergi.indicators import facts

        facts.register()
