"""Prints a figure."""

import datetime as dt
import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sinergi.analytics.services import refresh
from sinergi.core.errors import DomainError
from sinergi.core.formatting import number
from sinergi.indicators import queries
from sinergi.indicators.exports import figure_document, month_of
from sinergi.indicators.queries.requests import last_day, requested_cut
from sinergi.indicators.queries.shapes import FigureTable

WRONG_USAGE, FAILED = 2, 3
#: From this status on it is not the asking that was wrong.
FAULT = 500


class Command(BaseCommand):
    """`sinergi figures --measure KEY [--region CODE] ... [--json]`."""

    help = "Print the figures of a measure."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to count, where, when, and how it is cut."""
        parser.add_argument("--measure", required=True)
        parser.add_argument("--region", default="")
        parser.add_argument("--kind", default="")
        parser.add_argument("--from", dest="first", default="")
        parser.add_argument("--to", dest="last", default="")
        parser.add_argument("--as-of", dest="as_of", default="")
        parser.add_argument("--level", default="")
        parser.add_argument("--by", default="", help="e.g. sex,age_band")
        parser.add_argument(
            "--per", default="month", choices=["month", "year", "total"]
        )
        parser.add_argument("--provisional", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: str | bool) -> None:
        """Bring the figures up to date, compute and print.

        What cannot be asked ends with exit code 2, a lake that cannot be read with 3.
        """
        as_of = _day(str(options["as_of"]))
        try:
            refresh(alone=True)
            table = _table(options, as_of)
        except DomainError as error:
            code = FAILED if error.status >= FAULT else WRONG_USAGE
            raise CommandError(str(error.message), returncode=code) from error
        if options["json"]:
            document = figure_document(table, as_of=last_day(table.cut))
            self.stdout.write(json.dumps(document, ensure_ascii=False))
            return
        for row in table.rows:
            cell = " ".join(row.breakdown.values())
            self.stdout.write(
                f"{row.region:14}{row.name:40}{row.period:18}{cell:24}"
                f"{number(row.value):>20}"
            )


def _table(options: dict[str, str | bool], as_of: dt.date | None) -> FigureTable:
    first, last = str(options["first"]), str(options["last"])
    cut = requested_cut(
        region=str(options["region"]),
        kind=str(options["kind"]),
        first=month_of(first, field="from") if first else None,
        last=month_of(last, field="to") if last else None,
        as_of=as_of,
        provisional=bool(options["provisional"]),
    )
    by = [name for name in str(options["by"]).split(",") if name]
    per = str(options["per"])
    return queries.figures(
        str(options["measure"]),
        cut,
        level=str(options["level"]),
        by=by,
        per="" if per == "total" else per,
    )


def _day(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--as-of {text}: write a day as 2022-12-31.", returncode=2
        ) from error
