"""Writes the method document of measures."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from sinergi.indicators.methods import document


class Command(BaseCommand):
    """`sinergi methods [--out docs/methods/measures.md]`."""

    help = "Write the method document of measures from the registry."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write."""
        parser.add_argument("--out", default="docs/methods/measures.md")

    def handle(self, *, out: str, **_options: object) -> None:
        """Write the document."""
        path = Path(out)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(), encoding="utf-8")
        self.stderr.write(f"{path}")
