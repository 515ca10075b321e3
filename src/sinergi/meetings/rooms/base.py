"""What every provider of an online room can do for us, and how it fails."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sinergi.meetings.enums import RoomProblem


@dataclass(frozen=True)
class RoomPlan:
    """What the provider is told of a room."""

    title: str
    starts_at: dt.datetime
    minutes: int
    days: int
    time_zone: str
    capacity: int
    external_id: str = ""
    address: str = ""


@dataclass(frozen=True)
class Guest:
    """Somebody who needs a link. `key` is their ticket's code: never their e-mail."""

    key: str
    name: str
    organisation: str = ""


@dataclass(frozen=True)
class Link:
    """The personal link of somebody, as the provider gave it."""

    key: str
    registrant_id: str
    address: str


@dataclass(frozen=True)
class Stay:
    """One stay in the room by the provider's account, after the meeting."""

    reference: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    registrant_id: str = ""
    key: str = ""


class Provider(Protocol):
    """A provider of online rooms.

    Every call may raise a `RoomFault`; a `Busy` one is worth another try later.
    """

    #: People that one call registers at most.
    batch_size: int
    #: People that one room takes as registered at most.
    most_people: int

    def prepare(self, plan: RoomPlan, /) -> str:
        """Make the room, or take over the one of `plan.external_id`; its id."""

    def open(self, plan: RoomPlan, /) -> None:
        """See to it that the room can be entered; a repeat changes nothing."""

    def register(self, plan: RoomPlan, guests: Sequence[Guest], /) -> list[Link]:
        """Links of these people; whoever is missing in the answer got none."""

    def registered(self, plan: RoomPlan, /) -> list[Link]:
        """Links that the provider has given already."""

    def cancel(self, plan: RoomPlan, links: Sequence[Link], /) -> None:
        """Take these links back."""

    def present(self, plan: RoomPlan, /) -> frozenset[str] | None:
        """Keys of those inside now; None where the provider reports otherwise."""

    def stays(self, plan: RoomPlan, /) -> list[Stay]:
        """Who was inside and when, after the meeting."""

    def host_address(self, plan: RoomPlan, name: str, /) -> str:
        """Where the committee enters as host."""


class RoomFault(Exception):
    """The provider did not do it. `detail` holds codes for the log, never names."""

    def __init__(self, problem: RoomProblem, detail: str = "") -> None:
        super().__init__(f"{problem.value} {detail}".strip())
        self.problem = problem
        self.detail = detail


class Busy(RoomFault):
    """Worth another try: too many requests, or a failure on the provider's side.

    `wait_seconds` is how long the provider asks us to wait, if it does; `is_unsure`:
    the request may have been carried out all the same.
    """

    def __init__(
        self,
        problem: RoomProblem,
        detail: str = "",
        *,
        wait_seconds: float | None = None,
        is_unsure: bool = False,
    ) -> None:
        super().__init__(problem, detail)
        self.wait_seconds = wait_seconds
        self.is_unsure = is_unsure
