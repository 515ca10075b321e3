"""How large a sample is: Slovin's rule, as the programme uses it."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from sinergi.evaluation.sampling.problems import UnfitDesign


class Rounding(StrEnum):
    """What becomes of a fraction of a unit."""

    NEAREST = "nearest"
    CEILING = "ceiling"


def margin_of(text: str) -> Decimal:
    """A margin of error as people type it: 0.05, 0,05, 5%, 5 % and 5 are equal.

    Raises:
        UnfitDesign: It is missing, no number, or not between 0 and 1.
    """
    typed = text.strip().replace(",", ".")
    if not typed:
        raise UnfitDesign("margin_missing", "margin")
    try:
        value = Decimal(typed.removesuffix("%").strip())
    except InvalidOperation:
        raise UnfitDesign("margin_text", "margin", value=text.strip()) from None
    is_percent = typed.endswith("%") or (value.is_finite() and value >= 1)
    value = value / 100 if is_percent else value
    if not value.is_finite() or not 0 < value < 1:
        raise UnfitDesign("margin_range", "margin", value=text.strip())
    return value


def slovin(
    population: int, margin: Decimal, rounding: Rounding = Rounding.NEAREST
) -> int:
    """Slovin: n = N / (1 + N e^2), to the nearest integer (halves up) or the next one.

    Computed in fractions, so that no half is lost; at least 1, at most N.

    Raises:
        UnfitDesign: The population is empty or the margin not between 0 and 1.
    """
    if population <= 0:
        raise UnfitDesign("empty_population", "population")
    if not 0 < margin < 1:
        raise UnfitDesign("margin_range", "margin", value=str(margin))
    exact = Fraction(population) / (1 + population * Fraction(margin) ** 2)
    if rounding == Rounding.CEILING:
        return ceil(exact)
    return max(1, floor(exact + Fraction(1, 2)))
