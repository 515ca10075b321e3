"""Registers the demonstration."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """A whole programme year, built through the services of the apps below."""

    name = "sinergi.demonstration"
