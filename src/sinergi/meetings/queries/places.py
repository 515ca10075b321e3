"""Where somebody stands in the line."""

from collections.abc import Sequence

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


def positions_from(places: Sequence[Place]) -> list[tuple[Place, int | None]]:
    """Places of one pool in the order of their numbers, each with its turn."""
    waiting = [place for place in places if place.state == PlaceState.WAITING]
    first = position_of(waiting[0]) if waiting else None
    turns = {place.pk: (first or 0) + turn for turn, place in enumerate(waiting)}
    return [(place, turns.get(place.pk)) for place in places]
