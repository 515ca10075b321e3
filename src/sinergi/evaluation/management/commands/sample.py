"""Prints a study's sample: its design, its strata and the units drawn."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.core.errors import DomainError
from sinergi.evaluation.queries.samples import sample_document
from sinergi.evaluation.queries.studies import study_by_slug
from sinergi.evaluation.services.samples import drawn_again

DIFFERS, WRONG_USAGE = 1, 2


class Command(BaseCommand):
    """`sinergi sample SLUG [--check] [--json]`."""

    help = "Print the sample of a study; --check draws it again and compares."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which study, and how it is printed."""
        parser.add_argument("slug")
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: str | bool) -> None:
        """Print; 1 where drawing again gives other units, 2 where there is no study."""
        study = study_by_slug(str(options["slug"]))
        if study is None:
            raise CommandError("No study has this slug.", returncode=WRONG_USAGE)
        document = sample_document(study)
        if options["check"]:
            try:
                differing = list(drawn_again(study))
            except DomainError as error:
                raise CommandError(str(error.message), returncode=DIFFERS) from error
            document["differs_in"] = differing
        if options["json"]:
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            self._print(document)
        if document.get("differs_in"):
            raise CommandError("Drawn again, the sample differs.", returncode=DIFFERS)

    def _print(self, document: dict[str, object]) -> None:
        for stratum in document["strata"]:  # type: ignore[attr-defined]
            self.stdout.write(
                f"{stratum['label']:40}{stratum['population']:>8}{stratum['sample']:>8}"
            )
        for unit in document["units"]:  # type: ignore[attr-defined]
            self.stdout.write(
                f"{unit['stratum']:24}{unit['role']:14}{unit['order']:>5}  "
                f"{unit['code']:10}{unit['label']}"
            )
