"""Registers the media app."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Evidence files, served by their record's permission."""

    name = "sinergi.media"
