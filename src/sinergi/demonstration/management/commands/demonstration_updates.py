"""`sinergi demonstration_updates`: what partners presented in 2022, from figures."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sinergi.demonstration.services import present_achievements


class Command(BaseCommand):
    """Prepares and publishes the updates once; a second run changes nothing."""

    help = "Prepare the achievement updates of the demonstration meeting."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Prepare them, or say that they stand already."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is built only where DEMONSTRATION=yes is set.",
                returncode=2,
            )
        made = present_achievements()
        self.stderr.write(f"  {made} prepared" if made else "  stand already")
