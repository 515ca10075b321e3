"""The shapes in which figures leave the figure plane."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from sinergi.indicators.measures import Measure

Value = int | Decimal | None


@dataclass(frozen=True)
class Cut:
    """Which part of the figures is asked for: whole months `first` to `last`.

    Attributes:
        region: Code of an area on the boundary edition; empty for the nation.
        kind: Kind of libraries; empty for all.
        first: First day of the first month.
        last: First day of the last month.
        boundaries_on: Day whose boundaries count; None for today's.
        provisional: Whether reports that wait for verification count too.
    """

    region: str = ""
    kind: str = ""
    first: dt.date = dt.date(2022, 1, 1)
    last: dt.date = dt.date(2022, 12, 1)
    boundaries_on: dt.date | None = None
    provisional: bool = False


@dataclass(frozen=True)
class Stamp:
    """What a figure rests on: version of the lake, moment, number of records."""

    version: str
    calculated_at: dt.datetime | None
    records: int
    is_stale: bool


@dataclass(frozen=True)
class Figure:
    """One number. `value` None means that nothing was reported, never 0.

    `region` is an area's code on the boundary edition, or a library's id at level
    library. `period` is "2022-11", "2022" or "2022-01/2022-12".
    """

    region: str
    name: str
    period: str
    breakdown: dict[str, str]
    value: Value
    suppressed: bool = False


@dataclass(frozen=True)
class FigureTable:
    """Figures of one measure and cut, in order of region, period and breakdown."""

    measure: Measure
    stamp: Stamp
    cut: Cut
    rows: list[Figure]


@dataclass(frozen=True)
class ColourCount:
    """Judged libraries of an area by colour; `total` includes those without."""

    region: str
    name: str
    green: int
    yellow: int
    red: int
    no_data: int
    no_account: int
    total: int


@dataclass(frozen=True)
class LibraryScore:
    """A library's score in hundredths, None without data or account."""

    library_id: int
    name: str
    region: str
    kind: str
    score: int | None
    colour: str


@dataclass(frozen=True)
class Line:
    """One indicator of an explained score; points and gain are hundredths.

    `actual` is in the measure's unit (percent for shares) within `window_months`;
    `target` is what that window asks for. `gain` is what `advice` would add.
    """

    key: str
    indicator: str
    measure: str
    actual: Decimal | None
    target: Decimal
    unit: str
    window_months: int
    ratio_pct: int
    points: int
    weight: int
    colour: str
    gain: int
    advice: str


@dataclass(frozen=True)
class SchemeLabel:
    """Which scheme judged."""

    id: int
    year: int
    version: int
    name: str
    is_proposal: bool
    green_from: int
    yellow_from: int


@dataclass(frozen=True)
class Explanation:
    """A score with everything that it rests on.

    `to_next_band` is the distance in hundredths to the next better colour, None at
    green or without a score. `best` is the line whose advice gains most.
    """

    score: int | None
    colour: str
    to_next_band: int | None
    next_colour: str
    lines: list[Line]
    counted: int
    waiting: int
    scheme: SchemeLabel | None
    cut: Cut
    stamp: Stamp
    best: Line | None = None


@dataclass(frozen=True)
class ScorePoint:
    """One month of a score's trend."""

    month: dt.date
    score: int | None
    colour: str


@dataclass(frozen=True)
class Share:
    """A share with its parts, so that it can be added up again."""

    region: str
    name: str
    period: str
    part: int
    whole: int
    pct: Decimal | None


@dataclass(frozen=True)
class Ranked:
    """An area's or library's place in its field; equal scores share a rank."""

    rank: int
    field_size: int
    region: str
    name: str
    score: int
    green: int
    judged: int
    library_id: int | None = None


@dataclass(frozen=True)
class YearValue:
    """One year of a cumulative figure, by kind of library."""

    year: int
    kind: str
    value: int
    is_history: bool


@dataclass(frozen=True)
class Cumulative:
    """A running sum; `history` is the part handed over from older systems."""

    measure: str
    since: int
    until: dt.date
    total: int
    history: int
    by_kind: dict[str, int]
    by_year: list[YearValue]
    stamp: Stamp


@dataclass(frozen=True)
class NetworkCounts:
    """Partner libraries on a day, and how far self-funded replication reaches.

    `partners` counts libraries by kind and origin; the replication figures count
    the villages replicated and the areas in which they lie.
    """

    on: dt.date
    programme: str
    partners: dict[str, dict[str, int]] = field(default_factory=dict)
    libraries: int = 0
    provinces: int = 0
    regencies: int = 0
    replication_provinces: int = 0
    replication_regencies: int = 0
    replication_villages: int = 0
