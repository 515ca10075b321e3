"""What an earlier import stored already."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sinergi.network.models import Partnership
from sinergi.reports.models import Activity

CHUNK = 5000


def stored_activities(ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the ids under which an activity is stored."""
    wanted = list(ids)
    found: set[uuid.UUID] = set()
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        found.update(Activity.objects.filter(pk__in=chunk).values_list("pk", flat=True))
    return found


@dataclass(frozen=True, slots=True)
class Membership:
    """A stored partnership, as far as a row of partners is compared with it."""

    origin: str
    intake_year: int
    decree: str
    started_on: dt.date
    is_in_force: bool


def memberships(
    programme: str, libraries: Iterable[int]
) -> dict[int, list[Membership]]:
    """The partnerships in a programme of some libraries, by library."""
    wanted = sorted(set(libraries))
    found: dict[int, list[Membership]] = defaultdict(list)
    for start in range(0, len(wanted), CHUNK):
        for library, origin, year, decree, started_on, ended_on in (
            Partnership.objects.filter(
                programme_id=programme, library_id__in=wanted[start : start + CHUNK]
            )
            .order_by("started_on", "id")
            .values_list(
                "library_id",
                "origin",
                "intake_year",
                "decree_number",
                "started_on",
                "ended_on",
            )
        ):
            found[library].append(
                Membership(origin, year, decree, started_on, ended_on is None)
            )
    return found
