"""Designing and drawing a study's sample from the network, and replacing units."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from sinergi.analytics.services import refresh
from sinergi.audit.models import AuditEntry
from sinergi.evaluation.errors import OutOfScope, UnfitStudy, WrongStudyState
from sinergi.evaluation.models import SampleUnit, Study
from sinergi.evaluation.queries.frames import Population, frame_of
from sinergi.evaluation.sampling import Allocation, Design, Method, Sizing
from sinergi.evaluation.services.samples import (
    SampleContent,
    change_design,
    draw_sample,
    drawn_again,
    mark_unit,
    replace_unit,
)
from sinergi.evaluation.tests.factories import make_study
from sinergi.evaluation.tests.partners import (
    make_evaluator,
    make_network,
    make_partner,
)
from sinergi.indicators.tests.builders import add_activity
from sinergi.network.models import Library
from sinergi.regions.models import Region
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

DAY = dt.date(2021, 12, 31)
VILLAGES = Population(kinds=("village",))
TEN = Design(sizing=Sizing.FIXED, total=10, reserve_pct=50)


@pytest.fixture
def study() -> Study:
    make_network()
    return make_study()


def counts(rule: Population, region: str = "") -> dict[str, int]:
    frame = frame_of(rule, on=DAY, region=region)
    return {stratum.key: len(stratum.partners) for stratum in frame}


def test_population_is_parted_by_level_and_more() -> None:
    make_network()
    assert counts(Population()) == {"province": 2, "regency": 3, "village": 20}
    assert counts(replace(VILLAGES, strata="kind_origin")) == {
        "village.full_support": 14,
        "village.replication": 6,
    }
    assert counts(replace(VILLAGES, strata="kind_year")) == {
        "village.2019": 10,
        "village.2020": 10,
    }
    assert counts(Population(strata="kind_province", kinds=("regency",))) == {
        "regency.32": 1,
        "regency.35": 2,
    }


def test_population_holds_partners_of_the_day_that_fit() -> None:
    make_network()
    make_partner(started_on=dt.date(2022, 1, 1))
    make_partner(ended_on=dt.date(2021, 6, 1))
    closed = make_partner()
    closed.closed_on = dt.date(2021, 1, 1)
    closed.save()
    assert counts(VILLAGES) == {"village": 20}
    assert counts(replace(VILLAGES, origins=("replication",))) == {"village": 6}
    assert counts(replace(VILLAGES, intake_years=(2019,))) == {"village": 10}
    assert counts(VILLAGES, "35.78") == {"village": 5}
    assert counts(replace(VILLAGES, programme="lain")) == {}


def test_strata_are_called_in_indonesian_whoever_designs(study: Study) -> None:
    rule = replace(VILLAGES, strata="kind_origin")
    labels = [stratum.label for stratum in frame_of(rule, on=DAY)]
    assert labels == [
        "Desa/Kelurahan · Dukungan Penuh",
        "Desa/Kelurahan · Replikasi Mandiri",
    ]


def design(study: Study, wanted: Design, rule: Population = VILLAGES) -> Study:
    content = SampleContent(population=rule, design=wanted, seed=2022)
    return change_design(by=None, study=study, content=content)


def test_a_design_shows_its_strata_before_anything_is_drawn(study: Study) -> None:
    changed = design(study, Design(margin=Decimal("0.05")), Population())
    rows = changed.strata.values_list("key", "population_count", "sample_count")
    assert list(rows) == [("province", 2, 2), ("regency", 3, 3), ("village", 20, 19)]
    assert not changed.units.exists()


def test_a_sample_is_drawn_with_its_reserve_and_weights(study: Study) -> None:
    units = draw_sample(by=make_evaluator(), study=design(study, TEN))
    main = [unit for unit in units if unit.role == "main"]
    spare = [unit for unit in units if unit.role == "replacement"]
    assert (len(main), len(spare)) == (10, 5)
    assert {unit.weight for unit in main} == {2.0}
    assert {unit.state for unit in spare} == {"reserve"}
    assert all(u.library is not None and u.library.name == u.label for u in units)


def test_the_same_seed_draws_the_same_and_writes_nothing(study: Study) -> None:
    first = [unit.pk for unit in draw_sample(by=None, study=design(study, TEN))]
    again = [unit.pk for unit in draw_sample(by=None, study=study)]
    study.refresh_from_db()
    assert again == first
    assert AuditEntry.objects.filter(action="study.drawn").count() == 1
    assert drawn_again(study) == []


def test_another_seed_replaces_the_sample(study: Study) -> None:
    first = {unit.code for unit in draw_sample(by=None, study=design(study, TEN))}
    content = SampleContent(population=VILLAGES, design=TEN, seed=7)
    change_design(by=None, study=study, content=content)
    assert not study.units.exists()
    second = {unit.code for unit in draw_sample(by=None, study=study)}
    assert second != first
    assert study.units.count() == 15


def test_a_change_of_the_network_is_seen_when_drawing_again(study: Study) -> None:
    draw_sample(by=None, study=design(study, TEN))
    drawn = study.units.filter(role="main").first()
    assert drawn is not None
    Library.objects.filter(name=drawn.label).update(closed_on=dt.date(2021, 1, 1))
    study.refresh_from_db()
    assert drawn.code in drawn_again(study)


@pytest.mark.parametrize("method", [Method.PPS_BREWER, Method.PPS_REPLACEMENT])
def test_pps_draws_by_verified_activities(study: Study, method: Method) -> None:
    for library in Library.objects.filter(kind="village"):
        for _number in range(1 + library.pk % 3):
            add_activity(library, dt.date(2021, 3, 1))
    refresh(alone=True)
    units = draw_sample(by=None, study=design(study, replace(TEN, method=method)))
    main = [unit for unit in units if unit.role == "main"]
    assert sum(unit.hits for unit in main) == 10
    assert len({round(unit.weight / unit.hits, 9) for unit in main}) == 3


def test_pps_names_libraries_without_a_size(study: Study) -> None:
    refresh(alone=True)
    changed = design(study, replace(TEN, method=Method.PPS_BREWER))
    with pytest.raises(UnfitStudy, match="20") as refused:
        draw_sample(by=None, study=changed)
    assert refused.value.field == "size_measure"
    assert "Perpustakaan Uji" in str(refused.value)


def test_pps_names_areas_without_a_size(study: Study) -> None:
    refresh(alone=True)
    wanted = replace(TEN, method=Method.PPS_BREWER, clusters="regency")
    with pytest.raises(UnfitStudy, match="Kabupaten Bojonegoro, Kota Surabaya"):
        design(study, wanted)


def test_two_stages_draw_regencies_first(study: Study) -> None:
    wanted = replace(TEN, total=6, clusters="regency", take=3)
    units = draw_sample(by=None, study=design(study, wanted))
    main = [unit for unit in units if unit.role == "main"]
    assert {unit.cluster for unit in main} == {"35.22", "35.78"}
    assert len(main) == 6
    assert sum(unit.weight for unit in main) == pytest.approx(20)


@pytest.mark.parametrize(
    ("wanted", "rule", "field", "kind"),
    [
        (TEN, Population(programme="lain"), "population", "empty_population"),
        (replace(TEN, total=21), VILLAGES, "total", "sample_exceeds"),
        (replace(TEN, total=None), VILLAGES, "total", "total_missing"),
        (Design(margin=None), VILLAGES, "margin", "margin_missing"),
        (
            replace(TEN, allocation=Allocation.NEYMAN),
            VILLAGES,
            "deviation",
            "deviation_missing",
        ),
    ],
)
def test_a_design_that_cannot_be_leaves_the_study_as_it_was(
    study: Study, wanted: Design, rule: Population, field: str, kind: str
) -> None:
    with pytest.raises(UnfitStudy) as refused:
        design(study, wanted, rule)
    assert (refused.value.field, refused.value.kind) == (field, kind)
    study.refresh_from_db()
    assert (study.population, study.design) == ({}, {})


def test_an_area_without_partners_is_refused() -> None:
    regions = make_regions()
    study = make_study(region=regions["91"])
    with pytest.raises(UnfitStudy) as refused:
        draw_sample(by=None, study=study)
    assert refused.value.kind == "empty_population"


def test_only_those_who_evaluate_draw(study: Study) -> None:
    with pytest.raises(OutOfScope):
        draw_sample(by=make_evaluator("35"), study=study)
    study.region = Region.objects.get(code="35")
    study.save()
    assert draw_sample(by=make_evaluator("35"), study=study)


def test_once_collecting_nothing_is_drawn_or_designed(study: Study) -> None:
    draw_sample(by=None, study=design(study, TEN))
    Study.objects.update(state="fielding")
    with pytest.raises(WrongStudyState):
        draw_sample(by=None, study=study)
    with pytest.raises(WrongStudyState):
        design(study, replace(TEN, total=5))


@pytest.fixture
def fielded(study: Study) -> Study:
    draw_sample(by=None, study=design(study, replace(TEN, reserve_pct=20)))
    Study.objects.update(state="fielding")
    return study


def first_unit(study: Study) -> SampleUnit:
    return study.units.get(role="main", order=1)


def test_a_unit_that_refused_is_replaced_by_the_next_of_the_reserve(
    fielded: Study,
) -> None:
    unit, by = first_unit(fielded), make_evaluator()
    taken = replace_unit(by=by, unit=unit, state="refused", reason="Tidak bersedia")
    unit.refresh_from_db()
    assert (unit.state, unit.reason) == ("refused", "Tidak bersedia")
    assert (taken.order, taken.role, taken.state) == (1, "replacement", "open")
    assert (taken.replaces, taken.weight) == (unit, unit.weight)
    entry = AuditEntry.objects.get(action="unit.replaced")
    assert (entry.new["by"], entry.reason) == (taken.code, "Tidak bersedia")


def test_a_replacement_is_replaced_until_the_reserve_is_used_up(
    fielded: Study,
) -> None:
    unit = first_unit(fielded)
    for _number in range(2):
        unit = replace_unit(by=None, unit=unit, state="unreachable", reason="Tutup")
    with pytest.raises(WrongStudyState) as refused:
        replace_unit(by=None, unit=unit, state="unreachable", reason="Tutup")
    assert refused.value.kind == "reserve_used_up"
    unit.refresh_from_db()
    assert unit.state == "open"


def test_the_reserve_of_the_same_cluster_comes_first(study: Study) -> None:
    wanted = replace(TEN, total=6, clusters="regency", take=3, reserve_pct=100)
    draw_sample(by=None, study=design(study, wanted))
    Study.objects.update(state="fielding")
    for unit in study.units.filter(role="main"):
        if study.units.filter(state="reserve", cluster=unit.cluster).exists():
            taken = replace_unit(by=None, unit=unit, state="refused", reason="Sibuk")
            assert taken.cluster == unit.cluster


def test_marking_keeps_the_reason_and_can_be_undone(fielded: Study) -> None:
    unit = first_unit(fielded)
    mark_unit(by=None, unit=unit, state="unreachable", reason=" Banjir  besar ")
    unit.refresh_from_db()
    assert (unit.state, unit.reason) == ("unreachable", "Banjir besar")
    mark_unit(by=None, unit=unit, state="open")
    unit.refresh_from_db()
    assert (unit.state, unit.reason) == ("open", "")


@pytest.mark.parametrize(
    ("state", "reason", "field"),
    [
        ("refused", " ", "reason"),
        ("refused", "a" * 201, "reason"),
        ("answered", "x", "state"),
        ("asal", "x", "state"),
    ],
)
def test_a_mark_that_cannot_be_is_refused(
    fielded: Study, state: str, reason: str, field: str
) -> None:
    with pytest.raises(UnfitStudy) as refused:
        mark_unit(by=None, unit=first_unit(fielded), state=state, reason=reason)
    assert refused.value.field == field


@pytest.mark.parametrize("state", ["answered", "reserve"])
def test_units_that_answered_or_wait_are_not_marked(fielded: Study, state: str) -> None:
    unit = first_unit(fielded)
    SampleUnit.objects.filter(pk=unit.pk).update(state=state)
    with pytest.raises(WrongStudyState):
        replace_unit(by=None, unit=unit, state="refused", reason="Sibuk")


def test_a_unit_is_replaced_once(fielded: Study) -> None:
    unit = first_unit(fielded)
    replace_unit(by=None, unit=unit, state="refused", reason="Sibuk")
    with pytest.raises(WrongStudyState) as refused:
        mark_unit(by=None, unit=unit, state="open")
    assert refused.value.kind == "replaced_already"


def test_units_are_replaced_only_while_collecting(study: Study) -> None:
    draw_sample(by=None, study=design(study, TEN))
    with pytest.raises(WrongStudyState):
        replace_unit(by=None, unit=first_unit(study), state="refused", reason="x")
