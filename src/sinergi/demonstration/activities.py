"""Invents one library's reports of one year: believable, not perfect (pure, seeded)."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from sinergi.demonstration import facts
from sinergi.demonstration.places import LibraryPlan
from sinergi.demonstration.words import (
    COLLABORATORS,
    FIELD_WEIGHTS,
    GROUPS_BY_FIELD,
    RETURN_REASONS,
    STRATEGY_WEIGHTS,
    TITLES,
    VENUES,
)
from sinergi.reports.content import ActivityContent, Cell, Payment

ZONE = ZoneInfo("Asia/Jakarta")
#: Attendance by month: the year starts slowly and peaks in September.
SEASON = (0.62, 0.75, 0.92, 0.78, 0.9, 1.02, 0.9, 1.2, 1.35, 1.25, 1.15, 1.0)
#: Mean activities a month of a library of vigour 1.
MONTHLY_MEAN = {"village": 0.71, "regency": 1.19, "province": 1.8}
MEAN_GROUP = {"village": 29, "regency": 40, "province": 62}
PAYERS = ("village_fund", "apbd_regency", "self", "csr", "apbn", "university")
PAYER_WEIGHTS = (46, 20, 18, 7, 6, 3)
AGE_SHARES = {
    "children": (0.62, 0.24, 0.12, 0.02),
    "youth": (0.2, 0.5, 0.26, 0.04),
    "women": (0.06, 0.16, 0.66, 0.12),
    "micro_enterprise": (0.0, 0.16, 0.72, 0.12),
    "farmers_fishers": (0.01, 0.12, 0.67, 0.2),
    "general": (0.18, 0.24, 0.46, 0.12),
}
AGE_BANDS = ("under_15", "15_24", "25_59", "60_plus")


@dataclass(frozen=True)
class InventedReport:
    """One report with the fate that it met; a returned one was reviewed too."""

    id: uuid.UUID
    content: ActivityContent
    state: str
    submitted_at: dt.datetime | None
    reviewed_at: dt.datetime | None
    evidence: tuple[str, ...]
    return_reason: str


def year_of(
    plan: LibraryPlan, year: int, months: range, rng: random.Random
) -> Iterator[InventedReport]:
    """The reports of one library in some months of a year, oldest first."""
    if plan.is_silent or not plan.has_account:
        return
    for month in months:
        if dt.date(year, month, 28) < dt.date(plan.intake_year, 4, 1):
            continue
        mean = MONTHLY_MEAN[plan.kind] * plan.vigour * SEASON[month - 1]
        previous: InventedReport | None = None
        for _ in range(_poisson(mean, rng)):
            if previous is not None and rng.random() < 0.012:
                yield _near_copy(previous, rng)
                continue
            previous = _report(plan, year, month, rng)
            yield previous


def _report(
    plan: LibraryPlan, year: int, month: int, rng: random.Random
) -> InventedReport:
    content = _content(plan, year, month, rng)
    submitted_at = _submitted_at(content, plan.care, rng)
    state, reason = _fate(submitted_at, plan.care, rng)
    has_evidence = rng.random() < 0.25 + 0.7 * plan.care
    return InventedReport(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        content=content,
        state=state,
        submitted_at=None if state == "draft" else submitted_at,
        reviewed_at=(
            submitted_at + dt.timedelta(hours=rng.uniform(4, 160))
            if state in {"verified", "returned"}
            else None
        ),
        evidence=(
            tuple(
                f"foto-{rng.randrange(10_000):04d}.jpg"
                for _ in range(rng.randint(1, 3))
            )
            if has_evidence
            else ()
        ),
        return_reason=reason,
    )


def _content(
    plan: LibraryPlan, year: int, month: int, rng: random.Random
) -> ActivityContent:
    strategy = rng.choices(list(STRATEGY_WEIGHTS), list(STRATEGY_WEIGHTS.values()))[0]
    field = _field(strategy, plan, rng)
    started_on = dt.date(year, month, rng.randint(1, 28))
    total = _attendances(strategy, plan, rng)
    return ActivityContent(
        strategy=strategy,
        field=field,
        title=_title(strategy, field, rng),
        started_on=started_on,
        place=rng.choice(VENUES),
        collaborators=rng.choice(COLLABORATORS) if rng.random() < 0.55 else "",
        attendances=total,
        persons=round(total * rng.uniform(0.7, 1))
        if total and rng.random() < 0.4
        else None,
        breakdown=_breakdown(total, GROUPS_BY_FIELD[field], rng),
        money=_money(rng),
    )


def _field(strategy: str, plan: LibraryPlan, rng: random.Random) -> str:
    offered = list(TITLES[strategy])
    weights = [FIELD_WEIGHTS[field] for field in offered]
    if plan.care < 0.45:  # the careless stay with their two favourites
        offered, weights = offered[:2], weights[:2]
    return rng.choices(offered, weights)[0]


def _title(strategy: str, field: str, rng: random.Random) -> str:
    title = rng.choice(TITLES[strategy][field])
    if strategy == "community_involvement" and rng.random() < 0.45:
        return f"{title} (pertemuan {rng.randint(2, 8)})"
    return title


def _attendances(strategy: str, plan: LibraryPlan, rng: random.Random) -> int | None:
    if strategy == "publication" and rng.random() < 0.5:
        return None
    if strategy == "information_services" and rng.random() < 0.3:
        return 0
    share = 1.0 if strategy == "community_involvement" else 0.7
    return max(4, round(MEAN_GROUP[plan.kind] * share * rng.lognormvariate(0, 0.5)))


def _breakdown(total: int | None, group: str, rng: random.Random) -> tuple[Cell, ...]:
    """Sex by age for most, sex alone for some, nothing for a few."""
    draw = rng.random()
    if not total or draw < 0.07:
        return ()
    female = round(total * min(0.97, max(0.05, rng.gauss(0.61, 0.14))))
    parts = {"female": female, "male": total - female}
    cells: list[Cell] = []
    if draw < 0.25:
        cells = [Cell(sex=sex, attendances=count) for sex, count in parts.items()]
    else:
        for sex, count in parts.items():
            for band, share in zip(
                AGE_BANDS, _split(count, AGE_SHARES[group]), strict=True
            ):
                if share:
                    cells.append(Cell(sex=sex, age_band=band, attendances=share))
    if rng.random() < 0.45:
        with_disability = min(total, int(rng.expovariate(0.9)))
        cells.append(Cell(disability="with", attendances=with_disability))
    if rng.random() < 0.6:
        cells.append(Cell(target_group=group, attendances=round(total * 0.8)))
    return tuple(cells)


def _split(count: int, shares: tuple[float, ...]) -> list[int]:
    parts = [int(count * share) for share in shares]
    parts[shares.index(max(shares))] += count - sum(parts)
    return parts


def _money(rng: random.Random) -> tuple[Payment, ...]:
    if rng.random() < 0.3:
        return ()
    payer = rng.choices(PAYERS, PAYER_WEIGHTS)[0]
    amount = Decimal(rng.randint(3, 130) * 50_000)
    return (Payment(payer, amount, is_in_kind=rng.random() < 0.12),)


def _submitted_at(
    content: ActivityContent, care: float, rng: random.Random
) -> dt.datetime:
    """Days after the activity; the careless wait past the fifth of next month."""
    assert content.started_on is not None  # noqa: S101 - invented with a date
    wait = rng.expovariate(1 / (4 + 26 * (1 - care)))
    at = dt.datetime.combine(content.started_on, dt.time(9), ZONE)
    return at + dt.timedelta(days=1 + wait, minutes=rng.uniform(0, 500))


def _fate(
    submitted_at: dt.datetime, care: float, rng: random.Random
) -> tuple[str, str]:
    """Where the report stands on the day of the demonstration."""
    draw = rng.random()
    if draw < 0.012:
        return "draft", ""
    if draw < 0.012 + 0.03 * (1 - care):
        return "returned", rng.choice(RETURN_REASONS)
    days = (dt.datetime.combine(facts.TODAY, dt.time(23, 59), ZONE) - submitted_at).days
    is_recent = 0 <= days < 10
    if draw > (0.45 if is_recent else 0.985):
        return "submitted", ""
    return "verified", ""


def _near_copy(report: InventedReport, rng: random.Random) -> InventedReport:
    """What officers must notice: the same activity typed again a little later."""
    content = report.content
    assert content.started_on is not None  # noqa: S101 - invented with a date
    again = dt.timedelta(days=rng.randint(0, 2))
    return InventedReport(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        content=ActivityContent(
            strategy=content.strategy,
            field=content.field,
            title=f"{content.title}.",
            started_on=content.started_on + again,
            place=content.place,
            attendances=content.attendances,
            breakdown=content.breakdown,
        ),
        state="submitted" if report.state == "verified" else report.state,
        submitted_at=report.submitted_at,
        reviewed_at=None if report.state == "verified" else report.reviewed_at,
        evidence=report.evidence,
        return_reason=report.return_reason,
    )


def _poisson(mean: float, rng: random.Random) -> int:
    """A Poisson count by multiplication; fine for the small means here."""
    limit = 2.718281828459045**-mean
    count, product = 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
