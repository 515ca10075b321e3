"""Dates and numbers are read as people write them, never guessed."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinergi.exchange.spreadsheets.dates import DateReading, read_date
from sinergi.exchange.spreadsheets.numbers import (
    NumberReading,
    is_bare_currency,
    read_count,
    read_money,
)
from sinergi.exchange.spreadsheets.text import (
    clean_prose,
    clean_words,
    is_blank,
    library_key,
)

FIFTH = date(2022, 12, 5)
LATE = date(2022, 12, 25)
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


@pytest.mark.parametrize(
    "typed",
    [
        "2022-12-05",
        "2022-12-05T09:30:00",
        "2022-12-05 09:30:00+07:00",
        "2022/12/05",
        "5.12.2022",
        "05.12.2022 09.30 WIB",
        "5 Desember 2022",
        "5 DES 2022",
        "05-Des-2022",
        "5 Dec 2022",
        "December 5, 2022",
        "Senin, 5 Desember 2022",
        "Senin 5 Desember 2022 pukul 09.00 - 11.00 WITA",
        "Hari Senin tanggal 5 Desember 2022",
        "\u00a05\u00a0Desember\u00a02022 ",
        "Jum'at, 5 Desember 2022, 13:00 s.d. selesai",
    ],
)
def test_date_in_a_certain_form_needs_no_warning(typed: str) -> None:
    assert read_date(typed, in_workbook=True) == DateReading(FIFTH)


@pytest.mark.parametrize("typed", ["5/12/2022", "05/12/2022", "5-12-2022"])
def test_date_with_slashes_is_doubtful_only_in_a_workbook(typed: str) -> None:
    assert read_date(typed, in_workbook=True) == DateReading(FIFTH, "ambiguous_date")
    assert read_date(typed, in_workbook=False) == DateReading(FIFTH)


def test_date_with_a_day_above_twelve_is_certain() -> None:
    assert read_date("25/12/2022", in_workbook=True) == DateReading(LATE)


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [
        ("5/12/22", "two_digit_year"),
        ("5 Des 22", "two_digit_year"),
        (44900, "serial_date"),
        (44900.0, "serial_date"),
        ("44900", "serial_date"),
        (20221205, "ambiguous_date"),
    ],
)
def test_date_in_a_doubtful_form_is_read_with_its_doubt(
    typed: object, doubt: str
) -> None:
    assert read_date(typed, in_workbook=False) == DateReading(FIFTH, doubt)


@pytest.mark.parametrize(
    "typed",
    [
        "25/13/2022",
        "12/25/2022",
        "31/02/2022",
        "2022-13-05",
        "31 April 2022",
        "29/2/2021",
        "5 Dezember 2022",
        "5 Desember",
        "Desember 2022",
        "besok",
        "0/1/2022",
        "5/12/20222",
        "5/12-2022",
        "5 Desember 2022 dan 6 Desember 2022",
        2022,
        -1,
        True,
        float("nan"),
        time(9, 30),
        "٥/١٢/٢٠٢٢٢",
    ],
)
def test_date_that_no_calendar_has_is_refused(typed: object) -> None:
    assert read_date(typed, in_workbook=True) is None


def test_date_cell_loses_its_time_of_day() -> None:
    moment = datetime(2022, 12, 5, 9, 30)  # noqa: DTZ001
    assert read_date(moment, in_workbook=True) == DateReading(FIFTH)


def test_serial_counts_from_1904_where_the_workbook_does() -> None:
    reading = read_date(43438, in_workbook=True, epoch_1904=True)
    assert reading == DateReading(FIFTH, "serial_date")


@given(st.dates(min_value=date(1900, 1, 1)))
def test_date_survives_every_certain_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year:04}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year:04}",
        f"{day.day:02}-{MONTHS[day.month - 1][:3]}-{day.year:04}",
    )
    readings = [read_date(form, in_workbook=True) for form in forms]
    assert readings == [DateReading(day)] * len(forms)


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_no_cell_breaks_the_readers(cell: object) -> None:
    reading = read_date(cell, in_workbook=True)
    assert reading is None or reading.value.year >= 1900
    for number in (read_count(cell), read_money(cell)):
        assert bool(number.error) or number.value is not None


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        (12, 12),
        (12.0, 12),
        (18.999999999999996, 19),
        ("12", 12),
        (" 1.250 ", 1250),
        ("2.040", 2040),
        ("1\u00a0250", 1250),
        ("1 250", 1250),
        ("1.250.000", 1250000),
        ("12,0", 12),
        ("1.250,00", 1250),
        ("-0", 0),
        ("007", 7),
    ],
)
def test_count_is_read(typed: object, count: int) -> None:
    assert read_count(typed) == NumberReading(Decimal(count))


@pytest.mark.parametrize(
    ("typed", "count"), [("1,250", 1250), ("1,250.00", 1250), ("12.0", 12)]
)
def test_count_in_english_form_is_marked(typed: str, count: int) -> None:
    assert read_count(typed) == NumberReading(Decimal(count), is_foreign=True)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (-3, "negative_count"),
        ("-3", "negative_count"),
        ("−3", "negative_count"),
        ("(3)", "negative_count"),
        (12.5, "not_a_number"),
        ("12,5", "not_a_number"),
        ("12 orang", "not_a_number"),
        ("dua belas", "not_a_number"),
        ("1.25", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("12.50.000", "not_a_number"),
        ("1e3", "not_a_number"),
        ("١٢", "not_a_number"),
        (True, "not_a_number"),
        (float("inf"), "not_a_number"),
        (date(2022, 1, 1), "not_a_number"),
    ],
)
def test_count_that_is_none_is_refused(typed: object, error: str) -> None:
    assert read_count(typed) == NumberReading(error=error)


def test_count_beyond_all_people_is_refused() -> None:
    assert read_count("99.999.999.999").error == "number_too_big"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("Rp 2.500.000,00", "2500000.00"),
        ("Rp2.450.000,-", "2450000"),
        ("Rp. 750.000", "750000"),
        ("Rp.750.000,--", "750000"),
        ("IDR 750.000", "750000"),
        ("rp\u00a01.325.500,50", "1325500.50"),
        ("4250000,25", "4250000.25"),
        (4250000.25, "4250000.25"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_money_is_exact(typed: object, amount: str) -> None:
    assert read_money(typed) == NumberReading(Decimal(amount))


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1,250.5", "1250.5"), ("2,750,000.00", "2750000"), ("1250.5", "1250.5")],
)
def test_money_in_english_form_is_marked(typed: str, amount: str) -> None:
    assert read_money(typed) == NumberReading(Decimal(amount), is_foreign=True)


def test_money_with_points_is_at_home_in_a_file_of_points() -> None:
    reading = read_money("1250.5", point_is_decimal=True)
    assert reading == NumberReading(Decimal("1250.5"))


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("Rp 2,5 juta", "not_an_amount"),
        ("gratis", "not_an_amount"),
        ("1,2345", "not_an_amount"),
        ("-750.000", "negative_count"),
        ("Rp -750.000", "negative_count"),
        ("9" * 40, "number_too_big"),
    ],
)
def test_money_that_is_none_is_refused(typed: str, error: str) -> None:
    assert read_money(typed).error == error


@given(st.integers(min_value=0, max_value=10**14), st.integers(0, 99))
def test_money_survives_indonesian_and_english_form(rupiah: int, sen: int) -> None:
    amount = Decimal(rupiah) + Decimal(sen) / 100
    english = f"{amount:,.2f}"
    indonesian = english.translate(str.maketrans(",.", ".,"))
    assert read_money(f"Rp {indonesian}").value == amount
    assert read_money(english).value == amount


@given(st.integers(min_value=0, max_value=10**9))
def test_count_survives_grouping(count: int) -> None:
    grouped = f"{count:,}".replace(",", ".")
    assert read_count(grouped) == NumberReading(Decimal(count))


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", " – ", "—", "N/A", "n/a", "Tidak ada data", "\u200b\u00a0"]
)
def test_blank_has_many_forms(typed: str) -> None:
    assert is_blank(typed)


@pytest.mark.parametrize("typed", ["Rp", "Rp -", "Rp. –", " IDR  - "])
def test_currency_without_an_amount_is_blank(typed: str) -> None:
    assert is_bare_currency(typed)


@pytest.mark.parametrize("typed", ["-", "", "Rp 0", "Rp -5", "gratis"])
def test_other_words_are_no_bare_currency(typed: str) -> None:
    assert not is_bare_currency(typed)


def test_zero_is_not_blank() -> None:
    assert not is_blank("0")


def test_names_lose_what_cannot_be_seen() -> None:
    typed = "\ufeff Perpustakaan\u00a0 Desa\u200b Suka\tMaju\u00ad "
    assert clean_words(typed) == "Perpustakaan Desa Suka Maju"


def test_prose_keeps_emoji_and_line_breaks() -> None:
    assert clean_prose(" Senam 👩🏽‍🌾\r\nlansia \u200b") == "Senam 👩🏽‍🌾\nlansia"


def test_library_is_the_same_whatever_quotes_are_typed() -> None:
    assert library_key("PERPUSTAKAAN Desa Pu’uk “Gerbang-Kata”") == library_key(
        'Perpustakaan  desa Pu\'uk "Gerbang Kata"'
    )
