"""`sinergi prepare`: everything that must stand before the first request."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from sinergi.config.waiting import waiting_room

Tell = Callable[[str], None]


def _nobody(_step: str) -> None:
    """Steps that nobody waits for."""


class Command(BaseCommand):
    """Migrates, loads reference data and, where asked for, the demonstration."""

    help = "Prepare the database, reference data, static files and figures."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to answer on the platform's address meanwhile."""
        parser.add_argument(
            "--answer",
            action="store_true",
            help="answer 503 with the reason on HOST and PORT meanwhile",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run each step; all of them are safe to repeat and quick when done."""
        room = (
            waiting_room(settings.HOST, settings.PORT)
            if options["answer"]
            else nullcontext(_nobody)
        )
        with room as tell:
            self._prepare(tell)

    def _prepare(self, tell: Tell) -> None:
        self._say("Database", tell)
        call_command("migrate", verbosity=0, interactive=False)
        self._say("Static files", tell)
        call_command("collectstatic", verbosity=0, interactive=False)
        self._say("Regions, programmes and schemes", tell)
        call_command("load_regions", stdout=self.stderr)
        call_command("load_programmes", stdout=self.stderr)
        call_command("load_schemes", stdout=self.stderr)
        if settings.DEMONSTRATION:
            self._say("Demonstration programme 2022", tell)
            call_command("demonstration", stdout=self.stderr)
        self._say("Figures", tell)
        call_command("refresh", stdout=self.stderr)
        if settings.DEMONSTRATION:
            self._say("Achievement updates of 2022", tell)
            call_command("demonstration_updates", stdout=self.stderr)

    def _say(self, step: str, tell: Tell) -> None:
        tell(step)
        self.stderr.write(f"- {step}")
