"""Computes the figures of a study from a file of answers and its design."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sinergi.core.errors import DomainError
from sinergi.core.spreadsheets.safety import check_workbook
from sinergi.evaluation.management.lines import evaluation_lines
from sinergi.evaluation.statistics.errors import UnfitData, gettext_noop
from sinergi.evaluation.statistics.evaluate import Evaluation, evaluate
from sinergi.evaluation.statistics.items import read_items
from sinergi.evaluation.statistics.plans import read_plan
from sinergi.evaluation.statistics.tables import WORKBOOKS, read_table

SOME_REFUSED, WRONG_INPUT, FAILED = 1, 2, 3

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Ends with 0 when all is counted, 1 when cells were refused, 2 or 3 else."""

    requires_system_checks: list[str] = []  # asks neither pages nor the database
    help = "Evaluate a file of answers by a design (docs/methods/estimation.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        """As in the documented interface."""
        parser.add_argument("responses", type=Path, metavar="RESPONSES.csv")
        parser.add_argument("--design", type=Path, required=True, metavar="DESIGN.yaml")
        parser.add_argument("--instrument", type=Path, metavar="FORM.xlsx")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: object, **options: Any) -> None:
        """Compute, print, tell what was refused, and end with the code for it."""
        try:
            found = _computed(
                options["responses"], options["design"], options["instrument"]
            )
        except UnfitData as error:
            said = _(error.template) % error.data
            raise CommandError(said, returncode=WRONG_INPUT) from error
        except DomainError as error:
            said = str(error.message)
            raise CommandError(said, returncode=WRONG_INPUT) from error
        except OSError as error:
            raise _cannot_open(error) from error
        except Exception as error:
            logger.exception("The evaluation failed")
            message = _("The evaluation failed.")
            raise CommandError(message, returncode=FAILED) from error
        for refusal in found.refusals:
            self.stderr.write(_(refusal.template) % vars(refusal))
        if options["json"]:
            self.stdout.write(json.dumps(found.document, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(evaluation_lines(found.document)))
        if found.refusals:
            sys.exit(SOME_REFUSED)


def _computed(responses: Path, design: Path, instrument: Path | None) -> Evaluation:
    for path in (responses, instrument):
        _check_safe(path)
    items = read_items(instrument) if instrument else None
    plan = read_plan(_document(design), items)
    return evaluate(plan, read_table(responses), items.codes if items else None)


def _check_safe(path: Path | None) -> None:
    """A workbook is looked through before it is opened."""
    if path and path.suffix.lower() in WORKBOOKS:
        with path.open("rb") as file:
            check_workbook(file, path.name)


def _document(path: Path) -> object:
    """The design as written: all values as texts, so that a level Yes stays Yes."""
    try:
        return yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        message = gettext_noop("%(name)s is no YAML: %(reason)s.")
        reason = " ".join(str(error).split()).rstrip(" .^")
        raise UnfitData(message, name=path.name, reason=reason) from error


def _cannot_open(error: OSError) -> CommandError:
    message = _("%(name)s cannot be opened: %(reason)s.")
    given = {"name": error.filename or "", "reason": error.strerror or error}
    return CommandError(message % given, returncode=WRONG_INPUT)
