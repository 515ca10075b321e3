from decimal import Decimal

import pytest

from sinergi.benefits.valuation.money import in_words, whole_rupiah

WORDS = {
    0: "nol",
    1: "satu",
    11: "sebelas",
    100: "seratus",
    1_000: "seribu",
    1_100: "seribu seratus",
    2_001: "dua ribu satu",
    21_000: "dua puluh satu ribu",
    101_000: "seratus satu ribu",
    1_000_000: "satu juta",
    1_001_000: "satu juta seribu",
    1_001_001: "satu juta seribu satu",
    1_101_000: "satu juta seratus satu ribu",
    100_000_000_000: "seratus miliar",
    1_000_000_000_000: "satu triliun",
    1_000_001_000: "satu miliar seribu",
    10**15: "satu kuadriliun",
    573_206_806_265: "lima ratus tujuh puluh tiga miliar dua ratus enam juta "
    "delapan ratus enam ribu dua ratus enam puluh lima",
}


@pytest.mark.parametrize(("amount", "words"), WORDS.items())
def test_in_words_of_amounts(amount: int, words: str) -> None:
    assert in_words(amount) == f"{words} rupiah"


def test_in_words_rounds_to_the_rupiah() -> None:
    assert in_words(Decimal("999.5")) == "seribu rupiah"


def test_in_words_of_a_loss() -> None:
    assert in_words(-1_000) == "minus seribu rupiah"


def test_in_words_refuses_what_has_no_name() -> None:
    with pytest.raises(ValueError, match="no name"):
        in_words(10**18)


def test_whole_rupiah_rounds_halves_away_from_zero() -> None:
    assert [whole_rupiah(Decimal(x)) for x in ("0.5", "1.5", "-0.5")] == [1, 2, -1]
