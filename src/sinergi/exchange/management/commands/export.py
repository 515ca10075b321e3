"""Writes activities, partnerships or libraries to a workbook or a CSV file."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from sinergi.core.spreadsheets.unreadable import shown
from sinergi.core.tables import Row
from sinergi.exchange.exports import COLUMNS, export_rows, write_export
from sinergi.exchange.management.options import (
    FAILED,
    WRONG_INPUT,
    cannot_open,
    day,
    person,
    written_beside,
)

logger = logging.getLogger(__name__)
ENDINGS = (".csv", ".xlsx")


class Command(BaseCommand):
    """Ends with 0, with 2 for wrong usage, with 3 where it failed."""

    help = "Export activities, partners or libraries to an XLSX or CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        """The format is that of the file's ending."""
        parser.add_argument("kind", choices=list(COLUMNS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--region", default="", metavar="CODE")
        parser.add_argument("--from", dest="first", type=day, metavar="DATE")
        parser.add_argument("--to", dest="last", type=day, metavar="DATE")
        parser.add_argument("--user", default="", help="export what this person sees")

    def handle(self, *_args: object, **options: Any) -> None:
        """Write the file beside its place, then move it there."""
        path: Path = options["file"]
        if path.suffix.casefold() not in ENDINGS:
            message = _("Name a file that ends in .xlsx or .csv.")
            raise CommandError(message, returncode=WRONG_INPUT)
        rows = _asked_for(options)
        written = 0

        def counted() -> Iterator[Row]:
            nonlocal written
            for row in tqdm(rows, file=sys.stderr, unit=" rows", disable=None):
                written += 1
                yield row

        try:
            with written_beside(path) as target:
                as_csv = path.suffix.casefold() == ".csv"
                write_export(target, options["kind"], counted(), as_csv=as_csv)
        except OSError as error:
            raise cannot_open(error) from error
        except Exception as error:
            logger.exception("The export failed")
            message = _("The export failed. No file was written.")
            raise CommandError(message, returncode=FAILED) from error
        self.stderr.write(
            _("%(count)s rows written to %(name)s.")
            % {"count": shown(written), "name": path.name}
        )


def _asked_for(options: dict[str, Any]) -> Iterator[Row]:
    yield from export_rows(
        options["kind"],
        user=person(options["user"]),
        region=options["region"],
        first=options["first"],
        last=options["last"],
    )
