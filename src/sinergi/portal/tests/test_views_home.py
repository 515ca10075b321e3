"""Where a person's work begins, and what everybody sees."""

import pytest
from django.test import Client

from sinergi.portal.tests.conftest import Country

pytestmark = pytest.mark.lake

STARTS = {
    "village": "/desa/",
    "regency": "/kotak-masuk/",
    "province": "/kotak-masuk/",
    "national": "/dasbor/",
    "evaluator": "/dasbor/",
    "jury": "/dasbor/",
    "committee": "/dasbor/",
}


def test_home_leads_to_the_roles_work(country: Country) -> None:
    found = {name: country.client(name).get("/")["Location"] for name in STARTS}
    assert found == STARTS


@pytest.mark.parametrize("name", ["", "nobody"])
def test_home_is_public_for_everybody_else(country: Country, name: str) -> None:
    page = country.client(name).get("/").content.decode()
    assert "Belajar di perpustakaan, maju bersama" in page
    assert "Tiga strategi, satu tujuan" in page
    assert country.own.name not in page


def test_public_home_stands_without_any_data(db: None) -> None:
    response = Client().get("/")
    assert response.status_code == 200
    assert "Apa yang sudah tercapai" not in response.content.decode()


def test_the_kain_hides_what_the_figures_hide(country: Country) -> None:
    """Three attendances in Merauke: an empty box, and no number in its table."""
    page = country.client("").get("/").content.decode()
    assert "Kain 2022" in page
    row = page.split('<th scope="row">Papua Selatan</th>')[1].split("</tr>")[0]
    assert row.count("–") == 12


def test_menu_marks_the_current_page(country: Country) -> None:
    page = country.client("national").get("/dasbor/").content.decode()
    assert '<a href="/dasbor/" aria-current="page">Dasbor</a>' in page


def test_village_pages_have_a_dock_and_no_footer(country: Country) -> None:
    page = country.client("village").get(f"/perpustakaan/{country.own.pk}/")
    text = page.content.decode()
    assert 'class="dock no-print"' in text
    assert 'class="foot' not in text
