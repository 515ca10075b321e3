"""Scores, colours and what they rest on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from sinergi.analytics import engine
from sinergi.indicators import scoring
from sinergi.indicators.measures import ACTIVITIES
from sinergi.indicators.queries import places
from sinergi.indicators.queries.explanations import explained
from sinergi.indicators.queries.freshness import stamp
from sinergi.indicators.queries.schemes import Judge, judges_for
from sinergi.indicators.queries.shapes import (
    ColourCount,
    Cut,
    Explanation,
    LibraryScore,
    Ranked,
    ScorePoint,
)
from sinergi.network.models import Library

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from sinergi.indicators.expressions.scores import Need

Month = dict[str, int | None]
SCORED = {
    "library": "int64",
    "name": "string",
    "code": "string",
    "kind": "string",
    "score": "int64",
    "colour": "string",
}
COLOURS = ("green", "yellow", "red", "no_data", "no_account")


@dataclass
class _Tally:
    counts: list[int]
    points: int = 0
    scored: int = 0


def scores(cut: Cut, *, judges: Sequence[Judge] | None = None) -> list[LibraryScore]:
    """The score of every open partner library of a cut, in order of id.

    Args:
        cut: Region, kind and months.
        judges: Schemes to judge by instead of the published ones.
    """
    places.check(cut)
    lake = engine.open_lake()
    rows: list[LibraryScore] = []
    asked = _judges(cut, judges)
    for judge in asked:
        scored = _scored(lake, cut, judge, asked)
        found = lake.answer(
            ("scores", *places.key_of(cut), judge),
            partial(scored.order_by, "library"),
        )
        rows += [LibraryScore(*row) for row in found]  # type: ignore[arg-type]
    return sorted(rows, key=lambda row: row.library_id)


def colours(
    cut: Cut, *, level: str = "", judges: Sequence[Judge] | None = None
) -> list[ColourCount]:
    """How many open partner libraries have each colour, in every area of a level."""
    places.check(cut, level=level)
    tallies = _tallies(cut, level, judges)
    names = places.names_of(tallies, cut, level)
    if level == "" and not tallies:
        tallies = {"": _Tally([0] * len(COLOURS))}
    return [
        ColourCount(
            area,
            names.get(area, area),
            **dict(zip(COLOURS, tally.counts, strict=True)),
            total=sum(tally.counts),
        )
        for area, tally in sorted(tallies.items())
    ]


def ranking(cut: Cut, *, level: str) -> list[Ranked]:
    """Areas by the mean score of their libraries that have one, or libraries by score.

    The field is what has a score; equal scores share a rank.
    """
    places.check(cut, level=level)
    if level == "library":
        entries = [
            Ranked(0, 0, row.region, row.name, row.score, row.colour == "green", 1,
                   row.library_id)
            for row in scores(cut)
            if row.score is not None
        ]  # fmt: skip
    else:
        tallies = _tallies(cut, level, None)
        names = places.names_of(tallies, cut, level)
        entries = [
            Ranked(0, 0, area, names.get(area, area), _mean(tally), tally.counts[0],
                   tally.scored)
            for area, tally in tallies.items()
            if tally.scored
        ]  # fmt: skip
    entries.sort(key=lambda entry: (-entry.score, entry.region, entry.name))
    ranked: list[Ranked] = []
    for position, entry in enumerate(entries, start=1):
        tied = bool(ranked) and ranked[-1].score == entry.score
        rank = ranked[-1].rank if tied else position
        ranked.append(replace(entry, rank=rank, field_size=len(entries)))
    return ranked


def explain(library: Library, cut: Cut) -> Explanation:
    """A library's score with all that it rests on and the next steps."""
    return explain_many([library], cut)[library.pk]


def explain_many(
    libraries: Collection[Library], cut: Cut, *, judges: Sequence[Judge] | None = None
) -> dict[int, Explanation]:
    """The explanations of several libraries, by id, in two queries."""
    places.check(cut)
    by_kind = {judge.kind: judge for judge in _judges(cut, judges)}
    longest = max((judge.longest for judge in by_kind.values()), default=1)
    ids = [library.pk for library in libraries]
    months = _library_months(ids, cut, longest)
    accounts = _accounts(ids)
    moment = stamp()
    return {
        library.pk: explained(
            by_kind.get(library.kind),
            cut,
            months[library.pk],
            has_account=_holds(accounts[library.pk], scoring.end_of(cut.last)),
            moment=moment,
        )
        for library in libraries
    }


def score_trend(library: Library, months: Sequence[dt.date]) -> list[ScorePoint]:
    """A library's score of each month by itself."""
    if not months:
        return []
    first, last = min(months), max(months)
    accounts = _accounts([library.pk])[library.pk]
    judges = {month: judges_for(month, library.kind) for month in months}
    longest = max((j.longest for found in judges.values() for j in found), default=1)
    rows = _library_months([library.pk], Cut(first=first, last=last), longest)
    points = []
    for month in months:
        judge = judges[month][0] if judges[month] else None
        found = explained(
            judge,
            Cut(first=month, last=month),
            rows[library.pk],
            has_account=_holds(accounts, scoring.end_of(month)),
            moment=None,
        )
        points.append(ScorePoint(month, found.score, found.colour))
    return points


def _judges(cut: Cut, judges: Sequence[Judge] | None) -> list[Judge]:
    if judges is None:
        return judges_for(cut.last, cut.kind)
    return [judge for judge in judges if cut.kind in ("", judge.kind)]


def _scored(
    lake: engine.Lake, cut: Cut, judge: Judge, judges: Sequence[Judge]
) -> "ir.Table":
    """The scores of one scheme for a cut, computed once for all who ask.

    They stand in the version of the figures of `lake`, and must be read there.
    """
    sums = _summed(lake, cut, judges)
    return lake.made(
        ("scored", *places.key_of(cut), judge),
        SCORED,
        partial(_scoring, cut, judge, sums),
        cube=ACTIVITIES,
    )


def _summed(lake: engine.Lake, cut: Cut, judges: Sequence[Judge]) -> "ir.Table":
    """What all schemes of a cut need of each library, in one reading of its months."""
    from sinergi.indicators.expressions import scores as expressions

    span = scoring.span_of(cut.first, cut.last)
    needs = expressions.needs_of((rule for each in judges for rule in each.rules), span)
    return lake.made(
        ("window sums", cut.first, cut.last, cut.provisional, frozenset(needs)),
        expressions.sums_schema(needs),
        partial(_summing, cut, needs),
        cube=ACTIVITIES,
    )


def _summing(cut: Cut, needs: "Collection[Need]") -> "ir.Table":
    from sinergi.indicators.expressions import cuts
    from sinergi.indicators.expressions import scores as expressions

    span = scoring.span_of(cut.first, cut.last)
    longest = max(window for _measure, window in needs)
    months = cuts.months_of(
        engine.table(ACTIVITIES),
        scoring.earlier(cut.last, longest - 1),
        cut.last,
        provisional=cut.provisional,
    )
    if cut.provisional:
        months = cuts.library_months(months)
    return expressions.window_sums(months, needs, span, cut.last)


def _scoring(cut: Cut, judge: Judge, sums: "ir.Table") -> "ir.Table":
    """The bulk expression of one scheme for a cut."""
    from sinergi.indicators.expressions import scores as expressions

    judged = expressions.judged_libraries(
        places.placed(replace(cut, kind=judge.kind)),
        engine.table("partnerships"),
        engine.table("accounts"),
        scoring.end_of(cut.last),
    )
    return expressions.library_scores(
        judged,
        sums,
        judge.rules,
        judge.bands,
        scoring.span_of(cut.first, cut.last),
    )


def _counted(scored: "ir.Table", level: str) -> "ir.Table":
    from sinergi.indicators.expressions.scores import colour_counts

    return colour_counts(scored, level=level)


def _tallies(cut: Cut, level: str, judges: Sequence[Judge] | None) -> dict[str, _Tally]:
    lake = engine.open_lake()
    tallies: dict[str, _Tally] = defaultdict(lambda: _Tally([0] * len(COLOURS)))
    asked = _judges(cut, judges)
    for judge in asked:
        scored = _scored(lake, cut, judge, asked)
        rows = lake.answer(
            ("colours", *places.key_of(cut), level, judge),
            partial(_counted, scored, level),
        )
        for area, *counts, _total, points, scored in rows:
            tally = tallies[str(area)]
            added = zip(tally.counts, cast("list[int]", counts), strict=True)
            tally.counts = [int(old) + int(new) for old, new in added]
            tally.points += int(cast("int", points))
            tally.scored += int(cast("int", scored))
    return dict(tallies)


def _mean(tally: _Tally) -> int:
    """The mean score in hundredths, halves up."""
    return (2 * tally.points + tally.scored) // (2 * tally.scored)


def _library_months(
    ids: Sequence[int], cut: Cut, longest: int
) -> Mapping[int, list[Month]]:
    """The cube's rows of some libraries, as far back as the longest period asks."""
    start = min(scoring.earlier(cut.last, longest - 1), cut.first)
    if cut.first < cut.last:
        start = min(start, scoring.earlier(cut.first, longest - 1))
    found: dict[int, list[Month]] = defaultdict(list)
    for row in engine.open_lake().lookup(ACTIVITIES, ids, (start, cut.last)):
        found[cast("int", row["library"])].append(cast("Month", row))
    return found


def _accounts(ids: Sequence[int]) -> Mapping[int, list[tuple[dt.date, dt.date]]]:
    found: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for row in engine.open_lake().lookup("accounts", ids):
        span = cast("dt.date", row["starts_on"]), cast("dt.date", row["ends_on"])
        found[cast("int", row["library"])].append(span)
    return found


def _holds(spans: Sequence[tuple[dt.date, dt.date]], day: dt.date) -> bool:
    return any(first <= day <= last for first, last in spans)
