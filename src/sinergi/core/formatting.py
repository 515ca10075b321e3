"""Numbers, money, dates and sizes as people read them, in the active language.

One formatter of our own: Babel writes no space after Rp, no zone abbreviations and
a leading zero in full dates. Pure functions; `None` reads "no data", never 0.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from django.utils import timezone, translation

Number = int | float | Decimal

NBSP: Final = "\u00a0"
MINUS: Final = "−"


def _words(text: str) -> list[str]:
    return text.split()


_NO_DATA: Final = {"id": "belum ada data", "en": "no data"}
_MONTHS: Final = {
    "id": _words(
        "Januari Februari Maret April Mei Juni Juli "
        "Agustus September Oktober November Desember"
    ),
    "en": _words(
        "January February March April May June July "
        "August September October November December"
    ),
}
_SHORT_MONTHS: Final = {
    "id": _words("Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des"),
    "en": _words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
}
_SHORT_DAYS: Final = {
    "id": _words("Sen Sel Rab Kam Jum Sab Min"),
    "en": _words("Mon Tue Wed Thu Fri Sat Sun"),
}
_DAYS: Final = {
    "id": _words("Senin Selasa Rabu Kamis Jumat Sabtu Minggu"),
    "en": _words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
}
_LARGE: Final = {
    "id": ("rb", "juta", "miliar", "triliun"),
    "en": ("thousand", "million", "billion", "trillion"),
}
_ZONES: Final = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
#: Seconds of each unit of relative time, with its Indonesian and English name.
_SPANS: Final = (
    (365 * 86_400, "tahun", "year"),
    (30 * 86_400, "bulan", "month"),
    (86_400, "hari", "day"),
    (3_600, "jam", "hour"),
    (60, "menit", "minute"),
)


#: Wide enough for any number that somebody types by mistake.
WIDE = Context(prec=400)


def language() -> str:
    """The active language, `id` or `en`."""
    return "en" if (translation.get_language() or "id").startswith("en") else "id"


def no_data() -> str:
    """The words for a value that was not reported."""
    return _NO_DATA[language()]


def half_up(value: Number, places: int) -> Decimal:
    """The value rounded half away from zero, as people round on paper."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    step = Decimal(1).scaleb(-places)
    return exact.quantize(step, rounding=ROUND_HALF_UP, context=WIDE)


def number(value: Number | None, places: int | None = None) -> str:
    """`1.234.567,89`; without `places` the decimals stay as they are."""
    if value is None:
        return no_data()
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        exact = half_up(exact, places)
    elif exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    text = f"{exact.copy_abs():,f}"
    if language() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def score(value: int | Decimal | None) -> str:
    """`72,40`: whole numbers are hundredths of a point, decimals are points."""
    if value is None:
        return no_data()
    points = value if isinstance(value, Decimal) else Decimal(value).scaleb(-2)
    return number(points, 2)


def rupiah(amount: Number | None, places: int = 2) -> str:
    """`Rp 573.206.806.265,00` with a no-break space after Rp."""
    if amount is None:
        return no_data()
    text = number(amount, places)
    sign = MINUS if text.startswith(MINUS) else ""
    return f"{sign}Rp{NBSP}{text.removeprefix(MINUS)}"


def percent(ratio: Number | None, places: int = 1) -> str:
    """`42,4%` from 0.424."""
    if ratio is None:
        return no_data()
    exact = ratio if isinstance(ratio, Decimal) else Decimal(str(ratio))
    return f"{number(exact * 100, places)}%"


def short(value: Number | None) -> str:
    """`80 rb`, `2,18 juta`, `573,2 miliar`: headlines only, never evidence.

    Below ten thousand the number stands in full.
    """
    if value is None:
        return no_data()
    exact = Decimal(str(value))
    if abs(exact) < 10_000:
        return number(exact)
    for power, name in enumerate(_LARGE[language()], start=1):
        rounded = _three_or_four_digits(exact.scaleb(-3 * power))
        if abs(rounded) < 1_000 or name == _LARGE[language()][-1]:
            break
    return f"{number(rounded)}{NBSP}{name}"


def _three_or_four_digits(value: Decimal) -> Decimal:
    """Two decimals below ten, one from there, none of them trailing zeros."""
    return half_up(value, 2 if abs(value) < 10 else 1).normalize()


def month_name(month: int) -> str:
    """`Desember` for 12."""
    return _MONTHS[language()][month - 1]


def short_month_name(month: int) -> str:
    """`Des` for 12."""
    return _SHORT_MONTHS[language()][month - 1]


def month(day_in_month: date | None) -> str:
    """`November 2022`."""
    if day_in_month is None:
        return no_data()
    return f"{month_name(day_in_month.month)} {day_in_month.year}"


def _local(value: date, zone: tzinfo | None = None) -> date:
    """An aware moment in its zone (the platform's by default); dates as they are."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value, zone)
    return value


def day(value: date | None) -> str:
    """`5 Desember 2022`."""
    if value is None:
        return no_data()
    value = _local(value)
    return f"{value.day} {month_name(value.month)} {value.year}"


def short_day(value: date | None) -> str:
    """`Sen, 5 Des 2022`."""
    if value is None:
        return no_data()
    value = _local(value)
    weekday = _SHORT_DAYS[language()][value.weekday()]
    return f"{weekday}, {value.day} {short_month_name(value.month)} {value.year}"


def weekday_day(value: date) -> str:
    """`Senin, 5 Desember`, for the headings of a programme of days."""
    value = _local(value)
    weekday = _DAYS[language()][value.weekday()]
    return f"{weekday}, {value.day} {month_name(value.month)}"


def digits_day(value: date | None) -> str:
    """`05/12/2022`, for narrow tables."""
    return no_data() if value is None else f"{_local(value):%d/%m/%Y}"


def day_range(first: date | None, last: date | None = None) -> str:
    """`5–6 Desember 2022`, or `30 November–2 Desember 2022` across months."""
    if first is None:
        return no_data()
    first = _local(first)
    last = first if last is None else _local(last)
    if first.year != last.year:
        return f"{day(first)}–{day(last)}"
    if first.month != last.month:
        return f"{first.day} {month_name(first.month)}–{day(last)}"
    return day(last) if first.day == last.day else f"{first.day}–{day(last)}"


def zone_name(moment_there: datetime) -> str:
    """`WIB`, `WITA` or `WIT`; elsewhere the offset from UTC."""
    key = getattr(moment_there.tzinfo, "key", "")
    return _ZONES.get(key) or f"UTC{moment_there:%z}"


def _hours(moment_there: datetime) -> str:
    """`09.30` in Indonesian, `09:30` in English."""
    return f"{moment_there:%H.%M}" if language() == "id" else f"{moment_there:%H:%M}"


def clock(value: datetime | None, zone: tzinfo | None = None) -> str:
    """`pukul 09.30 WIB`."""
    if value is None:
        return no_data()
    there = timezone.localtime(value, zone)
    text = f"{_hours(there)} {zone_name(there)}"
    return f"pukul {text}" if language() == "id" else text


def clock_range(first: datetime, last: datetime, zone: tzinfo | None = None) -> str:
    """`09.00–10.30 WITA`."""
    there = timezone.localtime(last, zone)
    return (
        f"{_hours(timezone.localtime(first, zone))}–{_hours(there)} {zone_name(there)}"
    )


def hours_range(first: datetime, last: datetime) -> str:
    """`09.00–10.30`, where the time zone stands beside the list already."""
    return f"{_hours(first)}–{_hours(last)}"


def moment(value: datetime | None, zone: tzinfo | None = None) -> str:
    """`5 Desember 2022, pukul 09.30 WIB`."""
    if value is None:
        return no_data()
    there = timezone.localtime(value, zone)
    words = f"{there.day} {month_name(there.month)} {there.year}"
    return f"{words}, {clock(value, zone)}"


def ago(value: datetime | None, now: datetime) -> str:
    """`5 menit lalu`, `dalam 3 hari`; both moments are aware."""
    if value is None:
        return no_data()
    seconds = int((now - value).total_seconds())
    is_indonesian = language() == "id"
    if abs(seconds) < 60:
        return "baru saja" if is_indonesian else "just now"
    size, name_id, name_en = next(span for span in _SPANS if abs(seconds) >= span[0])
    count = abs(seconds) // size
    if is_indonesian:
        span = f"{count} {name_id}"
        return f"{span} lalu" if seconds > 0 else f"dalam {span}"
    span = f"{count} {name_en}{'' if count == 1 else 's'}"
    return f"{span} ago" if seconds > 0 else f"in {span}"


def file_size(size: int | None) -> str:
    """`2,4 MB`: decimal units, one decimal from a megabyte on."""
    if size is None:
        return no_data()
    if size < 1_000:
        return f"{size}{NBSP}B"
    if half_up(Decimal(size) / 1_000, 0) < 1_000:
        return f"{number(Decimal(size) / 1_000, 0)}{NBSP}kB"
    if half_up(Decimal(size) / 1_000_000, 1) < 1_000:
        return f"{number(Decimal(size) / 1_000_000, 1)}{NBSP}MB"
    return f"{number(Decimal(size) / 1_000_000_000, 1)}{NBSP}GB"


def duration(span: timedelta | None) -> str:
    """`1 jam 20 menit`, in whole minutes."""
    if span is None:
        return no_data()
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    hour, minute = ("jam", "menit") if language() == "id" else ("h", "min")
    parts = [f"{hours} {hour}"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} {minute}")
    return " ".join(parts)


def join_list(items: Sequence[object]) -> str:
    """`desa, kabupaten, dan provinsi`; English has no comma before "and"."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    if language() == "en":
        return f"{', '.join(words[:-1])} and {words[-1]}"
    comma = "," if len(words) > 2 else ""
    return f"{', '.join(words[:-1])}{comma} dan {words[-1]}"
