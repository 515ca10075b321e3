"""Invents one library's reports of one year: believable, not perfect (pure, seeded)."""

import calendar
import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from sinergi.demonstration import facts
from sinergi.demonstration.places import LibraryPlan
from sinergi.demonstration.subjects import (
    AUDIENCES,
    BLANKS,
    SUBJECTS,
    VENUES,
    Subject,
)
from sinergi.demonstration.words import (
    FIELD_WEIGHTS,
    PAYER_WEIGHTS,
    RETURN_REASONS,
    STRATEGY_WEIGHTS,
)
from sinergi.reports.content import ActivityContent, Cell, Payment

ZONE = ZoneInfo("Asia/Jakarta")
#: Attendance by month: the year starts slowly and peaks in September.
SEASON = (0.62, 0.75, 0.92, 0.78, 0.9, 1.02, 0.9, 1.2, 1.35, 1.25, 1.15, 1.0)
#: Mean activities a month of a library of vigour 1.
MONTHLY_MEAN = {"village": 0.71, "regency": 1.19, "province": 1.8}
MEAN_GROUP = {"village": 36, "regency": 50, "province": 70}
#: People at a meeting of officials, at any level.
MEETING = 32
#: Monday to Sunday.
WEEKDAYS = (1.0, 1.1, 1.1, 1.1, 1.0, 1.2, 0.5)
HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), (8, 17), (12, 25)}
AGE_BANDS = ("under_15", "15_24", "25_59", "60_plus")
#: A number with two zeros too many, now and then.
TYPING_SLIP = 0.0008


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
    """The reports of one library in some months of a year, oldest first.

    A year up to the demonstration's today stands as it stood that evening; a later
    one is told to its end.
    """
    if plan.is_silent or not plan.has_account:
        return
    meetings: Counter[str] = Counter()
    for month in months:
        if dt.date(year, month, 28) < dt.date(plan.intake_year, 4, 1):
            continue
        mean = MONTHLY_MEAN[plan.kind] * plan.vigour * SEASON[month - 1]
        chosen = [_choice(plan, month, rng) for _ in range(_poisson(mean, rng))]
        dated = [(_day(one[2], year, month, rng), *one) for one in chosen]
        for day, strategy, field, subject in sorted(dated, key=lambda row: row[0]):
            content = _content(plan, (strategy, field), subject, day, rng)
            if subject.is_series:
                meetings[content.title] += 1
                content = _numbered(content, meetings[content.title])
            report = _report(plan, content, rng)
            yield report
            if rng.random() < 0.012 and report.state != "draft":
                yield _near_copy(report, rng)


def _choice(
    plan: LibraryPlan, month: int, rng: random.Random
) -> tuple[str, str, Subject]:
    """Strategy, field and subject that suit the library and the month."""
    level = "village" if plan.kind == "village" else "office"
    strategy = _drawn(STRATEGY_WEIGHTS, rng)
    offered = {
        field: fitting
        for field, subjects in SUBJECTS[strategy].items()
        if (fitting := [s for s in subjects if _fits(s, level, month)])
    }
    if plan.care < 0.45:  # the careless stay with their two favourites
        start = int(plan.region[-1]) % len(offered)
        offered = dict([*offered.items(), *offered.items()][start : start + 2])
    field = _drawn({name: FIELD_WEIGHTS[name] for name in offered}, rng)
    return strategy, field, rng.choice(offered[field])


def _fits(subject: Subject, level: str, month: int) -> bool:
    return level in subject.levels and (not subject.months or month in subject.months)


def _day(subject: Subject, year: int, month: int, rng: random.Random) -> dt.date:
    """A day on which such a thing takes place."""
    first = dt.date(year, month, 1)
    last = calendar.monthrange(year, month)[1]
    days = [first + dt.timedelta(days=number) for number in range(last)]
    if subject.weekday is not None:
        return rng.choice([day for day in days if day.weekday() == subject.weekday])
    weights = [
        0
        if (day.month, day.day) in HOLIDAYS
        or (subject.is_on_workdays and day.weekday() > 4)
        else WEEKDAYS[day.weekday()]
        for day in days
    ]
    return rng.choices(days, weights)[0]


def _content(
    plan: LibraryPlan,
    kind: tuple[str, str],
    subject: Subject,
    day: dt.date,
    rng: random.Random,
) -> ActivityContent:
    strategy, field = kind
    blanks = BLANKS[plan.place_kind]
    level = "village" if plan.kind == "village" else "office"
    total = _attendances(subject, plan, rng)
    helper = rng.choice(subject.helpers) if subject.helpers else ""
    is_told = rng.random() < 0.25 + 0.6 * plan.care
    return ActivityContent(
        strategy=strategy,
        field=field,
        title=subject.title.format(**blanks),
        started_on=day,
        description=subject.outcome.format(**blanks) if is_told else "",
        place=rng.choice(VENUES[level][subject.place]).format(**blanks),
        collaborators=_capital(helper.format(**blanks)) if rng.random() < 0.6 else "",
        attendances=total,
        persons=_persons(subject, total, rng) if total and rng.random() < 0.4 else None,
        breakdown=_breakdown(subject, total, rng),
        money=_money(subject, plan, total, rng),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _numbered(content: ActivityContent, meeting: int) -> ActivityContent:
    if meeting == 1:
        return content
    return replace(content, title=f"{content.title} (pertemuan {meeting})")


def _attendances(subject: Subject, plan: LibraryPlan, rng: random.Random) -> int | None:
    """None where nobody is counted, as for a broadcast."""
    if not subject.size:
        return None
    if subject.audience == "officials":
        return max(4, round(MEETING * subject.size * rng.lognormvariate(0, 0.3)))
    spread = rng.lognormvariate(0, 0.4)
    return max(4, round(MEAN_GROUP[plan.kind] * subject.size * spread))


def _persons(subject: Subject, total: int, rng: random.Random) -> int:
    return round(total * rng.uniform(0.7, 1)) if subject.is_series else total


def _breakdown(
    subject: Subject, total: int | None, rng: random.Random
) -> tuple[Cell, ...]:
    """Sex by age for most, sex alone for some, nothing for a few."""
    draw = rng.random()
    if not total or draw < 0.07:
        return ()
    audience = AUDIENCES[subject.audience]
    female = total
    if audience.female < 1:
        share = min(0.98, max(0.02, rng.gauss(audience.female, 0.1)))
        female = round(total * share)
    parts = {"female": female, "male": total - female}
    cells = [
        Cell(sex=sex, age_band=band, attendances=count)
        for sex, people in parts.items()
        for band, count in zip(AGE_BANDS, _split(people, audience.ages), strict=True)
        if count
    ]
    if draw < 0.25:
        cells = [Cell(sex=sex, attendances=n) for sex, n in parts.items() if n]
    if audience.group == "disability":
        cells.append(Cell(disability="with", attendances=round(total * 0.7)))
    elif rng.random() < 0.45:
        with_disability = min(total, int(rng.expovariate(0.9)))
        cells.append(Cell(disability="with", attendances=with_disability))
    if rng.random() < 0.6:
        reached = round(total * rng.uniform(0.7, 1))
        cells.append(Cell(target_group=audience.group, attendances=reached))
    return tuple(cells)


def _split(count: int, shares: tuple[float, ...]) -> list[int]:
    parts = [int(count * share) for share in shares]
    parts[shares.index(max(shares))] += count - sum(parts)
    return parts


def _money(
    subject: Subject, plan: LibraryPlan, total: int | None, rng: random.Random
) -> tuple[Payment, ...]:
    """What it cost: one payer mostly, two now and then, nothing where it is free."""
    if not subject.cost or rng.random() < 0.2:
        return ()
    kind = "regency" if plan.place_kind == "city" else plan.place_kind
    thousands = subject.cost * (total or 1) * rng.lognormvariate(0, 0.3)
    amount = max(50_000, round(thousands / 25) * 25_000)
    payer = _drawn(PAYER_WEIGHTS[kind], rng)
    is_in_kind = payer in {"csr", "university"} and rng.random() < 0.5
    first = Payment(payer, Decimal(amount), is_in_kind=is_in_kind)
    if rng.random() < 0.88 or payer == "self":
        return (first,)
    return (first, Payment("self", Decimal(round(amount / 100_000) * 25_000 + 25_000)))


def _report(
    plan: LibraryPlan, content: ActivityContent, rng: random.Random
) -> InventedReport:
    day = content.started_on
    assert day is not None  # noqa: S101 - invented with a date
    is_told_to_its_end = day > facts.TODAY
    if rng.random() < TYPING_SLIP and content.attendances and not is_told_to_its_end:
        wrong = max(content.attendances, 10) * 100
        content = replace(content, attendances=wrong, persons=None, breakdown=())
    submitted_at = _submitted_at(day, plan.care, rng)
    reviewed_at = _reviewed_at(submitted_at, rng)
    state, reason = "verified", ""
    if not is_told_to_its_end:
        state, reason = _fate(content, submitted_at, reviewed_at, plan.care, rng)
    has_evidence = rng.random() < 0.25 + 0.7 * plan.care
    return InventedReport(
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        content=content,
        state=state,
        submitted_at=None if state == "draft" else submitted_at,
        reviewed_at=reviewed_at if state in {"verified", "returned"} else None,
        evidence=_evidence(day, rng) if has_evidence else (),
        return_reason=reason,
    )


def _evidence(day: dt.date, rng: random.Random) -> tuple[str, ...]:
    """Names of photographs as phones write them."""
    first = rng.randrange(1000, 9000)
    return tuple(
        f"IMG_{day:%Y%m%d}_{first + number}.jpg" for number in range(rng.randint(1, 3))
    )


def _submitted_at(day: dt.date, care: float, rng: random.Random) -> dt.datetime:
    """Days after the activity; the careless wait past the fifth of next month.

    What would be sent only after the demonstration's today was sent in its last days.
    """
    wait = int(rng.expovariate(1 / (4 + 26 * (1 - care))))
    sent_on = day + dt.timedelta(days=wait)
    if day <= facts.TODAY < sent_on:
        sent_on = day + dt.timedelta(days=rng.randint(0, (facts.TODAY - day).days))
    hour = rng.choice((8, 9, 9, 10, 10, 11, 13, 14, 14, 15, 16, 19, 20, 21))
    return dt.datetime.combine(
        sent_on, dt.time(hour, rng.randrange(60), rng.randrange(60)), ZONE
    )


def _reviewed_at(submitted_at: dt.datetime, rng: random.Random) -> dt.datetime:
    """Some days later, when the office is open."""
    day = submitted_at.date() + dt.timedelta(days=rng.randint(1, 8))
    day += dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    return dt.datetime.combine(
        day, dt.time(rng.choice((8, 9, 10, 11, 13, 14, 15)), rng.randrange(60)), ZONE
    )


def _fate(
    content: ActivityContent,
    submitted_at: dt.datetime,
    reviewed_at: dt.datetime,
    care: float,
    rng: random.Random,
) -> tuple[str, str]:
    """Where the report stands on the evening of the demonstration's today."""
    draw = rng.random()
    is_recent = (facts.TODAY - submitted_at.date()).days < 10
    if draw < (0.1 if is_recent else 0.008):
        return "draft", ""
    if reviewed_at.date() > facts.TODAY:
        return "submitted", ""
    if (content.attendances or 0) >= 1_000:
        return "submitted", ""
    if draw > 0.99 - 0.04 * (1 - care):
        return "returned", rng.choice(RETURN_REASONS)
    return ("submitted", "") if draw > 0.96 else ("verified", "")


def _near_copy(report: InventedReport, rng: random.Random) -> InventedReport:
    """What officers must notice: the same activity typed again a little later."""
    content = report.content
    assert content.started_on is not None  # noqa: S101 - invented with a date
    assert report.submitted_at is not None  # noqa: S101 - a draft is not copied
    is_returned = content.started_on > facts.TODAY
    sent_at = report.submitted_at + dt.timedelta(hours=rng.randint(24, 60))
    if not is_returned:
        evening = dt.datetime.combine(facts.TODAY, dt.time(22, 30), ZONE)
        sent_at = min(sent_at, evening)
    again = content.started_on + dt.timedelta(days=rng.randint(0, 2))
    title = rng.choice((f"{content.title}.", content.title.upper(), content.title))
    return replace(
        report,
        id=uuid.UUID(int=rng.getrandbits(128), version=4),
        content=replace(
            content, title=title, started_on=min(again, sent_at.date()), money=()
        ),
        state="returned" if is_returned else "submitted",
        submitted_at=sent_at,
        reviewed_at=_reviewed_at(sent_at, rng) if is_returned else None,
        return_reason="Kegiatan ini sudah dilaporkan." if is_returned else "",
    )


def _drawn(weights: dict[str, int], rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _poisson(mean: float, rng: random.Random) -> int:
    """A Poisson count by multiplication; fine for the small means here."""
    limit = 2.718281828459045**-mean
    count, product = 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
