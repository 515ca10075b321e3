"""Where somebody stands in the line."""

from sinergi.meetings.enums import PlaceState
from sinergi.meetings.models import Place


def position_of(place: Place) -> int | None:
    """The turn of a waiting request, 1 for the next; None once it is decided."""
    if place.state != PlaceState.WAITING:
        return None
    before = Place.objects.filter(
        pool_id=place.pool_id, state=PlaceState.WAITING, number__lte=place.number
    )
    return before.count()
