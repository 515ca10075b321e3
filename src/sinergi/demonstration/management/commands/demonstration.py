"""`sinergi demonstration`: builds the 2022 demonstration programme once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from sinergi.demonstration.services import build_demonstration


class Command(BaseCommand):
    """Builds the demonstration with a progress bar; a second run changes nothing."""

    help = "Build the 2022 demonstration programme (synthetic people, real places)."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Build, or say that it stands already."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The demonstration is built only where DEMONSTRATION=yes is set.",
                returncode=2,
            )
        bar: tqdm | None = None

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal bar
            if bar is None:
                bar = tqdm(total=total, desc=f"  {stage}", ascii=" #")
            bar.update(done - bar.n)
            if done >= total:
                bar.close()
                bar = None

        built = build_demonstration(tell=tell)
        self.stderr.write("  built" if built else "  stands already")
