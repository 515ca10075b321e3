"""A plain link for all: a stream on YouTube, a Jitsi room."""

from collections.abc import Sequence

from sinergi.meetings.rooms.base import Guest, Link, RoomPlan, Stay


class PlainLink:
    """The same address for everybody; nobody reports who is inside.

    Presence is what our own page sees: it stays open beside the room.
    """

    batch_size = 500
    most_people = 1_000_000

    def prepare(self, plan: RoomPlan) -> str:
        """There is nothing to make."""
        return plan.external_id

    def open(self, _plan: RoomPlan) -> None:
        """It is always open."""

    def register(self, plan: RoomPlan, guests: Sequence[Guest]) -> list[Link]:
        """The room's address for each."""
        return [Link(guest.key, "", plan.address) for guest in guests]

    def registered(self, _plan: RoomPlan) -> list[Link]:
        """Nobody is known there."""
        return []

    def cancel(self, _plan: RoomPlan, _links: Sequence[Link]) -> None:
        """An address that all have cannot be taken back from one."""

    def present(self, _plan: RoomPlan) -> frozenset[str] | None:
        """Nobody reports it."""
        return None

    def stays(self, _plan: RoomPlan) -> list[Stay]:
        """Nobody reports them."""
        return []

    def host_address(self, plan: RoomPlan, _name: str) -> str:
        """The same address."""
        return plan.address
