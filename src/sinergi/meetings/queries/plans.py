"""Action plans: those of a delegation, those of a meeting, and what to begin with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from sinergi.core.formatting import language
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.queries.scores import explain
from sinergi.indicators.queries.shapes import Cut, Line
from sinergi.meetings.followup import Verdict, months_before
from sinergi.meetings.models import ActionPlan, Delegation, Meeting, Topic
from sinergi.meetings.queries.followup import (
    Movement,
    is_plannable,
    movements_of,
    plannable_measures,
)
from sinergi.network.models import Library

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from sinergi.accounts.models import User

#: From the worst light to the best.
LIGHTS = ("red", "yellow", "green")
MATCHES = 6


@dataclass(frozen=True)
class PlanFilter:
    """Which plans of a meeting are wanted; empty means all."""

    search: str = ""
    province: str = ""
    kind: str = ""
    measure: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class FollowedPlan:
    """A plan with what the reports say of it."""

    plan: ActionPlan
    movement: Movement

    @property
    def measure_name(self) -> str:
        """The indicator's name in the reader's language."""
        return measure_name(self.plan.measure)


@dataclass(frozen=True)
class PlanCounts:
    """How many plans there are, and how many of each verdict."""

    total: int
    verdicts: dict[str, int]

    @property
    def answered(self) -> int:
        """Plans of which the reports can say whether the indicator moved."""
        return sum(
            self.verdicts[name]
            for name in (Verdict.REACHED, Verdict.MOVED, Verdict.NOT_YET)
        )

    @property
    def risen(self) -> int:
        """Plans whose indicator moved towards the target or reached it."""
        return self.verdicts[Verdict.REACHED] + self.verdicts[Verdict.MOVED]


def measure_name(key: str) -> str:
    """A measure's name in the reader's language."""
    measure = MEASURES.get(key)
    return measure.name(language()) if measure else key


def plans_for(
    user: "User | AnonymousUser", meeting: Meeting, wanted: PlanFilter
) -> QuerySet[ActionPlan]:
    """The plans of a meeting that somebody may see, without asking the reports."""
    rows = (
        ActionPlan.objects.visible_to(user)
        .filter(delegation__meeting=meeting)
        .select_related(
            "delegation__meeting",
            "delegation__library__region",
            "practice_library",
            "topic",
        )
        .order_by("delegation__name", "pk")
    )
    if wanted.search:
        rows = rows.filter(
            Q(what__icontains=wanted.search)
            | Q(delegation__name__icontains=wanted.search)
            | Q(delegation__library__region__name__icontains=wanted.search)
        )
    if wanted.province:
        code = wanted.province
        rows = rows.filter(
            Q(delegation__library__region=code)
            | Q(delegation__library__region__code__startswith=f"{code}.")
        )
    if wanted.kind:
        rows = rows.filter(delegation__library__kind=wanted.kind)
    if wanted.measure:
        rows = rows.filter(measure=wanted.measure)
    return rows


def followed(plans: Iterable[ActionPlan], verdict: str = "") -> list[FollowedPlan]:
    """Plans with what the reports say of them; only those of a verdict, if asked."""
    rows = list(plans)
    movements = movements_of(rows)
    found = [FollowedPlan(plan, movements[plan.pk]) for plan in rows]
    return [one for one in found if verdict in ("", one.movement.verdict)]


def counts_of(rows: Sequence[FollowedPlan]) -> PlanCounts:
    """How many plans there are of each verdict."""
    found = Counter(one.movement.verdict.value for one in rows)
    return PlanCounts(len(rows), {one.value: found[one.value] for one in Verdict})


def counts_by_measure(
    rows: Sequence[FollowedPlan],
) -> list[tuple[str, PlanCounts]]:
    """The counts of each indicator, those with most plans first."""
    groups: dict[str, list[FollowedPlan]] = defaultdict(list)
    for one in rows:
        groups[one.plan.measure].append(one)
    found = [(measure, counts_of(some)) for measure, some in groups.items()]
    return sorted(found, key=lambda pair: (-pair[1].total, pair[0]))


def plans_at(meeting: Meeting) -> list[FollowedPlan]:
    """Every plan of a meeting, for sums that name nobody."""
    rows = ActionPlan.objects.filter(delegation__meeting=meeting)
    return followed(rows.select_related("delegation__meeting"))


def plan_for(
    user: "User | AnonymousUser", meeting: Meeting, pk: int
) -> ActionPlan | None:
    """One plan that somebody may see; None to a stranger."""
    return plans_for(user, meeting, PlanFilter()).filter(pk=pk).first()


def may_write(user: "User | AnonymousUser", plan: ActionPlan) -> bool:
    """Whether somebody may change a plan."""
    return ActionPlan.objects.editable_by(user).filter(pk=plan.pk).exists()


def plans_of(delegation: Delegation) -> list[FollowedPlan]:
    """A delegation's plans with what the reports say."""
    rows = delegation.plans.select_related(
        "delegation__meeting", "practice_library", "topic"
    )
    return followed(rows)


@dataclass(frozen=True)
class Suggestion:
    """An indicator of a library's report card, for the beginning of a plan."""

    measure: str
    name: str
    colour: str
    advice: str


def suggestions_for(library: Library, meeting: Meeting) -> list[Suggestion]:
    """The library's indicators of the year before a meeting, red ones first.

    What the scheme judges by months alone (a variety) is left out, as single months
    cannot show it move.
    """
    first, last = months_before(meeting.starts_on)
    lines = [
        line
        for line in explain(library, Cut(first=first, last=last)).lines
        if is_plannable(line.measure)
    ]
    lines.sort(key=lambda line: (LIGHTS.index(line.colour), -line.gain))
    return [_suggestion(line) for line in lines if line.colour in LIGHTS]


def _suggestion(line: Line) -> Suggestion:
    return Suggestion(line.measure, line.indicator, line.colour, line.advice)


def measure_choices(suggested: Sequence[Suggestion]) -> list[tuple[str, str]]:
    """The indicators to choose from; the suggested ones come first."""
    first = [(one.measure, one.name) for one in suggested]
    known = {one.measure for one in suggested}
    rest = [
        (measure.key, measure.name(language()))
        for measure in plannable_measures()
        if measure.key not in known
    ]
    return [*first, *rest]


def partners_like(meeting: Meeting, text: str) -> list[Library]:
    """Libraries of the meeting's delegations whose name or place has all the words."""
    rows = Library.objects.filter(
        pk__in=Delegation.objects.filter(meeting=meeting).values("library")
    )
    for word in text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(region__name__icontains=word))
    return list(rows.select_related("region").order_by("name", "pk")[:MATCHES])


def topics_of(meeting: Meeting) -> QuerySet[Topic]:
    """What could be learnt in the sharing classes."""
    return meeting.topics.all()


def measures_planned(meeting: Meeting) -> list[tuple[str, str]]:
    """The indicators at which the plans of a meeting aim, by name."""
    keys = ActionPlan.objects.filter(delegation__meeting=meeting).order_by()
    found = keys.values_list("measure", flat=True).distinct()
    return sorted(((key, measure_name(key)) for key in found), key=lambda pair: pair[1])
