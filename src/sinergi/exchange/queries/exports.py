"""What is exported: records within a person's scope, in a stable order."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet

from sinergi.accounts.models import User
from sinergi.network.models import Library, Partnership
from sinergi.reports.enums import State
from sinergi.reports.models import Activity

CHUNK = 2000


def _libraries(user: User | None, region: str) -> QuerySet[Library]:
    """The libraries a person may read in a region; all for the platform itself."""
    libraries = (
        Library.objects.all() if user is None else Library.objects.visible_to(user)
    )
    return libraries.in_region(region).order_by("region_id", "id")


def exported_libraries(user: User | None, region: str) -> Iterator[Library]:
    """Libraries of a region, closed ones too."""
    return _libraries(user, region).iterator(chunk_size=CHUNK)


def exported_partnerships(user: User | None, region: str) -> Iterator[Partnership]:
    """Partnerships of the libraries of a region, past ones too."""
    return (
        Partnership.objects.filter(library__in=_libraries(user, region))
        .select_related("library")
        .prefetch_related("funders")
        .order_by("library__region_id", "library_id", "started_on", "id")
        .iterator(chunk_size=CHUNK)
    )


def exported_activities(
    user: User | None, region: str, first: dt.date | None, last: dt.date | None
) -> Iterator[Activity]:
    """Sent reports of a region that began between two days, both included."""
    activities = (
        Activity.objects.all() if user is None else Activity.objects.visible_to(user)
    ).exclude(state=State.DRAFT)
    if region:
        activities = activities.filter(library__in=_libraries(user, region))
    if first:
        activities = activities.filter(started_on__gte=first)
    if last:
        activities = activities.filter(started_on__lte=last)
    return (
        activities.select_related("library")
        .prefetch_related("breakdown", "money", "evidence")
        .order_by("started_on", "library__region_id", "id")
        .iterator(chunk_size=CHUNK)
    )
