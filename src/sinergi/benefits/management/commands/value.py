"""Reckons a model of costs and benefits from a file."""

import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from sinergi.benefits.enums import BasisLabel
from sinergi.benefits.valuation.document import Document, document
from sinergi.benefits.valuation.model import read_yaml
from sinergi.benefits.valuation.problems import Problem, UnfitModel
from sinergi.benefits.valuation.result import Result, reckon
from sinergi.benefits.wording import sentence_at
from sinergi.core import formatting

SOME_REFUSED, UNREADABLE, FAILED = 1, 2, 3

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """`sinergi value MODEL.yaml [--json]`.

    Ends with 0; with 1 where a ratio was refused for want of costs, 2 where the model
    cannot be read, 3 where reckoning failed.
    """

    help = "Reckon the costs and benefits of a model."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which model."""
        parser.add_argument("model", type=Path, metavar="MODEL.yaml")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: object, **options: Any) -> None:
        """Reckon, print, and end with the code of what came of it."""
        try:
            result = _result(options["model"])
            said = document(result)
        except UnfitModel as error:
            raise CommandError(_said(error.problems), returncode=UNREADABLE) from error
        except OSError as error:
            raise CommandError(
                _("The file “%(name)s” cannot be opened: %(why)s")
                % {"name": options["model"], "why": error.strerror},
                returncode=UNREADABLE,
            ) from error
        except Exception as error:
            logger.exception("The reckoning failed")
            raise CommandError(
                _("The reckoning failed: %(why)s") % {"why": error}, returncode=FAILED
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_table(result, said)))
        if result.warnings:
            self.stderr.write(_said(result.warnings))
        if result.refused:
            raise CommandError(_said(result.refused), returncode=SOME_REFUSED)


def _result(path: Path) -> Result:
    return reckon(read_yaml(path.read_bytes(), folder=path.parent))


def _said(problems: Sequence[Problem]) -> str:
    return "\n".join(sentence_at(one.path, one.kind, one.values) for one in problems)


def _table(result: Result, found: Document) -> Iterator[str]:
    """The result as lines of text."""
    total: Any = found["total_benefit"]
    yield result.model.title
    yield _line(_("Total benefit"), formatting.rupiah(result.benefit))
    yield f"  ({total['words']})"
    yield _line(_("Present value"), formatting.rupiah(result.benefit_pv))
    for one in result.streams:
        yield _line(f"  {one.stream.title}", formatting.rupiah(one.fall.net))
    for basis, kept in result.bases.items():
        drawn = result.monte_carlo.bases.get(basis)
        yield ""
        yield str(BasisLabel(basis).label)
        yield _line(_("Costs"), formatting.rupiah(kept.cost))
        yield _line(_("Net present value"), formatting.rupiah(kept.npv))
        yield _line(_("Ratio"), formatting.number(kept.ratio, 2))
        if drawn is not None:
            low, high = (
                formatting.number(end, 2) for end in (drawn.ratio.low, drawn.ratio.high)
            )
            yield _line(_("Interval (95%)"), f"{low}–{high}")


def _line(label: str, value: str) -> str:
    return f"{label:<44}{value:>32}"
