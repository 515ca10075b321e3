"""`sinergi clear_media`: remove stored files that belong to no record."""

import json

from django.core.management.base import BaseCommand, CommandParser

from sinergi.media.services import clear_orphans


class Command(BaseCommand):
    """Removes files older than a day that no record holds; safe at any time."""

    help = "Remove stored files older than a day that no record holds."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer the output for scripts."""
        parser.add_argument("--json", action="store_true", help="print one document")

    def handle(self, *_args: object, **options: object) -> None:
        """Clear and say how much."""
        cleared = clear_orphans()
        if options["json"]:
            self.stdout.write(
                json.dumps({"rows": cleared.rows, "files": cleared.files})
            )
        else:
            self.stderr.write(f"{cleared.rows} rows and {cleared.files} files removed.")
