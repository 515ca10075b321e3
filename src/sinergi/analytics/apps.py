"""Registers the analytics app."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """The figure plane's machinery: engine, sources, lake, disclosure."""

    name = "sinergi.analytics"
