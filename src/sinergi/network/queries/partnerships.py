"""Partnerships of one library, and of many."""

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


def partnerships_in(libraries: QuerySet[Library]) -> QuerySet[Partnership]:
    """All partnerships of the libraries, by place and in order of time."""
    return (
        Partnership.objects.filter(library__in=libraries.values("pk"))
        .select_related("library")
        .prefetch_related("funders")
        .order_by("library__region_id", "library_id", "started_on", "id")
    )
