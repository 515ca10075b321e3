"""The stall map, visitors' votes, and announcements."""

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from sinergi.core.dates import today
from sinergi.meetings.door import code_in
from sinergi.meetings.enums import MeetingState
from sinergi.meetings.models import Announcement, Meeting, Participant, Stall
from sinergi.stories.enums import ConsentScope
from sinergi.stories.models import Product

#: Announcements that pages show; older ones stand on the committee's page.
SHOWN = 5


def stalls_of(meeting: Meeting) -> list[Stall]:
    """A meeting's stalls with their libraries, and products that may be shown."""
    shown = Product.objects.filter(
        maker__consent_scope=ConsentScope.PUBLIC,
        maker__consent_withdrawn_on__isnull=True,
    ).select_related("maker")
    rows = Stall.objects.filter(meeting=meeting).select_related("library__region")
    return list(rows.prefetch_related(Prefetch("products", queryset=shown)))


def stall_rows(stalls: list[Stall]) -> list[list[Stall]]:
    """The stalls as they stand in the hall, row by row."""
    rows: dict[int, list[Stall]] = {}
    for stall in sorted(stalls, key=lambda one: (one.row, one.column)):
        rows.setdefault(stall.row, []).append(stall)
    return list(rows.values())


def stall_at(meeting: Meeting, number: int) -> Stall | None:
    """The stall with a number."""
    rows = Stall.objects.filter(meeting=meeting, number=number)
    return rows.select_related("meeting", "library").first()


def voting_closed_reason(meeting: Meeting) -> str:
    """Why nobody can vote now; empty while voting is open."""
    if meeting.state == MeetingState.CLOSED or today() > meeting.ends_on:
        return _("Voting has ended.")
    if meeting.state != MeetingState.PUBLISHED or today() < meeting.starts_on:
        return _("Voting begins on the first day of the meeting.")
    return ""


def voter_by_code(meeting: Meeting, text: str) -> Participant | None:
    """The participant whose badge bears the code, unless they have withdrawn."""
    rows = Participant.objects.present().filter(meeting=meeting, code=code_in(text))
    return rows.first()


def vote_results(meeting: Meeting) -> list[tuple[Stall, int]]:
    """Stalls with their votes, most first; equal ones by number."""
    rows = Stall.objects.filter(meeting=meeting).select_related("library__region")
    counted = rows.annotate(vote_count=Count("votes")).order_by("-vote_count", "number")
    return [(row, row.vote_count) for row in counted]


def announcements_of(meeting: Meeting) -> QuerySet[Announcement]:
    """What the committee tells everybody, newest first."""
    rows = Announcement.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    return rows[:SHOWN]


def all_announcements(meeting: Meeting) -> QuerySet[Announcement]:
    """Also those that were taken down, for the committee."""
    return Announcement.objects.filter(meeting=meeting)


def announcement_for(meeting: Meeting, pk: int) -> Announcement | None:
    """One announcement of a meeting."""
    rows = Announcement.objects.filter(meeting=meeting, pk=pk)
    return rows.select_related("meeting").first()
