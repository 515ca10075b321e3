"""Registers the meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The Peer Learning Meeting: partners meet, and go home with a plan."""

    name = "sinergi.meetings"
