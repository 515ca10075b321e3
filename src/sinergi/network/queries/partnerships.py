"""Partnerships of one library."""

from django.db.models import QuerySet

from sinergi.network.models import Library, Partnership


def partnerships_of(library: Library) -> QuerySet[Partnership]:
    """All partnerships of a library, newest first, with programme and funders."""
    return (
        Partnership.objects.filter(library=library)
        .select_related("programme", "mentor_library")
        .prefetch_related("funders")
        .order_by("-started_on", "-id")
    )


def partnership_of(library: Library, pk: int) -> Partnership | None:
    """One partnership of a library."""
    return Partnership.objects.filter(library=library, pk=pk).first()
