"""Reads of the figure plane: figures, scores, shares, all stamped."""

from sinergi.indicators.queries.figures import figures, measures
from sinergi.indicators.queries.freshness import stamp
from sinergi.indicators.queries.previews import months_with_reports, preview
from sinergi.indicators.queries.scores import (
    colours,
    explain,
    explain_many,
    ranking,
    score_trend,
    scores,
)
from sinergi.indicators.queries.shapes import (
    ColourCount,
    Cumulative,
    Cut,
    Explanation,
    Figure,
    FigureTable,
    LibraryScore,
    Line,
    NetworkCounts,
    Ranked,
    SchemeLabel,
    ScorePoint,
    Share,
    Stamp,
    YearValue,
)
from sinergi.indicators.queries.shares import completeness, timeliness
from sinergi.indicators.queries.totals import cumulative, network_counts
from sinergi.indicators.scoring import end_of

__all__ = [
    "ColourCount",
    "Cumulative",
    "Cut",
    "Explanation",
    "Figure",
    "FigureTable",
    "LibraryScore",
    "Line",
    "NetworkCounts",
    "Ranked",
    "SchemeLabel",
    "ScorePoint",
    "Share",
    "Stamp",
    "YearValue",
    "colours",
    "completeness",
    "cumulative",
    "end_of",
    "explain",
    "explain_many",
    "figures",
    "measures",
    "months_with_reports",
    "network_counts",
    "preview",
    "ranking",
    "score_trend",
    "scores",
    "stamp",
    "timeliness",
]
