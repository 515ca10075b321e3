"""Report cards: who sees them, and that they explain themselves."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.indicators.tests.builders import add_activity
from sinergi.portal import exports
from sinergi.portal.filters import span_of
from sinergi.portal.queries.library import report_card
from sinergi.portal.tests.conftest import NOVEMBER, Country

pytestmark = pytest.mark.lake

SEEN = {
    "": (302, 302),
    "nobody": (404, 404),
    "village": (200, 404),
    "committee": (404, 404),
    "regency": (200, 404),
    "neighbour": (404, 404),
    "province": (200, 404),
    "national": (200, 200),
    "evaluator": (200, 200),
    "jury": (200, 200),
}


@pytest.mark.parametrize("tail", ["", "rapor.csv", "rapor.svg", "tren.xlsx"])
def test_report_cards_by_person(country: Country, tail: str) -> None:
    found = {
        name: tuple(
            country.client(name).get(f"/perpustakaan/{library.pk}/{tail}").status_code
            for library in (country.own, country.strange)
        )
        for name in SEEN
    }
    assert found == SEEN


def test_points_sum_to_the_score(country: Country) -> None:
    span = span_of("2022-11")
    assert span is not None
    card = report_card(country.people["village"], country.own, span)
    assert card.explanation.score == sum(line.points for line in card.explanation.lines)
    assert card.fields[0].size == 13
    assert [field.area for field in card.fields] == [
        "Indonesia",
        "Kabupaten Bojonegoro",
    ]


def test_silence_is_neither_red_nor_zero(country: Country) -> None:
    page = country.client("national").get(
        f"/perpustakaan/{country.own.pk}/?periode=2022-02"
    )
    text = page.content.decode()
    assert "Belum ada data untuk periode ini" in text
    assert 'class="score muted">–<' in text


def test_more_activities_need_no_more_queries(country: Country) -> None:
    client = country.client("national")
    address = f"/perpustakaan/{country.own.pk}/?periode=2022-11"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _round in range(3):
        add_activity(country.own, NOVEMBER)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def test_unknown_file_is_404(country: Country) -> None:
    response = country.client("national").get(
        f"/perpustakaan/{country.own.pk}/rapor.exe"
    )
    assert response.status_code == 404


@pytest.mark.parametrize("block", ["rapor", "tren"])
def test_each_block_comes_in_four_forms(country: Country, block: str) -> None:
    client = country.client("village")
    address = f"/perpustakaan/{country.own.pk}/{block}"
    starts = {
        kind: b"".join(client.get(f"{address}.{kind}?periode=2022-11"))[:4]
        for kind in ("csv", "xlsx", "svg", "png")
    }
    assert starts["xlsx"] == b"PK\x03\x04"
    assert starts["svg"] == b"<svg"
    assert starts["png"] == b"\x89PNG"
    assert starts["csv"].startswith(b"\xef\xbb\xbf") or starts["csv"].isascii()


def test_the_points_of_the_workbook_sum_to_the_score(country: Country) -> None:
    span = span_of("2022-11")
    assert span is not None
    card = report_card(country.people["village"], country.own, span)
    points = [row[3] for row in exports.card_table(card, "rapor").rows]
    assert sum(points) * 100 == card.explanation.score


def test_a_village_is_led_to_no_closed_dashboard(country: Country) -> None:
    page = country.client("village").get(f"/perpustakaan/{country.own.pk}/")
    links = [crumb["url"] for crumb in page.context["crumbs"] if crumb["url"]]
    assert links
    client = country.client("village")
    assert [client.get(link).status_code for link in links] == [200] * len(links)
