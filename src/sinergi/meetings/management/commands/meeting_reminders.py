"""`sinergi meeting_reminders`: queues the reminders of plans that are due today."""

from typing import Any

from django.core.management.base import BaseCommand

from sinergi.meetings.services.plans import remind_of_plans


class Command(BaseCommand):
    """For a daily timer; a second run on a day sends nothing twice."""

    help = "Queue e-mail reminders of action plans; run it once a day."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Queue them and say how many."""
        done = remind_of_plans()
        self.stderr.write(
            f"{done.plans} plans are due, {done.letters} reminders in the outbox"
        )
