"""Takes in activities or partner libraries from a workbook or a CSV file."""  # noqa: N999 - Django finds it so

import json
import logging
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from tqdm import tqdm

from sinergi.accounts.models import User
from sinergi.core.dates import latest_day
from sinergi.core.errors import DomainError
from sinergi.core.spreadsheets.unreadable import shown
from sinergi.exchange.management.options import (
    FAILED,
    SOME_REFUSED,
    WRONG_INPUT,
    cannot_open,
    day,
    person,
    require_file,
    written_beside,
)
from sinergi.exchange.services import (
    KINDS,
    NewLibraries,
    Outcome,
    Request,
    import_file,
)
from sinergi.exchange.spreadsheets.annotate import write_annotated
from sinergi.exchange.spreadsheets.problems import EMPTY_FILE

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Ends with 0 when all is taken in, 1 when rows were refused, 2 or 3 else."""

    help = "Import activities or partner libraries from an XLSX or CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        """As in the documented interface."""
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--annotated", type=Path, metavar="OUT.xlsx")
        parser.add_argument("--as-of", type=day, metavar="DATE")
        parser.add_argument(
            "--new-libraries",
            type=NewLibraries,
            choices=list(NewLibraries),
            default=NewLibraries.ACCEPT,
        )
        parser.add_argument("--user", default="", help="act as this person")

    def handle(self, *_args: object, **options: Any) -> None:
        """Import the file, tell what came of it, and end with its code."""
        request = Request(
            kind=options["kind"],
            name=options["file"].name,
            as_of=options["as_of"] or latest_day(),
            new_libraries=options["new_libraries"],
            dry_run=options["dry_run"],
        )
        actor = person(options["user"])
        require_file(options["file"])
        try:
            outcome = self._carry_out(actor, request, **options)
        except DomainError as error:
            said = str(error.message)
            raise CommandError(said, returncode=WRONG_INPUT) from error
        except OSError as error:
            raise cannot_open(error) from error
        except Exception as error:
            logger.exception("The import failed")
            message = _("The import failed. Nothing was stored.")
            raise CommandError(message, returncode=FAILED) from error
        self._tell(outcome, request, as_json=options["json"])
        if outcome.rejected:
            sys.exit(SOME_REFUSED)

    def _carry_out(
        self,
        actor: User | None,
        request: Request,
        *,
        file: Path,
        annotated: Path | None,
        **_options: object,
    ) -> Outcome:
        """Import the file; where the copy cannot be written nothing is stored."""
        if annotated is None:
            return self._import(actor, file, request)
        with written_beside(annotated) as target, transaction.atomic():
            outcome = self._import(actor, file, request)
            write_annotated(outcome.table, outcome.problems, target)
        return outcome

    def _import(self, actor: User | None, path: Path, request: Request) -> Outcome:
        with (
            path.open("rb") as file,
            tqdm(file=sys.stderr, unit=" rows", disable=None) as bar,
        ):

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            return import_file(by=actor, file=file, request=request, progress=progress)

    def _tell(self, outcome: Outcome, request: Request, *, as_json: bool) -> None:
        for sheet in outcome.table.other_sheets:
            self.stderr.write(_("Sheet “%(name)s” was left aside.") % {"name": sheet})
        if not outcome.read:
            self.stderr.write(str(EMPTY_FILE))
        if as_json:
            document = outcome.as_json(dry_run=request.dry_run)
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for problem in outcome.problems:
            self.stderr.write(
                _("Row %(row)s, column “%(column)s”: %(message)s")
                % {
                    "row": problem.row,
                    "column": problem.column,
                    "message": problem.message,
                }
            )
        self.stdout.write(summary(outcome, dry_run=request.dry_run))


def summary(outcome: Outcome, *, dry_run: bool) -> str:
    """One sentence on what came of a file."""
    counts = {
        "read": shown(outcome.read),
        "accepted": shown(outcome.accepted),
        "rejected": shown(outcome.rejected),
    }
    if dry_run:
        return (
            _(
                "Trial run: %(accepted)s rows can be stored, %(rejected)s need "
                "correction. Nothing is stored yet."
            )
            % counts
        )
    return _("%(read)s rows read: %(accepted)s stored, %(rejected)s refused.") % counts
