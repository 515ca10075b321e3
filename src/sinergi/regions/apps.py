"""Registers the regions app."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """Administrative areas and their past."""

    name = "sinergi.regions"
