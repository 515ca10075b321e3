"""How a library is scored: the rule in plain arithmetic. No Django, no engine.

See docs/methods/score.md. All points are hundredths, so that 10,000 is full marks.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

FULL = 10_000
GREEN, YELLOW, RED = "green", "yellow", "red"
NO_DATA, NO_ACCOUNT = "no_data", "no_account"


@dataclass(frozen=True)
class Rule:
    """One indicator, as numbers.

    Attributes:
        measure: Key of the measure.
        target: Target in hundredths of the measure's unit (of a percent for shares).
        period: Months for which the target is meant.
        weight: Points at full achievement.
        cap_pct: Achievement that counts at most, in percent.
        is_share: Whether the measure is a percentage.
        scales: Whether the target grows with the window.
    """

    measure: str
    target: int
    period: int
    weight: int
    cap_pct: int = 100
    is_share: bool = False
    scales: bool = True

    def window(self, span: int) -> int:
        """Months looked at for a cut of `span` months: the longer of both."""
        return max(span, self.period)

    @property
    def most(self) -> int:
        """Points that it can give at most, in hundredths."""
        return self.weight * self.cap_pct


@dataclass(frozen=True)
class Bands:
    """Scores from which a library is green and yellow, in hundredths."""

    green_from: int
    yellow_from: int

    def colour_of(self, score: int) -> str:
        """The colour of a score, by comparing whole numbers."""
        if score >= self.green_from:
            return GREEN
        return YELLOW if score >= self.yellow_from else RED


def ratio(rule: Rule, part: int | None, whole: int | None, span: int) -> Fraction:
    """Actual over target, exactly; nothing reported is nothing achieved."""
    if rule.is_share:
        return (
            Fraction(10_000 * (part or 0), whole * rule.target)
            if whole
            else Fraction(0)
        )
    target = Fraction(rule.target, 100)
    if rule.scales:
        target *= Fraction(rule.window(span), rule.period)
    return Fraction(part or 0) / target


def points(rule: Rule, part: int | None, whole: int | None, span: int) -> int:
    """Weight x min(ratio, cap) in hundredths, rounded half up once."""
    counted = min(ratio(rule, part, whole, span), Fraction(rule.cap_pct, 100))
    return half_up(counted * rule.weight * 100)


def score(lines: Iterable[int]) -> int:
    """The sum of the points, at most full marks."""
    return min(sum(lines), FULL)


def half_up(value: Fraction) -> int:
    """The nearest whole number; halves go up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def earlier(month: dt.date, months: int) -> dt.date:
    """The first day of the month that lies some months before another."""
    index = month.year * 12 + month.month - 1 - months
    return dt.date(index // 12, index % 12 + 1, 1)


def span_of(first: dt.date, last: dt.date) -> int:
    """How many months a cut has."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def end_of(month: dt.date) -> dt.date:
    """The last day of a month."""
    return earlier(month, -1) - dt.timedelta(days=1)
