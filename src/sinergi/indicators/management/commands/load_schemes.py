"""`sinergi load_schemes`: the example schemes, labelled as a proposal."""

from typing import Any

from django.core.management.base import BaseCommand

from sinergi.indicators.services import load_schemes


class Command(BaseCommand):
    """Publishes them where a year has none; a second run changes nothing."""

    help = "Publish the example scoring schemes (a proposal)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load them and say how many."""
        self.stderr.write(f"  {len(load_schemes())} new")
