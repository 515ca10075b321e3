"""Registers the stories app."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Testimonies, makers and products: the programme as people tell it."""

    name = "sinergi.stories"
