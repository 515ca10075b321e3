"""Loads the areas of today and their past."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sinergi.regions.services import load_regions


class Command(BaseCommand):
    """Safe to repeat: a second run writes nothing."""

    help = "Load the administrative areas and their past."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--json` prints one document and nothing else on standard output."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: object, **options: Any) -> None:
        """Load, with progress on standard error."""
        outcome = load_regions(progress=self._tell)
        if options["json"]:
            self.stdout.write(json.dumps(vars(outcome)))
        else:
            self.stdout.write(
                f"{outcome.regions} areas, {outcome.written} written, "
                f"{outcome.changes} changes"
            )

    def _tell(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done} of {total} areas", ending="")
