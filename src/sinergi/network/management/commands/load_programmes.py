"""`sinergi load_programmes`: the programmes and their dated stages."""

from typing import Any

from django.core.management.base import BaseCommand

from sinergi.network.services import load_programmes


class Command(BaseCommand):
    """Loads what is missing; a second run changes nothing."""

    help = "Load the programmes TPBIS and PerpuSeru with their stages."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load them and say which."""
        programmes = load_programmes(by=None)
        self.stderr.write("  " + ", ".join(programme.key for programme in programmes))
