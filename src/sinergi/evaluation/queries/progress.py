"""How field work goes, counted in the database: it is asked for while answers arrive.

Everything but the units is read from one index (`response_field_work`).
"""

import datetime as dt
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from django.db.models import Count, F, QuerySet, Sum

from sinergi.evaluation.enums import Audience, Flag, UnitRole, UnitState
from sinergi.evaluation.models import Instrument, Response, SampleUnit, Study
from sinergi.evaluation.statistics.quality import intraclass_of_groups

#: In whole numbers, as both databases divide them.
BEGUN_MINUTES = (F("duration_seconds") + 59) / 60


@dataclass(frozen=True, slots=True)
class StratumProgress:
    """What became of the units of a stratum, replacements that were called included."""

    label: str
    drawn: int
    states: Counter[str]

    @property
    def answered(self) -> int:
        """Units that answered."""
        return self.states[UnitState.ANSWERED]

    @property
    def refused(self) -> int:
        """Units that did not want to."""
        return self.states[UnitState.REFUSED]

    @property
    def unreachable(self) -> int:
        """Units that were not found."""
        return self.states[UnitState.UNREACHABLE]

    @property
    def open(self) -> int:
        """Units that are still to answer."""
        return self.states[UnitState.OPEN]

    @property
    def rate(self) -> float | None:
        """Answered of drawn; None where nothing was drawn."""
        return min(self.answered / self.drawn, 1.0) if self.drawn else None


@dataclass(slots=True)
class InterviewerProgress:
    """The responses of one interviewer, and how they look."""

    username: str
    name: str = ""
    count: int = 0
    flags: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    means: int = 0
    mean_sum: float = 0.0
    square_sum: float = 0.0
    median_minutes: float | None = None

    @property
    def straight_ratio(self) -> float:
        """The share of straight lines."""
        return self.flags[Flag.STRAIGHT_LINING] / self.count

    @property
    def speeder_ratio(self) -> float:
        """The share of those who were too fast."""
        return self.flags[Flag.SPEEDER] / self.count

    @property
    def mean(self) -> float | None:
        """The mean of their respondents' mean item."""
        return self.mean_sum / self.means if self.means else None


@dataclass(frozen=True, slots=True)
class Progress:
    """All that the page of field work shows.

    Attributes:
        responses: Responses that count.
        days: Responses that count by the day of their arrival, without gaps.
        icc: How alike the responses of an interviewer are; None where undefined.
    """

    strata: Sequence[StratumProgress]
    days: Sequence[tuple[dt.date, int]]
    interviewers: Sequence[InterviewerProgress]
    responses: int
    flags: Counter[str]
    flagged: int
    unchecked: int
    excluded: int
    superseded: int
    icc: float | None

    @property
    def total(self) -> StratumProgress:
        """The whole sample."""
        states: Counter[str] = Counter()
        for stratum in self.strata:
            states.update(stratum.states)
        return StratumProgress("", sum(one.drawn for one in self.strata), states)


def audiences_of(study: Study) -> list[str]:
    """Whom the questionnaires of a study ask, those in the field first."""
    found = set(study.instruments.values_list("audience", flat=True))
    return [value for value in Audience.values if value in found]


def progress_of(study: Study, audience: str) -> Progress:
    """How field work goes with the questionnaires of one audience."""
    instruments = list(
        Instrument.objects.filter(study=study, audience=audience).values_list(
            "pk", flat=True
        )
    )
    rows = Response.objects.filter(instrument__in=instruments).order_by()
    counted = rows.counted()
    people = _interviewers(study, counted)
    named = [one for one in people if one.username]
    return Progress(
        strata=strata_of(study),
        days=_days(counted),
        interviewers=named,
        responses=sum(one.count for one in people),
        flags=sum((one.flags for one in people), Counter()),
        flagged=sum(one.flagged for one in people),
        unchecked=rows.unchecked().count(),
        excluded=rows.exclude(excluded_reason="").count(),
        superseded=rows.filter(superseded_at__isnull=False).count(),
        icc=_likeness(named),
    )


def strata_of(study: Study) -> list[StratumProgress]:
    """The strata of a study and the states of their units."""
    states: defaultdict[int, Counter[str]] = defaultdict(Counter)
    drawn: Counter[int] = Counter()
    rows = SampleUnit.objects.filter(study=study).order_by()
    for stratum, role, state, count in rows.values_list(
        "stratum", "role", "state"
    ).annotate(count=Count("pk")):
        if state != UnitState.RESERVE:
            states[stratum][state] += count
        if role == UnitRole.MAIN:
            drawn[stratum] += count
    return [
        StratumProgress(label, drawn[pk], states[pk])
        for pk, label in study.strata.values_list("pk", "label")
    ]


def _days(rows: QuerySet[Response]) -> list[tuple[dt.date, int]]:
    found = dict(rows.values_list("received_on").annotate(count=Count("pk")).order_by())
    if not found:
        return []
    first, last = min(found), max(found)
    return [
        (day, found.get(day, 0))
        for day in (first + dt.timedelta(n) for n in range((last - first).days + 1))
    ]


def _interviewers(study: Study, rows: QuerySet[Response]) -> list[InterviewerProgress]:
    """One for each name that responses carry; the empty name is of the others."""
    names = dict(study.interviewers.values_list("username", "name"))
    people: dict[str, InterviewerProgress] = {}
    counts = rows.values_list("interviewer", "flags").annotate(
        count=Count("pk"),
        means=Count("item_mean"),
        mean_sum=Sum("item_mean"),
        square_sum=Sum(F("item_mean") * F("item_mean")),
    )
    for username, flags, count, means, mean_sum, square_sum in counts:
        one = people.setdefault(
            username, InterviewerProgress(username, names.get(username, username))
        )
        one.count += count
        one.flagged += count if flags else 0
        one.flags.update(dict.fromkeys(flags, count))
        one.means += means
        one.mean_sum += mean_sum or 0.0
        one.square_sum += square_sum or 0.0
    for username, median in _medians(rows).items():
        people[username].median_minutes = median
    return sorted(people.values(), key=lambda one: (-one.count, one.name))


def _medians(rows: QuerySet[Response]) -> dict[str, float]:
    """The median duration by interviewer, in minutes begun.

    Whole minutes leave the database with a few hundred counts to hand over.
    """
    minutes: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    timed = rows.filter(duration_seconds__isnull=False)
    for username, minute, count in (
        timed.values_list("interviewer", BEGUN_MINUTES)
        .annotate(count=Count("pk"))
        .order_by("interviewer", BEGUN_MINUTES)
    ):
        minutes[username].append((minute, count))
    return {name: median_of_counts(counts) for name, counts in minutes.items()}


def median_of_counts(counts: Sequence[tuple[int, int]]) -> float:
    """The median of values in order, each given with how often it occurs."""
    total = sum(count for _value, count in counts)
    reached = [*accumulate(count for _value, count in counts)]
    lower, upper = (
        counts[bisect_left(reached, place)][0]
        for place in ((total + 1) // 2, total // 2 + 1)
    )
    return (lower + upper) / 2


def _likeness(people: Sequence[InterviewerProgress]) -> float | None:
    """Intra-class correlation of the mean item by interviewer."""
    known = [one for one in people if one.means]
    return intraclass_of_groups(
        sizes=[one.means for one in known],
        means=[one.mean_sum / one.means for one in known],
        within=sum(max(_squares(one), 0.0) for one in known),
    )


def _squares(one: InterviewerProgress) -> float:
    """Squared distances of an interviewer's means from their own mean."""
    return one.square_sum - one.mean_sum**2 / one.means
