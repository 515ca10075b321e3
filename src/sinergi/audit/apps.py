"""Registers the audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who changed what, when."""

    name = "sinergi.audit"
