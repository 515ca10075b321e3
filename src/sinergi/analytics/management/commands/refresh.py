"""Brings the figures up to date once."""

import json

from django.core.management.base import BaseCommand, CommandParser

from sinergi.analytics import services


class Command(BaseCommand):
    """`sinergi refresh [--rebuild] [--json]`."""

    help = "Bring the figures up to date with the records."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether all is built anew, and how the outcome is told."""
        parser.add_argument("--rebuild", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, rebuild: bool, json: bool, **_options: object) -> None:
        """Refresh, and say what was done."""
        outcome = (
            services.rebuild(alone=True) if rebuild else services.refresh(alone=True)
        )
        if json:
            self.stdout.write(_document(outcome))
            return
        self.stdout.write(
            f"figures {outcome.version}: {outcome.marks} marks, {outcome.months} "
            f"months, {outcome.records} records, {outcome.seconds:.2f} s"
        )


def _document(outcome: services.RefreshOutcome) -> str:
    return json.dumps(vars(outcome))
