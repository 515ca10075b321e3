"""Registers the meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The Peer Learning Meeting: partners meet, and go home with a plan."""

    name = "sinergi.meetings"

    def ready(self) -> None:
        """Give the job of everybody's room links its task."""
        from sinergi.core.services.jobs import carry
        from sinergi.meetings.queries.rooms import LINKS_JOB
        from sinergi.meetings.tasks import carry_room_links

        carry(LINKS_JOB, carry_room_links)
        """Give long work its tasks."""
        from sinergi.core.services.jobs import carry
        from sinergi.meetings.tasks import carry_badges

        carry("badges", carry_badges)
        """Give the assignment of classes its task."""
        from sinergi.core.services.jobs import carry
        from sinergi.meetings.tasks import carry_assignment

        carry("classes", carry_assignment)
        """Take on printing certificates."""
        from sinergi.core.services.jobs import carry
        from sinergi.meetings.tasks import carry_certificates

        carry("certificates", carry_certificates)
