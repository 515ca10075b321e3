"""A score told in words and numbers: what counts, what is missing, what to do."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from sinergi.indicators import scoring
from sinergi.indicators.measures import MEASURES, added
from sinergi.indicators.queries.schemes import Judge, JudgeLine
from sinergi.indicators.queries.shapes import Cut, Explanation, Line, Stamp
from sinergi.indicators.scoring import Bands, Rule

Month = Mapping[str, int | None]
#: Shares that can still be mended for what was reported already.
MENDABLE = ("evidence_share",)


def explained(
    judge: Judge | None,
    cut: Cut,
    months: Sequence[Month],
    *,
    has_account: bool,
    moment: Stamp | None,
) -> Explanation:
    """The explanation of one library.

    Args:
        judge: The scheme, None where there is none for its kind.
        cut: The months that are judged.
        months: Rows of the activity cube, back to the start of the longest period.
        has_account: Whether somebody can report for it at the end of the cut.
        moment: The stamp of the figures.
    """
    counted_rows = (
        _by_month(months)
        if cut.provisional
        else [row for row in months if row["is_counted"]]
    )
    rows = _in_window(counted_rows, cut.last, scoring.span_of(cut.first, cut.last))
    waiting = [row for row in months if not row["is_counted"]]
    lines = _lines(judge, cut, counted_rows)
    counted = sum(row["activities"] or 0 for row in rows)
    score = scoring.score(line.points for line in lines)
    colour = _colour(judge, score, counted, has_account=has_account)
    shown = score if colour in (scoring.GREEN, scoring.YELLOW, scoring.RED) else None
    distance, next_colour = _next_band(judge, shown)
    steps = [line for line in lines if line.gain > 0]
    span = scoring.span_of(cut.first, cut.last)
    return Explanation(
        score=shown,
        colour=colour,
        to_next_band=distance,
        next_colour=next_colour,
        lines=lines,
        counted=counted,
        waiting=sum(
            row["activities"] or 0 for row in _in_window(waiting, cut.last, span)
        ),
        scheme=judge.label if judge else None,
        cut=cut,
        stamp=moment or Stamp("", None, 0, False),
        best=max(steps, key=lambda line: line.gain, default=None),
    )


def _colour(judge: Judge | None, score: int, counted: int, *, has_account: bool) -> str:
    if not has_account:
        return scoring.NO_ACCOUNT
    if judge is None or counted == 0:
        return scoring.NO_DATA
    return judge.bands.colour_of(score)


def _next_band(judge: Judge | None, score: int | None) -> tuple[int | None, str]:
    """Hundredths to the next better colour, and which one."""
    if judge is None or score is None or score >= judge.bands.green_from:
        return None, ""
    if score >= judge.bands.yellow_from:
        return judge.bands.green_from - score, scoring.GREEN
    return judge.bands.yellow_from - score, scoring.YELLOW


def _in_window(rows: Sequence[Month], last: dt.date, window: int) -> list[Month]:
    start = scoring.earlier(last, window - 1)
    return [row for row in rows if start <= _day(row) <= last]


def _by_month(rows: Sequence[Month]) -> list[Month]:
    """One row a month, counted and waiting added together; a month is one month."""
    months: dict[dt.date, dict[str, int | None]] = {}
    for row in rows:
        held = months.setdefault(_day(row), dict(row))
        if held != row:
            for name, value in row.items():
                if name not in ("library", "month", "is_counted", "reported"):
                    held[name] = added((held[name], value))
    return list(months.values())


def _day(row: Month) -> dt.date:
    month: object = row["month"]
    assert isinstance(month, dt.date)  # noqa: S101 - the cube's month is a date
    return month


def _lines(judge: Judge | None, cut: Cut, months: Sequence[Month]) -> list[Line]:
    if judge is None:
        return []
    span = scoring.span_of(cut.first, cut.last)
    lines = []
    for line in judge.lines:
        rows = _in_window(months, cut.last, line.rule.window(span))
        measure = MEASURES[line.rule.measure]
        part, whole = measure.sum_of(rows), measure.whole_of(rows)
        lines.append(_line(line, judge.bands, part, whole, span))
    return lines


def _line(
    line: JudgeLine, bands: Bands, part: int | None, whole: int | None, span: int
) -> Line:
    rule = line.rule
    points = scoring.points(rule, part, whole, span)
    gain, count = _gain(rule, part or 0, whole or 0, span)
    reached = _half_up_share(points, rule.weight)
    return Line(
        key=line.key,
        indicator=line.name,
        measure=rule.measure,
        actual=_actual(rule, part, whole),
        target=_target(rule, span),
        unit=MEASURES[rule.measure].unit,
        window_months=rule.window(span),
        ratio_pct=scoring.half_up(100 * scoring.ratio(rule, part, whole, span)),
        points=points,
        weight=rule.weight,
        colour=bands.colour_of(reached),
        gain=gain,
        advice=_advice(line, gain, count),
    )


def _half_up_share(points: int, weight: int) -> int:
    """Points as hundredths of a percent of the weight, comparable with bands."""
    return scoring.half_up(Fraction(points * 100, weight))


def _actual(rule: Rule, part: int | None, whole: int | None) -> Decimal | None:
    if rule.is_share:
        if not whole:
            return None
        share = scoring.half_up(Fraction(10_000 * (part or 0), whole))
        return Decimal(share).scaleb(-2)
    return None if part is None else Decimal(int(part))


def _target(rule: Rule, span: int) -> Decimal:
    """What the window asks for."""
    target = Fraction(rule.target)
    if rule.scales:
        target *= Fraction(rule.window(span), rule.period)
    return Decimal(scoring.half_up(target)).scaleb(-2)


def _gain(rule: Rule, part: int, whole: int, span: int) -> tuple[int, int]:
    """Hundredths that the next step would add, and how many of what it takes."""
    now = scoring.points(rule, part, whole, span)
    if now >= rule.most:
        return 0, 0
    if not rule.is_share:
        return scoring.points(rule, part + 1, None, span) - now, 1
    if rule.measure in MENDABLE and whole > part:
        full = -(-whole * rule.target * rule.cap_pct // 1_000_000)
        wanted = min(full, whole)
        count = max(wanted - part, 1)
        return scoring.points(rule, part + count, whole, span) - now, count
    return scoring.points(rule, part + 1, whole + 1, span) - now, 1


def _advice(line: JudgeLine, gain: int, count: int) -> str:
    if gain <= 0:
        return _("Achieved")
    return line.advice.replace("%(count)s", str(count))
