"""Which sorts of files are imported, and how each is read and stored."""

import datetime as dt
from dataclasses import dataclass
from typing import BinaryIO

from sinergi.accounts.models import User
from sinergi.exchange.queries.places import region_index
from sinergi.exchange.services.activities import import_activities
from sinergi.exchange.services.findings import Progress
from sinergi.exchange.services.partners import import_partners
from sinergi.exchange.services.placing import NewLibraries
from sinergi.exchange.spreadsheets.activities import (
    ACTIVITIES,
    ActivityRow,
    read_activities,
)
from sinergi.exchange.spreadsheets.partners import PARTNERS, PartnerRow, read_partners
from sinergi.exchange.spreadsheets.reading import read_table
from sinergi.exchange.spreadsheets.rows import Reading

KINDS = ("activities", "partners")
Outcome = Reading[ActivityRow] | Reading[PartnerRow]


@dataclass(frozen=True)
class Request:
    """One file to be imported, and how."""

    kind: str
    name: str
    as_of: dt.date
    new_libraries: NewLibraries = NewLibraries.ACCEPT
    dry_run: bool = True


def import_file(
    *,
    by: User | None,
    file: BinaryIO,
    request: Request,
    progress: Progress | None = None,
) -> Outcome:
    """Read a file and store its rows, or try that.

    Raises:
        UnreadableFile: The file cannot be read; nothing is stored.
    """
    is_partners = request.kind == "partners"
    layout = PARTNERS if is_partners else ACTIVITIES
    table = read_table(file, name=request.name, layout=layout)
    finder = region_index()
    if is_partners:
        return import_partners(
            by=by,
            reading=read_partners(table, finder=finder, as_of=request.as_of),
            new_libraries=request.new_libraries,
            dry_run=request.dry_run,
            finder=finder,
            progress=progress,
        )
    return import_activities(
        by=by,
        reading=read_activities(table, finder=finder, as_of=request.as_of),
        new_libraries=request.new_libraries,
        dry_run=request.dry_run,
        as_of=request.as_of,
        finder=finder,
        progress=progress,
    )
