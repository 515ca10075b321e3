"""Registers the portal app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Dashboards, public site, village home: composes every app below."""

    name = "sinergi.portal"
