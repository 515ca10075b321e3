"""The whole country: loading, editions, search."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from sinergi.regions.models import Region, RegionChange
from sinergi.regions.queries import (
    code_map_on,
    edition_on,
    region_on,
    regions_on,
    search_regions,
    territory,
)
from sinergi.regions.services import load_regions

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("country"),
    pytest.mark.xdist_group("country"),  # loaded once, in one process
]

BEFORE = dt.date(2022, 1, 1)
TODAY = dt.date(2026, 1, 1)


def test_load_stores_every_area_of_each_kind() -> None:
    assert Counter(Region.objects.values_list("kind", flat=True)) == {
        "province": 38,
        "regency": 416,
        "city": 98,
        "district": 7285,
        "kelurahan": 8496,
        "desa": 75266,
    }
    assert RegionChange.objects.count() == 30


def test_load_again_writes_nothing() -> None:
    outcome = load_regions()
    assert (outcome.regions, outcome.written, outcome.changes) == (91599, 0, 0)


def test_load_keeps_codes_as_text_and_population() -> None:
    sarmi = Region.objects.get(code="11.10")
    assert sarmi.code == "11.10"
    assert (
        Region.objects.filter(kind="province").aggregate(all=Sum("population"))["all"]
        == 284_973_643
    )


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (BEFORE, 34),
        (dt.date(2022, 7, 24), 34),
        (dt.date(2022, 7, 25), 37),
        (dt.date(2022, 8, 1), 37),
        (dt.date(2022, 12, 7), 37),
        (dt.date(2022, 12, 8), 38),
        (TODAY, 38),
    ],
)
def test_provinces_of_a_day(day: dt.date, count: int) -> None:
    assert len(regions_on(day, kind="province")) == count


def test_every_edition_maps_regencies_one_to_one() -> None:
    today = [area.code for area in regions_on(TODAY, kind="regency,city")]
    for day in (BEFORE, dt.date(2022, 8, 1), TODAY):
        past = edition_on(day)
        mapped = [past.code_of(code) for code in today]
        then = [area.code for area in regions_on(day, kind="regency,city")]
        assert sorted(mapped) == then
        assert len(set(mapped)) == 514


def test_every_village_lies_in_one_province_of_the_edition() -> None:
    past = edition_on(BEFORE)
    provinces = {area.code for area in regions_on(BEFORE, kind="province")}
    codes = Region.objects.filter(kind__in=["desa", "kelurahan"]).values_list(
        "code", flat=True
    )
    counts = Counter(past.code_of(code)[:2] for code in codes)
    assert set(counts) == provinces
    assert sum(counts.values()) == 83_762


def test_map_holds_only_what_differs() -> None:
    assert code_map_on(TODAY) == {}
    assert code_map_on(dt.date(2022, 8, 1)) == {
        "96": "92",
        "96.02": "92.04",
        "96.03": "92.05",
        "96.04": "92.09",
        "96.05": "92.10",
    }


def test_area_of_a_day_has_the_code_and_parent_of_that_day() -> None:
    merauke = region_on("91.01", BEFORE)
    assert merauke is not None
    assert (merauke.name, merauke.parent) == ("Kabupaten Merauke", "91")
    assert region_on("93.01", BEFORE) is None
    assert region_on("93", BEFORE) is None
    assert territory("91", BEFORE) == ["91", "93", "94", "95"]
    assert territory("91.01", BEFORE) == ["93.01"]


def test_bogor_finds_regency_and_city_first() -> None:
    assert [hit.name for hit in search_regions("bogor")[:2]] == [
        "Kabupaten Bogor",
        "Kota Bogor",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KOTA  bogor", "32.71"),
        ("bogor kota", "32.71"),
        ("32.01", "32.01"),
        ("dki jakarta", "31"),
        ("tanjungpinang", "21.72"),
        ("fakfak", "92.03"),
        ("fák-fak", "92.03"),
        ("cibinong kabupaten bogor", "32.01.01"),
        ("surabaya", "35.78"),
        ("jawa timur", "35"),
    ],
)
def test_search_finds_first(text: str, code: str) -> None:
    assert search_regions(text)[0].code == code


def test_search_finds_nothing_for_nothing_or_nonsense() -> None:
    assert search_regions("  ") == []
    assert search_regions("' % _") == []
    assert search_regions("xqzxqz") == []


def test_search_shows_the_path_of_ambiguous_names() -> None:
    hits = search_regions("bogor", kind="desa")
    assert [hit.path_name for hit in hits[:2]] == [
        "Kecamatan Sukra, Kabupaten Indramayu, Jawa Barat",
        "Kecamatan Cawas, Kabupaten Klaten, Jawa Tengah",
    ]


def test_search_by_kind_parent_and_day() -> None:
    assert {hit.kind for hit in search_regions("bogor", kind="city")} == {"city"}
    inside = search_regions("sumber", parent="35.22")
    assert {hit.code[:5] for hit in inside} == {"35.22"}
    old = search_regions("merauke", on=BEFORE)[0]
    assert (old.code, old.path_name) == ("91.01", "Papua")
    assert search_regions("91.01", on=BEFORE)[0].name == "Kabupaten Merauke"
    assert search_regions("93.01", on=BEFORE) == []


@pytest.mark.parametrize("text", ["suka", "cibinong bogor", "32.01"])
def test_search_reads_the_names_alone_and_then_the_hits(text: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        search_regions(text)
    assert [_tables(query["sql"]) for query in queries] == [
        {"regions_regionname"},
        {"regions_region"},
    ]


def _tables(sql: str) -> set[str]:
    return set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql))
