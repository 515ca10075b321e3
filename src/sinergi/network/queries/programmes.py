"""Programmes and the stages of their years."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from sinergi.core.dates import today
from sinergi.network.models import Partnership, Programme, ProgrammeStage

DEFAULT_KEY = "tpbis"
#: A stage of so many days is no next step: it goes on all year.
WHOLE_YEAR = 300


def programme_default() -> Programme | None:
    """TPBIS where it is loaded, else the programme that began last."""
    return (
        Programme.objects.filter(key=DEFAULT_KEY).first()
        or Programme.objects.order_by("-starts_on", "key").first()
    )


def local(record: Programme | ProgrammeStage, field: str = "name") -> str:
    """A text of a record in the reader's language."""
    language = "en" if get_language() == "en" else "id"
    text: str = getattr(record, f"{field}_{language}")
    return text


@dataclass(frozen=True)
class CalendarStage:
    """A stage with its place in the year, in twelfths (0 is January's beginning)."""

    stage: ProgrammeStage
    start: float
    length: float
    is_past: bool
    is_now: bool


@dataclass(frozen=True)
class Calendar:
    """The stages of one year in order; `now` is the day's place in the year."""

    programme: Programme
    year: int
    years: list[int]
    stages: list[CalendarStage]
    now: float | None


def calendar_of(
    programme: Programme, year: int | None = None, *, on: dt.date | None = None
) -> Calendar:
    """The calendar of a programme; the newest year with stages by default."""
    day = on or today()
    stages = list(ProgrammeStage.objects.filter(programme=programme))
    years = sorted({stage.year for stage in stages})
    chosen = year or _year_near(years, day)
    shown = [stage for stage in stages if stage.year == chosen]
    return Calendar(
        programme=programme,
        year=chosen,
        years=years,
        stages=[_placed(stage, chosen, day) for stage in shown],
        now=_twelfths(day, chosen) if day.year == chosen else None,
    )


def _year_near(years: Iterable[int], day: dt.date) -> int:
    """The day's own year, else the last one before it, else the first after."""
    known = list(years)
    before = [year for year in known if year <= day.year]
    return before[-1] if before else (known[0] if known else day.year)


def _placed(stage: ProgrammeStage, year: int, day: dt.date) -> CalendarStage:
    start = max(0.0, _twelfths(stage.starts_on, year))
    end = min(12.0, _twelfths(stage.ends_on + dt.timedelta(days=1), year))
    return CalendarStage(
        stage=stage,
        start=round(start, 3),
        length=round(max(end - start, 0.14), 3),
        is_past=stage.ends_on < day,
        is_now=stage.starts_on <= day <= stage.ends_on,
    )


def _twelfths(day: dt.date, year: int) -> float:
    """Months since the year began; a day counts as its share of its month."""
    month = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    size = (month - day.replace(day=1)).days
    return (day.year - year) * 12 + day.month - 1 + (day.day - 1) / size


def programmes() -> QuerySet[Programme]:
    """All programmes, the newest first."""
    return Programme.objects.order_by("-starts_on", "key")


def programme_of(key: str) -> Programme | None:
    """A programme by its key."""
    return Programme.objects.filter(key=key).first()


def stages_of(programme: Programme, year: int) -> list[ProgrammeStage]:
    """The stages of a year in their order."""
    return list(ProgrammeStage.objects.filter(programme=programme, year=year))


@dataclass(frozen=True)
class Overview:
    """A programme with its partners of today and its stage of now or next."""

    programme: Programme
    libraries: int
    stage: ProgrammeStage | None
    years: list[int]


def overviews(*, on: dt.date | None = None) -> list[Overview]:
    """Every programme in a few figures. Three queries."""
    day = on or today()
    counts = dict(
        Partnership.objects.in_force(day)
        .values_list("programme_id")
        .annotate(count=Count("library", distinct=True))
    )
    stages = list(ProgrammeStage.objects.order_by("ends_on", "starts_on"))
    return [
        Overview(
            programme=programme,
            libraries=counts.get(programme.key, 0),
            stage=next(
                (
                    stage
                    for stage in stages
                    if stage.programme_id == programme.key
                    and stage.ends_on >= day
                    and (stage.ends_on - stage.starts_on).days < WHOLE_YEAR
                ),
                None,
            ),
            years=sorted(
                {s.year for s in stages if s.programme_id == programme.key},
                reverse=True,
            ),
        )
        for programme in programmes()
    ]
