"""Login cards on paper."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from sinergi.accounts.exports import PrintedCard, cards_pdf
from sinergi.accounts.models import LoginCard, User
from sinergi.accounts.services import IssuedCard


def printed(title: str = "Perpustakaan Contoh", place: str = "Desa Contoh") -> bytes:
    return pages_of(1, title, place)[1]


def pages_of(count: int, title: str, place: str) -> tuple[int, bytes]:
    """The number of pages of some cards, and their PDF."""
    expires_at = timezone.now() + dt.timedelta(days=30)
    card = IssuedCard(
        user=User(username="desa-contoh", full_name="Contoh"),
        code="FYPZQ3V25K19",
        card=LoginCard(expires_at=expires_at),
    )
    pdf = cards_pdf([PrintedCard(card, title, place)] * count)
    (pages,) = re.findall(rb"/Count (\d+)", pdf)
    return int(pages), pdf


@pytest.mark.parametrize(("cards", "pages"), [(1, 1), (8, 1), (9, 2), (17, 3)])
def test_eight_cards_fit_a_page(cards: int, pages: int) -> None:
    assert pages_of(cards, "Perpustakaan Contoh", "Desa Contoh")[0] == pages


def test_long_names_are_cut_before_they_cover_the_user_name() -> None:
    long_title, long_place = "Taman Bacaan " * 20, "Kecamatan Contoh, " * 20
    assert pages_of(8, long_title, long_place)[0] == 1
    longer = printed(long_title + "lagi", long_place + "lagi")
    assert len(longer) == len(printed(long_title, long_place))


@pytest.mark.parametrize("title", ["#panic()", "*Cahaya", "$x", "[", '"\\', "<b>"])
def test_names_are_text_and_never_markup(title: str) -> None:
    assert printed(title).startswith(b"%PDF-")
