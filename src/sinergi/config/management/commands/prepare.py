"""`sinergi prepare`: everything that must stand before the first request."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Migrates, loads reference data and, where asked for, the demonstration."""

    help = "Prepare the database, reference data, static files and figures."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run each step; all of them are safe to repeat and quick when done."""
        self._say("Database")
        call_command("migrate", verbosity=0, interactive=False)
        self._say("Static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        self._say("Regions, programmes and schemes")
        call_command("load_regions", stdout=self.stderr)
        call_command("load_programmes", stdout=self.stderr)
        call_command("load_schemes", stdout=self.stderr)
        if settings.DEMONSTRATION:
            self._say("Demonstration programme 2022")
            call_command("demonstration", stdout=self.stderr)
        self._say("Figures")
        call_command("refresh", stdout=self.stderr)

    def _say(self, step: str) -> None:
        self.stderr.write(f"- {step}")
