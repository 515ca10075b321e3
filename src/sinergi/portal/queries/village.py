"""What a village manager sees first: the light, what to do next, this month."""

import datetime as dt
from dataclasses import dataclass

from sinergi.accounts.models import User
from sinergi.indicators.queries import Cut, Explanation, explain
from sinergi.meetings.models import Delegation
from sinergi.meetings.queries.invitations import coming_invitations
from sinergi.network.enums import Role
from sinergi.network.models import Assignment, Library
from sinergi.reports.queries import MonthSummary, month_summary

#: Rows in each card of the page, so that it stays short on a phone.
ROWS = 5
STEPS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that would raise the score; `gain` in hundredths of a point."""

    advice: str
    note_actual: object
    note_target: object
    gain: int
    is_photo: bool


@dataclass(frozen=True, slots=True)
class VillageHome:
    """The home of one library in one month."""

    library: Library
    month: dt.date
    explanation: Explanation
    steps: tuple[Step, ...]
    is_enough: bool
    summary: MonthSummary
    invitations: tuple[Delegation, ...]


def managed_libraries(user: User) -> list[Library]:
    """The libraries that the person manages today, by name."""
    held = Assignment.objects.in_force().filter(
        user_id=user.pk, role=Role.VILLAGE_MANAGER
    )
    return list(
        Library.objects.reportable_by(user)
        .filter(pk__in=held.values("library_id"))
        .select_related("region__parent__parent")
        .order_by("name", "pk")
    )


def village_home(library: Library, month: dt.date) -> VillageHome:
    """Everything on the home of a library that the caller fetched by permission."""
    explanation = explain(library, Cut(first=month, last=month))
    lines = sorted(explanation.lines, key=lambda line: -line.gain)
    steps = tuple(
        Step(
            advice=line.advice,
            note_actual=line.actual,
            note_target=line.target,
            gain=line.gain,
            is_photo="evidence" in line.measure,
        )
        for line in lines[:STEPS]
        if line.gain > 0
    )
    distance = explanation.to_next_band
    return VillageHome(
        library=library,
        month=month,
        explanation=explanation,
        steps=steps,
        is_enough=bool(distance and steps and steps[0].gain >= distance),
        summary=month_summary(library, month),
        invitations=tuple(coming_invitations(library)[:ROWS]),
    )
