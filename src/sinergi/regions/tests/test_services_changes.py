"""Recording changes of areas: renaming, moving, splitting, merging."""

import datetime as dt

import pytest

from sinergi.audit.models import AuditEntry
from sinergi.regions.enums import RegionEvent
from sinergi.regions.errors import RegionTaken, UnknownRegion
from sinergi.regions.models import Region, RegionChange
from sinergi.regions.queries import code_map_on, region_on, regions_on, search_regions
from sinergi.regions.services import Succession, record_change
from sinergi.regions.signals import areas_recoded
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

DAY = dt.date(2030, 5, 1)
BEFORE = dt.date(2030, 4, 30)


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


def change(event: RegionEvent, *successions: Succession) -> list[RegionChange]:
    return record_change(
        by=None,
        event=event,
        effective_on=DAY,
        law="UU 1/2030",
        source="https://example.org/uu-1-2030",
        successions=successions,
    )


def test_renaming_keeps_the_name_of_the_past() -> None:
    change(RegionEvent.RENAMED, Succession("35.22", old="35.22", name="Kabupaten Baru"))
    before, after = region_on("35.22", BEFORE), region_on("35.22", DAY)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Kabupaten Bojonegoro", "Kabupaten Baru")
    assert [hit.code for hit in search_regions("kabupaten baru")] == ["35.22"]
    assert search_regions("bojonegoro", kind="regency") == []


def test_moving_recodes_everything_below() -> None:
    change(RegionEvent.MOVED, Succession("32.22", old="35.22"))
    village = Region.objects.get(code="32.22.01.2001")
    assert (village.name, village.parent_id, village.valid_from) == (
        "Sumberarum",
        "32.22.01",
        DAY,
    )
    assert Region.objects.get(code="35.22.01.2001").valid_to == DAY
    assert code_map_on(BEFORE) == {"32.22": "35.22"}
    assert [a.code for a in regions_on(BEFORE, kind="regency", parent="35")] == [
        "35.22"
    ]
    assert [a.code for a in regions_on(DAY, kind="regency", parent="35")] == []


def test_splitting_makes_an_area_that_was_not_there() -> None:
    change(
        RegionEvent.SPLIT,
        Succession("35.22", old="35.22"),
        Succession("35.80", old="35.22", name="Kabupaten Bojonegoro Barat"),
        Succession("35.80.01", old="35.22.02"),
    )
    assert [a.code for a in regions_on(DAY, kind="regency,city", parent="35")] == [
        "35.22",
        "35.78",
        "35.80",
    ]
    assert [a.code for a in regions_on(BEFORE, kind="regency,city", parent="35")] == [
        "35.22",
        "35.78",
    ]
    assert Region.objects.get(code="35.80.01.2001").name == "Bakalan"
    assert code_map_on(BEFORE) == {"35.80": "35.22", "35.80.01": "35.22.02"}


def test_merging_ends_the_lesser_area_and_keeps_it_for_its_time() -> None:
    change(
        RegionEvent.MERGED,
        Succession("35.22.01.2001", old="35.22.01.2001", name="Sumber Tanggungan"),
        Succession("35.22.01.2001", old="35.22.01.2002"),
    )
    assert [a.name for a in regions_on(DAY, kind="desa", parent="35.22.01")] == [
        "Sumber Tanggungan"
    ]
    assert [a.name for a in regions_on(BEFORE, kind="desa", parent="35.22.01")] == [
        "Sumberarum",
        "Tanggungan",
    ]
    assert Region.objects.get(code="35.22.01.2002").valid_to == DAY


def test_change_tells_who_lies_in_the_areas_and_is_audited() -> None:
    told: list[dict[str, object]] = []

    def hear(**news: object) -> None:
        told.append(news)

    areas_recoded.connect(hear)
    try:
        change(RegionEvent.MOVED, Succession("32.05", old="35.78"))
    finally:
        areas_recoded.disconnect(hear)
    assert [news["recoded"] for news in told] == [
        {
            "35.78": "32.05",
            "35.78.07": "32.05.07",
            "35.78.07.1001": "32.05.07.1001",
        }
    ]
    entry = AuditEntry.objects.get(action="region.changed")
    assert entry.reason == "UU 1/2030"


def test_change_of_an_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownRegion):
        change(RegionEvent.MOVED, Succession("32.22", old="35.99"))
    with pytest.raises(UnknownRegion):
        change(RegionEvent.MOVED, Succession("77.22", old="35.22"))
    assert RegionChange.objects.count() == 0


def test_change_onto_a_taken_code_is_refused() -> None:
    with pytest.raises(RegionTaken):
        change(RegionEvent.MOVED, Succession("35.78", old="35.22"))


def test_search_finds_an_area_that_ended_no_more_and_a_returning_one_again() -> None:
    assert [hit.code for hit in search_regions("tanggungan")] == ["35.22.01.2002"]
    change(
        RegionEvent.MERGED,
        Succession("35.22.01.2001", old="35.22.01.2001"),
        Succession("35.22.01.2001", old="35.22.01.2002"),
    )
    assert search_regions("tanggungan") == []
    change(
        RegionEvent.SPLIT,
        Succession("35.22.01.2001", old="35.22.01.2001"),
        Succession("35.22.01.2002", old="35.22.01.2001", name="Tanggungan"),
    )
    assert [hit.code for hit in search_regions("tanggungan")] == ["35.22.01.2002"]
