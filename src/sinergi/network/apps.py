"""Registers the network app."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """Libraries, partnerships and roles."""

    name = "sinergi.network"

    def ready(self) -> None:
        """Let libraries and roles follow when areas get other codes."""
        from sinergi.network.services.areas import follow_recoded_areas
        from sinergi.regions.signals import areas_recoded

        areas_recoded.connect(
            follow_recoded_areas, dispatch_uid="network.follow_recoded_areas"
        )
