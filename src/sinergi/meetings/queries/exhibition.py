"""The stall map, visitors' votes, and announcements."""

from collections.abc import Sequence

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from sinergi.core.dates import today
from sinergi.meetings.door import code_in
from sinergi.meetings.enums import MeetingState
from sinergi.meetings.models import Announcement, Meeting, Participant, Stall
from sinergi.meetings.rules import number_in
from sinergi.network.models import Library
from sinergi.regions.models import Region
from sinergi.regions.queries import display_name
from sinergi.regions.rules import regency_code
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


def library_labels(libraries: Sequence[Library]) -> list[str]:
    """Libraries as forms show them: name and regency, and what tells namesakes apart.

    The sign at the end, an NPP or the record's number, finds the library again.
    """
    codes = [regency_code(row.region_id) for row in libraries]
    areas = Region.objects.of_today().filter(code__in=set(codes))
    names = {area.code: display_name(area) for area in areas}
    return [
        f"{row.name} · {names.get(code, code)} "
        + (f"(NPP {row.npp})" if row.npp else f"(#{row.pk})")
        for row, code in zip(libraries, codes, strict=True)
    ]


def invited_labels(meeting: Meeting) -> list[str]:
    """The invited libraries, offered while somebody types one."""
    invited = meeting.delegations.filter(library__isnull=False).values("library")
    rows = Library.objects.filter(pk__in=invited)
    return library_labels(list(rows.order_by("name", "pk")))


def libraries_called(meeting: Meeting, text: str, *, limit: int) -> list[Library]:
    """Libraries that fit what was typed: by label, NPP or words; the invited first."""
    sign = text.rpartition("(")[2].rstrip(")").strip()
    npp = sign.removeprefix("NPP").strip()
    everywhere = Library.objects.select_related("region").order_by("name", "pk")
    signed = everywhere.filter(npp=npp) if npp else everywhere.none()
    number = number_in(sign.removeprefix("#"))
    if sign.startswith("#") and number:
        signed = everywhere.filter(pk=number)
    if signed:
        return list(signed[:limit])
    words = Q()
    for word in text.split()[:8]:
        words &= Q(name__icontains=word) | Q(region__name__icontains=word)
    invited = everywhere.filter(pk__in=meeting.delegations.values("library"))
    return list(invited.filter(words)[:limit]) or list(
        everywhere.filter(words, partnerships__isnull=False).distinct()[:limit]
    )


def products_shown_by(
    meeting: Meeting, libraries: Sequence[Library]
) -> dict[int, list[Product]]:
    """What each library shows: as its stall did, else all that its makers sell."""
    found: dict[int, list[Product]] = {row.pk: [] for row in libraries}
    for product in Product.objects.filter(maker__library__in=libraries).select_related(
        "maker"
    ):
        found[product.maker.library_id].append(product)
    for stall in Stall.objects.filter(
        meeting=meeting, library__in=libraries
    ).prefetch_related("products"):
        found[stall.library_id] = list(stall.products.all()) or found[stall.library_id]
    return found


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
