"""What followed the meeting of 2022: presence, certificates, feedback, plans."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from sinergi.demonstration import facts
from sinergi.demonstration import follow_up as data
from sinergi.meetings.enums import Channel
from sinergi.meetings.followup import MonthValue, Way, months_before, value_over
from sinergi.meetings.models import Delegation, Meeting, Participant, Session
from sinergi.meetings.queries.presence import presences_at
from sinergi.meetings.services.certificates import (
    issue_certificates,
    set_certificate_rules,
)
from sinergi.meetings.services.feedback import Rating, store_feedback
from sinergi.meetings.services.materials import MaterialContent, add_material
from sinergi.meetings.services.plans import BulkPlan, PlanContent, write_plans
from sinergi.reports.enums import COUNTED
from sinergi.reports.models import Activity

#: Out of a hundred: how many answer, and rate a session.
ANSWERING, RATED = 60, 40


def follow_up(meeting: Meeting, delegations: Sequence[Delegation]) -> None:
    """Certificates, feedback, minutes and a plan for each delegation."""
    rng = random.Random(facts.SEED + 1)  # noqa: S311 - a seed
    people = list(
        Participant.objects.filter(meeting=meeting, channel=Channel.ON_SITE).order_by(
            "pk"
        )
    )
    sessions = list(meeting.sessions.order_by("starts_at", "pk"))
    set_certificate_rules(by=None, meeting=meeting, minimums=data.MINIMUM_MINUTES)
    issue_certificates(by=None, meeting=meeting, presence=presences_at(meeting))
    store_feedback(by=None, meeting=meeting, rows=_feedback(people, sessions, rng))
    _plans(meeting, delegations, rng)
    add_material(
        by=None,
        meeting=meeting,
        content=MaterialContent(
            kind="minutes",
            title="Risalah pertemuan (contoh)",
            text=data.MINUTES_OF,
            is_public=True,
        ),
    )


def _feedback(
    people: Sequence[Participant], sessions: Sequence[Session], rng: random.Random
) -> list[tuple[int, Rating]]:
    rated = [one for one in sessions if one.kind not in ("other", "sharing_class")]
    return [
        (
            person.pk,
            Rating(
                session,
                rng.choices((2, 3, 4, 5), (1, 4, 10, 8))[0],
                rng.choice(data.COMMENTS) if rng.randrange(100) < 4 else "",
            ),
        )
        for person in people
        if rng.randrange(100) < ANSWERING
        for session in rated
        if rng.randrange(100) < RATED
    ]


def _plans(
    meeting: Meeting, delegations: Sequence[Delegation], rng: random.Random
) -> None:
    first, last = months_before(meeting.starts_on)
    libraries = [row.library for row in delegations if row.library is not None]
    known = _reported([library.pk for library in libraries], first, last)
    topics = {
        measure: topic for topic in meeting.topics.all() for measure in topic.measures
    }
    rows = []
    for delegation in delegations:
        plan = rng.choice(data.PLANS)
        baseline = value_over(
            known.get((delegation.library_id or 0, plan.measure), []), Way.MEAN
        )
        rows.append(
            BulkPlan(
                delegation,
                PlanContent(
                    what=rng.choice(plan.what),
                    measure=plan.measure,
                    target_value=_target(baseline, plan.floor),
                    due_on=dt.date.fromisoformat(rng.choice(data.DUE)),
                    helpers=rng.choice(data.HELPERS),
                    practice=plan.practice,
                    practice_library=rng.choice(libraries),
                    topic=topics.get(plan.measure),
                ),
                baseline,
            )
        )
    write_plans(by=None, meeting=meeting, rows=rows)


def _target(baseline: Decimal | None, floor: int) -> Decimal:
    """A fifth more than before, in whole or half ones."""
    if not baseline:
        return Decimal(floor)
    return (baseline * Decimal("2.4")).quantize(Decimal(1), ROUND_CEILING) / 2


def _reported(
    libraries: Sequence[int], first: dt.date, last: dt.date
) -> dict[tuple[int, str], list[MonthValue]]:
    """The months of some libraries from the reports: no figures are built yet."""
    strategies = ("community_involvement", "advocacy", "publication")
    counts = {
        f"activities_{name}": Count("pk", filter=Q(strategy=name))
        for name in strategies
    }
    rows = (
        Activity.objects.filter(
            library__in=libraries,
            state__in=COUNTED,
            started_on__gte=first,
            started_on__lt=last + dt.timedelta(days=31),
        )
        .order_by()
        .values("library_id", month=TruncMonth("started_on"))
        .annotate(attended=Sum("attendances"), **counts)
    )
    columns = {"attendances": "attended", **{name: name for name in counts}}
    found: dict[tuple[int, str], list[MonthValue]] = defaultdict(list)
    for row in rows:
        values: dict[str, Any] = dict(row)
        month = values["month"]
        for name, column in columns.items():
            if month <= last and values[column] is not None:
                found[values["library_id"], name].append(
                    MonthValue(month, values[column])
                )
    return found
