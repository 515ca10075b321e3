"""Reads dates as people write them: day, month, year."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sinergi.exchange.spreadsheets.text import clean_words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari peb february",
            "maret mar mrt march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu ags agt agust aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nopember nop",
            "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAY = re.compile(
    r"(?:(?:hari\s+)?(?:senin|sen|selasa|sel|rabu|rab|kamis|kam|jum['’`]?at|jum|sabtu"
    r"|sab|minggu|min|ahad|monday|mon|tuesday|tues?|wednesday|wed|thursday|thur?s?"
    r"|friday|fri|saturday|sat|sunday|sun)\b\.?\s*[,/]?\s*)?(?:tanggal\s+|tgl\.?\s+)?",
    re.IGNORECASE,
)
CLOCK = r"\d{1,2}(?:[:.]\d{2}){0,2}(?:\.\d+)?"
ZONE = r"(?:\s*(?:wib|wita|wit|am|pm|z|utc|[+-]\d{2}:?\d{2}))?"
TIME = re.compile(
    rf"(?:[\s,t]*(?:(?:pukul|jam|pkl\.?)\s*)?{CLOCK}{ZONE}"
    rf"(?:\s*(?:[-–—]|s\.?\s?/?d\.?|sampai)\s*(?:{CLOCK}|selesai){ZONE})?)?",
    re.IGNORECASE,
)
YEAR_FIRST = re.compile(r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(
    r"(\d{1,2})\s*([-/.]|[‐-―])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)"
)
DAY_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s./-]*([a-z]+)[\s.,/-]*['’]?(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
NAME_DAY = re.compile(
    r"([a-z]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(\d{4})(?!\d)", re.IGNORECASE
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
FIRST_YEAR = 1900
FIRST_SERIAL, LAST_SERIAL = 32874, 73050  # 1990-01-01 to 2099-12-31
EPOCH = date(1899, 12, 30)
DAYS_OF_1904 = 1462
MONTHS_IN_YEAR = 12
PIVOT = 70


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, and the kind of doubt about it, empty where it is certain."""

    value: date
    doubt: str = ""


def read_date(
    value: object, *, in_workbook: bool, epoch_1904: bool = False
) -> DateReading | None:
    """The date that a cell holds, or None where the calendar has no such day."""
    if isinstance(value, datetime):
        return DateReading(value.date())
    if isinstance(value, date):
        return DateReading(value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _from_number(value, epoch_1904=epoch_1904)
    if isinstance(value, str):
        return _from_text(value, in_workbook=in_workbook, epoch_1904=epoch_1904)
    return None


def _from_number(number: float, *, epoch_1904: bool) -> DateReading | None:
    if FIRST_SERIAL <= number < LAST_SERIAL + 1:
        days = int(number) + (DAYS_OF_1904 if epoch_1904 else 0)
        return DateReading(EPOCH + timedelta(days=days), "serial_date")
    text = repr(number).removesuffix(".0") if abs(number) < 10**8 else ""
    match = COMPACT.fullmatch(text)
    return _checked(match[1], match[2], match[3], "ambiguous_date") if match else None


def _from_text(text: str, *, in_workbook: bool, epoch_1904: bool) -> DateReading | None:
    words = clean_words(text)
    if SERIAL.fullmatch(words) or COMPACT.fullmatch(words):
        return _from_number(float(words.replace(",", ".")), epoch_1904=epoch_1904)
    weekday = WEEKDAY.match(words)
    words = words[weekday.end() :] if weekday else words
    if match := _whole(YEAR_FIRST, words):
        return _checked(match[1], match[3], match[4], "")
    if match := _whole(DAY_FIRST, words):
        return _numeric(match, in_workbook=in_workbook)
    if match := _whole(DAY_NAME, words):
        return _named(match[1], match[2], match[3])
    match = _whole(NAME_DAY, words)
    return _named(match[2], match[1], match[3]) if match else None


def _whole(form: re.Pattern[str], words: str) -> re.Match[str] | None:
    """The match of a form that a time of day at most may follow."""
    match = form.match(words)
    if match and TIME.fullmatch(words[match.end() :]):
        return match
    return None


def _numeric(match: re.Match[str], *, in_workbook: bool) -> DateReading | None:
    day, sign, month, year = match.groups()
    doubt = ""
    if in_workbook and sign != "." and max(int(day), int(month)) <= MONTHS_IN_YEAR:
        doubt = "ambiguous_date"
    return _checked(year, month, day, doubt)


def _named(day: str, name: str, year: str) -> DateReading | None:
    month = MONTHS.get(name.casefold())
    return _checked(year, str(month), day, "") if month else None


def _checked(year: str, month: str, day: str, doubt: str) -> DateReading | None:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < PIVOT else 1900
        doubt = "two_digit_year"
    if number < FIRST_YEAR:
        return None
    try:
        return DateReading(date(number, int(month), int(day)), doubt)
    except ValueError:
        return None
