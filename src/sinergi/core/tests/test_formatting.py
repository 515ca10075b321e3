"""The exact examples of the written formats, in both languages."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sinergi.core import formatting as f

NINE_THIRTY = datetime(2022, 12, 5, 2, 30, tzinfo=UTC)
NOW = datetime(2022, 12, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        (lambda: f.number(Decimal("1234567.89")), "1.234.567,89", "1,234,567.89"),
        (lambda: f.number(1234567), "1.234.567", "1,234,567"),
        (lambda: f.number(-5.5), "−5,5", "−5.5"),
        (lambda: f.number(0), "0", "0"),
        (lambda: f.number(Decimal("1E+3")), "1.000", "1,000"),
        (lambda: f.number(None), "belum ada data", "no data"),
        (lambda: f.percent(0.424), "42,4%", "42.4%"),
        (lambda: f.percent(Decimal("0.64"), 0), "64%", "64%"),
        (lambda: f.score(8100), "81,00", "81.00"),
        (lambda: f.score(7240), "72,40", "72.40"),
        (lambda: f.score(Decimal("4.085")), "4,09", "4.09"),
        (lambda: f.score(None), "belum ada data", "no data"),
        (lambda: f.short(573_206_806_265), "573,2\u00a0miliar", "573.2\u00a0billion"),
        (lambda: f.short(2_100_000), "2,1\u00a0juta", "2.1\u00a0million"),
        (lambda: f.short(2_184_306), "2,18\u00a0juta", "2.18\u00a0million"),
        (lambda: f.short(80_000), "80\u00a0rb", "80\u00a0thousand"),
        (lambda: f.short(999_999), "1\u00a0juta", "1\u00a0million"),
        (lambda: f.short(9_999), "9.999", "9,999"),
        (lambda: f.short(-2_000_000), "−2\u00a0juta", "−2\u00a0million"),
        (
            lambda: f.short(Decimal("3.2e15")),
            "3.200\u00a0triliun",
            "3,200\u00a0trillion",
        ),
        (
            lambda: f.rupiah(Decimal(573206806265)),
            "Rp\u00a0573.206.806.265,00",
            "Rp\u00a0573,206,806,265.00",
        ),
        (lambda: f.rupiah(1_250_000, 0), "Rp\u00a01.250.000", "Rp\u00a01,250,000"),
        (lambda: f.rupiah(-1, 0), "−Rp\u00a01", "−Rp\u00a01"),
        (lambda: f.day(date(2022, 12, 5)), "5 Desember 2022", "5 December 2022"),
        (
            lambda: f.short_day(date(2022, 12, 5)),
            "Sen, 5 Des 2022",
            "Mon, 5 Dec 2022",
        ),
        (lambda: f.digits_day(date(2022, 12, 5)), "05/12/2022", "05/12/2022"),
        (lambda: f.month(date(2022, 11, 1)), "November 2022", "November 2022"),
        (lambda: f.short_month_name(8), "Agu", "Aug"),
        (
            lambda: f.day_range(date(2022, 12, 5), date(2022, 12, 6)),
            "5–6 Desember 2022",
            "5–6 December 2022",
        ),
        (
            lambda: f.day_range(date(2022, 11, 30), date(2022, 12, 2)),
            "30 November–2 Desember 2022",
            "30 November–2 December 2022",
        ),
        (
            lambda: f.day_range(date(2022, 12, 31), date(2023, 1, 1)),
            "31 Desember 2022–1 Januari 2023",
            "31 December 2022–1 January 2023",
        ),
        (lambda: f.day_range(date(2022, 5, 1)), "1 Mei 2022", "1 May 2022"),
        (lambda: f.clock(NINE_THIRTY), "pukul 09.30 WIB", "09:30 WIB"),
        (
            lambda: f.moment(NINE_THIRTY),
            "5 Desember 2022, pukul 09.30 WIB",
            "5 December 2022, 09:30 WIB",
        ),
        (
            lambda: f.clock_range(
                datetime(2022, 12, 5, 1, 0, tzinfo=UTC),
                NINE_THIRTY,
                ZoneInfo("Asia/Makassar"),
            ),
            "09.00–10.30 WITA",
            "09:00–10:30 WITA",
        ),
        (
            lambda: f.clock(NINE_THIRTY, ZoneInfo("Asia/Jayapura")),
            "pukul 11.30 WIT",
            "11:30 WIT",
        ),
        (
            lambda: f.ago(NOW - timedelta(minutes=5), NOW),
            "5 menit lalu",
            "5 minutes ago",
        ),
        (lambda: f.ago(NOW - timedelta(hours=1), NOW), "1 jam lalu", "1 hour ago"),
        (lambda: f.ago(NOW + timedelta(days=3), NOW), "dalam 3 hari", "in 3 days"),
        (lambda: f.ago(NOW, NOW), "baru saja", "just now"),
        (lambda: f.file_size(2_400_000), "2,4\u00a0MB", "2.4\u00a0MB"),
        (lambda: f.file_size(184_200), "184\u00a0kB", "184\u00a0kB"),
        (lambda: f.file_size(999_999), "1,0\u00a0MB", "1.0\u00a0MB"),
        (lambda: f.file_size(12), "12\u00a0B", "12\u00a0B"),
        (
            lambda: f.duration(timedelta(hours=1, minutes=20)),
            "1 jam 20 menit",
            "1 h 20 min",
        ),
        (lambda: f.duration(timedelta(0)), "0 menit", "0 min"),
        (lambda: f.join_list(["a", "b", "c"]), "a, b, dan c", "a, b and c"),
        (lambda: f.join_list(["a", "b"]), "a dan b", "a and b"),
        (lambda: f.join_list(["a"]), "a", "a"),
        (lambda: f.join_list([]), "", ""),
    ],
)
def test_format_in_both_languages(
    text: Callable[[], str], indonesian: str, english: str
) -> None:
    with translation.override("id"):
        assert text() == indonesian
    with translation.override("en"):
        assert text() == english


@pytest.mark.parametrize(
    "words",
    [
        f.rupiah,
        f.percent,
        f.short,
        f.day,
        f.short_day,
        f.digits_day,
        f.month,
        f.day_range,
        f.clock,
        f.moment,
        f.file_size,
        f.duration,
    ],
)
def test_none_is_not_zero(words: Callable[[None], str]) -> None:
    with translation.override("id"):
        assert words(None) == "belum ada data"


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_half_up_against_fractions(thousandths: int, places: int) -> None:
    exact = Fraction(thousandths, 10_000)
    scaled = abs(exact) * 10**places
    whole = (scaled + Fraction(1, 2)).__floor__()
    wanted = Fraction(whole, 10**places) * (1 if exact >= 0 else -1)
    assert Fraction(f.half_up(Decimal(thousandths).scaleb(-4), places)) == wanted


@given(st.integers(0, 10_000))
def test_score_reads_back_to_the_same_hundredths(hundredths: int) -> None:
    with translation.override("id"):
        assert int(f.score(hundredths).replace(",", "")) == hundredths


def test_numbers_typed_by_mistake_are_shown_whole() -> None:
    with translation.override("id"):
        assert f.number(10**30) == "1" + ".000" * 10
        assert f.number(10**30, 2) == "1" + ".000" * 10 + ",00"
        assert f.number(Decimal("5.00")) == "5"
