"""The public pages on how figures are made and how to get them."""

import pytest

from sinergi.indicators.measures import MEASURES
from sinergi.portal.tests.conftest import Country


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_measure_is_explained_to_everybody(
    country: Country, language: str
) -> None:
    client = country.client("")
    client.get(f"/bahasa/{language}/?next=/")
    text = client.get("/cara-menghitung/").content.decode()
    assert [m.key for m in MEASURES.values() if m.name(language) not in text] == []


def test_open_data_names_the_api(country: Country) -> None:
    text = country.client("").get("/data-terbuka/").content.decode()
    assert "/api/v1/openapi.json" in text


def test_figures_lead_to_their_method(country: Country) -> None:
    for address in ("/dasbor/", f"/perpustakaan/{country.own.pk}/"):
        text = country.client("national").get(address).content.decode()
        assert 'href="/cara-menghitung/"' in text
