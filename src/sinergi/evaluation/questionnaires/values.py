"""The values of XPath: texts, numbers and truths, and how each becomes another."""

import datetime as dt
import math
import re

Value = str | float | bool

LONGEST_VALUE = 10_000
EPOCH = dt.date(1970, 1, 1)
NAN = float("nan")
DAY_SECONDS = 86_400
NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*", re.ASCII)
MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)[\d.:+\-Z]*)?", re.ASCII
)


def to_text(value: Value) -> str:
    """A value as XPath writes it; whole numbers without a point."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def to_number(value: Value) -> float:
    """A value as a number; a day counts from 1970, as in JavaRosa."""
    if not isinstance(value, str):
        return float(value)
    if NUMBER.fullmatch(value):
        return float(value)
    return _days(value)


def to_truth(value: Value) -> bool:
    """A value as a truth: an empty text, zero and no number are none."""
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def _days(text: str) -> float:
    moment = to_moment(text)
    if moment is None:
        return NAN
    days = (moment.date() - EPOCH).days
    clock = moment.hour * 3600 + moment.minute * 60 + moment.second
    return days + clock / DAY_SECONDS


def to_moment(value: Value) -> dt.datetime | None:
    """The moment that a day's number or an ISO text tells, on its own clock."""
    try:
        if not isinstance(value, str):
            start = dt.datetime.combine(EPOCH, dt.time())
            return start + dt.timedelta(days=float(value))
        found = MOMENT.fullmatch(value.strip())
        return (
            dt.datetime.fromisoformat("T".join(filter(None, found.groups())))
            if found
            else None
        )
    except (ValueError, OverflowError):
        return None


def equal(left: Value, right: Value) -> bool:
    """Equality of XPath: truths first, then numbers, then texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left) == to_truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return left == right
