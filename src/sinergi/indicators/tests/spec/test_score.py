"""The worked example of docs/methods/score.md, line by line."""

from decimal import Decimal
from pathlib import Path

from sinergi.indicators import scoring
from sinergi.indicators.measures import MEASURES
from sinergi.indicators.scoring import Bands, Rule

DOCUMENT = Path(__file__).resolve().parents[5] / "docs" / "methods" / "score.md"


def lines() -> list[list[str]]:
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if "|" in line]
    return rows[2:]


def test_every_line_of_the_worked_example() -> None:
    total = 0
    for _name, key, target, period, weight, actual, window, written in lines():
        measure = MEASURES[key]
        rule = Rule(
            measure=key, target=int(Decimal(target) * 100), period=int(period),
            weight=int(weight), is_share=measure.is_share, scales=measure.scales,
        )  # fmt: skip
        part, _slash, whole = actual.partition("/")
        points = scoring.points(rule, int(part), int(whole) if whole else None, 1)
        assert Decimal(points).scaleb(-2) == Decimal(written)
        assert rule.window(1) == int(window)
        total += points
    assert scoring.score([total]) == 7190
    assert Bands(7500, 5000).colour_of(total) == "yellow"
    assert len(lines()) == 7
