"""Reads counts and amounts of money in Indonesian and in English form."""

import re
from dataclasses import dataclass
from decimal import Decimal

from sinergi.exchange.spreadsheets.text import clean_words, is_blank

MOST = 10**9
MOST_MONEY = 10**15
NOISE = Decimal("0.000001")
CENT = Decimal("0.01")
CURRENCY = re.compile(r"(?:rp\.?|idr)\s*", re.IGNORECASE)
TAIL = re.compile(r"[,.]\s*[-–—=]+$")
PLAIN = re.compile(r"[0-9]+")
GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+")
WITH_COMMA = re.compile(
    r"([0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+),([0-9]+)"
)
ENGLISH_GROUPED = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
POINT = re.compile(r"([0-9]+|[0-9]{1,3}(?: [0-9]{3})+)\.([0-9]+)")


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A number, or the kind of error; `is_foreign` marks the English form."""

    value: Decimal | None = None
    error: str = ""
    is_foreign: bool = False


def read_number(value: object, *, point_is_decimal: bool = False) -> NumberReading:
    """The exact number that a cell holds, negative ones refused.

    Args:
        value: The cell, which is not blank.
        point_is_decimal: The CSV file writes `1250.5` throughout.
    """
    if isinstance(value, bool):
        return NumberReading(error="not_a_number")
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if not number.is_finite():
            return NumberReading(error="not_a_number")
        return NumberReading(number) if number >= 0 else _NEGATIVE
    if isinstance(value, str):
        return _from_text(clean_words(value), point_is_decimal=point_is_decimal)
    return NumberReading(error="not_a_number")


_NEGATIVE = NumberReading(error="negative_count")


def _from_text(text: str, *, point_is_decimal: bool) -> NumberReading:
    text, is_negative = _without_sign(text)
    text = TAIL.sub("", CURRENCY.sub("", text, count=1)).strip()
    inner, is_inner_negative = _without_sign(text)
    digits, is_foreign = _digits(inner, point_is_decimal=point_is_decimal)
    if digits is None:
        return NumberReading(error="not_a_number")
    number = Decimal(digits)
    if (is_negative or is_inner_negative) and number:
        return _NEGATIVE
    return NumberReading(number, is_foreign=is_foreign)


def _without_sign(text: str) -> tuple[str, bool]:
    """A text without its minus or the brackets of book-keepers."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    if text[:1] in {"-", "−", "–"}:
        return text[1:].strip(), True
    return text, False


def _digits(text: str, *, point_is_decimal: bool) -> tuple[str | None, bool]:
    """The digits with a decimal point, and whether they stood in English form."""
    if PLAIN.fullmatch(text):
        return text, False
    if GROUPED.fullmatch(text) and not (". " in text or ("." in text and " " in text)):
        return re.sub("[. ]", "", text), False
    if match := WITH_COMMA.fullmatch(text):
        is_grouped = ENGLISH_GROUPED.fullmatch(text) is not None
        if not is_grouped:
            return f"{re.sub('[. ]', '', match[1])}.{match[2]}", False
    if match := ENGLISH_GROUPED.fullmatch(text):
        return f"{match[1].replace(',', '')}.{match[2] or 0}", True
    if match := POINT.fullmatch(text):
        return f"{match[1].replace(' ', '')}.{match[2]}", not point_is_decimal
    return None, False


def read_count(value: object, *, point_is_decimal: bool = False) -> NumberReading:
    """A whole number of people; a fraction is an error, never rounded away."""
    reading = read_number(value, point_is_decimal=point_is_decimal)
    if reading.value is None:
        return reading
    whole = reading.value.to_integral_value()
    if abs(reading.value - whole) > NOISE:
        return NumberReading(error="not_a_number")
    if whole > MOST:
        return NumberReading(whole, error="number_too_big")
    return NumberReading(whole, is_foreign=reading.is_foreign)


def is_bare_currency(text: str) -> bool:
    """Whether a cell holds the sign of the currency alone, as `Rp -` does."""
    words = clean_words(text)
    rest = CURRENCY.sub("", words, count=1)
    return rest != words and is_blank(rest)


def read_money(value: object, *, point_is_decimal: bool = False) -> NumberReading:
    """An amount in rupiah, exact to the sen."""
    reading = read_number(value, point_is_decimal=point_is_decimal)
    if reading.error == "not_a_number":
        return NumberReading(error="not_an_amount")
    if reading.value is None:
        return reading
    amount = _to_the_sen(reading.value)
    if amount is None:
        return NumberReading(error="not_an_amount")
    if amount > MOST_MONEY:
        return NumberReading(amount, error="number_too_big")
    return NumberReading(amount, is_foreign=reading.is_foreign)


def _to_the_sen(number: Decimal) -> Decimal | None:
    """The number without the noise of binary fractions; None beyond two places."""
    if number > MOST_MONEY:
        return number
    rounded = number.quantize(CENT)
    if abs(number - rounded) > NOISE:
        return None
    return rounded


def plain(number: Decimal) -> str:
    """The number as a file writes it: no exponent, no needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
