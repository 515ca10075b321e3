"""Everything that a dashboard shows of one place, computed from the figure plane."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from sinergi.analytics import engine
from sinergi.analytics.disclosure import THRESHOLD, hidden_cells
from sinergi.core.formatting import half_up
from sinergi.indicators.enums import Colour
from sinergi.indicators.models import Target
from sinergi.indicators.queries import (
    Cut,
    LibraryScore,
    Share,
    colours,
    completeness,
    figures,
    scores,
    stamp,
    timeliness,
)
from sinergi.indicators.queries.schemes import Judge, judges_for
from sinergi.indicators.queries.shapes import Stamp
from sinergi.portal.filters import Filters, Span
from sinergi.portal.queries import public
from sinergi.portal.queries.places import (
    Audience,
    Place,
    area_names,
    count_children,
)

COLOURS = tuple(Colour.values)
Value = int | Decimal | None


@dataclass(frozen=True)
class Lights:
    """Libraries by colour; a count of None is hidden to protect a small group."""

    counts: Mapping[str, int | None]
    total: int | None

    @property
    def green(self) -> int | None:
        """Libraries that are green."""
        return self.counts["green"]

    @property
    def green_pct(self) -> Decimal | None:
        """Green among all libraries, in percent with one decimal."""
        return self.pct("green")

    def pct(self, colour: str) -> Decimal | None:
        """A colour among all libraries, in percent with one decimal."""
        count = self.counts[colour]
        if count is None or not self.total:
            return None
        return half_up(Decimal(count * 100) / self.total, 1)


@dataclass(frozen=True)
class Area:
    """One region of the place, with its figures."""

    code: str
    name: str
    lights: Lights
    activities: Value
    attendances: Value
    on_time: Decimal | None
    complete: Decimal | None
    is_whole: bool = True
    rank: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Trend:
    """Attendances by month, the year before, and what was planned a month."""

    months: Sequence[dt.date]
    now: Sequence[Value]
    before: Sequence[Value] | None
    target: Decimal | None
    is_proposal: bool
    has_hidden: bool = False


@dataclass(frozen=True)
class HeatRow:
    """One area's shares by month, in percent; None where nothing was due."""

    code: str
    name: str
    values: Sequence[Decimal | None]
    overall: Decimal | None
    reports: int
    is_whole: bool = True


@dataclass(frozen=True)
class LibraryRow:
    """One library of a regency, with its light."""

    id: int
    name: str
    place: str
    kind: str
    score: int | None
    colour: str


@dataclass(frozen=True)
class Dashboard:
    """One place through one set of filters, for one kind of reader."""

    place: Place
    filters: Filters
    audience: Audience
    stamp: Stamp
    judges: Sequence[Judge]
    lights: Lights
    activities: Value
    waiting: int | None
    attendances: Value
    on_time: Share
    on_time_before: Decimal | None
    complete: Share
    areas: Sequence[Area]
    regions: int
    field_size: int
    trend: Trend
    heat: Sequence[HeatRow]
    libraries: Sequence[LibraryRow]

    @property
    def regions_with_partners(self) -> int:
        """Regions of the place in which at least one partner library lies."""
        return sum(area.is_whole and area.lights.total != 0 for area in self.areas)

    @property
    def is_proposal(self) -> bool:
        """Whether a scheme that judges here is only a proposal."""
        return any(judge.is_proposal for judge in self.judges)


def data_span() -> tuple[dt.date, dt.date] | None:
    """First and last month with reports; None before the first one."""
    months = sorted(engine.open_lake().manifest.facts.get("activities", {}))
    if not months:
        return None
    first, last = (
        dt.date.fromisoformat(f"{m[:7]}-01") for m in (months[0], months[-1])
    )
    return first, last


def cut_of(place: Place, filters: Filters) -> Cut:
    """The cut of the figure plane that the filters mean."""
    return Cut(
        region=place.code,
        kind=filters.kind,
        first=filters.span.first,
        last=filters.span.last,
        boundaries_on=filters.boundaries_on,
        provisional=filters.is_provisional,
    )


def dashboard(place: Place, filters: Filters, audience: Audience) -> Dashboard:
    """The figures of a place. Order and rounding are those of every download."""
    cut = cut_of(place, filters)
    areas = _areas(place, cut, audience)
    ranked = [area for area in areas if area.rank is not None]
    on_time, complete = timeliness(cut)[0], completeness(cut)[0]
    return Dashboard(
        place=place,
        filters=filters,
        audience=audience,
        stamp=replace(stamp(), records=figures("activities", cut).stamp.records),
        judges=judges_for(cut.last, cut.kind),
        lights=_own_lights(place, cut, audience),
        activities=_one("activities", cut, place, audience),
        waiting=_waiting(cut, audience),
        attendances=_one("attendances", cut, place, audience),
        on_time=on_time,
        on_time_before=_year_before(cut),
        complete=complete,
        areas=areas,
        regions=count_children(place, filters.boundaries_on) if areas else 0,
        field_size=len(ranked),
        trend=_trend(cut, place, audience),
        heat=_heat(place, cut, audience),
        libraries=_libraries(cut) if place.level == "regency" else (),
    )


def _one(measure: str, cut: Cut, place: Place, audience: Audience) -> Value:
    """A single number; for the public a province's is its row of the national table."""
    if audience.is_public and place.code:
        nation = replace(cut, region="")
        return _by_area(measure, nation, "province", audience).get(place.code)
    value = figures(measure, cut).rows[0].value
    if audience.is_public and value is not None and 0 < value < THRESHOLD:
        return None
    return value


def _waiting(cut: Cut, audience: Audience) -> int | None:
    """Reports that wait for verification; for readers in scope only."""
    if audience.is_public:
        return None
    every = figures("activities", replace(cut, provisional=True)).rows[0].value or 0
    counted = figures("activities", replace(cut, provisional=False)).rows[0].value or 0
    return int(every) - int(counted)


def _year_before(cut: Cut) -> Decimal | None:
    return timeliness(_earlier(cut))[0].pct


def _earlier(cut: Cut) -> Cut:
    """The same months of the year before."""
    return replace(
        cut,
        first=cut.first.replace(year=cut.first.year - 1),
        last=cut.last.replace(year=cut.last.year - 1),
    )


# --- lights and areas -----------------------------------------------------------


def _own_lights(place: Place, cut: Cut, audience: Audience) -> Lights:
    """The lights of the place itself.

    For the public those of a province are its row of the national table, so that its
    page tells no more than the other one.
    """
    if audience.is_public and place.code:
        return _lights(replace(cut, region=""), "province", audience).get(
            place.code, Lights(dict.fromkeys(COLOURS, 0), 0)
        )
    rows = colours(cut, level=place.child_level)
    counts = {c: sum(cast("int", getattr(row, c)) for row in rows) for c in COLOURS}
    gone = _small(counts) if audience.is_public else set()
    return Lights(
        {colour: None if (colour,) in gone else n for colour, n in counts.items()},
        sum(counts.values()),
    )


def _small(counts: Mapping[str, int]) -> set[tuple[str, ...]]:
    """What the nation's own counts must hide."""
    return hidden_cells({(colour,): count for colour, count in counts.items()})


def _lights(cut: Cut, level: str, audience: Audience) -> dict[str, Lights]:
    """Counts by area; for the public no count below 5, nor one that tells it."""
    gone: set[tuple[str, ...]] = set()
    if audience.is_public:
        rows, gone = public.colour_cells(cut)
    else:
        rows = colours(cut, level=level)
    return {
        row.region: Lights(
            {
                colour: None
                if (row.region,) in gone or (row.region, colour) in gone
                else cast("int", getattr(row, colour))
                for colour in COLOURS
            },
            None if (row.region,) in gone else row.total,
        )
        for row in rows
    }


def _areas(place: Place, cut: Cut, audience: Audience) -> list[Area]:
    """The regions of the place, ranked by the share of green libraries.

    Below provinces there is nothing for the public. A provincial library lies in no
    regency: its row keeps the province's code, is no part of the field, and makes
    the rows add up.
    """
    level = place.child_level
    if not level or (audience.is_public and level != "province"):
        return []
    rows = colours(cut, level=level)
    lights = _lights(cut, level, audience)
    counts = {
        measure: _by_area(measure, cut, level, audience)
        for measure in ("activities", "attendances")
    }
    on_time = _shares(timeliness(cut, level=level), audience)
    complete = _shares(completeness(cut, level=level), audience)
    areas = [
        Area(
            code=row.region,
            name=row.name,
            lights=lights[row.region],
            activities=counts["activities"].get(row.region),
            attendances=counts["attendances"].get(row.region),
            on_time=on_time.get(row.region),
            complete=complete.get(row.region),
            is_whole=row.region != place.code,
            is_hidden=lights[row.region].green is None,
        )
        for row in rows
    ]
    return _ranked(areas)


def _by_area(
    measure: str, cut: Cut, level: str, audience: Audience
) -> dict[str, Value]:
    rows = figures(measure, cut, level=level).rows
    values = {row.region: row.value for row in rows}
    if not audience.is_public:
        return values
    gone = public.hidden({(code,): value for code, value in values.items()}, cut)
    return {code: None if (code,) in gone else value for code, value in values.items()}


def _shares(rows: Sequence[Share], audience: Audience) -> dict[str, Decimal | None]:
    return {row.region: _pct(row, audience) for row in rows}


def _pct(row: Share, audience: Audience) -> Decimal | None:
    """A share; one of fewer than 5 says too much about each of them."""
    if audience.is_public and row.whole < THRESHOLD:
        return None
    return None if row.pct is None else half_up(row.pct, 1)


def _ranked(areas: Sequence[Area]) -> list[Area]:
    """Areas with the largest share of green first; equal shares share a rank."""

    def key(area: Area) -> tuple[bool, Decimal, str]:
        share = _exact(area)
        last = share is None or not area.is_whole
        return last, -(share or Decimal(0)), area.code

    ordered: list[Area] = []
    for position, area in enumerate(sorted(areas, key=key), start=1):
        share = _exact(area)
        rank: int | None = None
        if share is not None and area.is_whole:
            above = ordered[-1] if ordered else None
            tied = above is not None and _exact(above) == share
            rank = above.rank if above is not None and tied else position
        ordered.append(replace(area, rank=rank))
    return ordered


def _exact(area: Area) -> Decimal | None:
    """The unrounded share of green; None where no library has data to judge by."""
    lights = area.lights
    if lights.green is None or not lights.total:
        return None
    if lights.counts["no_account"] is not None and lights.counts["no_data"] is not None:
        silent = lights.counts["no_account"] + lights.counts["no_data"]
        if silent == lights.total:
            return None
    return Decimal(lights.green) / lights.total


# --- months ---------------------------------------------------------------------


def _trend(cut: Cut, place: Place, audience: Audience) -> Trend:
    """Whole years are shown for a month too: one point is no trend."""
    year = Span(str(cut.first.year), cut.first.replace(month=1), _december(cut.first))
    span = year if cut.first == cut.last else Span("", cut.first, cut.last)
    wide = replace(cut, first=span.first, last=span.last)
    now = _monthly(wide, span, audience)
    then = Span("", _earlier(wide).first, _earlier(wide).last)
    before = _monthly(_earlier(wide), then, audience)
    target = target_for("attendances", place.code, span.first, span.last)
    return Trend(
        months=span.months,
        now=[value for value, _hidden in now],
        before=[value for value, _hidden in before]
        if any(value is not None for value, _hidden in before)
        else None,
        target=target[0] if target and not cut.kind else None,
        is_proposal=bool(target and target[1]),
        has_hidden=any(hidden for _value, hidden in now),
    )


def _monthly(cut: Cut, span: Span, audience: Audience) -> list[tuple[Value, bool]]:
    """Attendances month by month, each with whether it is hidden."""
    if audience.is_public:
        return public.months_of(cut, span.months)
    rows = figures("attendances", cut, per="month").rows
    return [(row.value, False) for row in rows]


def _december(day: dt.date) -> dt.date:
    return day.replace(month=12)


def target_for(
    measure: str, region: str, first: dt.date, last: dt.date
) -> tuple[Decimal, bool] | None:
    """What was planned a month for a region, and whether that is a proposal."""
    found = (
        Target.objects.filter(
            measure=measure,
            region_id=region or None,
            library=None,
            library_kind="",
            starts_on__lte=first,
            ends_on__gte=last,
        )
        .order_by("-starts_on", "-set_at")
        .first()
    )
    if found is None:
        return None
    months = (
        (found.ends_on.year - found.starts_on.year) * 12
        + found.ends_on.month
        - found.starts_on.month
        + 1
    )
    return found.value / months, found.is_proposal


def _heat(place: Place, cut: Cut, audience: Audience) -> list[HeatRow]:
    """Reports in time by area and month, the most punctual first."""
    level = place.child_level
    if audience.is_public and level != "province":
        level = ""
    overall = {row.region: row for row in timeliness(cut, level=level)}
    by_area: dict[str, list[Decimal | None]] = {}
    for row in timeliness(cut, level=level, per="month"):
        by_area.setdefault(row.region, []).append(_pct(row, audience))
    rows = [
        HeatRow(
            code,
            place.name if code in ("", place.code) else overall[code].name,
            values,
            _pct(overall[code], audience),
            overall[code].whole,
            is_whole=not level or code != place.code,
        )
        for code, values in by_area.items()
    ]
    return sorted(
        rows, key=lambda row: (row.overall is None, -(row.overall or 0), row.code)
    )


# --- libraries ------------------------------------------------------------------


def _libraries(cut: Cut) -> list[LibraryRow]:
    """The libraries of a regency, the best score first, the silent ones last."""
    found = scores(cut)
    names = area_names([row.region for row in found])
    order = {colour: n for n, colour in enumerate(COLOURS)}

    def key(row: LibraryScore) -> tuple[int, int, str]:
        return (
            order[row.colour] if row.score is None else 0,
            -(row.score or 0),
            row.name,
        )

    return [
        LibraryRow(
            row.library_id,
            row.name,
            names.get(row.region, ""),
            row.kind,
            row.score,
            row.colour,
        )
        for row in sorted(found, key=key)
    ]
