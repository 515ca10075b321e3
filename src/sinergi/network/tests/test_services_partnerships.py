"""Partnerships over time, programmes and roles."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.audit.models import AuditEntry
from sinergi.network import services
from sinergi.network.enums import DatePrecision, Origin, Payer, Role
from sinergi.network.errors import (
    AlreadyPartner,
    NoPartnership,
    OutOfScope,
    UnfitDate,
    UnfitPlace,
    UnfitStages,
)
from sinergi.network.models import (
    Assignment,
    Library,
    Partnership,
    Programme,
    ProgrammeStage,
)
from sinergi.network.queries.programmes import calendar_of, programme_default
from sinergi.network.tests.factories import (
    make_library,
    make_officer,
    make_person,
    make_programme,
)
from sinergi.regions.models import Region
from sinergi.regions.tests.factories import make_regions

pytestmark = pytest.mark.django_db

START = dt.date(2021, 1, 1)


@pytest.fixture(autouse=True)
def _areas() -> None:
    make_regions()


def start(library: Library, **more: object) -> Partnership:
    given: dict[str, object] = {
        "origin": Origin.REPLICATION,
        "intake_year": 2021,
        "funders": [Payer.VILLAGE_FUND],
        "started_on": START,
    }
    return services.start_partnership(
        by=None,
        library=library,
        programme=make_programme(),
        **(given | more),  # type: ignore[arg-type]
    )


def test_start_keeps_funders_with_names_and_amounts() -> None:
    partnership = start(
        make_library(),
        funders=[
            Payer.VILLAGE_FUND,
            services.Funding(Payer.CSR, "PT Contoh", Decimal(115000000)),
        ],
        decree_number=" SK 5 ",
    )
    assert list(
        partnership.funders.order_by("id").values_list("funder", "name", "amount_idr")
    ) == [("village_fund", "", None), ("csr", "PT Contoh", Decimal("115000000.00"))]
    assert partnership.decree_number == "SK 5"
    assert AuditEntry.objects.get(action="start_partnership").new["funders"] == [
        "village_fund",
        "csr",
    ]


def test_second_partnership_at_the_same_time_is_refused() -> None:
    library = make_library()
    start(library)
    with pytest.raises(AlreadyPartner):
        start(library, started_on=dt.date(2022, 1, 1))


def test_partnerships_follow_one_another_and_may_be_of_two_programmes() -> None:
    library = make_library()
    first = start(library)
    services.end_partnership(by=None, partnership=first, on=dt.date(2021, 12, 31))
    second = start(library, started_on=dt.date(2022, 1, 1), origin=Origin.BOOK_AID)
    other = services.start_partnership(
        by=None,
        library=library,
        programme=make_programme("perpuseru"),
        origin=Origin.FULL_SUPPORT,
        intake_year=2018,
        funders=[],
        started_on=dt.date(2018, 1, 1),
    )
    held = Partnership.objects.in_force(dt.date(2022, 6, 1)).order_by("id")
    assert list(held) == [second, other]


def test_dates_of_a_partnership_are_checked() -> None:
    with pytest.raises(UnfitDate):
        start(make_library(), ended_on=dt.date(2020, 12, 31))
    with pytest.raises(UnfitDate):
        start(make_library(), started_on=dt.date(2017, 12, 31))


def test_start_outside_the_scope_is_refused() -> None:
    library, programme = make_library(), make_programme()
    with pytest.raises(OutOfScope):
        services.start_partnership(
            by=make_officer("35.78"),
            library=library,
            programme=programme,
            origin=Origin.BOOK_AID,
            intake_year=2021,
            funders=[],
            started_on=START,
        )


def test_end_twice_or_before_the_start_is_refused() -> None:
    partnership = start(make_library())
    with pytest.raises(UnfitDate):
        services.end_partnership(
            by=None, partnership=partnership, on=dt.date(2020, 1, 1)
        )
    services.end_partnership(by=None, partnership=partnership, on=START)
    with pytest.raises(NoPartnership):
        services.end_partnership(by=None, partnership=partnership, on=START)


def test_confirm_partnership_clears_the_mark() -> None:
    partnership = start(make_library(), is_confirmed=False)
    services.confirm_partnership(by=make_officer(), partnership=partnership)
    partnership.refresh_from_db()
    assert partnership.is_confirmed is True


def test_officer_gives_the_role_of_a_manager_but_no_other() -> None:
    officer, library = make_officer(), make_library()
    person = make_person()
    given = services.assign(
        by=officer,
        user=person,
        role=Role.VILLAGE_MANAGER,
        library=library,
        starts_on=START,
    )
    assert given.assigned_by == officer
    with pytest.raises(OutOfScope):
        services.assign(
            by=officer,
            user=person,
            role=Role.REGENCY_OFFICER,
            region=Region.objects.get(code="35.22"),
            starts_on=START,
        )


def test_provincial_officer_gives_roles_of_regencies_within_alone() -> None:
    officer, person = make_officer("35"), make_person()
    services.assign(
        by=officer,
        user=person,
        role=Role.REGENCY_OFFICER,
        region=Region.objects.get(code="35.22"),
        starts_on=START,
    )
    with pytest.raises(OutOfScope):
        services.assign(
            by=officer,
            user=person,
            role=Role.REGENCY_OFFICER,
            region=Region.objects.get(code="32.01"),
            starts_on=START,
        )
    with pytest.raises(OutOfScope):
        services.assign(by=officer, user=person, role=Role.JURY, starts_on=START)
    assert Assignment.objects.filter(user=person).count() == 1


def test_role_without_its_place_or_with_two_is_refused() -> None:
    person, library = make_person(), make_library()
    for role, given, region in [
        (Role.VILLAGE_MANAGER, None, None),
        (Role.REGENCY_OFFICER, None, None),
        (Role.OBSERVER, library, library.region),
    ]:
        with pytest.raises(UnfitPlace):
            services.assign(
                by=None,
                user=person,
                role=role,
                library=given,
                region=region,
                starts_on=START,
            )


def test_end_assignment_ends_the_scope() -> None:
    library = make_library()
    manager = make_person(Role.VILLAGE_MANAGER, library=library)
    assert list(Library.objects.reportable_by(manager)) == [library]
    services.end_assignment(
        by=make_officer(),
        assignment=manager.assignments.get(),
        on=dt.date(2022, 1, 1),
        reason="Pindah",
    )
    assert list(Library.objects.reportable_by(manager)) == []
    with pytest.raises(UnfitDate):
        services.end_assignment(
            by=None, assignment=manager.assignments.get(), on=dt.date(2019, 1, 1)
        )


def test_set_programme_writes_only_what_changed() -> None:
    make_programme()
    make_programme()
    assert AuditEntry.objects.filter(action="set_programme").count() == 1
    with pytest.raises(OutOfScope):
        services.set_programme(
            by=make_officer(),
            key="lain",
            name_id="Lain",
            name_en="Other",
            starts_on=START,
        )


def stage(key: str, month: int) -> services.StageContent:
    return services.StageContent(
        key=key,
        name_id=key,
        name_en=key,
        starts_on=dt.date(2023, month, 1),
        ends_on=dt.date(2023, month, 10),
    )


def test_set_stages_orders_keeps_and_removes() -> None:
    programme = make_programme()
    services.set_stages(
        by=None, programme=programme, year=2023, stages=[stage("a", 1), stage("b", 2)]
    )
    kept = ProgrammeStage.objects.get(key="b")
    services.set_stages(
        by=None, programme=programme, year=2023, stages=[stage("b", 2), stage("c", 3)]
    )
    rows = ProgrammeStage.objects.filter(year=2023)
    assert [(row.order, row.key) for row in rows] == [(1, "b"), (2, "c")]
    assert ProgrammeStage.objects.get(key="b").pk == kept.pk


def test_set_stages_with_equal_content_writes_nothing() -> None:
    programme = make_programme()
    for _round in range(2):
        services.set_stages(
            by=None, programme=programme, year=2023, stages=[stage("a", 1)]
        )
    assert AuditEntry.objects.filter(action="set_stages").count() == 1


def test_set_stages_refuses_twins_and_turned_dates() -> None:
    programme = make_programme()
    turned = replace(stage("a", 2), ends_on=dt.date(2023, 1, 1))
    for stages in ([stage("a", 1), stage("a", 2)], [turned]):
        with pytest.raises(UnfitStages):
            services.set_stages(by=None, programme=programme, year=2023, stages=stages)


def test_set_stages_is_for_the_national_team() -> None:
    programme = make_programme()
    with pytest.raises(OutOfScope):
        services.set_stages(
            by=make_officer("35"), programme=programme, year=1, stages=[]
        )
    team = make_person(Role.NATIONAL_TEAM)
    rows = services.set_stages(
        by=team, programme=programme, year=2023, stages=[stage("a", 1)]
    )
    assert [row.key for row in rows] == ["a"]


def test_load_programmes_is_idempotent_and_keeps_edits() -> None:
    services.load_programmes()
    tpbis = Programme.objects.get(key="tpbis")
    assert programme_default() == tpbis
    plm = ProgrammeStage.objects.get(key="national_plm", year=2022)
    assert (plm.starts_on, plm.ends_on) == (dt.date(2022, 12, 5), dt.date(2022, 12, 6))
    assert "Surabaya" in plm.place
    services.set_stages(by=None, programme=tpbis, year=2022, stages=[stage("x", 5)])
    services.load_programmes()
    assert ProgrammeStage.objects.filter(year=2022).count() == 1
    assert Programme.objects.count() == 2


def test_calendar_places_stages_in_the_year() -> None:
    services.load_programmes()
    tpbis = Programme.objects.get(key="tpbis")
    shown = calendar_of(tpbis, on=dt.date(2022, 8, 23))
    assert (shown.year, shown.years, len(shown.stages)) == (2022, [2022], 10)
    by_key = {entry.stage.key: entry for entry in shown.stages}
    assert (by_key["mentoring"].start, by_key["mentoring"].length) == (0, 12)
    assert (by_key["provincial_plm"].start, by_key["provincial_plm"].length) == (6, 2)
    assert by_key["evaluation"].is_now is True
    assert by_key["selection"].is_past is True
    assert by_key["selection"].stage.date_precision == DatePrecision.PROPOSAL
    assert shown.now == pytest.approx(7 + 22 / 31)


def test_bulk_services_take_many_in_few_queries() -> None:
    make_programme()
    rows = [
        services.NewLibrary(name=f"P {n}", kind="village", region="35.22.01.2001")
        for n in range(300)
    ]
    with CaptureQueriesContext(connection) as queries:
        libraries = services.add_libraries(by=None, rows=rows)
    assert len(queries) < 12
    partnerships = services.start_partnerships(
        by=None,
        rows=[
            services.NewPartnership(
                library_id=library.pk,
                programme="tpbis",
                origin=Origin.BOOK_AID,
                intake_year=2022,
                funders=(Payer.APBN,),
                started_on=START,
            )
            for library in libraries
        ],
    )
    assert (len(partnerships), Partnership.objects.count()) == (300, 300)
    assert AuditEntry.objects.filter(action="start_partnership").count() == 300
