"""`sinergi run`: web, worker and refresher together."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sinergi.accounts.checks import start_problems
from sinergi.config.supervisor import processes, supervise
from sinergi.config.waiting import check_free


class Command(BaseCommand):
    """Serves the platform until it is told to end."""

    help = "Serve the platform: web, background worker and figure refresher."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refuse an unsafe start; otherwise serve."""
        if problems := start_problems():
            raise CommandError("\n".join(problems), returncode=3)
        check_free(settings.HOST, settings.PORT)
        self.stderr.write(f"Sinergi: {settings.PUBLIC_URL} (Ctrl+C to end)")
        supervise(processes())
