"""What slides are made of: plain shapes for page and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sinergi.stories.models import Product, Testimony


@dataclass(frozen=True)
class Tile:
    """A figure with its label and one qualifying line."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class ScoreLine:
    """One indicator of the score."""

    indicator: str
    colour: str
    reached: str
    points: str
    weight: int
    ratio: float


@dataclass(frozen=True)
class MonthRow:
    """One month of the trend."""

    month: str
    attendances: str
    activities: str
    score: str


@dataclass(frozen=True)
class PeerRow:
    """A value in its field; `…_at` are hundredths of the picture's width."""

    name: str
    own: str
    rank: str
    median: str
    middle: str
    low_at: float
    high_at: float
    median_at: float
    own_at: float | None

    @property
    def wide(self) -> float:
        """How wide the middle half of the others is drawn."""
        return self.high_at - self.low_at

    @property
    def description(self) -> str:
        """The picture in words."""
        return _(
            "%(name)s: %(own)s; median of peers %(median)s, middle half %(middle)s"
        ) % {
            "name": self.name,
            "own": self.own,
            "median": self.median,
            "middle": self.middle,
        }


@dataclass(frozen=True)
class Light:
    """The own library's light, what it rests on and the way to the next colour."""

    colour: str
    word: str
    score: int | None
    score_text: str
    yellow_from: int
    green_from: int
    way: str
    scheme: str
    lines: Sequence[ScoreLine]


@dataclass(frozen=True)
class Part:
    """One slide: its anchor and its heading, the finding."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Deck:
    """All that the slides of one update show to one reader."""

    name: str
    place: str
    scope: str
    headline: str
    period: str
    tiles: Sequence[Tile]
    changed: Sequence[str]
    findings: Sequence[str]
    light: Light
    lights: Mapping[str, int] | None
    months: Sequence[MonthRow]
    chart: str
    peers: Sequence[PeerRow]
    peers_rule: str
    peers_field: str
    testimonies: Sequence[Testimony]
    products: Sequence[Product]
    lesson: Sequence[str]
    next_step: Sequence[str]
    steps: Sequence[str]
    unverified: str
    hides: bool
    source: str
    stamp: str
    parts: Sequence[Part]
    trend: Sequence[int | None]

    @property
    def titles(self) -> dict[str, str]:
        """The heading of each slide by its anchor."""
        return {part.anchor: part.title for part in self.parts}

    @property
    def last(self) -> int:
        """The place of the last slide, from 0."""
        return len(self.parts) - 1

    @property
    def has_gaps(self) -> bool:
        """Whether some month has no verified report."""
        return None in self.trend
