"""Who sees which dashboard and file, and that they agree."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from sinergi.indicators.tests.builders import add_activity
from sinergi.network.services.bulk import mark_network_changed
from sinergi.portal.filters import BEFORE_SPLIT
from sinergi.portal.queries.places import Audience, audience_of, place_of
from sinergi.portal.tests.conftest import NOVEMBER, Country, person
from sinergi.regions.models import Region, RegionChange

pytestmark = pytest.mark.lake

PLACES = ("", "35/", "93/", "35.22/", "35.78/", "93.01/")
SEEN: dict[str, tuple[int, ...]] = {
    "": (200, 200, 200, 404, 404, 404),
    "nobody": (200, 200, 200, 404, 404, 404),
    "village": (200, 200, 200, 404, 404, 404),
    "committee": (200, 200, 200, 404, 404, 404),
    "regency": (200, 200, 200, 200, 404, 404),
    "neighbour": (200, 200, 200, 404, 200, 404),
    "province": (200, 200, 200, 200, 200, 404),
    "national": (200, 200, 200, 200, 200, 200),
    "evaluator": (200, 200, 200, 200, 200, 200),
    "jury": (200, 200, 200, 200, 200, 200),
}


def text_of(response: HttpResponseBase) -> str:
    content = getattr(response, "streaming_content", None)
    if content is not None:
        return b"".join(content).decode("utf-8-sig")
    return response.content.decode("utf-8-sig")  # type: ignore[attr-defined]


def file_of(
    country: Country, name: str, block: str, query: str = ""
) -> list[list[str]]:
    client = country.client(name)
    response = client.get(f"/dasbor/unduh/{block}.csv?{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(text_of(response))))


def answers(country: Country, *addresses: str) -> dict[str, tuple[int, ...]]:
    """What each person gets at some addresses."""
    return {
        name: tuple(country.client(name).get(at).status_code for at in addresses)
        for name in SEEN
    }


def test_dashboards_by_person(country: Country) -> None:
    assert answers(country, *(f"/dasbor/{place}" for place in PLACES)) == SEEN


def test_files_follow_the_page(country: Country) -> None:
    files = (f"/dasbor/unduh/lampu.csv?wilayah={place.strip('/')}" for place in PLACES)
    assert answers(country, *files) == SEEN


def test_a_place_that_does_not_exist_is_404(country: Country) -> None:
    client = country.client("national")
    codes = ("99", "3", "35.22.01", "x", "35.99")
    found = [client.get(f"/dasbor/{code}/").status_code for code in codes]
    assert found == [404] * 5


def test_public_sees_no_small_number(country: Country) -> None:
    """Papua Selatan has 2 libraries and 3 attendances: nothing of it may show."""
    rows = {row[0]: row for row in file_of(country, "", "peta")}
    assert rows["93"][2:11] == [""] * 9
    inside = {row[0]: row for row in file_of(country, "national", "peta")}
    assert inside["93"][8:11] == ["2", "1", "3"]


def test_public_cannot_subtract_the_hidden_province(country: Country) -> None:
    """With two provinces and a known sum, the other one must be hidden as well."""
    rows = {row[0]: row for row in file_of(country, "", "peta")}
    assert rows["35"][8] == ""
    assert rows["35"][10] == ""


def test_a_provinces_own_page_hides_what_the_national_table_hides(
    country: Country,
) -> None:
    own = file_of(country, "", "lampu", "wilayah=93")
    assert [row[1] for row in own[1:]] == [""] * 5
    months = file_of(country, "", "tren", "wilayah=93&periode=2022")
    assert [row[1] for row in months[1:]] == [""] * 12


def test_public_has_whole_years_and_all_kinds_only(country: Country) -> None:
    plain = file_of(country, "", "peta")
    for query in ("jenis=village", "periode=2022-11", "laporan=sementara"):
        assert file_of(country, "", "peta", query) == plain


def test_no_regency_and_no_library_on_public_pages(country: Country) -> None:
    page = text_of(country.client("").get("/dasbor/35/"))
    assert "Bojonegoro" not in page
    assert country.own.name not in page
    assert "Bojonegoro" in text_of(country.client("province").get("/dasbor/35/"))
    assert country.own.name in text_of(country.client("regency").get("/dasbor/35.22/"))


def test_what_is_remembered_for_people_in_scope_reaches_nobody_else(
    country: Country,
) -> None:
    officer = text_of(country.client("province").get("/dasbor/35/"))
    public = text_of(country.client("").get("/dasbor/35/"))
    assert "Bojonegoro" in officer
    assert "Bojonegoro" not in public
    assert "Bojonegoro" in text_of(country.client("province").get("/dasbor/35/"))


def attendances(country: Country, name: str, query: str) -> str:
    rows = file_of(country, name, "peta", f"wilayah=35&{query}")
    return next(row for row in rows if row[0] == "35.22")[10]


def test_unverified_reports_count_for_officers_only(country: Country) -> None:
    assert attendances(country, "province", "") == "564"
    assert attendances(country, "province", "laporan=sementara") == "1564"
    assert attendances(country, "evaluator", "laporan=sementara") == "564"


def test_a_past_province_needs_scope_over_all_that_it_was(country: Country) -> None:
    """Before the split Papua held what is Papua Selatan today."""
    Region.objects.create(code="91", name="Papua", kind="province")
    RegionChange.objects.create(
        event="province_created",
        old_parent_code="91",
        new_code="93",
        effective_on=dt.date(2022, 7, 25),
        law="UU 14/2022",
        source="contoh",
    )
    officer = person("provincial_officer", region="91")
    then = BEFORE_SPLIT
    past, today = place_of("91", then), place_of("91")
    assert past is not None
    assert today is not None
    assert audience_of(officer, today) == Audience(is_public=False, is_officer=True)
    assert audience_of(officer, past, then) == Audience(is_public=True)
    nation = audience_of(country.people["national"], past, then)
    assert nation == Audience(is_public=False, is_officer=True)


def test_a_verified_report_changes_the_dashboard(
    country: Country, refreshed: Callable[[], object]
) -> None:
    client = country.client("regency")
    client.get("/dasbor/35.22/")
    add_activity(country.own, NOVEMBER, attendances=100)
    assert "belum masuk hitungan" in text_of(client.get("/dasbor/35.22/"))
    refreshed()
    page = text_of(client.get("/dasbor/35.22/"))
    assert "belum masuk hitungan" not in page
    assert '<p class="tile__value">664</p>' in page


STARTS = {
    "xlsx": b"PK",
    "svg": b"<svg",
    "png": b"\x89PNG",
    "csv": b"\xef\xbb\xbf",
}


@pytest.mark.parametrize("kind", STARTS)
def test_every_block_can_be_taken_home(country: Country, kind: str) -> None:
    client = country.client("national")
    for block in ("lampu", "peta", "tren", "tepat", "peringkat"):
        response = client.get(f"/dasbor/unduh/{block}.{kind}")
        content = b"".join(response) if response.streaming else response.content
        assert content.startswith(STARTS[kind])
        assert response["Content-Disposition"] == (
            f'attachment; filename="sinergi-{block}-nasional-2022.{kind}"'
        )


def test_files_that_are_not_offered_are_404(country: Country) -> None:
    client = country.client("national")
    names = ("lampu.pdf", "rahasia.csv", "perpustakaan.png")
    found = [client.get(f"/dasbor/unduh/{name}").status_code for name in names]
    assert found == [404] * 3


def test_library_names_cannot_run_as_formulas(
    country: Country, refreshed: Callable[[], object]
) -> None:
    country.own.name = "=HYPERLINK(1)"
    country.own.save()
    mark_network_changed()
    refreshed()
    rows = file_of(country, "regency", "perpustakaan", "wilayah=35.22")
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]


def test_english_and_indonesian_are_remembered_apart(country: Country) -> None:
    client = country.client("national")
    assert "Kegiatan terverifikasi" in text_of(client.get("/dasbor/"))
    client.cookies["bahasa"] = "en"
    assert "Verified activities" in text_of(client.get("/dasbor/"))


def test_a_warm_page_asks_little_of_the_database(country: Country) -> None:
    client = country.client("national")
    client.get("/dasbor/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/dasbor/")
    assert len(warm) == WARM_QUERIES
    cache.clear()
    with CaptureQueriesContext(connection) as public:
        country.client("").get("/dasbor/")
        country.client("").get("/dasbor/")
    assert len(public) < 30


#: Session, user, roles, marks, schemes with their indicators, target.
WARM_QUERIES = 7


def test_old_boundaries_show_the_same_total(country: Country) -> None:
    today = file_of(country, "national", "lampu")
    then = file_of(country, "national", "lampu", "batas=2022-01-01")
    assert then == today


@pytest.mark.parametrize("block", ["lampu", "peta", "tren", "tepat", "peringkat"])
def test_a_downloaded_picture_says_where_it_comes_from(
    country: Country, block: str
) -> None:
    address = f"/dasbor/unduh/{block}.svg?periode=2022"
    text = country.client("national").get(address).content.decode()
    assert "Indonesia, 2022" in text
    assert "Dihitung" in text
    if block == "peta":
        assert "50 ke atas" in text
