"""The functions of OpenRosa that the web page evaluates; none of them loops."""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sinergi.evaluation.questionnaires.patterns import matches
from sinergi.evaluation.questionnaires.values import (
    LONGEST_VALUE,
    NAN,
    Value,
    to_moment,
    to_number,
    to_text,
    to_truth,
)

Arguments = Sequence[Value]
MANY = 64


@dataclass(frozen=True)
class Function:
    """A function and how many arguments it takes."""

    run: Callable[[Arguments], Value]
    fewest: int
    most: int


def _selected(given: Arguments) -> Value:
    return to_text(given[1]).strip() in to_text(given[0]).split()


def _count_selected(given: Arguments) -> Value:
    return float(len(to_text(given[0]).split()))


def _selected_at(given: Arguments) -> Value:
    codes = to_text(given[0]).split()
    place = to_number(given[1])
    return codes[int(place)] if 0 <= place < len(codes) else ""


def _coalesce(given: Arguments) -> Value:
    return next((value for value in given if to_text(value) != ""), "")


def _concat(given: Arguments) -> Value:
    return "".join(to_text(value) for value in given)[:LONGEST_VALUE]


def _join(given: Arguments) -> Value:
    return to_text(given[0]).join(map(to_text, given[1:]))[:LONGEST_VALUE]


def _substr(given: Arguments) -> Value:
    """From a place that counts from 0, to before another."""
    text = to_text(given[0])
    first, last = _place(given[1]), _place(given[2]) if len(given) > 2 else len(text)
    return text[first:last]


def _place(value: Value) -> int:
    number = to_number(value)
    return int(number) if abs(number) <= LONGEST_VALUE else 0


def _substring(given: Arguments) -> Value:
    """From a place that counts from 1, so many letters (XPath 1.0)."""
    text = to_text(given[0])
    first = _half_up(to_number(given[1]))
    end = first + _half_up(to_number(given[2])) if len(given) > 2 else math.inf
    return "".join(
        letter for place, letter in enumerate(text, 1) if first <= place < end
    )


def _before(given: Arguments) -> Value:
    before, found, _after = to_text(given[0]).partition(to_text(given[1]) or "\0")
    return before if found else ""


def _after(given: Arguments) -> Value:
    return to_text(given[0]).partition(to_text(given[1]) or "\0")[2]


def _translate(given: Arguments) -> Value:
    old, new = to_text(given[1]), to_text(given[2])
    table: dict[int, str | None] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else None)
    return to_text(given[0]).translate(table)


def _half_up(number: float) -> float:
    return math.floor(number + 0.5) if math.isfinite(number) else number


def _round(given: Arguments) -> Value:
    """Rounded half up, to so many places."""
    number = to_number(given[0])
    places = to_number(given[1]) if len(given) > 1 else 0.0
    if not math.isfinite(number) or not abs(places) <= 15:
        return number
    step = Decimal(1).scaleb(-int(places))
    try:
        return float(
            (Decimal(repr(number)) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        )
    except ArithmeticError:
        return number


def _whole(round_to_whole: Callable[[float], int]) -> Callable[[Arguments], Value]:
    def run(given: Arguments) -> Value:
        number = to_number(given[0])
        return float(round_to_whole(number)) if math.isfinite(number) else number

    return run


def _of_numbers(reckon: Callable[[list[float]], float]) -> Callable[[Arguments], Value]:
    """A function of numbers; what is not answered is left out, as in JavaRosa."""

    def run(given: Arguments) -> Value:
        numbers = [to_number(value) for value in given if to_text(value) != ""]
        try:
            return reckon(numbers) if numbers else NAN
        except (ArithmeticError, ValueError):
            return NAN

    return run


def _total(given: Arguments) -> Value:
    return sum(to_number(value) for value in given if to_text(value) != "")


def _pow(given: Arguments) -> Value:
    try:
        raised = float(to_number(given[0])) ** to_number(given[1])
    except (ArithmeticError, ValueError):
        return NAN
    return NAN if isinstance(raised, complex) else float(raised)


def _non_empty(given: Arguments) -> Value:
    return float(sum(1 for value in given if to_text(value) != ""))


def _date(given: Arguments) -> Value:
    moment = to_moment(given[0])
    return moment.date().isoformat() if moment else ""


def _date_time(given: Arguments) -> Value:
    moment = to_moment(given[0])
    return moment.isoformat(timespec="seconds") if moment else ""


FORMATS: dict[str, Callable[[dt.datetime], str]] = {
    "%Y": lambda moment: f"{moment.year:04}",
    "%y": lambda moment: f"{moment.year % 100:02}",
    "%m": lambda moment: f"{moment.month:02}",
    "%n": lambda moment: f"{moment.month}",
    "%d": lambda moment: f"{moment.day:02}",
    "%e": lambda moment: f"{moment.day}",
    "%H": lambda moment: f"{moment.hour:02}",
    "%h": lambda moment: f"{moment.hour}",
    "%M": lambda moment: f"{moment.minute:02}",
    "%S": lambda moment: f"{moment.second:02}",
    "%W": lambda moment: f"{moment.isocalendar().week}",
    "%j": lambda moment: f"{moment.timetuple().tm_yday:03}",
}
MARK = re.compile("%[A-Za-z]")


def _format_date(given: Arguments) -> Value:
    moment = to_moment(given[0])
    if moment is None:
        return ""
    return MARK.sub(
        lambda mark: FORMATS[mark[0]](moment) if mark[0] in FORMATS else mark[0],
        to_text(given[1]),
    )


FUNCTIONS = {
    "true": Function(lambda _given: True, 0, 0),
    "false": Function(lambda _given: False, 0, 0),
    "not": Function(lambda given: not to_truth(given[0]), 1, 1),
    "boolean": Function(lambda given: to_truth(given[0]), 1, 1),
    "boolean-from-string": Function(
        lambda given: to_text(given[0]) in {"1", "true"}, 1, 1
    ),
    "string": Function(lambda given: to_text(given[0]), 1, 1),
    "number": Function(lambda given: to_number(given[0]), 1, 1),
    "int": Function(_whole(math.trunc), 1, 1),
    "floor": Function(_whole(math.floor), 1, 1),
    "ceiling": Function(_whole(math.ceil), 1, 1),
    "round": Function(_round, 1, 2),
    "abs": Function(lambda given: abs(to_number(given[0])), 1, 1),
    "pow": Function(_pow, 2, 2),
    "sqrt": Function(_of_numbers(lambda numbers: math.sqrt(numbers[0])), 1, 1),
    "min": Function(_of_numbers(min), 1, MANY),
    "max": Function(_of_numbers(max), 1, MANY),
    "sum": Function(_total, 1, MANY),
    "count": Function(_non_empty, 1, MANY),
    "count-non-empty": Function(_non_empty, 1, MANY),
    "selected": Function(_selected, 2, 2),
    "count-selected": Function(_count_selected, 1, 1),
    "selected-at": Function(_selected_at, 2, 2),
    "coalesce": Function(_coalesce, 1, MANY),
    "concat": Function(_concat, 1, MANY),
    "join": Function(_join, 2, MANY),
    "contains": Function(lambda given: to_text(given[1]) in to_text(given[0]), 2, 2),
    "starts-with": Function(
        lambda given: to_text(given[0]).startswith(to_text(given[1])), 2, 2
    ),
    "ends-with": Function(
        lambda given: to_text(given[0]).endswith(to_text(given[1])), 2, 2
    ),
    "string-length": Function(lambda given: float(len(to_text(given[0]))), 1, 1),
    "normalize-space": Function(
        lambda given: " ".join(to_text(given[0]).split()), 1, 1
    ),
    "substring": Function(_substring, 2, 3),
    "substr": Function(_substr, 2, 3),
    "substring-before": Function(_before, 2, 2),
    "substring-after": Function(_after, 2, 2),
    "translate": Function(_translate, 3, 3),
    "regex": Function(
        lambda given: matches(to_text(given[1]), to_text(given[0])), 2, 2
    ),
    "date": Function(_date, 1, 1),
    "date-time": Function(_date_time, 1, 1),
    "decimal-date-time": Function(lambda given: to_number(to_text(given[0])), 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
}
