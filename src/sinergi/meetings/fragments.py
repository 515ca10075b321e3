"""Parts of a meeting's public page that cost more to draw than to remember."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from sinergi.core.fragments import remembered
from sinergi.meetings.models import AgendaVersion, Meeting, SeatPool
from sinergi.meetings.queries import public as queries
from sinergi.meetings.queries.exhibition import stall_rows, stalls_of

#: Seconds after which who comes and what is shown is asked for again.
FRESH = 30
#: An agenda is drawn anew with each version and each seat that is taken.
KEPT = 3600


def agenda_part(
    meeting: Meeting, version: AgendaVersion | None, pools: Sequence[SeatPool]
) -> SafeString | str:
    """The agenda of a version with the seats of its classes; empty without one."""
    if version is None or not version.sessions:
        return ""
    return remembered(
        "meetings/parts/agenda.html",
        version.pk,
        meeting.slug,
        meeting.time_zone,
        [(pool.pk, pool.taken, pool.waiting, pool.capacity) for pool in pools],
        context=lambda: {
            "meeting": meeting,
            "version": version,
            "days": queries.days_of(version, meeting.time_zone, pools),
        },
        seconds=KEPT,
    )


def tally_part(meeting: Meeting) -> SafeString:
    """How many partners take part."""
    return remembered(
        "meetings/parts/tally.html",
        meeting.pk,
        context=lambda: {"tally": queries.tally_of(meeting)},
        seconds=FRESH,
    )


def shown_part(meeting: Meeting) -> SafeString:
    """Products, stalls and testimonies whose people agreed to be shown."""
    return remembered(
        "meetings/parts/shown.html",
        meeting.pk,
        meeting.slug,
        context=lambda: _shown(meeting),
        seconds=FRESH,
    )


def _shown(meeting: Meeting) -> dict[str, object]:
    stalls = stalls_of(meeting)
    return {
        "meeting": meeting,
        "stalls": stalls,
        "rows": stall_rows(stalls),
        "products": queries.products_at(meeting),
        "testimonies": queries.testimonies_at(meeting),
    }
