"""Registers the platform itself, so that its commands are found."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Puts the apps together."""

    name = "sinergi.config"
    label = "platform"
