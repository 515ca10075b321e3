"""Registers the meetings app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The Peer Learning Meeting: partners meet, and go home with a plan."""

    name = "sinergi.meetings"

    def ready(self) -> None:
        """Listen to our own news, and give each kind of long work its task."""
        from sinergi.core.services.jobs import carry
        from sinergi.meetings import receivers, tasks
        from sinergi.meetings.queries.rooms import LINKS_JOB

        receivers.connect()
        carry(LINKS_JOB, tasks.carry_room_links)
        carry("badges", tasks.carry_badges)
        carry("classes", tasks.carry_assignment)
        carry("certificates", tasks.carry_certificates)
        carry("letters", tasks.carry_letters)
        carry("updates", tasks.carry_updates)
