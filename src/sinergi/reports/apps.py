"""Registers the reports app."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Activities, monthly statistics, verification: what libraries did."""

    name = "sinergi.reports"
