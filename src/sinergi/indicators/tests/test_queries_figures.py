"""Figures: every cut adds up, and silence is not zero."""

import datetime as dt
from decimal import Decimal

import pytest

from sinergi.analytics.services import refresh
from sinergi.indicators.errors import NotPublic, UnknownCut, UnknownMeasure
from sinergi.indicators.queries import (
    Cut,
    completeness,
    cumulative,
    figures,
    network_counts,
    stamp,
    timeliness,
)
from sinergi.indicators.tests.builders import add_activity, add_library, add_regions
from sinergi.regions.models import RegionChange
from sinergi.reports.models import MonthlyStatistics, YearlyHistory

pytestmark = pytest.mark.django_db
NOVEMBER = Cut(first=dt.date(2022, 11, 1), last=dt.date(2022, 11, 1))
YEAR = Cut()


@pytest.fixture(autouse=True)
def _regions() -> None:
    add_regions()


def values(measure: str, cut: Cut = YEAR, **wanted: object) -> list[tuple[object, ...]]:
    table = figures(measure, cut, **wanted)  # type: ignore[arg-type]
    return [(row.region, row.period, row.value) for row in table.rows]


def test_figures_without_any_lake() -> None:
    assert values("attendances") == [("", "2022-01/2022-12", None)]
    assert stamp().version == "0"


def test_figures_of_each_level_add_up() -> None:
    village, city = add_library(), add_library("35.78", "regency")
    province = add_library("35", "province")
    add_activity(village, attendances=10)
    add_activity(city, attendances=20)
    add_activity(province, attendances=5)
    refresh()
    assert values("attendances") == [("", "2022-01/2022-12", 35)]
    assert values("attendances", NOVEMBER, level="regency") == [
        ("35", "2022-11", 5),
        ("35.22", "2022-11", 10),
        ("35.78", "2022-11", 20),
    ]
    assert sorted(values("attendances", NOVEMBER, level="library")) == sorted(
        (str(library.pk), "2022-11", count)
        for library, count in ((village, 10), (city, 20), (province, 5))
    )
    table = figures("attendances", NOVEMBER, level="regency")
    assert [row.name for row in table.rows] == [
        "Jawa Timur",
        "Kabupaten Bojonegoro",
        "Kota Surabaya",
    ]


def test_figures_keep_silence_apart_from_zero() -> None:
    silent, empty = add_library(), add_library("35.22.01.2002")
    add_activity(empty, attendances=0)
    refresh()
    found = values("attendances", NOVEMBER, level="library")
    assert {key: value for key, _month, value in found} == {
        str(silent.pk): None,
        str(empty.pk): 0,
    }
    assert values("activities_publication", NOVEMBER) == [("", "2022-11", 0)]
    assert values("attendances", Cut(first=dt.date(2022, 10, 1)), per="month") == [
        ("", "2022-10", None),
        ("", "2022-11", 0),
        ("", "2022-12", None),
    ]


def test_figures_count_only_verified_unless_provisional() -> None:
    library = add_library()
    for state, count in (("verified", 1), ("locked", 2), ("submitted", 4),
                         ("returned", 8), ("draft", 16)):  # fmt: skip
        add_activity(library, state=state, attendances=count)
    refresh()
    assert values("attendances", NOVEMBER) == [("", "2022-11", 3)]
    waiting = Cut(first=NOVEMBER.first, last=NOVEMBER.last, provisional=True)
    assert values("attendances", waiting) == [("", "2022-11", 7)]
    assert values("months_reported", waiting) == [("", "2022-11", 1)]


def test_figures_by_sex_and_age_leave_a_rest() -> None:
    library = add_library()
    add_activity(
        library,
        attendances=20,
        cells=(
            {"sex": "female", "age_band": "25_59", "attendances": 9},
            {"sex": "male", "age_band": "25_59", "attendances": 6},
        ),
    )
    add_activity(library, attendances=7, cells=({"sex": "female", "attendances": 7},))
    refresh()
    rows = figures("attendances", NOVEMBER, by=("sex",)).rows
    assert [(row.breakdown["sex"], row.value) for row in rows] == [
        ("female", 16),
        ("male", 6),
        ("unspecified", 5),
    ]
    cross = figures("attendances", NOVEMBER, by=("sex", "age_band")).rows
    assert [(*row.breakdown.values(), row.value) for row in cross] == [
        ("female", "25_59", 9),
        ("male", "25_59", 6),
        ("unspecified", "unspecified", 12),
    ]
    assert values("female", NOVEMBER) == [("", "2022-11", 16)]
    assert values("age_25_59", NOVEMBER) == [("", "2022-11", 15)]


def test_figures_hide_small_cells_from_the_public() -> None:
    library = add_library()
    add_activity(
        library,
        attendances=43,
        cells=(
            {"sex": "male", "attendances": 3},
            {"sex": "female", "attendances": 40},
        ),
    )
    refresh()
    rows = figures("attendances", NOVEMBER, by=("sex",), public=True).rows
    assert [(row.breakdown["sex"], row.value, row.suppressed) for row in rows] == [
        ("female", None, True),
        ("male", None, True),
        ("unspecified", 0, False),
    ]
    female = figures("female", NOVEMBER, public=True).rows[0]
    assert (female.value, female.suppressed) == (None, True)
    with pytest.raises(NotPublic):
        figures("attendances", NOVEMBER, level="regency", public=True)


def test_figures_of_money_shares_and_variety() -> None:
    library = add_library()
    add_activity(library, cost="150000.25", evidence=True)
    add_activity(library, cost="0.50", field="health", days_late=3)
    add_activity(library, field="health", strategy="advocacy", collaborators="PKK")
    refresh()
    assert values("cost_idr") == [("", "2022-01/2022-12", Decimal("150000.75"))]
    assert values("cost_village_fund") == values("cost_idr")
    assert values("evidence_share") == [("", "2022-01/2022-12", Decimal("33.33"))]
    assert values("on_time_share") == [("", "2022-01/2022-12", Decimal("66.67"))]
    assert values("distinct_fields") == [("", "2022-01/2022-12", 2)]
    assert values("activities_with_collaborators") == [("", "2022-01/2022-12", 1)]
    rows = figures("activities", YEAR, by=("strategy", "field")).rows
    assert [(*row.breakdown.values(), row.value) for row in rows] == [
        ("advocacy", "health", 1),
        ("community_involvement", "economy", 1),
        ("community_involvement", "health", 1),
    ]
    payers = figures("cost_idr", YEAR, by=("payer",)).rows
    assert [(row.breakdown, row.value) for row in payers] == [
        ({"payer": "village_fund"}, Decimal("150000.75"))
    ]


def test_figures_of_a_past_boundary_edition_have_equal_totals() -> None:
    RegionChange.objects.create(
        event="province_created", new_code="93", old_parent_code="91",
        effective_on=dt.date(2022, 7, 25), law="UU 14/2022", source="uji",
    )  # fmt: skip
    RegionChange.objects.create(
        event="moved", old_code="91.01", old_name="Kabupaten Merauke",
        old_parent_code="91", new_code="93.01", effective_on=dt.date(2022, 7, 25),
        law="UU 14/2022", source="uji",
    )  # fmt: skip
    merauke, village = add_library("93.01", "regency"), add_library()
    add_activity(merauke, attendances=11)
    add_activity(village, attendances=4)
    refresh()
    then = Cut(boundaries_on=dt.date(2022, 1, 1))
    assert values("attendances", YEAR, level="province") == [
        ("35", "2022-01/2022-12", 4),
        ("93", "2022-01/2022-12", 11),
    ]
    assert values("attendances", then, level="province") == [
        ("35", "2022-01/2022-12", 4),
        ("91", "2022-01/2022-12", 11),
    ]
    inside = Cut(region="91", boundaries_on=dt.date(2022, 1, 1))
    assert values("attendances", inside, level="regency") == [
        ("91.01", "2022-01/2022-12", 11)
    ]
    assert values("attendances", then) == values("attendances", YEAR)


def test_figures_of_statistics_add_flows_and_take_last_stocks() -> None:
    library = add_library()
    activity = add_activity(library)
    for month, visits, members in ((10, 5, 50), (11, None, 60), (12, 7, None)):
        MonthlyStatistics.objects.create(
            library=library, month=dt.date(2022, month, 1), visits=visits,
            members=members, state="verified", entered_by=activity.entered_by,
            verified_at=activity.verified_at, verified_by=activity.verified_by,
        )  # fmt: skip
    refresh()
    assert values("visits") == [("", "2022-01/2022-12", 12)]
    assert values("members") == [("", "2022-01/2022-12", 60)]
    assert values("members", Cut(first=dt.date(2022, 12, 1))) == [("", "2022-12", None)]


def test_cumulative_adds_history_handed_over() -> None:
    library, other = add_library(), add_library("35.78", "regency")
    add_activity(library, attendances=10)
    add_activity(library, dt.date(2023, 1, 9), attendances=99)
    YearlyHistory.objects.create(
        library=other, year=2020, attendances=500, source="lama"
    )
    YearlyHistory.objects.create(library=other, year=2017, attendances=7, source="lama")
    refresh()
    found = cumulative("attendances", dt.date(2022, 12, 31))
    assert (found.total, found.history) == (510, 500)
    assert found.by_kind == {"regency": 500, "village": 10}
    assert [(y.year, y.kind, y.value, y.is_history) for y in found.by_year] == [
        (2020, "regency", 500, True),
        (2022, "village", 10, False),
    ]
    assert values("attendances_cumulative", Cut(), per="year") == [("", "2022", 510)]
    before = Cut(first=dt.date(2020, 11, 1), last=dt.date(2020, 12, 1))
    assert values("attendances_cumulative", before, per="month") == [
        ("", "2020-11", None),
        ("", "2020-12", 500),
    ]


def test_network_counts_reach_of_replication() -> None:
    add_library()
    add_library("35.22.01.2002", origin="replication")
    add_library("93.01", "regency", origin="replication")
    add_library("35.78", "regency", partner=False)
    refresh()
    found = network_counts(dt.date(2022, 12, 31))
    assert found.partners == {
        "regency": {"replication": 1},
        "village": {"full_support": 1, "replication": 1},
    }
    assert (found.libraries, found.provinces, found.regencies) == (3, 2, 2)
    assert (
        found.replication_provinces,
        found.replication_regencies,
        found.replication_villages,
    ) == (1, 1, 1)
    assert values("partners", level="province") == [
        ("35", "2022-01/2022-12", 2),
        ("93", "2022-01/2022-12", 1),
    ]


def test_completeness_and_timeliness() -> None:
    library, silent = add_library(), add_library("35.22.01.2002")
    add_activity(library, state="submitted", days_late=4)
    add_activity(library)
    refresh()
    assert silent.pk
    shares = completeness(NOVEMBER, level="village")
    assert [(s.region, s.part, s.whole, s.pct) for s in shares] == [
        ("35.22.01.2001", 1, 1, Decimal("100.00")),
        ("35.22.01.2002", 0, 1, Decimal("0.00")),
    ]
    year = completeness(YEAR, per="month")
    assert [(s.period, s.part, s.whole) for s in year][-2:] == [
        ("2022-11", 1, 2),
        ("2022-12", 0, 2),
    ]
    late = timeliness(NOVEMBER)[0]
    assert (late.part, late.whole, late.pct) == (1, 2, Decimal("50.00"))


def test_figures_refuse_what_does_not_exist() -> None:
    with pytest.raises(UnknownMeasure):
        figures("beneficiaries", YEAR)
    with pytest.raises(UnknownCut):
        figures("attendances", YEAR, level="street")
    with pytest.raises(UnknownCut):
        figures("attendances", YEAR, by=("hair",))
    with pytest.raises(UnknownCut):
        figures("attendances", Cut(first=dt.date(2023, 1, 1)))
