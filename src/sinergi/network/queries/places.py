"""Where libraries lay on a day."""

import datetime as dt

from sinergi.network.enums import LibraryEvent
from sinergi.network.models import Library, LibraryMove
from sinergi.regions.lineage import Change, edition
from sinergi.regions.models import RegionChange
from sinergi.regions.queries import edition_on


def library_codes_on(day: dt.date) -> dict[int, str]:
    """Library to the region code of a day, for those whose code differs from today's.

    Follows the changes of areas and the moves of the libraries themselves, so that
    every library lies in exactly one area in every edition.
    """
    past = edition_on(day)
    today = dict(Library.objects.values_list("id", "region_id"))
    then = {library: past.code_of(code) for library, code in today.items()}
    then |= _moved_since(day)
    return {library: code for library, code in then.items() if code != today[library]}


def _moved_since(day: dt.date) -> dict[int, str]:
    """Where the libraries that moved after the day lay on it."""
    moves = (
        LibraryMove.objects.filter(
            event=LibraryEvent.MOVED,
            happened_on__gt=day,
            from_region__isnull=False,
        )
        .order_by("-happened_on", "-id")
        .values_list("library_id", "from_region_id", "happened_on")
    )
    changes = list(RegionChange.objects.filter(effective_on__gt=day))
    places = {}
    for library, code, happened_on in moves:
        between = [c for c in changes if c.effective_on <= happened_on]
        places[library] = _code_before(code, between, day)
    return places


def _code_before(code: str, changes: list[RegionChange], day: dt.date) -> str:
    """The code on the day of an area known by its code at the time of a move."""
    return edition(
        (
            Change(
                c.event,
                c.old_code,
                c.old_name,
                c.old_parent_code,
                c.new_code,
                c.effective_on,
            )
            for c in changes
        ),
        day,
    ).code_of(code)
