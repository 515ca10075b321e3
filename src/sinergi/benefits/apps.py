"""Registers the benefits app."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Valuations: costs by payer and streams of benefit."""

    name = "sinergi.benefits"
