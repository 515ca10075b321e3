"""Registers the core app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Dates, money, jobs, form and page helpers; imports nothing of ours."""

    name = "sinergi.core"
